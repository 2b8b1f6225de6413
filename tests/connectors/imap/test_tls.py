"""Protected connections to a real server, whose certificate this test makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.connectors.imap.fake import MAILBOX, answering
from tests.connectors.imap.helpers import listed, settings
from tests.connectors.imap.test_access import restart
from tests.connectors.imap.test_scenario import WRITTEN
from tests.services.base import HOST, free_port, needs_program, run_once
from tests.services.dovecot import Dovecot, message, running_dovecot

from ragaudit.errors import MalformedError
from ragaudit.model import SourceSettings
from ragaudit_connectors.imap import ImapConnector


@pytest.fixture(scope="module")
def protected() -> Iterator[tuple[Dovecot, int]]:
    """A server that offers STARTTLS, and its port for TLS."""
    port = free_port()
    with running_dovecot() as dovecot:
        dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
        _certify(dovecot.folder)
        key = f"ssl_cert = <{dovecot.folder}/cert.pem\nssl_key = <{dovecot.folder}/key.pem"
        listener = "inet_listener imaps {\n    port = "
        configuration = dovecot.folder / "dovecot.conf"
        text = configuration.read_text(encoding="utf-8")
        configuration.write_text(text.replace(f"{listener}0", f"{listener}{port}"), "utf-8")
        restart(dovecot, "ssl = no", f"ssl = yes\n{key}")
        yield dovecot, port


def _certify(folder: Path) -> None:
    """A certificate for this address that nobody but the tests trusts."""
    program = needs_program("openssl", "openssl")
    name = ["-subj", "/CN=ragaudit", "-addext", f"subjectAltName=IP:{HOST}", "-days", "2"]
    made = ["-keyout", "key.pem", "-out", "cert.pem"]
    run_once([program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made, *name], folder)


@pytest.fixture
def source(protected: tuple[Dovecot, int], monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """With the certificate beside the configuration."""
    dovecot, _ = protected
    made = settings(dovecot, monkeypatch)
    return replace(made, root=dovecot.folder, options={"ca_file": "cert.pem"})


@pytest.mark.parametrize("scheme", ["imaps", "starttls"])
def test_messages_are_read_over_tls(
    protected: tuple[Dovecot, int], source: SourceSettings, scheme: str
) -> None:
    """From the first byte, or from STARTTLS on."""
    if scheme == "imaps":
        source = replace(source, url=f"imaps://{HOST}:{protected[1]}")
    else:
        source = replace(source, options={**source.options, "starttls": True})
    with closing(ImapConnector(source)) as connector:
        _, (ref,) = listed(connector)
        assert b"Grade 3 earns more." in connector.fetch(ref).data
        policy = next(connector.fetch_access([ref]))[1]
        assert "known" == policy.state


def test_a_certificate_that_nobody_vouches_for(
    protected: tuple[Dovecot, int], source: SourceSettings
) -> None:
    """Is not trusted, and no password is sent."""
    url = f"imaps://{HOST}:{protected[1]}"
    with pytest.raises(MalformedError, match="cannot be trusted") as refused:
        listed(ImapConnector(replace(source, url=url, options={})))
    assert "ca_file" in refused.value.hint


@pytest.mark.parametrize(
    ("name", "word"), [("localhost", "cannot be trusted"), (HOST, "does not speak TLS")]
)
def test_another_name_or_port(
    protected: tuple[Dovecot, int], source: SourceSettings, name: str, word: str
) -> None:
    """A certificate is of an address; a port without TLS is no fault of the certificate."""
    dovecot, tls = protected
    port = tls if name == "localhost" else dovecot.port
    with pytest.raises(MalformedError, match=word):
        listed(ImapConnector(replace(source, url=f"imaps://{name}:{port}")))


def test_a_server_that_wants_protection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is sent no password in the open, and the failure says what to do; a fake, for Dovecot
    takes this machine for protected."""
    monkeypatch.setenv("MAIL_AUDITOR", "secret-word")
    told = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n"}
    with (
        answering({**MAILBOX, **told}, b"* OK ready\r\n") as made,
        pytest.raises(MalformedError, match="unprotected connection") as refused,
    ):
        listed(ImapConnector(made))
    assert "starttls" in refused.value.hint
