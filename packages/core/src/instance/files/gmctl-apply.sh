#!/bin/bash
# The verb `apply`. It comes with the question, as UserData is short.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source /opt/geusemaker/current/gm-lib
read_stack

# Fetched beside the one in force and checked; then the boot of the new one takes over, and goes back when it fails.
apply() {
  local sum hash previous=- folder=$root/opt/geusemaker
  only --digest "$@"
  sum=$(argument digest '[0-9a-f]{64}' "$@")
  hash=${sum:0:16}
  if [[ $hash != "${bundle##*/}" ]]; then
    exec 7>"$records/lock"
    flock -n 7 || { printf 'a boot is under way\n' >&2; exit 1; }
    rm -rf "$folder/new"
    fetch_bundle "$sum" "$folder/new" || exit 1
    rm -rf "${folder:?}/$hash"
    mv -T "$folder/new" "$folder/$hash"
    printf '%s\t%s\tapplying\t-\n' "${bundle##*/}" "$hash" | keep apply
    ln -sfn "$hash" "$folder/current.new"
    mv -fT "$folder/current.new" "$folder/current"
    exec 7>&-
    systemd-run --quiet --collect --no-block --property=KillMode=process "$folder/$hash/gm-boot" >&2
  fi
  IFS=$'\t' read -r previous _ 2>/dev/null <"$records/apply" || true
  object hash "$hash" previous "$previous"
}

apply "$@"
