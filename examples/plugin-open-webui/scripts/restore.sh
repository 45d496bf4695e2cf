#!/bin/bash
# Puts a checkpoint where the service finds it when it starts.
set -euo pipefail

docker compose rm --stop --force open-webui
find "$GM_DATA/data" -mindepth 1 -delete
cp -a "$GM_CHECKPOINT/." "$GM_DATA/data/"
