#!/bin/bash
# Copies every collection into a checkpoint, and the aliases. Qdrant writes its snapshots to EFS itself: they are renamed.
set -euo pipefail

ask() {
  curl -fsS --noproxy '*' --max-time 600 -H @<(printf 'api-key: %s\n' "$(<"$GM_SECRETS/api-key")") \
    -H 'content-type: application/json' "${@:2}" "http://127.0.0.1:6333$1"
}

snapshots=${GM_ROOT:-}/mnt/efs/qdrant/snapshots
ask /aliases >"$GM_CHECKPOINT/aliases.json"
ask /collections | jq -r '.result.collections[].name' | while read -r name; do
  path=$(jq -rn --arg name "$name" '$name | @uri')
  file=$(ask "/collections/$path/snapshots" -X POST | jq -er '.result.name')
  mkdir -p "$GM_CHECKPOINT/$path"
  mv "$snapshots/$name/$file" "$GM_CHECKPOINT/$path/snapshot"
  rm -f "$snapshots/$name/$file.checksum"
done
