"""The channels that go over the network: webhooks of ours, and whatever Apprise reaches.

Webhooks are signed as Standard Webhooks 1.0 says (standardwebhooks.com): `webhook-id`, `webhook-timestamp` and
`webhook-signature`, "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body".
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import logging
import re
import ssl
from contextvars import ContextVar
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import apprise
import httpx

from tasks.alerts.messages import HTML, MARKDOWN, TEXT
from tasks.alerts.outbox import Message
from tasks.alerts.rules import Channel
from tasks.errors import DeliveryError

_TEMPORARY = frozenset({408, 425, 429})  # RFC 9110 15.5.9, RFC 8470 5.2, RFC 6585 4
_REDIRECT, _CLIENT_ERROR, _SERVER_ERROR = 300, 400, 500
_STATUS = re.compile(r"error=(\d{3})\b")  # how Apprise logs what a service answered
_SMTP = re.compile(r"\((\d)\d\d, ")  # how smtplib's errors print
_FIRST_BAD_SMTP = "5"
_LONGEST_SAID = 2_000
_MENTIONS = re.compile(r"(?<=(?<!\w)@)(?=\w)|(?<=<)(?=[!@#])")  # @name, and what Slack calls by: <!here>, <@U1>
_BREAK = "\u200b"  # a space without width: the words stay, nobody is called
sending: ContextVar[bool] = ContextVar("sending", default=False)
_said: ContextVar[list[str] | None] = ContextVar("said", default=None)


def post_webhook(channel: Channel, message: Message, client: httpx.Client, now: datetime) -> None:
    """POST the payload, signed where the channel has a secret; the answer's body is not read."""
    body = message.payload.encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": message.key}
    if channel.secret:
        headers |= signature(channel.secret, message.key, now, body)
    try:
        _ = urlsplit(channel.url or "").port  # ValueError where it is none
        with client.stream(
            "POST",
            channel.url or "",
            content=body,
            headers=headers,
            timeout=channel.timeout_seconds,
            follow_redirects=False,
        ) as response:
            status, retry_after = response.status_code, response.headers.get("Retry-After")
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, ValueError):
        # `from None`: the original names the address
        said = "its url is not one that can be asked; mend it in config/alerts.toml"
        raise DeliveryError(channel.name, said, permanent=True) from None
    except (httpx.HTTPError, OSError, RuntimeError) as error:
        raise DeliveryError(channel.name, _unanswered(error), permanent=False) from None
    _judge(channel, status, _seconds(retry_after, now))


def signature(secret: str, key: str, now: datetime, body: bytes) -> dict[str, str]:
    """The three headers of Standard Webhooks for a body that goes out now."""
    moment = str(int(now.timestamp()))
    digest = hmac.new(_key(secret), f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(secret: str) -> bytes:
    """`whsec_` and base64, as the standard serialises secrets; any other text stands for its own bytes."""
    if secret.startswith("whsec_"):
        with contextlib.suppress(binascii.Error, ValueError):
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    return secret.encode()


def _unanswered(error: Exception) -> str:
    """What kept an answer away, without the address; a certificate is told apart, as only a person can mend it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return f"its certificate is not accepted ({seen.verify_message}); renew it, or mend the host in its url"
        seen = seen.__cause__ or seen.__context__
    certificate = "certificate verify failed" in str(error).lower()
    what = "its certificate is not accepted" if certificate else f"no answer ({type(error).__name__})"
    return f"{what}; see that the receiver is up and its certificate valid"


def _judge(channel: Channel, status: int, retry_after: float | None) -> None:
    """Raise DeliveryError for a status that is no success (RFC 9110, section 15)."""
    if status < _REDIRECT:
        return
    if status < _CLIENT_ERROR:
        message = f"HTTP {status}: the receiver has moved; put its new address into config/alerts.toml"
        raise DeliveryError(channel.name, message, permanent=True)
    temporary = status >= _SERVER_ERROR or status in _TEMPORARY
    action = "it is tried again" if temporary else "see that its url and secret are right"
    raise DeliveryError(
        channel.name, f"HTTP {status}; {action}", permanent=not temporary, retry_after_seconds=retry_after
    )


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """Retry-After in seconds from now: a number or an HTTP date (RFC 9110, section 10.2.3); None where unreadable."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after.strip()[:9])
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        at = parsedate_to_datetime(retry_after)
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())
    return None


