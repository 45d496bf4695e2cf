#!/bin/bash
# Starts Qdrant with an empty disk and gives it the collections and aliases of a checkpoint. What uses it starts later.
set -euo pipefail

ask() {
  curl -fsS --noproxy '*' --max-time 600 -H @<(printf 'api-key: %s\n' "$(<"$GM_SECRETS/api-key")") \
    -H 'content-type: application/json' "${@:2}" "http://127.0.0.1:6333$1"
}

snapshots=${GM_ROOT:-}/mnt/efs/qdrant/snapshots
docker compose rm --stop --force qdrant
find "$GM_DATA/storage" -mindepth 1 -delete
docker compose up --detach --wait --wait-timeout 300 qdrant
for folder in "$GM_CHECKPOINT"/*/; do
  [[ -e $folder/snapshot ]] || continue
  name=$(basename "$folder")
  # Qdrant sees its own folder of EFS only.
  mkdir -p "$snapshots/restore"
  ln -f "$folder/snapshot" "$snapshots/restore/snapshot"
  ask "/collections/$name/snapshots/recover" -X PUT \
    -d '{"location": "file:///qdrant/snapshots/restore/snapshot", "priority": "snapshot"}' | jq -e '.result' >/dev/null
  rm -r "$snapshots/restore"
done
aliases=$(jq -c '{actions: [.result.aliases[] | {create_alias: {collection_name, alias_name}}]}' "$GM_CHECKPOINT/aliases.json")
if [[ $aliases != '{"actions":[]}' ]]; then ask /collections/aliases -X POST -d "$aliases" | jq -e '.result' >/dev/null; fi
