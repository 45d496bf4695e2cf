#!/bin/bash
# Makes a new cluster and gives it roles and databases. The superuser keeps this stack's password; what other services
# log in with is set when they are started.
set -euo pipefail

inside() { docker compose exec -T postgres "$@"; }

docker compose up --detach --wait --wait-timeout 900 postgres
sed -E '/^(CREATE|ALTER) ROLE postgres[ ;]/d' "$GM_CHECKPOINT/roles.sql" |
  inside psql --username postgres --no-password --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres
number=0
while IFS= read -r name; do
  create=(--create)
  if [[ $name == postgres ]]; then create=(); fi
  inside pg_restore --username postgres --no-password --exit-on-error "${create[@]}" --dbname postgres <"$GM_CHECKPOINT/$number.dump"
  number=$((number + 1))
done <"$GM_CHECKPOINT/databases"
