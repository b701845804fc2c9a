"""The embedded broker and database: they answer, are shared, restart, and leave nothing behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
from kafka import KafkaConsumer, KafkaProducer  # type: ignore[import-untyped]

from streams.embedded_broker import EmbeddedBroker
from streams.embedded_database import EmbeddedDatabase
from streams.shared_server import NotStarted
from streams.topic_admin import WrongPartitions, create_topics

pytestmark = pytest.mark.broker


def wait_until_gone(*pids: int | None, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while any(pid and psutil.pid_exists(pid) for pid in pids):
        assert time.monotonic() < deadline, "a process was left behind"
        time.sleep(0.02)


def opened_elsewhere(program: str, *arguments: str) -> tuple[subprocess.Popen[str], int]:
    """A process that has opened a server, and the server's process id."""
    other = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert other.stdout
    return other, int(other.stdout.readline())


def ended(other: subprocess.Popen[str]) -> None:
    other.communicate(timeout=30)


HOLDS_BROKER = """
import sys
from streams.embedded_broker import EmbeddedBroker
with EmbeddedBroker() as broker:
    print(broker.pid, flush=True)
    sys.stdin.read()
"""
HOLDS_DATABASE = """
import sys
from pathlib import Path
from streams.embedded_database import EmbeddedDatabase
with EmbeddedDatabase(Path(sys.argv[1])) as database:
    print(database.pid, flush=True)
    sys.stdin.read()
"""


class TestBroker:
    def test_carries_what_it_is_given_and_is_gone_after_the_block(self, tmp_path: Path) -> None:
        with EmbeddedBroker(tmp_path) as broker:
            servers = [broker.bootstrap]
            made = create_topics(servers, ["a", "b", "a"], partitions=3, replication=1)
            assert made == ("a", "b")
            assert create_topics(servers, ["a", "b"], partitions=3, replication=1) == ()
            with pytest.raises(WrongPartitions, match="a has 3 partitions, not 4"):
                create_topics(servers, ["a"], partitions=4, replication=1)
            producer = KafkaProducer(bootstrap_servers=servers, enable_idempotence=False)
            for number in range(50):
                producer.send("a", key=b"%d" % number, value=b"%d" % number)
            producer.flush()
            producer.close()
            consumer = KafkaConsumer(
                "a",
                bootstrap_servers=servers,
                auto_offset_reset="earliest",
                consumer_timeout_ms=5000,
            )
            got = [next(consumer).value for _ in range(50)]
            consumer.close()
            pid = broker.pid
        assert sorted(map(int, got)) == list(range(50))
        assert pid
        wait_until_gone(pid)
        assert (tmp_path / "broker.log").read_text()

    def test_two_at_once_do_not_meet(self) -> None:
        with EmbeddedBroker() as one, EmbeddedBroker() as two:
            create_topics([one.bootstrap], ["only-here"], partitions=1, replication=1)
            # Were they one, it would be there already.
            assert create_topics([two.bootstrap], ["only-here"], partitions=1, replication=1)

    async def test_opens_without_blocking_the_loop(self) -> None:
        async with EmbeddedBroker() as broker:
            pid = broker.pid
            assert pid
        await asyncio.to_thread(wait_until_gone, pid)

    def test_dies_with_the_process_that_opened_it(self) -> None:
        other, pid = opened_elsewhere(HOLDS_BROKER)
        assert psutil.pid_exists(pid)
        other.kill()
        ended(other)
        wait_until_gone(pid)

    def test_one_that_cannot_start_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("streams.embedded_broker._binary", lambda: "/bin/false")
        monkeypatch.setattr("streams.embedded_broker.START_SECONDS", 0.3)
        with pytest.raises(NotStarted, match="does not answer"), EmbeddedBroker(tmp_path):
            pass


