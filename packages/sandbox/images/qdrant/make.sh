#!/bin/bash
# Qdrant's own engine as a Python package, on a Debian with Python, and the HTTP layer that stands in for its server's.
set -euo pipefail
# shellcheck source=../tools.sh
source "$GM_IMAGES/tools.sh"
debian debian.tar python3-minimal python3-yaml
wheels site "$GM_IMAGES/qdrant/requirements.txt"
cp -r "$GM_IMAGES/qdrant/server" server
