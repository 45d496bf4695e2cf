#!/bin/bash
# Brings a stack up on its instance: at the first boot from UserData, at every later one from its unit. Each phase is
# recorded; whatever ends this script, a terminal record says where and why.
set -Eeuo pipefail
umask 077

# shellcheck source=gm-lib.sh
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/gm-lib"

log=$records/boot.log
plugin=$root/usr/local/lib/docker/cli-plugins/docker-compose
units=$root/etc/systemd/system
parameters=$memory/parameters.json

# The checksum is recorded when a version is pinned; while it is not, the release's own stands in, and that is said.
compose_version=v5.6.0
declare -A compose_sha256=([x86_64]='' [aarch64]='')

state=booting
phase=start
declare -a order=()
declare -A started=() took=() outcome=()

# --- records -----------------------------------------------------------------------------------------------------

say() { printf 'gm-boot: %s\n' "$*" >&3; printf '%s gm-boot: %s\n' "$(utc)" "$*"; }

write_record() {
  local name reason=${1:-}
  {
    printf '%s\t%s\t%s\n' "$state" "$phase" "${reason:--}"
    for name in "${order[@]}"; do
      printf '%s\t%s\t%s\t%s\n' "$name" "${started[$name]}" "${took[$name]}" "${outcome[$name]}"
    done
  } | keep status
}

# Publishes phases beside the boot: only the newest of several that wait, and the last one always.
publish() {
  local value='' line='' part='' status
  while true; do
    status=0
    IFS= read -r ${value:+-t 0.05} part || status=$?
    line+=$part # a read that runs out of time in the middle of a line has taken its beginning
    if [[ -n $value ]] && ((status > 128)); then
      tag_instance "$value" || true
      value=''
    elif ((status != 0)) || [[ $line == end ]]; then
      break
    else
      value=$line line=''
    fi
  done
  if [[ -n $value ]]; then tag_instance "$value" || true; fi
}

begin() {
  phase=$1
  order+=("$phase")
  started[$phase]=$(utc)
  took[$phase]=$(now_ms)
  outcome[$phase]=running
  rm -f "$records/reason.$phase"
  write_record
  printf '%s\n' "$phase" >&"$publisher"
}

# Milliseconds are counted up to the file that a phase run beside others leaves behind.
finish() {
  local name=$1 end
  end=$(cat "$records/ended.$name" 2>/dev/null || now_ms)
  rm -f "$records/ended.$name"
  took[$name]=$((end - took[$name]))
  outcome[$name]=$2
  write_record
  if [[ $2 == ok ]]; then say "$name ok ${took[$name]}ms"; fi
}

# An instance that stood still for a while may have lost the data to another one.
still_ours() { [[ $own_generation -eq 0 ]] || holds_lease || fail "$(tell_lease)"; }

run_phase() { still_ours; begin "$1"; "phase_$1"; finish "$1" ok; }

# The first reason is the one that explains; what fails after it only follows from it.
because() {
  [[ -s $records/reason.$phase ]] || printf '%s' "$*" | tr -c '[:print:]' ' ' | head -c 500 >"$records/reason.$phase"
}
fail() { because "$*"; exit 1; }
on_error() { because "line $2: exit code $1: $3"; }

# go_back <reason>: a bundle that was applied and does not come up gives its place back to the one before it.
go_back() {
  local from=- to=- now=-
  IFS=$'\t' read -r from to now _ 2>/dev/null <"$records/apply"
  [[ $now == applying && $to == "${bundle##*/}" && -x $bundle/../$from/gm-boot ]] || return
  printf '%s\t%s\tfailed\t%s\n' "$from" "$to" "$1" | keep apply
  ln -sfn "$from" "$bundle/../current.new"
  mv -fT "$bundle/../current.new" "$bundle/../current"
  say "goes back to the bundle $from"
  printf 'end\n' >&"$publisher"
  wait "$publisher_pid"
  exec "$bundle/../$from/gm-boot" >&3 3>&- 9>&-
}

on_exit() {
  local code=$? name reason
  set +e
  trap - ERR EXIT
  rm -f "$parameters"
  if [[ $state != ready ]]; then
    state=failed
    reason=$(cat "$records/reason.$phase" 2>/dev/null)
    reason=${reason:-ended with exit code $code}
    for name in "${order[@]}"; do [[ ${outcome[$name]} != running ]] || finish "$name" failed; done
    write_record "$reason"
    say "failed in $phase: $reason"
    printf 'failed:%s\n' "$phase" >&"$publisher"
    [[ $code -ne 0 ]] || code=1
    go_back "$reason"
  fi
  printf 'end\n' >&"$publisher"
  [[ -z $publisher_pid ]] || wait "$publisher_pid"
  exit "$code"
}

