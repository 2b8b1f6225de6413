"""Sources that read the test's own mail server."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.services.base import HOST
from tests.services.dovecot import USERS, Dovecot

from ragaudit.contracts import Ref, RefPage
from ragaudit.model import Credentials, Directory, Group, SourceSettings, SyncSettings, User
from ragaudit_connectors.imap import ImapConnector

ORGANISATION = Directory(
    users=(User("alice", groups=("hr-leads",)), User("bob"), User("carol"), User("auditor")),
    groups=(Group("hr", members=("carol",), includes=("hr-leads",)), Group("hr-leads")),
)
"""What the server's own groups come to when nested ones are written out."""
SHARED = "shared/alice"


def settings(dovecot: Dovecot, patch: pytest.MonkeyPatch, **changes: Any) -> SourceSettings:
    """Of a source `mail` read as `auditor`; the personas are everybody and nobody."""
    for user, password in dovecot.credentials.items():
        patch.setenv(f"MAIL_{user.upper()}", password)
    made = SourceSettings(
        "mail",
        "imap",
        Path(),
        remote=True,
        url=f"imap://{HOST}:{dovecot.port}",
        auth=Credentials(user="auditor", password_env="MAIL_AUDITOR"),
        personas={
            **{user: Credentials(password_env=f"MAIL_{user.upper()}") for user in USERS},
            "anonymous": Credentials(),
        },
        namespace="",
        sync=SyncSettings(tries=2, timeout_s=10.0),
    )
    return replace(made, **changes)


def listed(source: ImapConnector, cursor: str | None = None) -> tuple[list[RefPage], list[Ref]]:
    """The pages of a pass, and the messages in them."""
    pages = list(source.list_refs(cursor))
    return pages, [ref for page in pages for ref in page.refs]


def path_of(mailbox: str, subject: str, message_id: str) -> str:
    """What the connector calls a message."""
    mark = hashlib.sha256(message_id.encode()).hexdigest()[:8]
    return f"{SHARED}/{mailbox}/{subject} ({mark}).eml"
