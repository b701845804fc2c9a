"""Keeps a server running for as long as anybody holds a shared lock on a file.

`python -m streams.keeper LOCK LOG USER SIGNAL SECONDS COMMAND...` goes into the background, starts
COMMAND (as USER, or as ourselves where USER is empty), writes its process id into LOCK and waits
until nobody holds a lock on it; the system takes a lock back from whoever dies, however it dies.
Then COMMAND is asked to stop with SIGNAL and killed SECONDS later. When COMMAND ends by itself
the keeper ends too. LOCK.keeper is locked while the keeper lives: the process id is true then.

So any number of processes share one server, the last one out stops it, and none is left behind.
"""

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from streams.leash import tie


def main(arguments: Sequence[str]) -> None:
    lock, log, user, stop, seconds, *command = arguments
    if os.fork():
        return  # whoever called us goes on; nobody has to wait for the keeper
    keeper = os.getpid()
    with (
        Path(lock + ".keeper").open("ab") as living,
        Path(lock).open("r+b", buffering=0) as held,
        Path(log).open("ab", buffering=0) as written,
    ):
        fcntl.flock(living, fcntl.LOCK_EX)
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            user=user or None,
            group=user or None,
            extra_groups=[] if user else None,
            preexec_fn=lambda: tie(int(stop), keeper),
        )
        held.write(b"%d\n" % server.pid)

        def watch() -> None:
            ended = server.wait()
            held.truncate(0)
            os._exit(ended & 0xFF)

        threading.Thread(target=watch, daemon=True).start()
        fcntl.flock(held, fcntl.LOCK_EX)  # until the last user is gone
        server.send_signal(int(stop))
        try:
            server.wait(float(seconds))
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
