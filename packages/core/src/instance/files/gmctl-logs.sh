#!/bin/bash
# The verb `logs`. It comes with the question, as UserData is short.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source /opt/geusemaker/current/gm-lib
read_stack

#
# In chunks, each with a cursor to go on from: `<boot>.<lines>/<time>.<lines>`. Of the boot log so many lines of that boot
# were told; of the services every line before that time, and so many of it. Where only the last lines were asked for,
# `/<until>.<tail>` is added for as long as these take several chunks.

# lines_of <file> <boot> <lines to skip>: whole lines only, the last one may still be on its way.
lines_of() {
  local total
  total=$(wc -l 2>/dev/null <"$records/$1") || return 0
  head -n "$total" "$records/$1" | tail -n +$(($3 + 1)) | head -n 1000 | cut -b 1-3000 |
    awk -v boot="$2" -v at="$3" '{ printf "%d.%d\tboot\t-\t%s\n", boot, at + NR, $0 }'
}

boot_lines() { # <boot> <lines>
  local number skip=$2
  number=$(cat "$records/number" 2>/dev/null || printf 0)
  if [[ $1 -ne $number ]]; then
    if [[ $1 -eq $((number - 1)) ]]; then lines_of boot.log.1 "$1" "$2"; fi
    skip=0
  fi
  lines_of boot.log "$number" "$skip"
}

# Docker counts its `--tail` from the newest line, which is another one at every chunk: only the first one uses it.
service_lines() { # <service> <time> <until> <lines of each> <--tail of docker>
  local name
  for name in $(docker ps --all --filter label=com.docker.compose.project=geusemaker --format '{{.Names}}' 2>/dev/null); do
    [[ $1 == all || $name == "$1" || $name == "$1"-* ]] || continue
    docker logs --timestamps --since "$2" --until "$3" ${5:+--tail "$5"} "$name" 2>&1 </dev/null |
      tail -n "${4:-+1}" | head -n 1000 | cut -b 1-3000 | sed -n "s/^\([0-9TZ:.-]*Z\) /\1\t$name\t\1\t/p"
  done | sort -s -k 1,1
}

# Nothing that moves a cursor or a colour reaches a terminal, and what is not UTF-8 is left out.
readable() {
  sed 's/\x1b\[[0-9;?]*[ -\/]*[@-~]//g' | tr -d '\000-\010\013-\037\177' | iconv -c -f UTF-8 -t UTF-8
}

# shellcheck disable=SC2016 # the variables are awk's
chunk='
function json(text) { gsub(/["\\]/, "\\\\&", text); gsub(/\t/, "\\t", text); return "\"" text "\"" }
BEGIN { printf "{\"entries\":["; left = 21000; more = "false" }
$2 != "boot" && $1 == time && skipped < lines { skipped++; next }
{
  text = substr($0, length($1) + length($2) + length($3) + 4)
  entry = "{\"source\":" json($2) ",\"time\":" ($3 == "-" ? "null" : json($3)) ",\"text\":" json(text) "}"
  if ((left -= length(entry) + 1) < 0) { more = "true"; exit }
  printf "%s%s", comma, entry
  comma = ","
  if ($2 == "boot") boot = $1
  else if ($1 == time) { lines++; skipped++ }
  else { time = $1; lines = skipped = 1 }
}
END { printf "],\"cursor\":\"%s/%s.%d%s\",\"more\":%s}\n", boot, time, lines, more == "true" ? window : "", more }'

logs() {
  local service cursor since tail until boot=0.0 time=1970-01-01T00:00:00.000000000Z lines=0 window='' newest=''
  only '--service --since --tail --cursor' "$@"
  service=$(argument service '[a-z0-9-]+' "$@")
  since=$(argument since '[0-9]{1,9}' "$@")
  tail=$(argument tail '[0-9]{1,4}' "$@")
  cursor=$(argument cursor '[0-9]+\.[0-9]+/[0-9T:.-]+Z\.[0-9]+(/[0-9T:-]+Z\.[0-9]+)?' "$@")
  service=${service:-all}
  # What is not a second old is left for the next chunk: lines of several containers may still come in another order.
  printf -v until '%(%Y-%m-%dT%H:%M:%SZ)T' $((EPOCHSECONDS - 1))
  if [[ -n $cursor ]]; then
    IFS=/ read -r boot time window <<<"$cursor"
    lines=${time##*.} time=${time%.*} tail=''
    if [[ -n $window ]]; then tail=${window##*.} until=${window%.*}; fi
  else
    newest=$tail window=${tail:+$until.$tail}
    boot=$(first_boot_line "$since" "$tail")
    if [[ -n $since ]]; then printf -v time '%(%Y-%m-%dT%H:%M:%S)T.000000000Z' $((EPOCHSECONDS - since)); fi
  fi
  {
    if [[ $service == @(all|boot) ]]; then boot_lines "${boot%.*}" "${boot#*.}"; fi
    if [[ $service != boot ]]; then service_lines "$service" "$time" "$until" "$tail" "$newest"; fi
  } 2>/dev/null | readable |
    awk -F '\t' -v boot="$boot" -v time="$time" -v lines="$lines" -v window="${window:+/$window}" "$chunk" || true
}

# Where the boot log begins without a cursor: a boot that ended before `since` is not told.
first_boot_line() { # <since> <tail>
  local number total skip=0
  number=$(cat "$records/number" 2>/dev/null || printf 0)
  total=$(wc -l 2>/dev/null <"$records/boot.log" || printf 0)
  if [[ -n $1 && $(stat -c %Y "$records/boot.log" 2>/dev/null || printf 0) -lt $((EPOCHSECONDS - $1)) ]]; then skip=$total; fi
  if [[ -n $2 && $((total - $2)) -gt $skip ]]; then skip=$((total - $2)); fi
  printf '%d.%d' "$number" "$skip"
}

logs "$@"
