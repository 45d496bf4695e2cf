# shellcheck shell=bash disable=SC2034 # what is set here is used by those that source it
# What gm-boot, gmctl and gm-watch share: where things are, what is recorded, and the lease of the data. Needs nothing
# but bash until the phase that calls a function has brought more. GM_ROOT moves every path, for tests.
export LC_ALL=C

root=${GM_ROOT:-}
bundle=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
records=$root/var/lib/geusemaker/boot
efs=$root/mnt/efs
memory=$root/run/geusemaker
disks=$root/var/lib/geusemaker
leases=$efs/.geusemaker/lease
checkpoints=$efs/.geusemaker/checkpoints
# Which images opened the data of which service, and when.
opened=$efs/.geusemaker/opened

declare -A stack=()

read_stack() {
  local key value
  while IFS=$'\t' read -r key value; do stack[$key]=$value; done <"$bundle/plan/stack.tsv"
}

utc() { printf '%(%Y-%m-%dT%H:%M:%SZ)T' -1; }
now_ms() { local now=${EPOCHREALTIME/[.,]/}; printf '%s' "$((now / 1000))"; }

# keep <file>: standard input as a record, whole or not at all.
keep() {
  cat >"$records/$1.new"
  mv -f "$records/$1.new" "$records/$1"
}

# mark <state> <phase> <reason>: the end of a boot is no longer the last word; its phases stay as they were.
mark() {
  { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; tail -n +2 "$records/status" 2>/dev/null; } | keep status
}

# --- questions and answers ---------------------------------------------------------------------------------------

