#!/bin/bash
# The launcher; the runner itself is in n8n's image, which this one starts from.
set -euo pipefail
cp "$GM_IMAGES/n8n-runners/launcher.mjs" .
