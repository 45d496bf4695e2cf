# Runs a program on a terminal of its own: waits for a text, types what follows it, and so on; then tells how it ended.
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

shown, looked, deadline = "", 0, time.time() + 100
while time.time() < deadline:
    if steps and steps[0] in shown[looked:]:
        looked = len(shown)
        os.write(terminal, steps[1].encode())
        steps = steps[2:]
    ready, _, _ = select.select([terminal], [], [], 0.2)
    if not ready:
        continue
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk.decode(errors="replace")
else:
    os.kill(pid, 9)
print(shown)
print("exit", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
