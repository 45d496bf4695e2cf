#!/bin/bash
# The verb `apply`. It comes with the question, as UserData is short.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source /opt/geusemaker/current/gm-lib
read_stack

# The address of a bundle, as core computes it.
hash_of() {
  (
    cd "$1" || exit 1
    find . -type f -printf '%#m %P\n' | sort -k 2 | while read -r mode path; do
      printf '%s %s\n' "$mode" "$path"
      cat "$path"
    done
  ) | sha256sum | cut -c 1-16
}

# Unpacked beside the one in force and checked; then the boot of the new one takes over, and goes back when it fails.
apply() {
  local hash text previous=- folder=$root/opt/geusemaker
  only '--hash --bundle' "$@"
  hash=$(argument hash '[0-9a-f]{16}' "$@")
  text=$(argument bundle '[A-Za-z0-9_-]+' "$@")
  if [[ $hash != "${bundle##*/}" ]]; then
    exec 7>"$records/lock"
    flock -n 7 || { printf 'a boot is under way\n' >&2; exit 1; }
    rm -rf "$folder/new"
    mkdir -p "$folder/new"
    while ((${#text} % 4)); do text+='='; done
    printf '%s' "$text" | tr -- '-_' '+/' | base64 -d | gzip -d >"$folder/new.sh"
    GM_UNPACK=$folder/new bash "$folder/new.sh"
    rm "$folder/new.sh"
    [[ $(hash_of "$folder/new") == "$hash" ]] || { printf 'the bundle is not %s\n' "$hash" >&2; exit 1; }
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