# --- helpers -----------------------------------------------------------------------------------------------------

# retry <times> <pause in seconds> <command...>
retry() {
  local left=$1 pause=$2
  shift 2
  until "$@"; do
    ((left -= 1)) || true
    [[ $left -gt 0 ]] || return 1
    sleep "$pause"
  done
}

# --- phases ------------------------------------------------------------------------------------------------------

has_address() { [[ $(imds public-ipv4) == "${stack[address]}" ]]; }

has_way_out() {
  local domain
  domain=$(imds services/domain) || domain=amazonaws.com
  curl -sS -o /dev/null --connect-timeout 3 --max-time 10 "https://ssm.${stack[region]}.$domain/"
}

phase_egress() {
  if [[ ${stack[address]} != - ]]; then
    # The run that bought this instance may have died; whoever goes on with it may come an hour later.
    retry 60 5 has_address || retry 60 60 has_address || fail "the address ${stack[address]} was not associated with this instance"
  fi
  retry 40 5 has_way_out || fail "no way out to https://ssm.${stack[region]}: is a gateway attached, and a default route?"
}

install_packages() { timeout 900 dnf -y -q install docker amazon-efs-utils jq; }

phase_packages() {
  if ! { command -v docker && command -v jq && command -v mount.efs; } >/dev/null; then
    retry 5 10 install_packages || fail 'docker, amazon-efs-utils and jq could not be installed'
  fi
  systemctl enable --now docker || fail 'docker could not be started'
  retry 30 2 docker info >/dev/null || fail 'docker does not answer'
}

download() { curl -fsSL --retry 3 --connect-timeout 10 --max-time 300 -o "$2" "$1"; }

phase_compose() {
  local arch url sum new=$plugin.new
  arch=$(uname -m)
  [[ $("$plugin" version --short 2>/dev/null) != "${compose_version#v}" ]] || return 0
  (umask 022; mkdir -p "${plugin%/*}")
  url=https://github.com/docker/compose/releases/download/$compose_version/docker-compose-linux-$arch
  retry 5 5 download "$url" "$new" || fail "the compose plugin $compose_version could not be downloaded"
  sum=${compose_sha256[$arch]:-}
  if [[ -z $sum ]]; then
    say "compose $compose_version: no checksum is recorded, so it is checked against the release's own"
    retry 5 5 download "$url.sha256" "$new.sha256" || fail 'the checksum of the compose plugin could not be downloaded'
    read -r sum _ <"$new.sha256"
    rm "$new.sha256" # Docker takes every file beside its plugins for one
  fi
  printf '%s  %s\n' "$sum" "$new" | sha256sum --check --status || fail "the compose plugin $compose_version has another checksum"
  chmod 0755 "$new"
  mv -f "$new" "$plugin"
}

# The first script brings what is needed to tell how a boot goes; the rest of its bundle may be of any size.
phase_bundle() {
  [[ -e $bundle.sha256 ]] || return 0
  retry 10 5 fetch_bundle "$(cat "$bundle.sha256")" "$bundle" ||
    fail "${stack[bundle_path]}/${bundle##*/} could not be read, or is not whole"
  rm "$bundle.sha256"
}

# All of them only wait for downloads. Each leaves the time of its end; the one that failed becomes the phase at fault.
beside() {
  local name
  local -A pids=()
  for name in "$@"; do
    begin "$name"
    (phase=$name; "phase_$name"; now_ms >"$records/ended.$name") &
    pids[$name]=$!
  done
  local failed=''
  for name in "$@"; do
    if wait "${pids[$name]}"; then finish "$name" ok; else failed=${failed:-$name}; fi
  done
  [[ -z $failed ]] || { phase=$failed; exit 1; }
}

# What another instance makes there has to be seen at once: that a name was not there is not remembered (nfs(5)).
mount_efs() {
  mountpoint -q "$efs" || timeout 60 mount -t efs -o tls,iam,hard,noresvport,lookupcache=pos "${stack[file_system_id]}:/" "$efs"
  mountpoint -q "$efs"
}

phase_mount() {
  mkdir -p "$efs"
  local until=$((SECONDS + 600)) left=60
  until mount_efs; do
    ((left -= 1)) || true
    [[ $left -gt 0 && $SECONDS -lt $until ]] || fail "${stack[file_system_id]} could not be mounted for 10 minutes"
    sleep 10
  done
}

