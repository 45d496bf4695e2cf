#!/bin/bash
# Makes the role and the database of one consumer, or sets its password again. Passwords come from files and reach
# the server over the connection alone: no argument and no environment of a container holds one.
set -euo pipefail

PGPASSWORD=$(</run/secrets/superuser-password)
export PGPASSWORD PGCONNECT_TIMEOUT=10

psql --no-psqlrc --quiet --no-password --set ON_ERROR_STOP=1 \
  --host "$PROVISION_HOST" --port "$PROVISION_PORT" --username postgres --dbname postgres \
  --set user="$PROVISION_USER" --set database="$PROVISION_DATABASE" <<'SQL'
-- A statement that fails would be written to the server's log with the password in it.
SET log_min_error_statement = 'panic';
SET log_statement = 'none';
\set password `cat "$PROVISION_PASSWORD_FILE"`
SELECT format('CREATE ROLE %I LOGIN', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
ALTER ROLE :"user" WITH LOGIN PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'user')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
SQL
