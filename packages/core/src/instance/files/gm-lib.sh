# shellcheck shell=bash disable=SC2034 # what is set here is used by those that source it
# What gm-boot, gmctl and gm-watch share: where things are, what is recorded, and the lease of the data. Needs nothing
# but bash until the phase that calls a function has brought more. GM_ROOT moves every path, for tests.
export LC_ALL=C

root=${GM_ROOT:-}
bundle=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
records=$root/var/lib/geusemaker/boot
efs=$root/mnt/efs
memory=$root/run/geusemaker
leases=$efs/.geusemaker/lease

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
  all=("$leases"/[0-9]*)
  lease_generation=0 lease_holder=- lease_since=-
  [[ -e ${all[-1]} ]] || return 0
  IFS=$'\t' read -r lease_holder lease_since _ <"${all[-1]}" || return 1
  lease_generation=$((10#${all[-1]##*/}))
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
read_own_lease() { IFS=$'\t' read -r own_generation own_instance _ <"$records/lease" 2>/dev/null || own_generation=0; }

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

own_containers() { docker ps --quiet --filter label=com.docker.compose.project=geusemaker; }
