#!/bin/bash
# What the instance answers, each verb with JSON. Status and boot need nothing but bash, because they are asked while jq
# is not there yet. Verbs that only `gm` asks are not here: their script comes with the question. Verbs,
# arguments and answers are those of packages/instance-contract.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/gm-lib"

phases() {
  local comma='' name started ms outcome now
  now=$(now_ms)
  while IFS=$'\t' read -r name started ms outcome; do
    # A record that a lost instance or a full disk left half written is told as far as it can be read.
    [[ -n $name && $ms =~ ^[0-9]{1,15}$ && $outcome == @(ok|failed|running) ]] || continue
    # While a phase runs, its time is that of its start.
    if [[ $outcome == running ]]; then ms=$((now - ms)); fi
    printf '%s' "$comma"
    object name "$name" started "$started" ms# "$ms" outcome "$outcome"
    comma=,
  done
}

# The newest ones that fit: Systems Manager keeps 24,000 characters of an answer.
last_lines() {
  local line quoted lines='' left=13000
  [[ -r $records/boot.log ]] || return 0
  while IFS= read -r line; do
    escape "$line"
    ((left -= ${#quoted} + 1, left > 0)) || break
    lines=$quoted${lines:+,}$lines
  done < <(tail -c 200000 "$records/boot.log" | tail -n "$1" | cut -b 1-300 | tac)
  printf '%s' "$lines"
}

# Every job of the plan, with what it last wrote to GM_PROGRESS: a percentage or `-`, and a few words.
tell_jobs() {
  local service job kind script comma='' state started percent text
  [[ -e $bundle/plan/jobs.tsv ]] || return 0
  while IFS=$'\t' read -r service job kind script; do
    state=waiting started=- percent=- text=-
    IFS=$'\t' read -r state started 2>/dev/null <"$records/job.$service.$job" || true
    [[ $state == @(running|ok|failed) ]] || state=waiting
    read -r percent text < <(tail -c 1000 "$records/progress.$service.$job" 2>/dev/null | tail -n 1) || true
    [[ $percent =~ ^(100|[0-9]{1,2})$ ]] || percent=-
    printf '%s' "$comma"
    object service "$service" job "$job" background! "$([[ $kind == wait ]] && printf false || printf true)" \
      state "$state" started "$started" percent# "$percent" text "${text:0:200}"
    comma=,
  done <"$bundle/plan/jobs.tsv"
}

# What happened to images and services, in that order: all of them are a few dozen lines.
tell_steps() {
  local kind state name comma=''
  while IFS=$'\t' read -r kind state name; do
    [[ $kind == @(image|service) && $state == @(running|ok|failed) ]] || continue
    printf '%s' "$comma"
    object kind "$kind" state "$state" name "${name:0:200}"
    comma=,
  done < <(tail -n 60 "$records/steps" 2>/dev/null)
}

# tell <file> <names...>: a record of one line as an object; null where there is none, or not a whole one.
tell() {
  local -a cells=() words=()
  local index=0 cell
  IFS=$'\t' read -ra cells 2>/dev/null <"$records/$1" || true
  for key in "${@:2}"; do
    cell=${cells[$index]:-}
    if [[ -z $cell || $key == *# && ! $cell =~ ^[0-9]+$ ]]; then printf null; return; fi
    words+=("$key" "${cell:0:300}")
    index=$((index + 1))
  done
  object "${words[@]}"
}

status() {
  local state=booting phase=- reason=- rows='' count
  only --lines "$@"
  count=$(argument lines '[0-9]|[1-5][0-9]|60' "$@")
  if [[ -r $records/status ]]; then
    { IFS=$'\t' read -r state phase reason || true; rows=$(head -c 8000); } 2>/dev/null <"$records/status"
    if [[ $state != @(booting|ready|failed|drained) ]]; then
      state=booting phase=- reason='the record of this boot cannot be read' rows=''
    fi
  fi
  object stack "${stack[name]}" bundle "${bundle##*/}" state "$state" phase "$phase" reason "${reason:0:500}" \
    phases! "[$(if [[ -n $rows ]]; then phases <<<"$rows"; fi)]" steps! "[$(tell_steps)]" lease! "$(tell lease generation# holder since)" \
    jobs! "[$(tell_jobs)]" checkpoints! "[$(tell_checkpoints)]" disk! "$(tell_disk)" notice! "$(tell notice kind seen what at)" \
    apply! "$(tell apply from to state reason)" log! "[$(last_lines "${count:-40}")]"
}

# In bytes; images, and what services keep on it, share it.
tell_disk() {
  local size='' free=''
  read -r size free < <(df --block-size=1 --output=size,avail / 2>/dev/null | tail -n 1) || true
  if [[ -z $free ]]; then printf null; else object size# "$size" free# "$free"; fi
}

# --- what is done with the data ----------------------------------------------------------------------------------

# As `status` and `checkpoint` tell it; only of one service when it is named.
tell_checkpoints() {
  local service hook script rpo comma='' at id bytes ms tried error restored
  [[ -e $bundle/plan/hooks.tsv ]] || return 0
  while IFS=$'\t' read -r service hook script rpo; do
    [[ $hook == checkpoint && ${1:-$service} == "$service" ]] || continue
    at=- id=- bytes=- ms=- tried=- error=- restored=-
    IFS=$'\t' read -r at id bytes ms tried error 2>/dev/null <"$records/checkpoint.$service" || true
    read -r restored 2>/dev/null <"$records/restored.$service" || true
    printf '%s' "$comma"
    object service "$service" rpoSeconds# "$rpo" id "$id" at@ "$at" bytes# "$bytes" ms# "$ms" error "${error:0:300}" restored "$restored"
    comma=,
  done <"$bundle/plan/hooks.tsv"
}

make_checkpoints() { # <seconds> <services...>
  local service
  for service in "${@:2}"; do checkpoint "$service" "$1" >&2 & done
  wait
}

make_checkpoints_now() {
  local service
  local -a services
  only --service "$@"
  service=$(argument service '[a-z0-9-]+' "$@")
  mapfile -t services < <(if [[ -n $service ]]; then printf '%s\n' "$service"; else services_with checkpoint; fi)
  make_checkpoints 600 "${services[@]}"
  printf '{"checkpoints":[%s]}\n' "$(tell_checkpoints "$service")"
}

# Within `until`: the door first, then every service in the reverse of the order of starting, each copied before it stops,
# when what writes to it has ended.
stop_services() {
  local -a rows step names
  local index service left
  compose stop --timeout 5 edge
  while read -r service; do
    run_hook 20 "$service" drain &
  done < <(services_with drain)
  wait
  mapfile -t rows <"$bundle/plan/steps.tsv"
  for ((index = ${#rows[@]} - 1; index >= 0; index--)); do
    IFS=$'\t' read -ra step <<<"${rows[$index]}"
    [[ ${step[0]} == up* ]] || continue
    names=("${step[@]:1}")
    for service in "${names[@]}"; do
      left=$((until - SECONDS))
      if hook_of "$service" checkpoint >/dev/null; then checkpoint "$service" $((left > 40 ? left - 30 : 10)) || true; fi
    done
    left=$((until - SECONDS))
    compose stop --timeout $((left > 60 ? 30 : left > 10 ? left / 2 : 5)) "${names[@]}"
  done
  compose stop --timeout 5
}

drain() {
  local cause seconds begin until
  only '--cause --seconds' "$@"
  cause=$(argument cause '[a-z]+' "$@")
  seconds=$(argument seconds '[0-9]{1,4}' "$@")
  until=$((SECONDS + ${seconds:-300})) begin=$(now_ms)
  exec 7>"$records/lock"
  # A boot that is under way would start again what is stopped here: it is ended first.
  if ! flock -n 7; then
    kill "$(cat "$records/pid")" 2>/dev/null || true
    pkill -P "$(cat "$records/pid")" 2>/dev/null || true
    flock -w 20 7 || { printf 'a boot is under way\n' >&2; exit 1; }
  fi
  if holds_lease && [[ ! -e $records/drained ]]; then
    utc >"$records/drained"
    stop_services >&2 || true
    mark drained drained "${cause:-asked}"
    make_lease - "$own_instance.$$.$EPOCHREALTIME" || true
    tag_instance drained >&2 || true
  fi
  printf '{"drained":true,"ms":%d,"checkpoints":[%s]}\n' $(($(now_ms) - begin)) "$(tell_checkpoints)"
}

# A unit of its own, as whatever the agent starts ends with the command. One that is at work already keeps the lock.
boot() {
  only "" "$@"
  systemd-run --quiet --collect --no-block --property=KillMode=process "$bundle/gm-boot" >&2
  printf '{"begun":true}\n'
}

# A command with the terminal of a session. Its words come as they were typed, and no shell reads them.
execute() {
  local container text terminal
  local -a words line=()
  only '--container --words --terminal' "$@"
  container=$(argument container '[a-z0-9-]+' "$@")
  text=$(argument words '[A-Za-z0-9_-]+' "$@")
  terminal=$(argument terminal 'yes|no' "$@")
  while ((${#text} % 4)); do text+='='; done
  mapfile -d '' words < <(tr -- '-_' '+/' <<<"$text" | base64 -d)
  if [[ -n $container ]]; then line=(docker exec --interactive); fi
  if [[ -n $container && $terminal == yes ]]; then line+=(--tty); fi
  exec "${line[@]}" ${container:+"$container"} "${words[@]}"
}

read_stack
case ${1:-} in
  status | boot | drain) "$@" ;;
  checkpoint) make_checkpoints_now "${@:2}" ;;
  exec) execute "${@:2}" ;;
  backup | backups | verify | recover) exec "$bundle/gm-backup" "$@" ;;
  *) usage "${1:-}" ;;
esac
