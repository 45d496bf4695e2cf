#!/bin/bash
# Dumps the roles and every database, each as it was at one moment. Files are numbered, as names may hold anything.
set -euo pipefail

inside() { docker compose exec -T postgres "$@"; }

inside pg_dumpall --username postgres --no-password --roles-only </dev/null >"$GM_CHECKPOINT/roles.sql"
inside psql --username postgres --no-password --no-psqlrc --tuples-only --no-align --dbname postgres --command \
  'SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname' \
  </dev/null >"$GM_CHECKPOINT/databases"
number=0
while IFS= read -r name; do
  inside pg_dump --username postgres --no-password --format custom --dbname "$name" </dev/null >"$GM_CHECKPOINT/$number.dump"
  number=$((number + 1))
done <"$GM_CHECKPOINT/databases"
