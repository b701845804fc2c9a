"""A connection to a mailbox that comes back when it breaks, and reads without leaving a mark.

MailboxError
├── Unreachable     no answer, or cut off again and again: asking later may help
├── LoginRefused    wrong name, password or token: asking again will not change it
├── NoSuchFolder    the server does not open the folder for us
└── Renumbered      the server gave the folder's mails new numbers: begin it anew
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeVar

from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import (  # type: ignore[import-untyped]
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)
from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential_jitter,
)

Answer = TypeVar("Answer")

_BROKEN = (IMAPClientAbortError, OSError)  # OSError: time-outs, TLS, refused connections


class MailboxError(Exception):
    """Base of what reading a mailbox may raise. Holds the server's name, no person's."""


class Unreachable(MailboxError):
    """No answer, or cut off again and again: asking later may help."""


class LoginRefused(MailboxError):
    """Wrong name, password or token: asking again will not change it."""


class NoSuchFolder(MailboxError):
    """The server does not open the folder for us."""


class Renumbered(MailboxError):
    """The server gave the folder's mails new numbers: begin it anew."""


@dataclass(frozen=True)
class Account:
    """Where a mailbox is and how to get in; with `oauth` the secret is an access token.

    `encryption` is `tls` from the first byte, `starttls` before the login, or `none`, which is
    for a server on the same machine. `trust` adds the certificate of a company's own authority.
    """

    host: str
    user: str = field(repr=False)
    secret: str = field(repr=False)
    port: int | None = None
    encryption: Literal["tls", "starttls", "none"] = "tls"
    oauth: bool = False
    trust: str | None = None
    timeout: float = 60.0


def patient() -> Retrying:
    """Five attempts, ever further apart: about half a minute in all."""
    return Retrying(
        retry=retry_if_exception(_may_pass),
        stop=stop_after_attempt(5),
        wait=wait_exponential_jitter(initial=1, max=20),
    )


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, _BROKEN) and not isinstance(error, ssl.SSLCertVerificationError)


class Session:
    """Asks an account's server, connecting when need be. Closed by `with`."""

    def __init__(self, account: Account, retrying: Retrying) -> None:
        self._account = account
        self._retrying = retrying
        self._client: IMAPClient | None = None
        self._open: tuple[str, int] | None = None  # folder and its UIDVALIDITY

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop(politely=True)

    def numbering(self, folder: str) -> int:
        """Opens a folder, read only, and gives its UIDVALIDITY."""
        self._open = None
        return self._ask(lambda client: self._select(client, folder))

    def uids_after(self, folder: str, numbering: int, last_uid: int) -> list[int]:
        """The numbers of the mails that came later, rising; no drafts, no deleted ones."""
        wanted = ["UID", f"{last_uid + 1}:*", "UNDELETED", "UNDRAFT"]
        uids = self._in(folder, numbering, lambda client: client.search(wanted))
        # "n:*" holds the last mail even where its number is below n.
        return sorted(uid for uid in uids if uid > last_uid)

    def sizes(self, folder: str, numbering: int, uids: list[int]) -> dict[int, int]:
        """How many bytes each mail has, without reading it; those gone meanwhile are left out."""
        got = self._in(folder, numbering, lambda client: client.fetch(uids, ["RFC822.SIZE"]))
        return {uid: int(item[b"RFC822.SIZE"]) for uid, item in got.items() if uid in set(uids)}

    def content(self, folder: str, numbering: int, uid: int) -> bytes | None:
        """A mail's bytes, not marked as read by it; None where it is gone."""
        got = self._in(folder, numbering, lambda client: client.fetch([uid], ["BODY.PEEK[]"]))
        content = got.get(uid, {}).get(b"BODY[]")
        return content if isinstance(content, bytes) else None

    def _in(self, folder: str, numbering: int, question: Callable[[Any], Any]) -> Any:
        def asked(client: Any) -> Any:
            if self._select(client, folder) != numbering:
                raise Renumbered(self._account.host)
            return question(client)

        return self._ask(asked)

    def _select(self, client: Any, folder: str) -> int:
        if self._open is None or self._open[0] != folder:
            try:
                status = client.select_folder(folder, readonly=True)
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                raise NoSuchFolder(self._account.host) from error
            self._open = folder, int(status[b"UIDVALIDITY"])
        return self._open[1]

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        def attempt() -> Answer:
            try:
                return question(self._connected())
            except _BROKEN:
                self._drop()
                raise

        try:
            return self._retrying.copy(reraise=True)(attempt)
        except LoginError as error:
            self._drop()
            raise LoginRefused(self._account.host) from error
        except (*_BROKEN, IMAPClientError) as error:
            raise Unreachable(f"{self._account.host} ({type(error).__name__})") from error

    def _connected(self) -> Any:
        if self._client is None:
            account = self._account
            context = ssl.create_default_context()
            if account.trust is not None:
                context.load_verify_locations(account.trust)
            client = IMAPClient(
                account.host,
                port=account.port,
                ssl=account.encryption == "tls",
                ssl_context=context,
                timeout=account.timeout,
            )
            self._client = client
            if account.encryption == "starttls":
                client.starttls(context)
            enter = client.oauth2_login if account.oauth else client.login
            enter(account.user, account.secret)
        return self._client

    def _drop(self, *, politely: bool = False) -> None:
        client, self._client, self._open = self._client, None, None
        if client is None:
            return
        try:
            client.logout() if politely else client.shutdown()
        except (IMAPClientError, OSError):
            return