def through_apprise(channel: Channel, message: Message) -> None:
    """Hand the message to any service that Apprise knows, in the form that the service shows best."""
    services = apprise.Apprise()
    if not channel.url or not services.add(channel.url):
        said = "Apprise does not know its url; see appriseit.com for the form and mend it"
        raise DeliveryError(channel.name, said, permanent=bool(channel.url))
    for service in services:
        service.socket_connect_timeout = service.socket_read_timeout = channel.timeout_seconds
        headers = getattr(service, "headers", None)
        if isinstance(headers, dict):
            headers["Idempotency-Key"] = message.key
        _notify(channel, service, message)


def _notify(channel: Channel, service: apprise.NotifyBase, message: Message) -> None:
    form = _form(service)
    body, title = message.text(form), message.title
    if form != HTML:
        body, title = _MENTIONS.sub(_BREAK, body), _MENTIONS.sub(_BREAK, title)
    alone = apprise.Apprise()
    alone.add(service)
    said: list[str] = []
    token = _said.set(said)
    try:
        with apprise.LogCapture(level=logging.DEBUG):  # type: ignore[no-untyped-call]  # lets _no_addresses hear all
            sent = alone.notify(body=body, title=title, body_format=apprise.NotifyFormat(form))
    except Exception as error:  # noqa: BLE001 - a hundred services raise what they like, with the address in it
        raise DeliveryError(channel.name, f"Apprise failed ({type(error).__name__})", permanent=False) from None
    finally:
        _said.reset(token)
    if not sent:
        raise _refused(channel, "\n".join(said))


def _form(service: apprise.NotifyBase) -> str:
    """E-mail is HTML; Markdown where the service reads CommonMark; text elsewhere, which Apprise escapes as needed."""
    if service.secure_protocol == "mailtos" or service.protocol == "mailto":
        return HTML
    if service.notify_format == apprise.NotifyFormat.MARKDOWN and service.service_name != "Slack":
        return MARKDOWN
    return TEXT


def _refused(channel: Channel, said: str) -> DeliveryError:
    """The error of what Apprise logged; the log itself may hold the address and is dropped."""
    if (found := _STATUS.findall(said)) and (status := int(found[-1])) >= _CLIENT_ERROR:
        temporary = status >= _SERVER_ERROR or status in _TEMPORARY
        action = "it is tried again" if temporary else "see that its url and token are right"
        return DeliveryError(channel.name, f"HTTP {status}; {action}", permanent=not temporary)
    if found := _SMTP.findall(said):
        for_good = found[-1] == _FIRST_BAD_SMTP  # RFC 5321 4.2.1: 5yz is permanent
        return DeliveryError(
            channel.name,
            f"the mail server said no ({found[-1]}yz); see user, password and addresses",
            permanent=for_good,
        )
    message = "the service did not take it; see its url and that it is up"
    return DeliveryError(channel.name, message, permanent=False)


def _no_addresses(record: logging.LogRecord) -> bool:
    """Drop what HTTP libraries log while an alert is being sent: the address of a webhook is its secret.

    What Apprise says is kept aside until it is known why a service did not take the message.
    """
    if (said := _said.get()) is not None and record.name == "apprise":
        said.append(record.getMessage()[:_LONGEST_SAID])
    return not sending.get()


for _name in ("httpx", "httpcore", "apprise", "urllib3.connectionpool", "requests"):
    logging.getLogger(_name).addFilter(_no_addresses)
