#!/bin/bash
# Does for PostgreSQL's server what the official image does before it: makes a cluster where there is none, as uid 999.
set -Eeuo pipefail

# setting <NAME> <default>: a variable's value, or what the file named by <NAME>_FILE holds.
setting() {
  local file=$1_FILE
  if [[ -n ${!1:-} && -n ${!file:-} ]]; then
    printf >&2 'error: both %s and %s are set (but are exclusive)\n' "$1" "$file"
    return 1
  fi
  if [[ -n ${!file:-} ]]; then cat "${!file}"; else printf '%s' "${!1:-$2}"; fi
}

as_superuser() {
  PGHOST=/var/run/postgresql psql --no-psqlrc --no-password --quiet --set ON_ERROR_STOP=1 --username "$user" "$@"
}

run_first_scripts() {
  local each
  for each in /docker-entrypoint-initdb.d/*; do
    case $each in
      *.sh) if [[ -x $each ]]; then "$each"; else bash "$each"; fi ;;
      *.sql) as_superuser --dbname "$database" --file "$each" ;;
      *.sql.gz) gunzip --stdout "$each" | as_superuser --dbname "$database" ;;
    esac
  done
}

make_cluster() {
  local password user database options=()
  password=$(setting POSTGRES_PASSWORD '')
  user=$(setting POSTGRES_USER postgres)
  database=$(setting POSTGRES_DB "$user")
  read -r -a options <<<"$(setting POSTGRES_INITDB_ARGS '')"
  if [[ -z $password && ${POSTGRES_HOST_AUTH_METHOD:-} != trust ]]; then
    printf >&2 'Error: Database is uninitialized and superuser password is not specified.\n'
    return 1
  fi
  initdb --username="$user" --pwfile=<(printf '%s\n' "$password") ${options[@]+"${options[@]}"}
  printf '\nhost all all all %s\n' "${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  # Nobody can reach it over TCP before it is ready.
  pg_ctl --wait --options="-c listen_addresses=''" start
  if [[ $database != postgres ]]; then
    as_superuser --dbname postgres --set database="$database" <<<'CREATE DATABASE :"database";'
  fi
  run_first_scripts
  pg_ctl --wait --mode=fast stop
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

if [[ ${1:0:1} == - ]]; then set -- postgres "$@"; fi
if [[ $1 == postgres && $(id -u) == 0 ]]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA" || true
  find "$PGDATA" ! -user postgres -exec chown postgres '{}' +
  chown postgres /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
fi
if [[ $1 == postgres ]]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA" || true
  if [[ -s $PGDATA/PG_VERSION ]]; then
    printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  else
    make_cluster
  fi
  unset POSTGRES_PASSWORD
fi
exec "$@"
