"""A mailbox on a real IMAP server, which the test starts on the loopback interface."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from ingest.raw import Raw
from ingest.sources.imap import Cursor, Polled, poll
from ingest.sources.imap_session import Account, LoginRefused, Session, Unreachable
from ingest.sources.unreadable import Unreadable

QUICK = Retrying(
    retry=retry_if_exception_type(OSError), stop=stop_after_attempt(2), wait=wait_fixed(0)
)


class Server:
    """An IMAP server in a process of its own, with one mailbox in its memory."""

    def __init__(self, *options: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.options = options
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, "-c", "from pymap.main import main; main()",
                "--host", "127.0.0.1", "--port", str(self.port), *self.options,
                "--no-service", "managesieve", "--no-service", "admin", "--no-service", "swim",
                "dict", "--demo-user", "anna", "--demo-password", "secret",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert self.process.poll() is None, "the IMAP server did not start"
                time.sleep(0.05)
            else:
                return
        pytest.fail("the IMAP server does not answer")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def client(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False)
        client.login("anna", "secret")
        return client

    def put(self, *subjects: str, folder: str = "INBOX", flags: tuple[bytes, ...] = ()) -> None:
        with self.client() as client:
            for subject in subjects:
                client.append(folder, mail(subject), flags)


def mail(subject: str) -> bytes:
    return f"From: b@y.example\r\nSubject: {subject}\r\n\r\nHello\r\n".encode()


@pytest.fixture(scope="module")
def plain() -> Iterator[Server]:
    server = Server("--no-tls")
    yield server
    server.stop()


@pytest.fixture
def folder(plain: Server, request: pytest.FixtureRequest) -> str:
    """A folder that no other test has."""
    name = request.node.name.partition("[")[0]
    with plain.client() as client:
        client.create_folder(name)
    return str(name)


def account(server: Server, **changes: object) -> Account:
    values = {"user": "anna", "secret": "secret", "encryption": "none", "timeout": 10.0}
    return Account("127.0.0.1", port=server.port, **values | changes)  # type: ignore[arg-type]


def subjects(polled: list[Polled]) -> list[str]:
    return [
        one.item.payload.split(b"Subject: ")[1].split(b"\r\n")[0].decode()
        for one in polled
        if isinstance(one.item, Raw)
    ]


def test_mails_come_in_order_and_reading_goes_on_where_it_stopped(
    plain: Server, folder: str
) -> None:
    plain.put("one", "two", "three", folder=folder)
    first = list(poll(account(plain), [Cursor(folder)]))
    assert subjects(first) == ["one", "two", "three"]
    item, cursor = first[0].item, first[0].cursor
    assert isinstance(item, Raw)
    assert item.payload == mail("one")
    assert item.source == f"imap:127.0.0.1/{folder}"
    assert item.position == f"uidvalidity {cursor.uidvalidity} uid {cursor.last_uid}"
    assert subjects(list(poll(account(plain), [cursor]))) == ["two", "three"]
    last = first[-1].cursor
    assert list(poll(account(plain), [last])) == []
    plain.put("four", folder=folder)
    assert subjects(list(poll(account(plain), [last]))) == ["four"]


def test_nothing_is_marked_as_read(plain: Server, folder: str) -> None:
    plain.put("one", folder=folder)
    assert len(list(poll(account(plain), [Cursor(folder)]))) == 1
    with plain.client() as client:
        client.select_folder(folder, readonly=True)
        assert client.search("UNSEEN") == [*client.search("ALL")]


def test_drafts_and_deleted_mails_are_left_out(plain: Server, folder: str) -> None:
    plain.put("draft", folder=folder, flags=(b"\\Draft",))
    plain.put("deleted", folder=folder, flags=(b"\\Deleted",))
    plain.put("sent", folder=folder, flags=(b"\\Seen",))
    assert subjects(list(poll(account(plain), [Cursor(folder)]))) == ["sent"]


def test_a_renumbered_folder_is_read_from_its_beginning(plain: Server, folder: str) -> None:
    plain.put("one", "two", folder=folder)
    stale = Cursor(folder, uidvalidity=1, last_uid=10_000)
    assert subjects(list(poll(account(plain), [stale]))) == ["one", "two"]


def test_a_giant_is_refused_before_it_is_fetched(plain: Server, folder: str) -> None:
    plain.put("small", "giant" * 100, "tiny", folder=folder)
    small, giant, tiny = poll(account(plain), [Cursor(folder)], max_bytes=100)
    assert isinstance(giant.item, Unreadable)
    assert "100 are allowed" in giant.item.detail
    assert subjects([small, giant, tiny]) == ["small", "tiny"]
    assert list(poll(account(plain), [tiny.cursor])) == []


def test_an_unknown_folder_stops_no_other(plain: Server, folder: str) -> None:
    plain.put("one", folder=folder)
    nothing, one = poll(account(plain), [Cursor("nowhere"), Cursor(folder)])
    assert nothing == Polled(
        Unreadable("imap:127.0.0.1/nowhere", "folder", "the server does not open it"),
        Cursor("nowhere"),
    )
    assert subjects([one]) == ["one"]


def test_a_mail_that_is_gone_has_neither_size_nor_content(plain: Server, folder: str) -> None:
    plain.put("one", folder=folder)
    with Session(account(plain), QUICK) as session:
        numbering = session.numbering(folder)
        (uid,) = session.uids_after(folder, numbering, 0)
        assert session.sizes(folder, numbering, [uid, uid + 1]) == {uid: len(mail("one"))}
        assert session.content(folder, numbering, uid) == mail("one")
        assert session.content(folder, numbering, uid + 1) is None


def test_a_wrong_password_is_refused_at_once_and_never_shown(plain: Server) -> None:
    with pytest.raises(LoginRefused) as refusal:
        list(poll(account(plain, secret="wrong"), [Cursor("INBOX")], retrying=QUICK))
    assert str(refusal.value) == "127.0.0.1"
    assert "secret" not in repr(account(plain))
    assert "anna" not in repr(account(plain))


def test_a_server_that_is_away_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    nobody = Account("127.0.0.1", "anna", "secret", port=port, encryption="none")
    with pytest.raises(Unreachable, match=r"127.0.0.1 \(ConnectionRefusedError\)"):
        list(poll(nobody, [Cursor("INBOX")], retrying=QUICK))


def test_tls_is_the_default_and_certificates_are_checked(plain: Server) -> None:
    with pytest.raises(Unreachable):
        list(poll(account(plain, encryption="tls"), [Cursor("INBOX")], retrying=QUICK))
    assert Account("mail.example", "anna", "secret").encryption == "tls"


def test_a_connection_that_breaks_is_made_again() -> None:
    server = Server("--no-tls")
    try:
        server.put("one", "two")
        reading = poll(account(server), [Cursor("INBOX")], retrying=patiently())
        first = next(reading)
        assert subjects([first]) == ["one"]
        server.stop()
        server.start()  # with an empty memory, and so with other numbers
        server.put("anew")
        assert subjects(list(reading)) == ["anew"]
    finally:
        server.stop()


def patiently() -> Retrying:
    return Retrying(
        retry=retry_if_exception_type((OSError, IMAPClient.AbortError)),
        stop=stop_after_attempt(20),
        wait=wait_fixed(0.1),
    )


@pytest.mark.parametrize("trusted", [True, False])
def test_starttls_with_a_companys_own_certificate(tmp_path: Path, trusted: bool) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    server = Server("--cert", str(certificate), "--key", str(key))
    try:
        context = ssl.create_default_context(cafile=str(certificate))
        with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
            client.starttls(context)
            client.login("anna", "secret")
            client.append("INBOX", mail("one"))
        trust = str(certificate) if trusted else None
        there = account(server, encryption="starttls", trust=trust)
        if trusted:
            assert subjects(list(poll(there, [Cursor("INBOX")], retrying=QUICK))) == ["one"]
        else:
            with pytest.raises(Unreachable, match="SSLCertVerificationError"):
                list(poll(there, [Cursor("INBOX")], retrying=QUICK))
    finally:
        server.stop()
