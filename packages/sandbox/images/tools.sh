#!/bin/bash
# What the recipes share. Each recipe's make.sh is started in an empty folder of its own, the context of its Dockerfile,
# and fills it from package registries; building the image then needs no network.

# debian <file> [package...]: a small Debian 12 with these packages beside the least there is, as a tar file.
debian() {
  local packages=(ca-certificates "${@:2}") nothing=(doc man locale info) paths=()
  for each in "${nothing[@]}"; do paths+=("--dpkgopt=path-exclude=/usr/share/$each/*"); done
  mmdebstrap --quiet --variant=minbase "${paths[@]}" --include="$(IFS=,; printf '%s' "${packages[*]}")" bookworm "$1"
}

# wheels <folder> <requirements>: Python packages by version and checksum, unpacked as Debian 12's Python finds them.
# Nothing of them is run.
wheels() {
  "$GM_PIP" download --quiet --no-deps --require-hashes --only-binary=:all: \
    --python-version 3.11 --dest wheels --requirement "$2"
  local wheel
  for wheel in wheels/*.whl; do python3 -m zipfile --extract "$wheel" "$1"; done
  rm -r wheels
}