# Two instances that write one database destroy it. Its holder may be on its way out: that is waited for.
phase_lease() {
  local me left=120 until=$((SECONDS + 600)) told='' tells
  me=$(imds instance-id) || fail 'who this instance is could not be read from its metadata'
  mkdir -p "$leases"
  until take_lease "$me"; do
    tells="$(tell_lease), and is $lease_state"
    ((left -= 1)) || true
    [[ $left -gt 0 && $SECONDS -lt $until ]] || fail "$tells"
    [[ $told == "$lease_holder $lease_state" ]] || say "waits: $tells"
    told="$lease_holder $lease_state"
    sleep 5
  done
  read_own_lease
  say "holds the data, generation $own_generation"
  install_unit geusemaker-watch.service <"$bundle/geusemaker-watch.service"
  systemctl start --no-block geusemaker-watch.service
}

# install_unit <file below the units>: from standard input; systemd reads its units anew only when one has changed.
install_unit() {
  local text
  text=$(cat)
  [[ $text != "$(cat "$units/$1" 2>/dev/null)" ]] || return 0
  install -D -m 0644 /dev/stdin "$units/$1" <<<"$text"
  systemctl daemon-reload
}

phase_directories() {
  local path uid mode
  while IFS=$'\t' read -r path uid mode; do
    mkdir -p "$root$path"
    chown "$uid:$uid" "$root$path"
    chmod "$mode" "$root$path"
  done <"$bundle/plan/directories.tsv"
  install_unit geusemaker.service <"$bundle/geusemaker.service"
  # What starts after the mount is stopped before it: Docker ends its containers while their disk is still there.
  install_unit docker.service.d/geusemaker.conf <<<$'[Unit]\nAfter=mnt-efs.mount'
  systemctl enable geusemaker.service
}

fetch_parameters() {
  timeout 60 aws ssm get-parameters-by-path --region "${stack[region]}" --path "${stack[parameter_path]}" \
    --recursive --with-decryption --output json >"$parameters"
}

# Data that was put back from a backup of another stack is opened by that one's keys.
use_restored_keys() {
  local origin
  origin=$(cat "$efs/.geusemaker/origin" 2>/dev/null) || return 0
  jq --arg own "${stack[parameter_path]}/" --arg its "${stack[parameter_path]}/backups/$origin/" '.Parameters |=
    ([.[] | select(.Name | startswith($its)) | .Name |= $own + ltrimstr($its)] + . | unique_by(.Name))' \
    "$parameters" >"$parameters.new" && mv -f "$parameters.new" "$parameters"
}

