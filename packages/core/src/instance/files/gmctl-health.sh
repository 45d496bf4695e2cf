#!/bin/bash
# The verb `health`. It comes with the question, as UserData is short.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source /opt/geusemaker/current/gm-lib

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
  only "" "$@"
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

health "$@"
