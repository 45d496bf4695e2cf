#!/bin/bash
# Copies accounts, chats and uploaded files into a checkpoint. The database by SQLite itself, so that the copy is whole
# while people write; what was made of the files for searching is made again of them.
set -euo pipefail

docker exec open-webui python3 -c '
import sqlite3
folder = "/app/backend/data"
with sqlite3.connect(f"{folder}/webui.db") as there, sqlite3.connect(f"{folder}/checkpoint.db") as copy:
    there.backup(copy)
'
mv "$GM_DATA/data/checkpoint.db" "$GM_CHECKPOINT/webui.db"
if [[ -d $GM_DATA/data/uploads ]]; then cp -a "$GM_DATA/data/uploads" "$GM_CHECKPOINT/uploads"; fi
