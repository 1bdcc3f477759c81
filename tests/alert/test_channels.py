"""Channels against real servers on loopback: what arrives, and which failures are for good."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import html5lib
import jsonschema
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tasks.alerts.rules import Channel, Rule
from tasks.deliver import DeliveryCounts, deliver_alerts, resend_dead
from tasks.letter import letter
from tasks.page.records import Build
from tests.alert.conftest import Receiver
from tests.alert.test_deliver import alert_row, queued, states
from tests.alert.test_messages import SCHEMA, payloads, two_days
from tests.alert.test_raise import cycle, first_day, next_day
from tests.resolve.world import World, at

__all__ = ["queued"]
SECRET = "whsec_" + base64.b64encode(b"a secret of ours").decode()


def deliver(world: World, channel: Channel, *others: Channel, hour: int = 13) -> DeliveryCounts:
    return deliver_alerts(world.warehouse, world.run(at(15, hour)), [channel, *others])


def error_of(world: World) -> str:
    return str(world.rows("SELECT error FROM deliveries WHERE error IS NOT NULL ORDER BY channel")[0][0])


# webhooks


def test_a_webhook_is_signed_as_standard_webhooks_says_and_its_body_conforms(world: World, receiver: Receiver) -> None:
    two_days(world)
    counts = deliver(world, Channel("hook", "webhook", url=receiver.url, secret=SECRET), hour=14)
    assert counts.delivered == len(receiver.got) > 0
    for (headers, body), raw in zip(receiver.got, receiver.raw, strict=True):
        jsonschema.Draft202012Validator(SCHEMA).validate(body)
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + raw
        digest = hmac.new(b"a secret of ours", signed, hashlib.sha256).digest()
        assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
        assert headers["webhook-id"] == headers["Idempotency-Key"] == body["idempotency_key"]
        assert int(headers["webhook-timestamp"]) == int(at(15, 14).timestamp())


def test_without_a_secret_nothing_is_signed_and_a_plain_secret_signs_by_its_bytes(
    queued: Any, receiver: Receiver
) -> None:
    deliver(queued("a1"), Channel("hook", "webhook", url=receiver.url))
    assert "webhook-signature" not in receiver.got[0][0]
    deliver(queued("a2"), Channel("hook", "webhook", url=receiver.url, secret="plain words"))
    headers, signed = receiver.got[1][0], receiver.raw[1]
    moment = headers["webhook-timestamp"]
    digest = hmac.new(b"plain words", f"a2.{moment}.".encode() + signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_a_receiver_that_finds_the_signature_wrong_gets_no_second_try_and_the_secret_is_not_shown(
    queued: Any, receiver: Receiver
) -> None:
    world, receiver.answers = queued("a1"), [(401, {})]
    assert deliver(world, Channel("hook", "webhook", url=receiver.url, secret="s3cret")).dead == 1
    assert "HTTP 401; see that its url and secret are right" in error_of(world)
    assert "s3cret" not in str(world.rows("SELECT * FROM deliveries JOIN alerts USING (alert_id)"))


@contextmanager
def server(behave: Any, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A socket on loopback whose connections `behave` handles."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stop = threading.Event()

    def one(connection: socket.socket) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) if context else connection as wrapped:
                behave(wrapped, stop)
        except OSError:
            pass

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    stop.set()
    thread.join()
    listener.close()


def drip(connection: socket.socket, stop: threading.Event) -> None:
    """One byte of a header at a time, each in time, the whole never."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        if stop.wait(0.05):
            return
        connection.sendall(b"a")


def say_nothing(_: socket.socket, stop: threading.Event) -> None:
    stop.wait(10)


