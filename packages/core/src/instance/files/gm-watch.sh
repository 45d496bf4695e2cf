#!/bin/bash
# Watches over a stack from the moment its instance holds the data: renews the lease, and stops every container once
# another instance has it. GM_ROUNDS bounds the rounds, for tests.
set -uo pipefail
umask 077

# shellcheck source=gm-lib.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/gm-lib"

say() { printf 'gm-watch: %s\n' "$*"; }

# due <what> <seconds>: whether it is that long ago that this was asked last.
declare -A last=()
due() {
  ((EPOCHSECONDS - ${last[$1]:-0} >= $2)) || return 1
  last[$1]=$EPOCHSECONDS
}

# Killed, not stopped: whatever they still wrote at their end would go into data that is another instance's.
fence() {
  local -a ids
  mapfile -t ids < <(own_containers)
  [[ ${#ids[@]} -eq 0 ]] || docker kill "${ids[@]}" >/dev/null
  [[ $lease_holder != "${fenced_by:-}" ]] || return 0
  fenced_by=$lease_holder
  say "$(tell_lease): every service is stopped here"
  mark failed lease "$(tell_lease): every service was stopped here"
  tag_instance failed:lease || true
}

guard() {
  if holds_lease; then
    fenced_by=''
    if due renewal 10; then renew_lease; fi
  elif [[ $own_generation -gt 0 && $lease_generation -gt 0 && $lease_holder != - ]]; then
    fence
  fi
}

read_stack
rounds=${GM_ROUNDS:--1}
while ((rounds-- != 0)); do
  [[ $root/opt/geusemaker/current -ef $bundle ]] || exec "$root/opt/geusemaker/current/gm-watch"
  guard
  sleep 1
done
