#!/bin/bash
# The verb `transfer`. It comes with the question, as UserData is short.
set -euo pipefail
umask 077

# shellcheck source=gm-lib.sh
source /opt/geusemaker/current/gm-lib
read_stack

refuse() { printf '%s\n' "$*" >&2; exit 1; }

# Python is on Amazon Linux, as its package manager needs it.
write_server() {
  cat >"$records/transfer.py" <<'PYTHON'
# A folder over HTTP, on the loopback, for who has the token; it ends when nobody has asked for a while.
import hmac, http.server, os, re, secrets, sys, threading, time

os.umask(0o077)
folder, direction, pipe, patience = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
token = secrets.token_hex(32)
used = [time.monotonic()]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = patience

    def answer(self, status, size=0, **headers):
        self.send_response(status)
        self.send_header("content-length", str(size))
        for name, value in headers.items():
            self.send_header(name, value)
        if status >= 400:
            self.close_connection = True
            self.send_header("connection", "close")
        self.end_headers()

    def path_in(self, wanted):
        used[0] = time.monotonic()
        if not hmac.compare_digest(self.headers.get("authorization", ""), "Bearer " + token):
            return self.answer(401)
        if wanted != direction or not re.fullmatch(r"/([a-z0-9-]+\.part|manifest\.tsv)", self.path):
            return self.answer(404)
        return os.path.join(folder, self.path[1:])

    def copy(self, source, target, left):
        while left:
            chunk = source.read(min(left, 1 << 18))
            if not chunk:
                raise ConnectionError
            target.write(chunk)
            left -= len(chunk)
            used[0] = time.monotonic()

    def do_GET(self):
        path = self.path_in("send")
        if path is None:
            return
        begin = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", "bytes=0-"))
        if not os.path.isfile(path) or not begin or int(begin[1]) > os.path.getsize(path):
            return self.answer(404)
        with open(path, "rb") as file:
            left = os.path.getsize(path) - file.seek(int(begin[1]))
            self.answer(206, left)
            self.copy(file, self.wfile, left)

    def do_HEAD(self):
        path = self.path_in("receive")
        if path is not None:
            self.answer(200, os.path.getsize(path) if os.path.isfile(path) else 0)

    def do_PUT(self):
        path = self.path_in("receive")
        if path is None:
            return
        begin = re.fullmatch(r"bytes (\d+)-\d+/(?:\d+|\*)", self.headers.get("content-range", ""))
        left = self.headers.get("content-length", "")
        there = os.path.getsize(path) if os.path.isfile(path) else 0
        if not begin or int(begin[1]) > there or not left.isdigit():
            return self.answer(409)
        with open(path, "r+b" if there else "wb") as file:
            file.truncate(int(begin[1]))
            file.seek(int(begin[1]))
            self.copy(self.rfile, file, int(left))
        self.answer(204)

    def do_DELETE(self):
        if self.path == "/" and hmac.compare_digest(self.headers.get("authorization", ""), "Bearer " + token):
            self.answer(204)
            os._exit(0)
        self.answer(404)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
with os.fdopen(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "w") as whoever_asked:
    whoever_asked.write("%d\t%s\n" % (server.server_port, token))
while time.monotonic() - used[0] < patience:
    time.sleep(1)
PYTHON
}

transfer() {
  local id direction folder port='' token=''
  only '--id --direction' "$@"
  id=$(argument id '[0-9]{8}T[0-9]{6}Z' "$@")
  direction=$(argument direction 'send|receive' "$@")
  [[ -n $id && -n $direction ]] || usage transfer
  folder=$efs/.geusemaker/backups/$id
  if [[ $direction == receive ]]; then
    holds_lease || { tell_lease >&2; exit 1; }
    (exec 6>"$records/lock.backup"; flock -n 6) || refuse 'a backup or a restore of this stack is under way'
    folder=$efs/.geusemaker/incoming/$id
    rm -rf "$efs/.geusemaker/incoming"
    mkdir -p "$folder"
  fi
  [[ -d $folder ]] || refuse "there is no backup $id"
  write_server
  rm -f "$records/transfer"
  mkfifo "$records/transfer"
  # A unit of its own, as whatever the agent starts ends with the command.
  systemd-run --quiet --collect --no-block python3 "$records/transfer.py" "$folder" "$direction" "$records/transfer" 600 >&2
  IFS=$'\t' read -r -t 30 port token <>"$records/transfer" || refuse 'the port for the backup did not open'
  object port# "$port" token "$token"
}

transfer "$@"
