#!/bin/bash
# Pulls the models that were asked for, one after another; what is there already is not loaded again.
set -euo pipefail

# Ollama tells a line for every step; the last one is `success`, or an error.
pull() {
  printf -- '- %s\n' "$1" >"$GM_PROGRESS"
  curl -sSN --noproxy '*' -d '{"model": "'"$1"'"}' http://127.0.0.1:11434/api/pull |
    jq -r --unbuffered '"\(if .total then 100 * (.completed // 0) / .total | floor else "-" end) \(.error // .status)"' |
    while read -r percent text; do printf '%s %s: %s\n' "$percent" "$1" "$text" >"$GM_PROGRESS"; done
  [[ $(<"$GM_PROGRESS") == *success ]]
}

failed=0
for model in $MODELS; do pull "$model" || failed=1; done
exit $failed
