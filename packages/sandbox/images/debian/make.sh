#!/bin/bash
# The Debian that most images stand on.
set -euo pipefail
# shellcheck source=../tools.sh
source "$GM_IMAGES/tools.sh"
# busybox for the images whose own Linux brings wget by it; it is on no path by itself.
debian debian.tar busybox libstdc++6
