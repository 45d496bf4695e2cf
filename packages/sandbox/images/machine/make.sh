#!/bin/bash
# What an instance of Amazon Linux 2023 would be, as far as gm looks at it: a Debian with the newest systemd that still
# knows the first version of control groups, cloud-init, a true dnf, the AWS CLI, and a Docker engine that is not there
# before it is installed.
set -euo pipefail
cp -r "$GM_IMAGES/machine/." .
mapfile -t packages <packages.txt
paths=()
for each in doc man locale; do paths+=("--dpkgopt=path-exclude=/usr/share/$each/*"); done
mmdebstrap --quiet --variant=minbase "${paths[@]}" --include="$(IFS=,; printf '%s' "${packages[*]}")" trixie debian.tar
