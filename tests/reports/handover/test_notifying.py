"""Messages through apprise to real receivers on loopback."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ec
from tests.handover.made import DAY, HOOK, finding, run, settings, telling
from tests.handover.receiver import Answer, Receiver, receiving
from tests.services.ports import free_port

from ragaudit._registry import notifier
from ragaudit.errors import MalformedError, TransientError
from ragaudit.model import Directory, Message, User

NEWS = Message("k" * 24, "hook", "ann", "ragaudit: 1 error to mend", "Line one.\n\nLine two.")
SECRET = "s3cret-in-the-address"


class Mailbox:
    """Keeps mails; refuses recipients whose name says so."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture
def smtp() -> Iterator[tuple[Mailbox, str]]:
    """A real SMTP server, and its address with a place for the owner."""
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"mailto://127.0.0.1:{port}?from=audit@acme.example&to={{email}}&mode=insecure"
    controller.stop()


def text_of(mail: EmailMessage) -> str:
    """What a person reads."""
    body = mail.get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content())


def test_a_webhook() -> None:
    """Title and text arrive as they are."""
    with receiving() as hook:
        notifier().send(hook.json_url, NEWS)
    assert hook.got[0].body["title"] == NEWS.title
    assert hook.got[0].body["message"] == NEWS.body


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_a_webhook_that_refuses(status: int) -> None:
    """The status is told, the address is not."""
    match = rf"it was not taken \(status {status}\)"
    with (
        receiving(lambda _: Answer(status)) as hook,
        pytest.raises(TransientError, match=match) as told,
    ):
        notifier().send(f"{hook.json_url}/{SECRET}", NEWS)
    assert SECRET not in f"{told.value.message} {told.value.hint}"


def test_nobody_there() -> None:
    """Not reached is not taken."""
    with pytest.raises(TransientError, match="it was not taken"):
        notifier().send("json://127.0.0.1:9/", NEWS)


@pytest.mark.parametrize("address", ["", "nonsense", "slack://", "mailto://", "gopher://x"])
def test_an_address_nobody_can_read(address: str) -> None:
    """It is told, and never tried."""
    assert notifier().check(address) == "apprise cannot read its address"
    with pytest.raises(MalformedError, match="cannot read"):
        notifier().send(address, NEWS)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    """The library's log holds addresses, and those hold secrets."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TransientError):
        notifier().send(f"json://me:{SECRET}@127.0.0.1:9/{SECRET}", NEWS)
    notifier().check(f"nonsense://{SECRET}")
    assert SECRET not in caplog.text + "".join(capfd.readouterr())


def test_mails_to_each_owner(smtp: tuple[Mailbox, str], tmp_path: Path) -> None:
    """By name, by the table of addresses, and by the directory."""
    box, address = smtp
    alerts = settings(addresses={"hr-team": "hr@acme.example", "": "kb@acme.example"})
    owners = ("ann@acme.example", "hr-team", "bob", None)
    audit = run([finding(f"{n}.md", owner) for n, owner in enumerate(owners)])
    people = Directory(users=(User("bob", email="bob@acme.example"),))
    telling(tmp_path, address, alerts, directory=people).run(audit)
    sent = {to[0]: mail for to, mail in box.mails}
    assert sorted(sent) == [
        *("ann@acme.example", "bob@acme.example", "hr@acme.example", "kb@acme.example")
    ]
    mail = sent["hr@acme.example"]
    assert mail["subject"] == "ragaudit: 1 error to mend"
    assert "docs: 1.md:3" in text_of(mail)
    assert "docs: 0.md:3" not in text_of(mail)


def test_a_mailbox_that_is_gone(smtp: tuple[Mailbox, str], tmp_path: Path) -> None:
    """Its mail is a dead letter, the others' arrive."""
    _, address = smtp
    audit = run([finding("a.md", "gone@acme.example"), finding("b.md", "here@acme.example")])
    done = telling(tmp_path, address, settings()).run(audit)
    assert [(d.message.owner, d.state.value) for d in done] == [
        ("gone@acme.example", "dead"),
        ("here@acme.example", "sent"),
    ]


@pytest.mark.parametrize(
    ("owner", "told"),
    [
        ("legal", "no e-mail address of “legal” is known"),
        (None, "no e-mail address is known for what nobody owns"),
        ("x@evil.example", "in none of `alerts.domains`"),
        ("a@acme.example\nBcc: x@evil.example", "no e-mail address of"),
        ("a@acme.example,x@evil.example", "no e-mail address of"),
        ("a@acme.example&to=x@evil.example", "no e-mail address of"),
    ],
)
def test_owners_nobody_is_told_for(
    smtp: tuple[Mailbox, str], tmp_path: Path, owner: str | None, told: str
) -> None:
    """A document's author cannot have its findings sent elsewhere, nor further recipients added."""
    box, address = smtp
    alerts = settings(domains=("acme.example",))
    (done,) = telling(tmp_path, address, alerts).run(run([finding("a.md", owner)]))
    assert (done.state.value, told in done.reason, box.mails) == ("dead", True, [])


def test_nobody_writes_to_who_has_left(smtp: tuple[Mailbox, str], tmp_path: Path) -> None:
    """What is theirs is a dead letter, unless an address is given for it."""
    box, address = smtp
    people = Directory(users=(User("greg", email="greg@acme.example", active=False),))
    audit = run([finding("a.md", "greg@acme.example")])
    teller = telling(tmp_path, address, settings(), directory=people)
    (done,) = teller.run(audit)
    assert (done.state.value, "has left, says the directory" in done.reason) == ("dead", True)
    given = settings(addresses={"greg@acme.example": "boss@acme.example"})
    replace(teller, settings=given).run(audit)
    assert [to for to, _ in box.mails] == [["boss@acme.example"]]