@pytest.mark.parametrize("behave", [drip, say_nothing], ids=["drips", "hangs"])
def test_a_receiver_that_never_ends_is_given_up_in_time_and_tried_again(
    queued: Any, behave: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tasks.send._GRACE_SECONDS", 0.2)
    world = queued("a1")
    with server(behave) as port:
        begun = time.monotonic()
        hook = Channel("hook", "webhook", url=f"http://127.0.0.1:{port}/", timeout_seconds=0.3)
        assert deliver(world, hook).waiting == 1
        assert time.monotonic() - begun < 5


def test_a_receiver_that_dies_half_way_is_tried_again(queued: Any, receiver: Receiver) -> None:
    world = queued("a1")
    with server(lambda connection, _: connection.sendall(b"HTTP/1.1 20")) as port:
        assert deliver(world, Channel("hook", "webhook", url=f"http://127.0.0.1:{port}/")).waiting == 1
    assert deliver(world, Channel("hook", "webhook", url=receiver.url), hour=15).delivered == 1


def test_a_certificate_that_is_not_accepted_is_said_and_waits_for_a_person(queued: Any, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
         "-subj", "/CN=localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    world = queued("a1")
    with server(say_nothing, context) as port:
        hook = Channel("hook", "webhook", url=f"https://127.0.0.1:{port}/s3cret", timeout_seconds=2)
        assert deliver(world, hook).waiting == 1
    assert "its certificate is not accepted" in error_of(world)
    assert "s3cret" not in error_of(world)


@pytest.mark.parametrize(
    "channel",
    [
        Channel("hook", "webhook", url="http://127.0.0.1:99999/"),
        Channel("hook", "webhook", url="htp://127.0.0.1/s3cret"),
        Channel("hook", "webhook", url="http:///s3cret"),
        Channel("hook", "apprise", url="slak://s3cret/b/c"),
        Channel("hook", "apprise", url="tgram://"),
    ],
    ids=lambda channel: str(channel.url),
)
def test_an_address_with_a_typo_is_given_up_with_what_to_mend(queued: Any, channel: Channel) -> None:
    world = queued("a1")
    assert deliver(world, channel) == DeliveryCounts(dead=1)
    assert "mend it" in error_of(world)
    assert "s3cret" not in error_of(world)


def test_a_host_with_a_typo_is_tried_again(queued: Any) -> None:
    world = queued("a1")
    assert deliver(world, Channel("hook", "webhook", url="http://no-such-host.invalid/")).waiting == 1


# fallback, dead letters


def test_what_a_channel_refuses_goes_to_its_fallback_once_with_the_same_key(queued: Any, receiver: Receiver) -> None:
    world, receiver.answers = queued("a1", channels=("main",)), [(410, {})]
    main = Channel("main", "webhook", url=receiver.url, fallback="spare")
    assert deliver(world, main, Channel("spare", "webhook", url=receiver.url)) == DeliveryCounts(delivered=1, dead=1)
    assert receiver.keys == ["a1", "a1"]
    assert states(world) == [("a1", "dead", 1), ("a1", "delivered", 1)]
    assert error_of(world).endswith("handed to channel spare")


def test_a_channel_that_is_down_hands_on_after_its_attempts_and_two_fallbacks_make_no_circle(
    queued: Any, receiver: Receiver
) -> None:
    world = queued("a1", channels=("main",))
    receiver.answers = [(503, {})] * 20
    main = Channel("main", "webhook", url=receiver.url, fallback="spare", fallback_after_attempts=2)
    spare = Channel("spare", "webhook", url=receiver.url, fallback="main", fallback_after_attempts=2)
    for hour in range(12, 24):
        deliver(world, main, spare, hour=hour)
    assert len(receiver.got) == 4
    assert states(world) == [("a1", "dead", 2), ("a1", "dead", 2)]


def test_a_dead_letter_is_sent_again_under_its_key_when_asked(queued: Any, receiver: Receiver) -> None:
    world, receiver.answers = queued("a1", "b2"), [(404, {}), (404, {})]
    hook = Channel("hook", "webhook", url=receiver.url)
    assert deliver(world, hook).dead == 2
    assert [one.alert_id for one in resend_dead(world.warehouse, at(15, 14), ["a"])] == ["a1"]
    assert deliver(world, hook, hour=15).delivered == 1
    assert resend_dead(world.warehouse, at(15, 16), ["zz"]) == []
    resend_dead(world.warehouse, at(15, 16), [])
    assert deliver(world, hook, hour=17).delivered == 1
    assert receiver.keys == ["a1", "b2", "a1", "b2"]


# files


def test_the_feed_of_alerts_is_rss_with_the_newest_on_top_and_each_once(world: World, tmp_path: Path) -> None:
    row = two_days(world)
    feed = Channel("feed", "rss", path=tmp_path / "out" / "alerts.xml")
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE deliveries SET channel = 'feed'")
    assert deliver(world, feed, hour=14).delivered == 4
    items = Xml.parse(tmp_path / "out" / "alerts.xml").findall("channel/item")
    assert len(items) == 4
    assert row["title"] in {item.findtext("title") for item in items[:2]}
    assert items[0].findtext("link") == "https://a.example/2"
    assert items[0].findtext("pubDate") == "Fri, 15 Jun 2012 13:00:00 +0000"
    with world.warehouse.transaction() as connection:  # killed before it could say so
        connection.execute("UPDATE deliveries SET state = 'pending', delivered_at = NULL")
    assert deliver(world, feed, hour=15).delivered == 4
    assert len(Xml.parse(tmp_path / "out" / "alerts.xml").findall("channel/item")) == 4


def test_a_feed_that_is_damaged_or_hostile_is_begun_anew(queued: Any, tmp_path: Path) -> None:
    path = tmp_path / "alerts.xml"
    for text in ("<rss><chan", '<!DOCTYPE x [<!ENTITY a "aaaa">]><rss>&a;</rss>', ""):
        path.write_text(text)
        world = queued(f"a{len(text)}", channels=("feed",))
        assert deliver(world, Channel("feed", "rss", path=path)).delivered == 1
        assert len(Xml.parse(path).findall("channel/item")) == 1


# e-mail


@dataclass
class Mailbox:
    """An SMTP server's memory: what came, and what it says to each message."""

    messages: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, _: object, __: object, envelope: Any
    ) -> str:
        if self.answer.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


class Smtp:
    """aiosmtpd on loopback that wants the password "pass"."""

    def __init__(self, mailbox: Mailbox) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.controller = Controller(
            mailbox, hostname="127.0.0.1", port=self.port, auth_required=True, auth_require_tls=False,
            authenticator=lambda _, __, ___, ____, data: AuthResult(success=data.password == b"pass", handled=False),
        )  # fmt: skip

    def channel(self, password: str = "pass") -> Channel:
        url = (
            f"mailto://user:{password}@127.0.0.1:{self.port}?from=sitrep@example.org&to=desk@example.org&mode=insecure"
        )
        return Channel("hook", "apprise", url=url, timeout_seconds=3)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def smtp(mailbox: Mailbox) -> Iterator[Smtp]:
    found = Smtp(mailbox)
    found.controller.start()
    yield found
    found.controller.stop()


def test_an_email_has_the_line_as_subject_and_the_evidence_as_html(world: World, smtp: Smtp, mailbox: Mailbox) -> None:
    row = two_days(world)
    assert deliver(world, smtp.channel(), hour=14).delivered == 4
    mail = next(mail for mail in mailbox.messages if mail["Subject"] == row["title"])
    assert mail["To"] == "desk@example.org"
    assert mail["Idempotency-Key"] == row["alert_id"]
    body = mail.get_body(("html",))
    assert body is not None
    assert "state media said <strong>16</strong> people were injured" in body.get_content()
    assert row["alert_id"] in body.get_content()


@pytest.mark.parametrize("address", ["", "https://example.org/sitrep/"])
def test_a_digest_by_mail_is_the_page_s_digest_of_exactly_its_alerts(
    world: World, smtp: Smtp, mailbox: Mailbox, address: str
) -> None:
    daily = Rule("daily", channels=("hook",), digest="daily", digest_at="08:00")
    first_day(world)
    cycle(world, world.run(at(14, 13)), daily)
    next_day(world)
    cycle(world, world.run(at(14, 14)), daily)
    now = at(16, 9)
    write = partial(letter, build=Build(now, now, 1.0, address, 0, {"SYR": "Syria"}))
    counts = deliver_alerts(world.warehouse, world.run(now), [smtp.channel()], letter=write)
    assert counts.delivered == len(payloads(world)) == 4
    (mail,) = mailbox.messages
    body = mail.get_body(("html",))
    assert body is not None
    page = body.get_content()
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<strong>new incident</strong>") == page.count("<strong>toll up</strong>") == 2
    assert "<strong>toll up</strong>: injured 14 -&gt; 16. " in page
    assert "said <mark>16</mark> people were injured in a car bombing." in page
    assert '<a href="https://a.example/2" rel="noreferrer">' in page
    assert "Sitrep</a>" in page if address else "index.html" not in page
    assert page.count('href="https://example.org/sitrep/incidents/') == (4 if address else 0)
    assert mail["Idempotency-Key"] in page


def test_a_subject_from_outside_adds_no_header(queued: Any, smtp: Smtp, mailbox: Mailbox) -> None:
    deliver(queued("a1"), smtp.channel())
    assert len(mailbox.messages) == 1
    assert mailbox.messages[0]["Bcc"] is None


def test_a_wrong_password_is_final_and_not_shown(queued: Any, smtp: Smtp) -> None:
    world = queued("a1")
    assert deliver(world, smtp.channel("wr0ng")).dead == 1
    assert "the mail server said no (5yz)" in error_of(world)
    assert "wr0ng" not in error_of(world)


@pytest.mark.parametrize(
    ("answer", "counts"),
    [("451 try later", DeliveryCounts(waiting=1)), ("550 no such mailbox", DeliveryCounts(dead=1))],
)
def test_a_mail_server_says_whether_to_try_again(
    queued: Any, smtp: Smtp, mailbox: Mailbox, answer: str, counts: DeliveryCounts
) -> None:
    mailbox.answer = answer
    assert deliver(queued("a1"), smtp.channel()) == counts


def test_a_mail_server_that_is_down_is_tried_again(queued: Any) -> None:
    url = "mailto://user:pass@127.0.0.1:9?from=sitrep@example.org&to=desk@example.org&mode=insecure"
    assert deliver(queued("a1"), Channel("hook", "apprise", url=url, timeout_seconds=2)).waiting == 1


# chat and push, in the shapes that their documentation states


def loud(world_of: Any) -> World:
    world: World = world_of("a1")
    row = alert_row("a1", title="SYR <!channel> @everyone & 14 -> 16", text="said [14] <@U024BE7LH> *x* @here")
    with world.warehouse.transaction() as connection:
        connection.execute("UPDATE alerts SET title = ?, payload = ?", [row["title"], json.dumps(row)])
    return world


def test_ntfy_gets_topic_title_and_message_as_json(queued: Any, receiver: Receiver) -> None:
    """docs.ntfy.sh/publish, "Publish as JSON": a POST to the root with `topic`, and `title` and `message`."""
    port = receiver.url.split(":")[2].split("/")[0]
    world = queued("a1")
    assert deliver(world, Channel("hook", "apprise", url=f"ntfy://127.0.0.1:{port}/alerts")).delivered == 1
    (body,) = (body for _, body in receiver.got)
    assert (receiver.paths[0], body["topic"], body["title"]) == ("/", "alerts", "Title a1")
    assert body["message"].endswith("a1")
    assert set(body) <= {
        "topic",
        "title",
        "message",
        "priority",
        "tags",
        "click",
        "markdown",
        "icon",
        "actions",
        "attach",
    }


def test_slack_gets_attachments_and_nobody_is_called(queued: Any, receiver: Receiver, monkeypatch: Any) -> None:
    """api.slack.com/messaging/webhooks: JSON with text, blocks or attachments; &, < and > as entities; <!channel> calls."""
    from apprise.plugins.slack import NotifySlack

    monkeypatch.setattr(NotifySlack, "webhook_url", receiver.url.rsplit("/", 2)[0] + "/services")
    receiver.body = b"ok"
    url = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"
    assert deliver(loud(queued), Channel("hook", "apprise", url=url)).delivered == 1
    (body,) = (body for _, body in receiver.got)
    assert receiver.paths[0] == "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    (attachment,) = body["attachments"]
    assert attachment["title"].startswith("SYR &lt;")
    words = attachment["title"] + attachment["text"]
    assert "<!channel>" not in words
    assert "<@U024BE7LH>" not in words
    assert "@everyone" not in words
    assert "@here" not in words


def test_telegram_gets_escaped_html(queued: Any, receiver: Receiver, monkeypatch: Any) -> None:
    """core.telegram.org/bots/api#html-style: <, > and & that are no tag must be entities."""
    from apprise.plugins.telegram import NotifyTelegram

    monkeypatch.setattr(NotifyTelegram, "notify_url", receiver.url.rsplit("/", 2)[0] + "/bot")
    url = "tgram://123456789:abcdefghijklmnopqrstuvwxyz012345678/12315544/"
    assert deliver(loud(queued), Channel("hook", "apprise", url=url)).delivered == 1
    text = receiver.got[0][1]["text"]
    assert "&amp; 14 -&gt; 16" in text
    assert "<@" not in text


def test_a_service_that_refuses_the_token_is_given_up_and_one_that_is_overloaded_is_not(
    queued: Any, receiver: Receiver
) -> None:
    port = receiver.url.split(":")[2].split("/")[0]
    channel = Channel("hook", "apprise", url=f"ntfy://127.0.0.1:{port}/alerts")
    receiver.answers = [(403, {}), (503, {})]
    assert deliver(queued("a1"), channel).dead == 1
    assert deliver(queued("b1"), channel).waiting == 1
