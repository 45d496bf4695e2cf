#!/bin/bash
# Crawl4AI's library as Python packages and a real Chromium, on a Debian with both, and the HTTP layer that stands in
# for its server's. Packages that only models, clustering and tables of numbers need are left out.
set -euo pipefail
# shellcheck source=../tools.sh
source "$GM_IMAGES/tools.sh"
# Node, which Playwright brings along, needs libatomic.
debian debian.tar python3 chromium curl wget procps fonts-dejavu-core libatomic1
wheels site "$GM_IMAGES/crawl4ai/requirements.txt"
# The archive keeps no modes.
chmod 755 site/playwright/driver/node
cp -r "$GM_IMAGES/crawl4ai/server" server