# put <uid> <mode> <file>: a file from standard input, whole or not at all.
put() {
  mkdir -p "${3%/*}"
  cat >"$3.new"
  if [[ -e $3 ]]; then
    if cmp -s "$3" "$3.new"; then rm "$3.new"; return; fi
    # Containers keep the file that they were started with.
    local owner=${3#"$memory"/*/}
    printf '%s\n' "${owner%%/*}" >>"$records/changed"
  fi
  chown "$1:$1" "$3.new"
  chmod "$2" "$3.new"
  mv -f "$3.new" "$3"
}

write_secrets() {
  local parameter file uid
  while IFS=$'\t' read -r parameter file uid; do
    jq -je --arg name "${stack[parameter_path]}/$parameter" \
      '.Parameters[] | select(.Name == $name) | .Value | select(. != "")' "$parameters" |
      put "$uid" 0400 "$memory/secrets/$file" || fail "the parameter ${stack[parameter_path]}/$parameter is missing"
  done <"$bundle/plan/secrets.tsv"
}

# In JSON and YAML a value stands inside of double quotes, and stays there whatever it is.
# shellcheck disable=SC2016 # the variables are jq's
fill='($all[0].Parameters | map({key: (.Name | ltrimstr($path)), value: .Value}) | from_entries) as $values
  | $text | gsub("@@(?<name>[A-Za-z0-9_-]+/[A-Za-z0-9_-]+)@@";
    ($values[.name] // error("a value is missing")) | if $quoted then tojson[1:-1] else . end)'

fill_templates() {
  local template file uid mode quoted
  while IFS=$'\t' read -r template file uid mode; do
    quoted=false
    if [[ $file == *.@(json|yaml|yml) ]]; then quoted=true; fi
    jq -jn --argjson quoted $quoted --rawfile text "$bundle/templates/$template" --slurpfile all "$parameters" \
      --arg path "${stack[parameter_path]}/" "$fill" |
      put "$uid" "$mode" "$memory/files/$file" || fail "a parameter of the file $file is missing"
  done <"$bundle/plan/templates.tsv"
}

phase_secrets() {
  mkdir -p "$memory"
  mountpoint -q "$memory" || mount -t tmpfs -o size=16m,mode=0700,nosuid,nodev,noexec tmpfs "$memory"
  retry 10 5 fetch_parameters || fail "the parameters below ${stack[parameter_path]} could not be read"
  use_restored_keys
  write_secrets
  fill_templates
  rm -f "$parameters"
}

# step <image or service> <state> <names...>: what a phase is at, for `gmctl status`.
step() {
  local name
  for name in "${@:3}"; do printf '%s\t%s\t%s\n' "$1" "$2" "$name"; done >>"$records/steps"
}

# pull <image>: prints what Docker said last when it fails, and writes all that it says to the log.
pull() {
  local said=''
  step image running "$1"
  if docker image inspect "$1" >/dev/null 2>&1 || said=$(retry 5 10 timeout 1200 docker pull -q "$1" 2>&1 | tee -a /dev/stderr); then
    step image ok "$1"
  else
    step image failed "$1"
    said=${said##*$'\n'}
    printf '%s' "${said#Error response from daemon: }"
    return 1
  fi
}

# All at once: Docker itself downloads a few layers at a time, in the order in which they were asked for. Images that
# the stack can do without are not waited for.
phase_images() {
  local image kind missing=''
  local -a images=() pulls=()
  while IFS=$'\t' read -r image kind; do
    if [[ $kind == optional ]]; then
      (behind; pull "$image") </dev/null &
      continue
    fi
    (pull "$image" >"$records/reason.image.${#pulls[@]}" || exit 1) &
    images+=("$image")
    pulls+=($!)
    sleep 0.1
  done <"$bundle/plan/images.tsv"
  local index
  for index in "${!pulls[@]}"; do
    wait "${pulls[$index]}" || missing+="; ${images[$index]} ($(head -c 120 "$records/reason.image.$index"))"
  done
  [[ -z $missing ]] || fail "could not be pulled: ${missing#; }"
}

tell_unhealthy() {
  local name
  compose ps --all --format '{{.Name}} {{.Status}}' || true
  for name in "$@"; do docker logs --tail 8 "$name" 2>&1 | cut -c 1-300 | sed "s/^/$name: /" || true; done
}

# What is on the disk is older than the newest checkpoint when another instance has served since, or when there is none
# yet. A service is not started on less than its checkpoint: the next one would take its place.
prepare() {
  local service id newest
  while read -r service; do
    [[ " $* " == *" $service "* ]] || continue
    newest=$(checkpoint_ids "$service" | tail -n 1)
    newest=${newest%%-*}
    if ((10#${newest:-0} > $(disk_generation "$service"))); then
      id=$(restore "$service") || { say "$service could not be restored"; return 1; }
      say "$service restored from its checkpoint $id"
    fi
    mkdir -p "$disks/$service"
    printf '%s\n' "$own_generation" >"$disks/$service/generation"
  done < <(services_with restore)
}

# Whether a secret or a file of one of these changed beneath its containers, as another bundle may do.
is_changed() {
  local name service
  for name in "$@"; do
    while read -r service; do
      if [[ $name == "$service" || $name == "$service"-* ]]; then return 0; fi
    done < <(cat "$records/changed" 2>/dev/null || true)
  done
  return 1
}

compose_up() {
  local -a more=()
  if is_changed "$@"; then more+=(--force-recreate); fi
  if [[ $1 == edge ]]; then more+=(--remove-orphans); fi
  step service running "$@"
  if compose up --detach "${more[@]}" --wait --wait-timeout 900 "$@"; then
    step service ok "$@"
  else
    step service failed "$@"
    return 1
  fi
}

up() {
  still_ours
  prepare "$@" || fail "could not be restored: $*"
  compose_up "$@" && return
  tell_unhealthy "$@"
  fail "not healthy: $*"
}

# What the stack can do without runs behind the boot: its end is recorded, and is not the end of the boot.
behind() {
  set +e
  trap - ERR TERM INT
  exec {publisher}>&- 3>&- 9>&-
}

unwell() {
  printf '%s\n' "$1" >>"$records/unwell"
  printf '%s gm-boot: goes on without %s\n' "$(utc)" "$1"
}

run_once() { retry 5 5 compose run --rm --no-deps -T "$1" </dev/null; }

up_optional() {
  holds_lease || return 0
  if prepare "$@"; then
    retry 2 5 compose_up "$@" && return
    tell_unhealthy "$@"
  fi
  unwell "$1"
}

start_optional() {
  behind
  local -a step
  while IFS=$'\t' read -ra step; do
    case ${step[0]} in
      'up?') up_optional "${step[@]:1}" </dev/null & ;;
      'run?') wait; run_once "${step[1]}" || unwell "${step[1]}" ;;
    esac
  done <"$bundle/plan/steps.tsv"
  wait
  local service job kind script
  while IFS=$'\t' read -r service job kind script; do
    [[ $kind == optional ]] || continue
    do_job "$service" "$job" "$script" </dev/null || unwell "the job $job of $service"
  done <"$bundle/plan/jobs.tsv"
}

# Written before a service starts: a newer version may change its data at once, and an older one not read it.
note_opened() {
  local service format images last
  # shellcheck disable=SC2034 # a column of the table
  while IFS=$'\t' read -r service format images; do
    last=$(grep -s "^$service"$'\t' "$opened" | tail -n 1 | cut -f 3-) || true
    [[ $last == "$images" ]] || printf '%s\t%s\t%s\n' "$service" "$(utc)" "$images" >>"$opened"
  done <"$bundle/plan/services.tsv"
  sync -f "$opened" 2>/dev/null || true
}

phase_services() {
  local -a step
  [[ ! -e $efs/.geusemaker/recovering ]] || "$bundle/gm-backup" cut-off ||
    fail 'a restore was cut off, and what was there before could not be put back'
  note_opened
  while IFS=$'\t' read -ra step; do
    case ${step[0]} in
      up) up "${step[@]:1}" ;;
      run) run_once "${step[1]}" || fail "${step[1]} did not succeed" ;;
      'up?' | 'run?') ;;
      *) fail "a step of an unknown kind: ${step[0]}" ;;
    esac
  done <"$bundle/plan/steps.tsv"
  start_optional &
}

