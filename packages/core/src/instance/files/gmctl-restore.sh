#!/bin/bash
# The verb `restore`. It comes with the question, as UserData is short.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source /opt/geusemaker/current/gm-lib
read_stack

# The service stands still meanwhile; what uses it sees it come back.
restore_service() {
  local service id
  local -a names
  only '--service --checkpoint' "$@"
  service=$(argument service '[a-z0-9-]+' "$@")
  id=$(argument checkpoint '[0-9]{8}-[0-9TZ]+' "$@")
  mapfile -t names < <(containers_of "$service")
  [[ ${#names[@]} -gt 0 ]] || usage "--service=$service"
  holds_lease || { tell_lease >&2; exit 1; }
  compose stop "${names[@]}" >&2
  id=$(restore "$service" "$id") || { printf 'no checkpoint of %s could be restored\n' "$service" >&2; exit 1; }
  compose up --detach --wait --wait-timeout 600 "${names[@]}" >&2
  object service "$service" id "$id"
}

restore_service "$@"