# EX_USAGE of sysexits.h: whoever asks knows more verbs than this bundle.
usage() {
  printf 'gmctl: this bundle does not know: %s\nusage: gmctl status [--lines=<0..60>] | boot | drain | checkpoint | backup | backups | verify | recover | exec\n' "$1" >&2
  exit 64
}
# argument <name> <pattern> <words...>: the value of --<name>, if it is among the words; another form of it is refused.
argument() {
  local name=$1 pattern=$2 word
  for word in "${@:3}"; do
    [[ $word == "--$name="* ]] || continue
    [[ ${word#*=} =~ ^($pattern)$ ]] || usage "$word"
    printf '%s' "${word#*=}"
  done
}
# only <names> <words...>
only() {
  local word
  for word in "${@:2}"; do [[ " $1 " == *" ${word%%=*} "* ]] || usage "$word"; done
}

escape() {
  quoted=${1//[^[:print:]]/ }
  quoted=${quoted//\\/\\\\}
  quoted=\"${quoted//\"/\\\"}\"
}

# object <name> <value> ...: as JSON; `-` and nothing are null. A name ends with # for a number, @ for a time in seconds,
# ! for what is JSON already.
object() {
  local all='' quoted
  while (($#)); do
    case $1 in
      *[#@]) quoted=null; if [[ $2 =~ ^[0-9]{1,18}$ ]]; then quoted=$((10#$2)); fi ;;
      *!) quoted=$2 ;;
      *) if [[ $2 == @(|-) ]]; then quoted=null; else escape "$2"; fi ;;
    esac
    if [[ $1 == *@ && $quoted != null ]]; then printf -v quoted '"%(%Y-%m-%dT%H:%M:%SZ)T"' "$quoted"; fi
    all+=,\"${1%[#@!]}\":$quoted
    shift 2
  done
  printf '{%s}' "${all:1}"
}

# --- outside -----------------------------------------------------------------------------------------------------

# A token, like a secret, goes to curl by a file of its own and never by an argument.
imds() {
  local token
  token=$(curl -fsS --noproxy '*' --connect-timeout 2 --max-time 5 -X PUT \
    -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token) || return 1
  curl -fsS --noproxy '*' --connect-timeout 2 --max-time 5 \
    -H @<(printf 'X-aws-ec2-metadata-token: %s\n' "$token") "http://169.254.169.254/latest/meta-data/$1"
}

# tag_instance <value> <key>: the key is that of the phase unless it is said.
tag_instance() {
  local id
  id=$(imds instance-id) || return 1
  timeout 20 aws ec2 create-tags --region "${stack[region]}" --resources "$id" --tags "Key=geusemaker:${2:-phase},Value=$1"
}

# fetch_bundle <sha256> <folder>: what the stack keeps under that address, unpacked once it is known to be whole.
fetch_bundle() {
  local sum
  timeout 60 aws ssm get-parameters-by-path --region "${stack[region]}" --path "${stack[bundle_path]}/${1:0:16}" \
    --query 'Parameters[].[Name,Value]' --output text | sort | cut -f 2 | base64 -d | gzip -d >"$2.sh" || return 1
  sum=$(sha256sum <"$2.sh")
  [[ ${sum%% *} == "$1" ]] || { printf 'the bundle is not %s\n' "$1" >&2; return 1; }
  bash "$2.sh" "$2" && rm "$2.sh"
}

compose() {
  docker compose --project-name geusemaker --project-directory "$bundle" --file "$bundle/compose.yaml" "$@"
}

# --- the lease ---------------------------------------------------------------------------------------------------
#
# One instance at a time writes the data. Each lease is a file on EFS whose name is its number, the generation; the
# highest one counts. Whoever makes the next file holds the data: by a hard link, which on NFS only one can make. Its
# time is that of the last renewal. A lease whose holder is `-` was given back.

lease_generation=0 lease_holder=- lease_since=-

read_lease() {
  local -a all
  local file next
  all=("$leases"/[0-9]*)
  lease_generation=0 lease_holder=- lease_since=-
  file=${all[-1]}
  [[ -e $file ]] || return 0
  # NFS may remember the list for half a minute; whether a name is there is asked anew.
  while printf -v next '%s/%08d' "$leases" $((10#${file##*/} + 1)) && [[ -e $next ]]; do file=$next; done
  IFS=$'\t' read -r lease_holder lease_since _ <"$file" || return 1
  lease_generation=$((10#${file##*/}))
}

# make_lease <holder> <nonce>: the next generation, if nobody else was quicker. An answer that was lost looks like one
# who was: what stands in the file decides.
make_lease() {
  local file text
  printf -v file '%s/%08d' "$leases" $((lease_generation + 1))
  text=$1$'\t'$(utc)$'\t'$2
  printf '%s\n' "$text" >"$leases/.$2"
  ln -T "$leases/.$2" "$file" 2>/dev/null || true
  rm -f "$leases/.$2"
  [[ $(cat "$file") == "$text" ]]
}

# Only EC2 knows whether an instance that is not heard of has ended.
has_ended() {
  local state
  state=$(timeout 20 aws ec2 describe-instances --region "${stack[region]}" --instance-ids "$1" \
    --query 'Reservations[].Instances[].State.Name' --output text 2>&1) || { [[ $state == *InvalidInstanceID.NotFound* ]]; return; }
  lease_state=${state:-gone}
  [[ $lease_state == @(gone|stopped|terminated) ]]
}

# take_lease <instance>: fails while another one holds it that has not ended.
take_lease() {
  read_lease || return 1
  lease_state='in a state that EC2 does not tell'
  [[ $lease_holder == @(-|"$1") ]] || has_ended "$lease_holder" || return 1
  make_lease "$1" "$1.$$.$EPOCHREALTIME" || return 1
  printf '%d\t%s\t%s\n' $((lease_generation + 1)) "$1" "$(utc)" | keep lease
}

own_generation=0 own_instance=-
read_own_lease() { IFS=$'\t' read -r own_generation own_instance _ 2>/dev/null <"$records/lease" || own_generation=0; }

# Whether this instance is still the one that writes.
holds_lease() {
  read_own_lease
  read_lease && [[ $own_generation -gt 0 && $lease_holder == "$own_instance" ]]
}

renew_lease() {
  local file
  printf -v file '%s/%08d' "$leases" "$own_generation"
  touch -c "$file"
}

# What somebody would have to know who waits for it.
tell_lease() {
  local file renewed
  printf -v file '%s/%08d' "$leases" "$lease_generation"
  renewed=$(stat -c %Y "$file" 2>/dev/null) || renewed=$EPOCHSECONDS
  printf '%s holds the data of this stack since %s (generation %d, renewed %d s ago)' \
    "$lease_holder" "$lease_since" "$lease_generation" $((EPOCHSECONDS - renewed))
}

# containers_of <service>: by their names in Compose, a line each.
containers_of() {
  local -a row
  local name
  while IFS=$'\t' read -ra row; do
    [[ ${row[0]} == up* ]] || continue
    for name in "${row[@]:1}"; do if [[ $name == "$1" || $name == "$1"-* ]]; then printf '%s\n' "$name"; fi; done
  done <"$bundle/plan/steps.tsv"
}

own_containers() { docker ps --quiet --filter label=com.docker.compose.project=geusemaker; }

# --- what services bring -----------------------------------------------------------------------------------------

# run_script <service> <script> [folder of a checkpoint]: becomes a job or a hook of a service.
run_script() {
  export GM_SERVICE=$1 GM_SECRETS=$memory/secrets/$1 GM_FILES=$memory/files/$1 GM_DATA=$disks/$1 GM_CHECKPOINT=${3:-}
  export COMPOSE_PROJECT_NAME=geusemaker COMPOSE_FILE=$bundle/compose.yaml
  exec "$bundle/scripts/$2"
}

# hook_of <service> <hook>: its script, and how many seconds old the copy of its data may be.
hook_of() {
  local service hook script rpo
  while IFS=$'\t' read -r service hook script rpo; do
    [[ $service == "$1" && $hook == "$2" ]] || continue
    printf '%s\t%s\n' "$script" "$rpo"
    return
  done <"$bundle/plan/hooks.tsv"
  return 1
}

# run_hook <seconds> <service> <hook> [folder of a checkpoint]
run_hook() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  timeout "$1" bash -c 'source "$1/gm-lib" && run_script "$2" "$3" "$4"' - \
    "$bundle" "$2" "$(hook_of "$2" "$3" | cut -f 1)" "${4:-}" </dev/null
}

# services_with <hook>
services_with() {
  local service hook script rpo
  while IFS=$'\t' read -r service hook script rpo; do
    if [[ $hook == "$1" ]]; then printf '%s\n' "$service"; fi
  done <"$bundle/plan/hooks.tsv"
}

# --- checkpoints -------------------------------------------------------------------------------------------------
#
# A copy of what a service has on the instance's disk, as a folder on EFS: `<generation>-<time>`, so that the newest is the
# last by name and one that a forgotten instance finishes late is not. It has its name only once it is whole.

checkpoint_ids() {
  local folder
  for folder in "$checkpoints/$1"/*[0-9]Z; do
    if [[ -e $folder/manifest.tsv ]]; then printf '%s\n' "${folder##*/}"; fi
  done
}

checksum() {
  (cd "$1" && find . -type f ! -path ./manifest.tsv -print0 | sort -z | xargs -0r sha256sum | sha256sum | cut -d ' ' -f 1)
}

# is_whole <service> <checkpoint>
is_whole() {
  local key value folder=$checkpoints/$1/$2
  while IFS=$'\t' read -r key value; do
    if [[ $key == sha256 && $value == "$(checksum "$folder")" ]]; then return 0; fi
  done <"$folder/manifest.tsv"
  return 1
}

write_manifest() {
  printf '%s\t%s\n' service "$1" generation "$own_generation" at "$(utc)" \
    bytes "$(du -sb "$2" | cut -f 1)" sha256 "$(checksum "$2")" >"$2/manifest.new"
  mv -f "$2/manifest.new" "$2/manifest.tsv"
  sync -f "$2"
}

# Which lease the disk of a service belongs to: only what this boot has restored or started is worth a checkpoint.
disk_generation() { cat "$disks/$1/generation" 2>/dev/null || printf 0; }

# make_checkpoint <service> <seconds>: prints its name, or what kept it from being made, and fails.
make_checkpoint() {
  local id folder said old
  hook_of "$1" checkpoint >/dev/null || { printf '%s has nothing to copy' "$1"; return 1; }
  holds_lease || { printf 'another instance holds the data'; return 1; }
  [[ $(disk_generation "$1") == "$own_generation" ]] || { printf '%s was not started yet' "$1"; return 1; }
  until printf -v id '%08d-%(%Y%m%dT%H%M%SZ)T' "$own_generation" -1 && folder=$checkpoints/$1/$id && [[ ! -e $folder ]]; do
    sleep 1
  done
  rm -rf "$checkpoints/$1"/*.part
  mkdir -p "$folder.part"
  if ! said=$(run_hook "$2" "$1" checkpoint "$folder.part" 2>&1); then
    rm -rf "$folder.part"
    printf '%s' "${said:-not done within $2 s}" | tail -c 300
    return 1
  fi
  # Another instance may have the data by now: then this copy is not the newest, and must not look like it.
  if ! { write_manifest "$1" "$folder.part" && holds_lease && mv -T "$folder.part" "$folder"; }; then
    printf 'it could not be written, or is not the newest any more'
    return 1
  fi
  checkpoint_ids "$1" | head -n -3 | while read -r old; do rm -rf "${checkpoints:?}/$1/$old"; done
  printf '%s' "$id"
}

# checkpoint <service> <seconds>: one at a time, and its outcome in a record: made, name, bytes, ms, tried, error.
checkpoint() (
  exec 8>"$records/lock.$1"
  flock -w "$2" 8 || exit 1
  begin=$(now_ms) tried=$EPOCHSECONDS at=- id=- bytes=- ms=- error=-
  IFS=$'\t' read -r at id bytes ms _ 2>/dev/null <"$records/checkpoint.$1" || true
  if said=$(make_checkpoint "$1" "$2"); then
    at=$tried id=$said ms=$(($(now_ms) - begin))
    bytes=$(du -sb "$checkpoints/$1/$id" | cut -f 1)
  else
    error=${said//[^[:print:]]/ }
  fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$at" "$id" "$bytes" "$ms" "$tried" "${error:--}" | keep "checkpoint.$1"
  [[ ${error:--} == - ]]
)

# restore <service> [checkpoint]: the newest one that is whole, or that one; prints its name.
restore() {
  local id
  while read -r id; do
    if ! is_whole "$1" "$id"; then
      printf 'gm: the checkpoint %s of %s is not whole\n' "$id" "$1" >&2
      continue
    fi
    run_hook 3600 "$1" restore "$checkpoints/$1/$id" >&2 || return 1
    rm -f "$records/checkpoint.$1"
    printf '%s\n' "$own_generation" >"$disks/$1/generation"
    printf '%s' "$id" | keep "restored.$1"
    printf '%s' "$id"
    return
  done < <(if [[ -n ${2:-} ]]; then printf '%s\n' "$2"; else checkpoint_ids "$1" | sort -r; fi)
  return 1
}
