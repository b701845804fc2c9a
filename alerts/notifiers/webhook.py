"""Tells a service over HTTP, signed as the Standard Webhooks specification says."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

import httpx
import msgspec
from standardwebhooks import Webhook

from alerts.alert import Alert
from alerts.delivery import Refused, Unreachable

# A no for now; every other answer from 300 to 499 is a no for good.
LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
LONGEST_WAIT = 3600.0


class WebhookNotifier:
    """Posts `{"type": "alert.firing", "timestamp": …, "data": the alert}`.

    `webhook-id` is the key of the notification. Each of `secrets` signs, so that a receiver may
    change over from one to the next. Redirects are not followed: they could lead anywhere.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        secrets: Sequence[str],
        clock: Callable[[], datetime],
        timeout: float = 10.0,
    ) -> None:
        if not secrets:
            raise ValueError("a webhook needs a secret to sign with")
        self._client = client
        self._url = httpx.URL(url)
        self._signers = tuple(_signer(secret) for secret in secrets)
        self._clock = clock
        self._timeout = timeout

    async def notify(self, alert: Alert, key: str) -> None:
        body = msgspec.json.encode(
            {"type": f"alert.{alert.status}", "timestamp": alert.occurred_at, "data": alert}
        )
        host = self._url.host  # the whole address may hold a secret
        request = self._client.build_request(
            "POST",
            self._url,
            content=body,
            headers=self._headers(body, key),
            timeout=self._timeout,
        )
        try:
            answer = await self._client.send(request, stream=True, follow_redirects=False)
            await answer.aclose()  # unread: it may be endless
        except (httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise Refused(f"{host}: this cannot be sent ({type(error).__name__})") from error
        except httpx.TransportError as error:
            raise Unreachable(f"{host}: no answer ({type(error).__name__})") from error
        status = answer.status_code
        if answer.is_success:
            return
        if status in LATER or answer.is_server_error:
            raise Unreachable(f"{host}: answered {status}", after=_after(answer))
        raise Refused(f"{host}: answered {status}")

    def _headers(self, body: bytes, key: str) -> dict[str, str]:
        now = self._clock().astimezone(UTC)  # the library takes any zone for UTC
        text = body.decode()
        return {
            "content-type": "application/json",
            "user-agent": "rapport",
            "webhook-id": key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(one.sign(key, now, text) for one in self._signers),
        }


def _signer(secret: str) -> Webhook:
    try:
        return Webhook(secret)
    except Exception as error:
        raise ValueError("a webhook secret is base64, with or without whsec_ before it") from error


def _after(answer: httpx.Response) -> float | None:
    said = answer.headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else None
