#!/bin/bash
# Backups of a stack: what its services keep, encrypted, a folder each on the file system. What takes long runs in a unit
# of its own, as what the agent starts ends with its command; `backups` tells how it goes.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/gm-lib"

own=$efs/.geusemaker
backups=$own/backups
# What is unpacked, and what was in the place of what is put back, until that is known to work.
staging=$own/staging
replaced=$own/replaced
# Which backup is being put back, and that of what was there: whoever boots meanwhile goes back to it.
marker=$own/recovering
# Which keys open the data.
origin=$own/origin
id_pattern='[0-9]{8}T[0-9]{6}Z'
key_pattern='[a-z][a-z0-9-]{1,90}'
# Where a backup lies: among those of the stack, or brought by `gmctl transfer`.
places='backups|incoming'

refuse() { printf '%s\n' "$*" >&2; exit 1; }

# Why the work under way has failed.
die() { printf '%s\n' "$*" | tee "$records/reason.backup" >&2; exit 1; }

# --- how it goes ---------------------------------------------------------------------------------------------------

# progress <percent> <words>; `what`, `id` and `started` are those of the work.
progress() { printf '%s\t%s\trunning\t%s\t%s\t%s\t-\n' "$what" "$id" "$started" "$1" "$2" | keep backup; }

ended() { # <ok or failed> <reason>
  printf '%s\t%s\t%s\t%s\t-\t-\t%s\n' "$what" "$id" "$1" "$started" "$(tail -c 400 <<<"${2//[^[:print:]]/ }")" | keep backup
}

is_free() { (exec 6>"$records/lock.backup"; flock -n 6); }

# A unit is there within seconds of being asked for.
is_cut_off() { [[ $1 -lt $((EPOCHSECONDS - 30)) ]] && is_free; } # <when it was begun>

tell_work() {
  local what=- id=- state=- started=- percent=- step=- reason=-
  IFS=$'\t' read -r what id state started percent step reason 2>/dev/null <"$records/backup" || true
  [[ $state == @(running|ok|failed) ]] || { printf null; return; }
  if [[ $state == running ]] && is_cut_off "$started"; then state=failed reason='it was cut off'; fi
  object what "$what" id "$id" state "$state" started@ "$started" percent# "$percent" step "$step" reason "$reason"
}

# begin <what> <id> <words...>: answers at once. Who asks again for what is under way, as his answer was lost or his
# laptop closed, is told of that; any backup is as good as a new one.
begin() {
  local what=$1 id=$2 started=$EPOCHSECONDS one=- two=- state=- begun=-
  IFS=$'\t' read -r one two state begun _ 2>/dev/null <"$records/backup" || true
  if [[ $state == running ]] && ! is_cut_off "$begun"; then
    [[ $one == "$what" && ($what == backup || $two == "$id") ]] || refuse "a $one of this stack is under way"
    object id "$two"
    return
  fi
  is_free || refuse 'a backup or a restore of this stack is under way'
  holds_lease || refuse "$(tell_lease)"
  progress 0 begins
  systemd-run --quiet --collect --no-block --property=KillMode=process "$bundle/gm-backup" "do" "$@" >&2
  object id "$id"
}

# --- keys ----------------------------------------------------------------------------------------------------------

# key_of <key>: 64 hexadecimal digits, which never are an argument.
key_of() {
  [[ $1 =~ ^$key_pattern$ ]] || return 1
  timeout 60 aws ssm get-parameters-by-path --region "${stack[region]}" --path "${stack[parameter_path]}/backups/$1" \
    --recursive --with-decryption --output json |
    jq -er --arg name "${stack[parameter_path]}/backups/$1/key" \
      '.Parameters[] | select(.Name == $name) | .Value | select(test("^[0-9a-f]{64}$"))'
}

use_key() { key=$(key_of "$1") || die "the key $1 of the backup is not below ${stack[parameter_path]}/backups"; }

encrypted() { openssl enc -aes-256-ctr -pbkdf2 -salt -pass file:<(printf '%s' "$key"); }
decrypted() { openssl enc -d -aes-256-ctr -pbkdf2 -pass file:<(printf '%s' "$key"); }

binary() { local hex=$1 bytes='' at; for ((at = 0; at < ${#hex}; at += 2)); do bytes+="\\x${hex:at:2}"; done; printf '%b' "$bytes"; }

# HMAC-SHA256 of standard input (RFC 2104): openssl would take the key as an argument only.
hmac() {
  local at byte inner='' outer='' sum
  for ((at = 0; at < 128; at += 2)); do
    byte=${key:at:2}
    printf -v inner '%s%02x' "$inner" $((16#${byte:-0} ^ 0x36))
    printf -v outer '%s%02x' "$outer" $((16#${byte:-0} ^ 0x5c))
  done
  sum=$({ binary "$inner"; cat; } | sha256sum)
  sum=$({ binary "$outer"; binary "${sum%% *}"; } | sha256sum)
  printf '%s' "${sum%% *}"
}

# --- a manifest ----------------------------------------------------------------------------------------------------

declare -A head=() part_bytes=() part_room=() part_sum=()
declare -a parts=() services=()

# read_manifest <folder>
read_manifest() {
  local kind a b c d
  head=() part_bytes=() part_room=() part_sum=() parts=() services=()
  while IFS=$'\t' read -r kind a b c d; do
    case $kind in
      part) parts+=("$a") part_bytes[$a]=$b part_room[$a]=$c part_sum[$a]=$d ;;
      service) services+=("$a") ;;
      *) head[$kind]=$a ;;
    esac
  done 2>/dev/null <"$1/manifest.tsv" || return 1
}

# folder_of <id> <backups or incoming>: what was brought may be a copy of what is there.
folder_of() {
  local folder=$own/${2:-backups}/$1
  [[ -d $folder ]] || die "there is no backup $1"
  printf '%s' "$folder"
}

# What was brought is of use once.
forget_brought() { if [[ $where == incoming ]]; then rm -rf "$own/incoming"; fi; }

tell_backup() {
  local service format images comma='' total=0 name list=''
  read_manifest "$1" || true
  for name in "${parts[@]}"; do total=$((total + part_bytes[$name])); done
  while IFS=$'\t' read -r _ service format images; do
    printf -v list '%s%s%s' "$list" "$comma" "$(object service "$service" format "$format" images "${images//$'\t'/ }")"
    comma=,
  done < <(grep '^service' "$1/manifest.tsv" 2>/dev/null)
  object id "${1##*/}" at "${head[at]:--}" stack "${head[stack]:--}" stackId "${head[stack_id]:--}" key "${head[key]:--}" \
    bytes# "$total" services! "[$list]" torn! "$([[ -n ${head[mac]:-} ]] && printf false || printf true)"
}

ids() {
  local folder
  for folder in "$backups"/*Z; do if [[ -d $folder ]]; then printf '%s\n' "${folder##*/}"; fi; done
}

# Systems Manager keeps 24,000 characters of an answer: a backup of five services is told in 700.
tell_backups() {
  local one comma=''
  only '' "$@"
  printf '{"backups":['
  while read -r one; do
    printf '%s%s' "$comma" "$(tell_backup "$backups/$one")"
    comma=,
  done < <(ids | tail -n 24)
  printf '],"opened":[%s],"work":%s}\n' "$(tell_opened)" "$(tell_work)"
}

# The last ones: an update that failed and what it went back to are among them.
tell_opened() {
  local service at images comma=''
  while IFS=$'\t' read -r service at images; do
    printf '%s%s' "$comma" "$(object service "$service" at "$at" images "${images//$'\t'/ }")"
    comma=,
  done < <(tail -n 16 "$opened" 2>/dev/null)
}

# --- making one ----------------------------------------------------------------------------------------------------

# In the order of starting.
all_services() { cut -f 1 "$bundle/plan/services.tsv"; }

# shared_volumes <service>: path, uid and mode of each; what is on a disk is what the hook `checkpoint` copies.
shared_volumes() {
  local path uid mode
  while IFS=$'\t' read -r path uid mode; do
    if [[ $path == "/mnt/efs/$1/"* ]]; then printf '%s\t%s\t%s\n' "$path" "$uid" "$mode"; fi
  done <"$bundle/plan/directories.tsv"
}

# copies <service>: the hook that writes what the service has, if it has one.
copies() {
  local hook
  for hook in backup checkpoint; do
    if hook_of "$1" "$hook" >/dev/null; then printf '%s' "$hook"; return; fi
  done
}

# One at a time, as the watch asks the same hook.
copy_data() ( # <service> <hook> <folder>
  exec 8>"$records/lock.$1"
  flock -w 600 8
  run_hook 7200 "$@"
)

# A file that changes while it is read is what a living service has: tar says so with 1, and goes on.
archive() { tar --create --numeric-owner "$@" || (($? == 1)); }

# pack <service> <folder>: one part. What a database says of files was dumped before the files are read.
pack() {
  local hook path work=$2/$1.work sum
  local -a volumes=()
  mkdir -p "$work/data"
  hook=$(copies "$1")
  if [[ -n $hook ]]; then copy_data "$1" "$hook" "$work/data" >&2 || return 1; fi
  if [[ $hook != backup ]]; then
    while IFS=$'\t' read -r path _; do
      if [[ -d $root$path ]]; then volumes+=("./${path##*/}"); fi
    done < <(shared_volumes "$1")
  fi
  if [[ ${#volumes[@]} -gt 0 ]]; then volumes=(-C "$efs/$1" "${volumes[@]}"); fi
  archive --transform 's,^\./,volumes/,S' -C "$work" data "${volumes[@]}" | gzip -1 | encrypted >"$2/$1.part" || return 1
  sum=$(sha256sum <"$2/$1.part")
  printf 'part\t%s\t%s\t%s\t%s\n' "$1" "$(stat -c %s "$2/$1.part")" "$(du -sb "$work/data" | cut -f 1)" "${sum%% *}" >>"$2/manifest.tsv"
  rm -rf "$work"
}

# make_backup <key> <from percent> <to percent>: into `folder`, which has its name once it is whole.
make_backup() {
  local service format images at=0
  local -a all
  rm -rf "$backups"/*.new
  mkdir -p "$folder.new"
  use_key "$1"
  {
    printf 'format\t1\nat\t%s\nstack\t%s\nstack_id\t%s\nkey\t%s\n' "$(utc)" "${stack[name]}" "${stack[id]}" "$1"
    while IFS=$'\t' read -r service format images; do
      printf 'service\t%s\t%s\t%s\n' "$service" "$format" "$images"
    done <"$bundle/plan/services.tsv"
  } >"$folder.new/manifest.tsv"
  mapfile -t all < <(all_services)
  for service in "${all[@]}"; do
    progress $(($2 + ($3 - $2) * at / ${#all[@]})) "copies $service"
    pack "$service" "$folder.new" </dev/null || die "$service could not be copied"
    at=$((at + 1))
  done
  printf 'mac\t%s\n' "$(hmac <"$folder.new/manifest.tsv")" >>"$folder.new/manifest.tsv"
  sync -f "$folder.new"
  holds_lease || die "$(tell_lease)"
  mv -T "$folder.new" "$folder"
}

# prune <how many> <days>: the newest one stays in any case.
prune() {
  local one oldest
  printf -v oldest '%(%Y%m%dT%H%M%SZ)T' $((EPOCHSECONDS - ${2:-99999} * 86400))
  { ids | head -n "-$1"; ids | head -n -1 | while read -r one; do if [[ $one < $oldest ]]; then printf '%s\n' "$one"; fi; done; } |
    sort -u | while read -r one; do rm -rf "${backups:?}/$one"; done
}

new_id() {
  until printf -v id '%(%Y%m%dT%H%M%SZ)T' -1 && [[ ! -e $backups/$id ]]; do sleep 1; done
  folder=$backups/$id
}

do_backup() { # <id> <key> <keep> <days>
  folder=$backups/$1
  make_backup "$2" 0 100
  prune "$3" "${4:-}"
}

# --- reading one ---------------------------------------------------------------------------------------------------

# check <folder>: that every byte is what was written, by whoever has the key.
check() {
  local name sum
  if ! read_manifest "$1" || [[ -z ${head[mac]:-} || ${#parts[@]} -eq 0 ]]; then die "the backup ${1##*/} is torn: its manifest is not whole"; fi
  [[ ${head[format]} == 1 ]] || die "the backup ${1##*/} is of format ${head[format]}, and this stack reads format 1"
  use_key "${head[key]}"
  [[ $(head -n -1 "$1/manifest.tsv" | hmac) == "${head[mac]}" ]] || die "the manifest of ${1##*/} was changed, or is of another key"
  for name in "${parts[@]}"; do
    [[ $(stat -c %s "$1/$name.part" 2>/dev/null) == "${part_bytes[$name]}" ]] || die "the backup ${1##*/} is torn: the part $name is not whole"
    sum=$(sha256sum <"$1/$name.part")
    [[ ${sum%% *} == "${part_sum[$name]}" ]] || die "the backup ${1##*/} is torn: the part $name has another checksum"
  done
}

# unpack <folder> <part>
unpack() {
  rm -rf "${staging:?}/$2"
  mkdir -p "$staging/$2"
  decrypted <"$1/$2.part" | gzip -d | tar --extract --numeric-owner --preserve-permissions -C "$staging/$2" ||
    die "the part $2 of ${1##*/} could not be unpacked"
}

# Every part unpacked, and read by its service as far as that can be without changing anything.
verify() { # <folder> <from percent> <to percent>
  local name at=0
  check "$1"
  for name in "${parts[@]}"; do
    progress $(($2 + ($3 - $2) * at / ${#parts[@]})) "verifies $name"
    unpack "$1" "$name"
    if hook_of "$name" verify >/dev/null; then
      run_hook 7200 "$name" verify "$staging/$name/data" >&2 || die "$name cannot read its part of ${1##*/}"
    fi
    at=$((at + 1))
  done
}

do_verify() { # <id> <backups or incoming>
  where=${2:-backups}
  trap 'rm -rf "$staging"; forget_brought' EXIT
  verify "$(folder_of "$@")" 0 100
}

# --- putting one back ----------------------------------------------------------------------------------------------

# Services of the stack that the backup is of, and room for what goes to the disk, beside what is there.
demand_fitting() { # <foreign>
  local name need=0 room missing=''
  [[ ${head[stack_id]} == "${stack[id]}" || $1 == yes ]] || die "the backup is of another stack, ${head[stack]}"
  for name in "${parts[@]}"; do
    all_services | grep -qxF -- "$name" || missing+=" $name"
    if hook_of "$name" checkpoint >/dev/null; then need=$((need + part_room[$name])); fi
  done
  [[ -z $missing ]] || die "the backup holds data of services that this stack does not have:$missing"
  mkdir -p "$disks"
  room=$(df --output=avail -B1 "$disks" | tail -n 1)
  ((need <= room)) || die "the backup needs $need bytes on the instance's disk, and $((room)) are free"
}

# Whatever writes to what is copied stands still: the last rows are in the backup that is made of them.
quieten() {
  local service
  local -a names
  compose stop --timeout 5 edge
  while read -r service; do
    [[ -z $(copies "$service") ]] || continue
    mapfile -t names < <(containers_of "$service")
    ((${#names[@]} == 0)) || compose stop --timeout 60 "${names[@]}" </dev/null
  done < <(all_services)
}

# put_service <service>: its volumes are swapped, then its hook gets what it wrote. Its own folder of a disk is of this boot.
put_service() {
  local path uid mode name
  while IFS=$'\t' read -r path uid mode; do
    name=${path##*/}
    mkdir -p "$replaced/$1"
    if [[ -e $root$path && ! -e $replaced/$1/$name ]]; then mv -T "$root$path" "$replaced/$1/$name"; fi
    rm -rf "$root${path:?}"
    if [[ -d $staging/$1/volumes/$name ]]; then mv -T "$staging/$1/volumes/$name" "$root$path"; else mkdir -p "$root$path"; fi
    chown "$uid:$uid" "$root$path"
    chmod "$mode" "$root$path"
  done < <(shared_volumes "$1")
  restore_data "$1"
}

restore_data() {
  hook_of "$1" restore >/dev/null || return 0
  mkdir -p "$disks/$1"
  run_hook 7200 "$1" restore "$staging/$1/data" >&2 || die "$1 could not be restored"
  printf '%s\n' "$own_generation" >"$disks/$1/generation"
}

do_put() { # <id> <backups or incoming>
  local name
  read_manifest "$(folder_of "$@")"
  for name in "${parts[@]}"; do put_service "$name" </dev/null; done
  cp "$origin" "$origin.replaced" 2>/dev/null || true
  printf '%s' "${head[key]}" >"$origin.new"
  mv -f "$origin.new" "$origin"
}

# do_back <backup of what was there>: what was set aside returns, and disks get what was copied from them.
do_back() {
  local service volume name
  compose down --timeout 30 >&2
  for service in "$replaced"/*/; do
    for volume in "$service"*/; do
      [[ -d $volume ]] || continue
      name=$(basename "$service")/$(basename "$volume")
      rm -rf "${efs:?}/$name"
      mv -T "$volume" "$efs/$name"
    done
  done
  rm -f "$origin"
  if [[ -e $origin.replaced ]]; then mv -f "$origin.replaced" "$origin"; fi
  check "$backups/$1"
  for service in "${parts[@]}"; do
    hook_of "$service" checkpoint >/dev/null || continue
    unpack "$backups/$1" "$service"
    restore_data "$service" </dev/null
  done
  rm -rf "$marker" "$staging" "$replaced"
}

# back_from <marker>: the way of a boot that finds that one was cut off.
back_if_cut_off() {
  local put before
  IFS=$'\t' read -r put before 2>/dev/null <"$marker" || return 0
  printf 'gm-backup: putting back %s was cut off: goes back to %s\n' "$put" "$before"
  read_own_lease
  do_back "$before"
}

boots() { "$bundle/gm-boot" >&2 6>&- 7>&-; }

do_recover() { # <id> <key of the backup of what is there> <foreign> <backups or incoming>
  local from before reason
  where=${4:-backups}
  from=$(folder_of "$1" "$where")
  rm -rf "$staging" "$replaced" "$origin.replaced"
  trap 'rm -rf "$staging"; forget_brought' EXIT
  check "$from"
  demand_fitting "$3"
  verify "$from" 0 30
  exec 7>"$records/lock"
  flock -n 7 || die 'a boot is under way'
  utc >"$records/drained" # the watch makes no checkpoints meanwhile
  trap 'rm -rf "$staging"; forget_brought; exec 7>&-; boots || true' EXIT
  progress 30 'stops what writes'
  quieten >&2
  new_id_beside "$1"
  (make_backup "$2" 30 60)
  before=${folder##*/}
  printf '%s\t%s\n' "$1" "$before" >"$marker.new"
  sync -f "$marker.new"
  compose down --timeout 60 >&2
  mv -f "$marker.new" "$marker"
  trap 'forget_brought' EXIT
  progress 60 'puts it back'
  if "$bundle/gm-backup" "do" put "$1" "$where" && progress 80 'starts the services' && rm -f "$marker" && exec 7>&- && boots; then
    rm -rf "$staging" "$replaced" "$origin.replaced"
    checkpoint_all
    printf '%s' "$before" >"$records/before"
    return
  fi
  reason=$(cat "$records/reason.backup" 2>/dev/null || last_reason)
  progress 90 'goes back'
  printf '%s\t%s\n' "$1" "$before" >"$marker"
  exec 7>"$records/lock"
  flock -w 60 7
  "$bundle/gm-backup" "do" back "$before" || die "${reason:-it could not be put back}; what was there is the backup $before"
  exec 7>&-
  boots || true
  checkpoint_all
  die "${reason:-it could not be put back}: what was there before is there again"
}

# A backup of what is there has an id of its own, also where the clock stands still.
new_id_beside() { local id; new_id; [[ $id != "$1" ]] || { sleep 1; new_id; }; }

last_reason() {
  local state phase text
  IFS=$'\t' read -r state phase text 2>/dev/null <"$records/status" || return 0
  if [[ $state == failed ]]; then printf 'the services did not start with it (%s: %s)' "$phase" "$text"; fi
}

# The next instance gets what is on the disk now, not what was.
checkpoint_all() {
  local service
  while read -r service; do checkpoint "$service" 600 >&2 || true; done < <(services_with checkpoint)
}

# --- what is asked ---------------------------------------------------------------------------------------------------

# work <what> <id> <words...>: how it ends is a record, whatever ends it.
work() {
  local started=$EPOCHSECONDS
  what=$1 id=$2
  exec 6>"$records/lock.backup"
  flock -n 6 || exit 1
  read_own_lease
  rm -f "$records/reason.backup"
  if "$bundle/gm-backup" "do" "inner-$1" "${@:2}" 2>"$records/log.backup" 6>&-; then
    ended ok -
  else
    ended failed "$(cat "$records/reason.backup" 2>/dev/null || tail -n 1 "$records/log.backup")"
  fi
}

inner() {
  what=$1 id=$2 started=$EPOCHSECONDS
  "do_$1" "${@:2}"
}

read_stack
what='' id='' started='' where=backups
read_own_lease
case ${1:-} in
  backup)
    only '--key --keep --days' "${@:2}"
    new_id
    begin backup "$id" "$(argument key "$key_pattern" "${@:2}")" "$(argument keep '[0-9]{1,3}' "${@:2}")" "$(argument days '[0-9]{1,4}' "${@:2}")"
    ;;
  backups) tell_backups "${@:2}" ;;
  verify)
    only '--id --from' "${@:2}"
    begin verify "$(argument id "$id_pattern" "${@:2}")" "$(argument from "$places" "${@:2}")"
    ;;
  recover)
    only '--id --key --foreign --from' "${@:2}"
    begin recover "$(argument id "$id_pattern" "${@:2}")" "$(argument key "$key_pattern" "${@:2}")" "$(argument foreign 'yes|no' "${@:2}")" \
      "$(argument from "$places" "${@:2}")"
    ;;
  do)
    case $2 in
      put | back) "do_$2" "${@:3}" ;;
      inner-*) inner "${2#inner-}" "${@:3}" ;;
      *) work "${@:2}" ;;
    esac
    ;;
  cut-off) back_if_cut_off ;;
  *) usage "${1:-}" ;;
esac
