#!/bin/bash
# Watches over a stack from the moment its instance holds the data: renews the lease, stops every container once another
# instance has it, makes checkpoints when they are due, and drains when AWS takes a spot instance back. GM_ROUNDS bounds
# the rounds, for tests.
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

# The copy is to be younger than `rpo` when the next one is whole; what failed is tried again after a minute.
checkpoints_due() {
  local service hook script rpo at ms tried
  while IFS=$'\t' read -r service hook script rpo; do
    [[ $hook == checkpoint && $rpo != - ]] || continue
    at=- ms=- tried=0
    IFS=$'\t' read -r at _ _ ms tried _ 2>/dev/null <"$records/checkpoint.$service"
    ((EPOCHSECONDS - ${at/#-/0} >= rpo - ${ms/#-/0} / 1000 - 5 && EPOCHSECONDS - tried >= 60)) || continue
    due "checkpoint of $service" 60 || continue
    checkpoint "$service" "$((rpo < 600 ? 600 : rpo))" </dev/null &
  done <"$bundle/plan/hooks.tsv"
}

# note <kind> <what> <when>: on the instance, on EFS for whoever comes after it, and as a tag.
note() {
  set -- "$1" "${2:--}" "${3:--}"
  printf '%s\t%s\t%s\t%s\n' "$1" "$(utc)" "$2" "$3" | keep notice
  printf '%s\t%s\t%s\t%s\t%s\n' "$own_instance" "$1" "$(utc)" "$2" "$3" >>"$efs/.geusemaker/notices.tsv"
  tag_instance "$1:$2:$3" notice || true
  say "$1: $2 at $3"
}

value_of() { sed -n "s/.*\"$1\" *: *\"\([A-Za-z0-9:.-]*\)\".*/\1/p"; }

# Two minutes are between an interruption and its notice. A rebalance recommendation is a hint: it is worth a checkpoint.
look_for_notice() {
  local text kind=''
  IFS=$'\t' read -r kind _ 2>/dev/null <"$records/notice"
  if [[ $kind != interruption ]] && text=$(imds spot/instance-action 2>/dev/null); then
    note interruption "$(value_of action <<<"$text")" "$(value_of time <<<"$text")"
    "$bundle/gmctl" drain --cause=interruption --seconds=105 </dev/null &
  elif [[ -z $kind ]] && text=$(imds events/recommendations/rebalance 2>/dev/null); then
    note rebalance recommended "$(value_of noticeTime <<<"$text")"
    "$bundle/gmctl" checkpoint </dev/null &
  fi
}

guard() {
  if holds_lease; then
    fenced_by=''
    if due renewal 10; then renew_lease; fi
    if [[ ! -e $records/drained ]]; then
      checkpoints_due
      if due notice 5; then look_for_notice; fi
    fi
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
