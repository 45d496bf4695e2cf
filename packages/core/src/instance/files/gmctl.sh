#!/bin/bash
# What the instance answers, each verb with JSON: `gmctl status`, `gmctl health`; and `gmctl boot`, which begins a boot
# again that has failed. Status and boot need nothing but bash, because they are asked while jq is not there yet. Verbs,
# arguments and answers are those of packages/instance-contract. GM_ROOT moves every path, for tests.
set -euo pipefail
export LC_ALL=C

root=${GM_ROOT:-}
bundle=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
records=$root/var/lib/geusemaker/boot

utc() { printf '%(%Y-%m-%dT%H:%M:%SZ)T' -1; }

# EX_USAGE of sysexits.h: whoever asks knows more verbs than this bundle.
usage() {
  printf 'gmctl: this bundle does not know: %s\nusage: gmctl status [--lines=<0..60>] | health | boot\n' "$1" >&2
  exit 64
}
no_more() { if [[ $# -gt 0 ]]; then usage "$*"; fi; }

quote() {
  local text=${1//[^[:print:]]/ }
  text=${text//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}
or_null() { if [[ $1 == - ]]; then printf null; else quote "$1"; fi; }

stack_name() {
  local key value
  while IFS=$'\t' read -r key value; do
    if [[ $key == name ]]; then printf '%s' "$value"; fi
  done <"$bundle/plan/stack.tsv"
}

phases() {
  local comma='' name started ms outcome now=${EPOCHREALTIME/[.,]/}
  while IFS=$'\t' read -r name started ms outcome; do
    # While a phase runs, its time is that of its start.
    if [[ $outcome == running ]]; then ms=$((now / 1000 - ms)); fi
    printf '%s{"name":%s,"started":%s,"ms":%d,"outcome":%s}' "$comma" "$(quote "$name")" "$(quote "$started")" "$ms" "$(quote "$outcome")"
    comma=,
  done
}

last_lines() {
  local comma='' line
  [[ -r $records/boot.log ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    printf '%s%s' "$comma" "$(quote "${line:0:300}")"
    comma=,
  done < <(tail -n "$1" "$records/boot.log")
}

status() {
  local state=booting phase=- reason=- rows='' count=40
  if [[ ${1:-} =~ ^--lines=([0-9]|[1-5][0-9]|60)$ ]]; then count=${BASH_REMATCH[1]}; shift; fi
  no_more "$@"
  if [[ -r $records/status ]]; then
    { IFS=$'\t' read -r state phase reason; rows=$(cat); } <"$records/status"
  fi
  printf '{"stack":%s,"bundle":%s,"state":%s,"phase":%s,"reason":%s,"phases":[%s],"log":[%s]}\n' \
    "$(quote "$(stack_name)")" "$(quote "${bundle##*/}")" "$(quote "$state")" "$(or_null "$phase")" "$(or_null "$reason")" \
    "$(if [[ -n $rows ]]; then phases <<<"$rows"; fi)" "$(last_lines "$count")"
}

ask_http() {
  local code
  code=$(curl -sS --noproxy '*' -o /dev/null -w '%{http_code}' --max-time "$3" "http://127.0.0.1:$1$2" 2>&1) || { printf '%s' "$code"; return 1; }
  [[ $code == 2?? ]] || { printf 'HTTP %s' "$code"; return 1; }
}
# shellcheck disable=SC2016 # expanded by the inner shell
ask_tcp() { timeout "$2" bash -c 'exec 4<>"/dev/tcp/127.0.0.1/$1"' - "$1" 2>&1; }
ask_exec() {
  local container=$1 seconds=$2
  shift 2
  timeout "$seconds" docker exec "$container" "$@" 2>&1
}

# probe <out> <a row of plan/probes.tsv>
probe() {
  local out=$1 service=$2 kind=$3 container=$4 port=$5 path=$6 seconds=$7 critical=$8 ok=true error begin end code=0
  shift 8
  begin=${EPOCHREALTIME/[.,]/}
  case $kind in
    http) error=$(ask_http "$port" "$path" "$seconds") || code=$? ;;
    tcp) error=$(ask_tcp "$port" "$seconds") || code=$? ;;
    *) error=$(ask_exec "$container" "$seconds" "$@") || code=$? ;;
  esac
  end=${EPOCHREALTIME/[.,]/}
  if [[ $code -eq 124 ]]; then error="no answer within $seconds s"; fi
  if [[ $code -ne 0 ]]; then ok=false; error=${error:-exit code $code}; fi
  jq -cn --arg service "$service" --arg kind "$kind" --arg critical "$critical" --argjson ok "$ok" \
    --argjson ms "$(((end - begin) / 1000))" --arg error "${error:0:300}" \
    '{service: $service, kind: $kind, critical: ($critical == "critical"), ok: $ok, ms: $ms,
      error: (if $ok then null else $error end)}' >"$out"
}

containers() {
  local -a ids
  local format=$'{{.Name}}\t{{.State.Status}}\t{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}'
  mapfile -t ids < <(docker ps --all --quiet --filter label=com.docker.compose.project=geusemaker)
  [[ ${#ids[@]} -gt 0 ]] || return 0
  docker inspect --format "$format" "${ids[@]}" |
    jq -R 'split("\t") | {name: (.[0] | ltrimstr("/")), state: .[1], health: .[2]}'
}

health() {
  local number=0 folder
  local -a row
  no_more "$@"
  folder=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$folder'" EXIT
  while IFS=$'\t' read -ra row; do
    number=$((number + 1))
    probe "$(printf '%s/%04d' "$folder" "$number")" "${row[@]}" </dev/null &
  done <"$bundle/plan/probes.tsv"
  containers >"$folder/containers" || true
  wait
  jq -cn --arg at "$(utc)" --slurpfile probes <(cat "$folder"/[0-9]* /dev/null) --slurpfile containers "$folder/containers" \
    '{at: $at, probes: $probes, containers: ($containers | sort_by(.name))}'
}

# A unit of its own, as whatever the agent starts ends with the command. One that is at work already keeps the lock.
boot() {
  no_more "$@"
  systemd-run --quiet --collect --no-block --property=KillMode=process "$bundle/gm-boot" >&2
  printf '{"begun":true}\n'
}

case ${1:-} in
  status | health | boot) "$@" ;;
  *) usage "${1:-}" ;;
esac