class TestDatabase:
    def test_a_temporary_one_is_durable_while_it_lasts_and_gone_after(self) -> None:
        with EmbeddedDatabase() as database:
            folder, pid = database._folder, database.pid
            with psycopg.connect(database.url) as connection:
                row = connection.execute(
                    "select current_setting('fsync'), current_setting('synchronous_commit'),"
                    " current_setting('server_version_num')::int / 10000, current_database()"
                ).fetchone()
            assert row == ("on", "on", 18, "rapport")
        assert pid
        assert not psutil.pid_exists(pid)  # at once: its folder is being removed
        assert not folder.exists()

    def test_a_restart_keeps_the_address_and_what_was_committed(self, tmp_path: Path) -> None:
        with EmbeddedDatabase(tmp_path / "db") as database:
            url, pid = database.url, database.pid
            with psycopg.connect(url) as connection:
                connection.execute("create table kept (number int)")
                connection.execute("insert into kept values (7)")
            cut = psycopg.connect(url)
            cut.execute("insert into kept values (8)")  # never committed
            database.restart()
            with pytest.raises(psycopg.OperationalError):
                cut.execute("select 1")
            cut.close()
            assert database.url == url
            assert database.pid != pid
            with psycopg.connect(url) as connection:
                assert connection.execute("select number from kept").fetchall() == [(7,)]
        with EmbeddedDatabase(tmp_path / "db") as again, psycopg.connect(again.url) as connection:
            assert connection.execute("select number from kept").fetchall() == [(7,)]

    def test_processes_share_one_and_the_last_one_out_stops_it(self, tmp_path: Path) -> None:
        other, pid = opened_elsewhere(HOLDS_DATABASE, str(tmp_path / "db"))
        with EmbeddedDatabase(tmp_path / "db") as database:
            assert database.pid == pid
            other.kill()  # the first user, who started it
            ended(other)
            with psycopg.connect(database.url) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
            assert database.pid == pid
        wait_until_gone(pid)

    def test_leaving_early_stops_nothing_for_the_other(self, tmp_path: Path) -> None:
        with EmbeddedDatabase(tmp_path / "db") as database:
            other, _ = opened_elsewhere(HOLDS_DATABASE, str(tmp_path / "db"))
            ended(other)
            with psycopg.connect(database.url) as connection:
                assert connection.execute("select 1").fetchone() == (1,)

    def test_dies_with_the_last_process_that_opened_it(self, tmp_path: Path) -> None:
        other, pid = opened_elsewhere(HOLDS_DATABASE, str(tmp_path / "db"))
        other.kill()
        ended(other)
        wait_until_gone(pid)

    def test_a_stale_process_id_is_not_believed(self, tmp_path: Path) -> None:
        """After a power cut the file names a process that may be anybody's by now."""
        bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        try:
            (tmp_path / "db").mkdir()
            (tmp_path / "db" / "users").write_text(f"{bystander.pid}\n")
            with EmbeddedDatabase(tmp_path / "db") as database:
                assert database.pid != bystander.pid
            assert bystander.poll() is None
        finally:
            bystander.kill()
            bystander.wait()

    def test_a_socket_folder_that_somebody_else_put_there_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "db").mkdir()
        (tmp_path / "db" / "socket").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(NotStarted, match="socket"), EmbeddedDatabase(tmp_path / "db"):
            pass

    def test_a_folder_with_a_very_long_name(self, tmp_path: Path) -> None:
        folder = tmp_path / ("a b%" * 30)
        with EmbeddedDatabase(folder) as database, psycopg.connect(database.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)

    def test_no_personal_data_in_its_log(self, tmp_path: Path) -> None:
        with (
            EmbeddedDatabase(tmp_path) as database,
            psycopg.connect(database.url, autocommit=True) as connection,
        ):
            connection.execute("create table people (address text primary key)")
            connection.execute("insert into people values ('anna@private.example')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("insert into people values (%s)", ["anna@private.example"])
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("insert into people values ('anna@private.example')")
        log = (tmp_path / "postgresql.log").read_text()
        assert "duplicate key" in log
        assert "anna" not in log

    def test_ctrl_c_in_the_terminal_is_for_its_users(self, tmp_path: Path) -> None:
        other = subprocess.Popen(
            [sys.executable, "-c", HOLDS_DATABASE, str(tmp_path)],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert other.stdout
        pid = int(other.stdout.readline())
        assert os.getpgid(pid) != os.getpgid(other.pid)
        os.killpg(other.pid, signal.SIGINT)
        ended(other)
        wait_until_gone(pid)
        log = (tmp_path / "postgresql.log").read_text()
        assert "database system is shut down" in log
        assert "not properly" not in log

    def test_it_is_said_when_it_is_not_open(self) -> None:
        with pytest.raises(NotStarted, match="not open"):
            EmbeddedDatabase().restart()
