"""Apache with more folders than the shared fixture has, and passwords in the environment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from tests.services.apache_dav import MODULES, USERS, ApacheDav, running_apache_dav

MORE = """
LoadModule auth_digest_module {modules}/mod_auth_digest.so
LoadModule alias_module {modules}/mod_alias.so
Redirect 302 /moved.md http://127.0.0.1:9/elsewhere.md
<Directory "{root}/public">
    Require all granted
</Directory>
<Directory "{root}/public/inner">
    Require group hr
</Directory>
<Directory "{root}/closed">
    Require all denied
</Directory>
<Directory "{root}/not-bob">
    <RequireAll>
        Require valid-user
        Require not user bob
    </RequireAll>
</Directory>
<Directory "{root}/digest">
    AuthType Digest
    AuthName digest
    AuthDigestProvider file
    AuthUserFile "{folder}/digest-users"
    Require valid-user
</Directory>
"""


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment, where connectors look for them."""
    for user in USERS:
        monkeypatch.setenv(f"DAV_{user.upper()}", f"{user}-password")
    monkeypatch.setenv("DAV_WRONG", "wrong-password")


@pytest.fixture(scope="session")
def apache_server() -> Iterator[ApacheDav]:
    """The process; tests ask for `apache`."""
    with running_apache_dav() as dav:
        dav.server.stop()
        with (dav.folder / "httpd.conf").open("a", encoding="utf-8") as file:
            file.write(MORE.format(modules=MODULES, root=dav.root, folder=dav.folder))
        (dav.folder / "digest-users").write_text("".join(map(_digest, USERS)), encoding="utf-8")
        dav.server.start()
        yield dav


@pytest.fixture
def apache(apache_server: ApacheDav) -> ApacheDav:
    """Folders for everybody (`public`), nobody (`closed`), all but bob, and Digest sign-in."""
    apache_server.reset()
    for folder in ("public", "closed", "not-bob", "digest"):
        apache_server.put(f"{folder}/page.md", f"# Page\n\nIn {folder}.\n".encode())
    return apache_server


def _digest(user: str) -> str:
    told = f"{user}:digest:{user}-password"
    return f"{user}:digest:{hashlib.md5(told.encode()).hexdigest()}\n"