# run_job <service> <job> <script>: becomes the job, with its own environment and none of this script's open files.
run_job() {
  exec {publisher}>&- 3>&- 9>&-
  export GM_PROGRESS=$records/progress.$1.$2
  local service job name value
  while IFS=$'\t' read -r service job name value; do
    [[ $service == "$1" && $job == "$2" ]] || continue
    if [[ $value == - ]]; then value=''; fi
    printf -v value %b "$value"
    export "$name=$value"
  done <"$bundle/plan/environment.tsv"
  run_script "$1" "$3"
}

# do_job <service> <job> <script>: how it goes is kept for `gmctl status`, with what it writes to GM_PROGRESS.
do_job() {
  local started ended=failed
  started=$(utc)
  printf 'running\t%s\n' "$started" | keep "job.$1.$2"
  if (run_job "$@"); then ended=ok; fi
  printf '%s\t%s\n' "$ended" "$started" | keep "job.$1.$2"
  [[ $ended == ok ]]
}

phase_jobs() {
  local service job kind script
  while IFS=$'\t' read -r service job kind script; do
    if [[ $kind == optional ]]; then continue; fi
    if [[ $kind == background ]]; then
      (behind; do_job "$service" "$job" "$script") </dev/null >"$records/log.$service.$job" 2>&1 &
    else
      do_job "$service" "$job" "$script" </dev/null || fail "the job $job of $service did not succeed"
    fi
  done <"$bundle/plan/jobs.tsv"
}

phase_edge() { up edge; }

# --- from here on it acts ----------------------------------------------------------------------------------------

mkdir -p "$records"
exec 9>"$records/lock"
flock -n 9 || { printf 'gm-boot: another one is at work\n'; exit 0; }
printf '%d' $$ | keep pid
printf '%d' $(($(cat "$records/number" 2>/dev/null || printf 0) + 1)) | keep number
exec 3>&1
[[ ! -s $log ]] || mv -f "$log" "$log.1"
exec >"$log" 2>&1
exec {publisher}>/dev/null
publisher_pid=''
trap on_exit EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'on_error $? $LINENO "$BASH_COMMAND"' ERR
rm -f "$records"/{reason,ended,job,progress}.* "$records"/{unwell,drained,notice,changed,steps}

read_stack
exec {publisher}> >(exec 3>&- 9>&-; publish)
publisher_pid=$!

run_phase egress
beside packages compose bundle
for name in mount lease directories secrets images services jobs edge; do run_phase "$name"; done

state=ready
phase=ready
write_record
IFS=$'\t' read -r from to applied _ 2>/dev/null <"$records/apply" || true
if [[ ${applied:-} == applying && $to == "${bundle##*/}" ]]; then
  printf '%s\t%s\tapplied\t-\n' "$from" "$to" | keep apply
fi
say 'ready'
printf 'ready\n' >&"$publisher"
