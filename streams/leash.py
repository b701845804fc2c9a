"""A process that ends when the one that started it ends, kill -9 included.

`python -m streams.leash SIGNAL PARENT COMMAND...` becomes COMMAND (the same process id), which
the system will send SIGNAL when process PARENT is gone.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def leashed(command: Sequence[str], at_death: signal.Signals = signal.SIGTERM) -> list[str]:
    """The command line that starts `command` on a leash held by this process.

    Linux lets go when the *thread* that started it ends: start from one that stays.
    """
    # -P: a folder `streams` in the working directory is not ours.
    return [
        sys.executable,
        "-P",
        "-m",
        "streams.leash",
        str(int(at_death)),
        str(os.getpid()),
        *command,
    ]


def tie(at_death: int, parent: int) -> None:
    """Tie the calling process to its parent. Elsewhere than on Linux this does nothing."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, at_death, 0, 0, 0)
    if os.getppid() != parent:  # it died before we were tied
        os._exit(128 + at_death)


if __name__ == "__main__":
    tie(int(sys.argv[1]), int(sys.argv[2]))
    try:
        os.execvp(sys.argv[3], sys.argv[3:])
    except OSError as error:
        sys.exit(f"cannot start {sys.argv[3]}: {error.strerror}")
