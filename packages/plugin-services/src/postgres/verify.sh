#!/bin/bash
# Restores every dump into a database that is thrown away: what this server cannot read fails here, and changes nothing.
set -euo pipefail

inside() { docker compose exec -T postgres "$@"; }

scratch=gm_verify_$$_$RANDOM
trap 'inside dropdb --username postgres --no-password --if-exists --force "$scratch" </dev/null' EXIT
for dump in "$GM_CHECKPOINT"/*.dump; do
  inside createdb --username postgres --no-password --template template0 "$scratch" </dev/null
  inside pg_restore --username postgres --no-password --exit-on-error --no-owner --no-privileges --dbname "$scratch" <"$dump"
  inside dropdb --username postgres --no-password --force "$scratch" </dev/null
done
