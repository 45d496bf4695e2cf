#!/bin/bash
# Claims n8n for its owner over the instance's loopback, before the reverse proxy starts: until there is an owner, the
# first visitor would become it. Once there is one, n8n says so, and nothing is changed.
set -euo pipefail

url=http://127.0.0.1:5678/rest/owner/setup

# The password goes from its file through a pipe: no argument and no environment holds it.
ask() {
  jq -n --arg email "$OWNER_EMAIL" --arg first "$OWNER_FIRST_NAME" --arg last "$OWNER_LAST_NAME" \
    --rawfile password "$GM_SECRETS/owner-password" \
    '{email: $email, firstName: $first, lastName: $last, password: $password}' |
    curl -sS --noproxy '*' --max-time 20 -H 'Content-Type: application/json' --data-binary @- -w '\n%{http_code}' "$url"
}

for _ in 1 2 3 4 5 6; do
  answer=$(ask) || answer=$'\n000'
  code=${answer##*$'\n'}
  if [[ $code == 200 ]]; then
    printf 'n8n has its owner now\n'
    exit 0
  fi
  if [[ $code == 400 && $answer == *already* ]]; then
    printf 'n8n had its owner before\n'
    exit 0
  fi
  sleep 5
done
printf 'n8n did not take its owner: HTTP %s %s\n' "$code" "${answer:0:200}" >&2
exit 1
