"""Stands in for Qdrant's server: its HTTP API over its own engine, which is a library here. One call at a time."""
import hmac
import json
import re
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from api import answer
from settings import read_settings
from store import Store
from wire import Refused

# Answered without a key.
OPEN = {"/healthz": b"healthz check passed", "/livez": b"healthz check passed", "/readyz": b"all shards are ready"}
ABOUT = {"title": "qdrant - vector search engine", "version": "1.19.0", "commit": "sandbox"}
READING = re.compile(r"/collections/[^/]+/points(/(search|query|scroll|count))?")

settings = read_settings()
service = settings["service"]
store = Store(settings["storage"]["storage_path"], settings["storage"]["snapshots_path"])


def refusal(headers, method, path):
    """Why a call has no right to be answered, or None."""
    if not service["api_key"]:
        return None
    given = headers.get("api-key") or headers.get("authorization", "").removeprefix("Bearer ")
    if not given:
        return 401, "Must provide an API key or an Authorization bearer token"
    if _same(given, service["api_key"]):
        return None
    if not service["read_only_api_key"] or not _same(given, service["read_only_api_key"]):
        return 401, "Invalid API key or JWT"
    reads = method == "GET" or (method == "POST" and READING.fullmatch(path))
    return None if reads else (403, "Forbidden: Global manage access is required")


def _same(one, other):
    return hmac.compare_digest(one.encode(), str(other).encode())


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Calls are not logged."""

    def _send(self, status, body, kind="application/json"):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _call(self):
        started = time.time()
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if path in OPEN:
            return self._send(200, OPEN[path], "text/plain")
        if path == "/":
            return self._send(200, json.dumps(ABOUT).encode())
        refused = refusal(self.headers, self.command, path)
        if refused is not None:
            return self._send(refused[0], refused[1].encode(), "text/plain")
        try:
            with store.lock:
                result = answer(store, self.command, path, json.loads(body) if body else {})
            status, said = 200, {"result": result, "status": "ok"}
        except Refused as error:
            status, said = error.status, {"status": {"error": str(error)}}
        except (KeyError, TypeError, ValueError) as error:
            status, said = 400, {"status": {"error": f"Format error in JSON body: {error}"}}
        self._send(status, json.dumps({**said, "time": time.time() - started}).encode())

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _call


server = ThreadingHTTPServer((service["host"], int(service["http_port"])), Handler)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
print(f"Qdrant HTTP listening on {service['http_port']}")
server.serve_forever()
with store.lock:
    store.close()