def test_odd_addresses_are_one_recipient(smtp: tuple[Mailbox, str], tmp_path: Path) -> None:
    """Whatever is allowed before the at sign ends where it is meant to."""
    box, address = smtp
    owner = "a+b&c=d%20#e?to=x@acme.example"
    telling(tmp_path, address, settings()).run(run([finding("a.md", owner)]))
    assert [to for to, _ in box.mails if len(to) != 1 or not to[0].endswith("acme.example")] == []


def test_hostile_text_in_a_mail(smtp: tuple[Mailbox, str], tmp_path: Path) -> None:
    """No header, markup, link under other words, mention or secret gets out of a document."""
    box, address = smtp
    aws = "AKIA" + "QW5KJ7ZLTTNDS2XR"
    evil = (
        f"x\r\nBcc: all@evil.example\r\n\r\n<img src=http://e.example> {aws} @channel <!here> "
        "[click](http://e.example) \x1b[31m"
    )
    one = finding("p\r\nBcc: q.md", "ann@acme.example", message=evil, action=evil)
    telling(tmp_path, address, settings()).run(run([one]))
    ((to, mail),) = box.mails
    raw = mail.as_string()
    assert (to, mail["bcc"], aws in raw, "\x1b" in raw) == (
        ["ann@acme.example"],
        None,
        False,
        False,
    )
    html = mail.get_body(("html",))
    shown = str(html.get_content()) if html else ""
    assert "<img" not in shown
    assert [p for p in ("@channel", "<!here>", "](http") if p in text_of(mail)] == []


def test_slack_in_its_own_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library makes for Slack, led to loopback: it knows no other server by itself."""
    from apprise.plugins.slack import NotifySlack

    with receiving(lambda _: Answer(200, b"ok")) as hook:
        monkeypatch.setattr(NotifySlack, "webhook_url", hook.url)
        address = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#kb"
        evil = finding("a.md", message="<!channel> @here <http://e.example|x>")
        (done,) = telling(tmp_path, address, settings()).run(run([evil]))
    text = str(hook.got[0].body)
    assert (done.state.value, "docs: a.md:3" in text) == ("sent", True)
    assert [p for p in ("<!channel>", "@here", "<http://e") if p in text] == []


def test_mattermost_in_its_own_shape(tmp_path: Path) -> None:
    """A chat with Slack's shape of webhook, on a server of one's own."""
    with receiving() as hook:
        address = f"mmost://127.0.0.1:{hook.port}/3ccdd113474722377935511fc85d3dd4"
        many = [finding(f"{n}.md") for n in range(20)]
        telling(tmp_path, address, settings()).run(run(many))
    texts = [request.body["text"] for request in hook.got]
    assert len(texts) > 1
    assert [len(text) for text in texts if len(text) > 4000] == []
    assert [sum(f": {n}.md:" in text for text in texts) for n in range(20)] == [1] * 20


def test_teams_in_its_own_shape(tmp_path: Path) -> None:
    """A workflow's webhook: TLS on loopback, with a certificate nobody signed."""
    with receiving(lambda _: Answer(202)) as hook, tls(hook, tmp_path) as port:
        address = f"workflows://127.0.0.1:{port}/workflow/signature?verify=no"
        (done,) = telling(tmp_path, address, settings()).run(run([finding()]))
    card = hook.got[0].body["attachments"][0]["content"]["body"]
    text = card[-1]["text"].replace("\\", "")
    assert (done.state.value, "docs: a.md:3" in text) == ("sent", True)


class tls:
    """A second port of a receiver, with TLS."""

    def __init__(self, hook: Receiver, folder: Path) -> None:
        self._hook, self._folder = hook, folder

    def __enter__(self) -> int:
        import socket
        import threading

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(self._folder))
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, args=(context,), daemon=True)
        self._thread.start()
        return port

    def _serve(self, context: ssl.SSLContext) -> None:
        import socket

        plain, _ = self._socket.accept()
        with context.wrap_socket(plain, server_side=True) as secure:
            request = b""
            while not _complete(request):
                request += secure.recv(65536)
            request = request.replace(b"Connection: keep-alive", b"Connection: close")
            with socket.create_connection(("127.0.0.1", self._hook.port)) as inner:
                inner.sendall(request)
                secure.sendall(inner.recv(65536))

    def __exit__(self, *_: object) -> None:
        self._thread.join(10)
        self._socket.close()


def _complete(request: bytes) -> bool:
    head, end, body = request.partition(b"\r\n\r\n")
    lengths = [int(x[15:]) for x in head.split(b"\r\n") if x.lower().startswith(b"content-length")]
    return bool(end) and len(body) >= (lengths or [0])[0]


def _certificate(folder: Path) -> Path:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "tls.pem"
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(encoding))
    return file


def test_no_address_is_kept_or_told(tmp_path: Path) -> None:
    """Neither the ledger, nor the dead letters, nor what is said holds a channel's address."""
    alerts = settings(channels={"hook": HOOK})
    with receiving(lambda _: Answer(403)) as hook:
        address = f"json://user:{SECRET}@127.0.0.1:{hook.port}/{SECRET}"
        done = telling(tmp_path, address, alerts).run(run([finding("people/ann-lee.md")]))
        hook.answer = lambda _: Answer()
        telling(tmp_path, address, alerts).run(run([finding("people/ann-lee.md")]))
    kept = b"".join(f.read_bytes() for f in tmp_path.iterdir() if f.is_file())
    assert SECRET not in repr(done)
    assert (SECRET.encode() in kept, b"ann-lee" in kept) == (False, False)
    assert DAY.isoformat() not in kept.decode("latin-1")
