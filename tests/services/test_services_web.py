"""The web servers refuse whom they should, and are gone when they are stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.services import apache_dav as dav_module
from tests.services import dokuwiki as dokuwiki_module
from tests.services import mediawiki as mediawiki_module
from tests.services.apache_dav import ApacheDav, running_apache_dav
from tests.services.base import HOST, Server, StartError, free_port, needs_program, tcp_answers
from tests.services.dokuwiki import DokuWiki, running_dokuwiki
from tests.services.mediawiki import MediaWiki, running_mediawiki

Start = Callable[[], AbstractContextManager[Any]]


def test_dokuwiki_refuses_bob_and_serves_alice(dokuwiki: DokuWiki) -> None:
    """The access list of a namespace holds over the remote API."""
    dokuwiki.put("hr:salaries", "Grade 3 earns more.", as_user="alice")
    assert "Grade 3 earns more." == dokuwiki.call("wiki.getPage", "hr:salaries", as_user="alice")
    for user in ("bob", "carol"):
        with pytest.raises(dokuwiki_module.RefusedError) as refused:
            dokuwiki.call("wiki.getPage", "hr:salaries", as_user=user)
        assert 403 == refused.value.status


def test_dokuwiki_takes_a_new_access_list_at_once(dokuwiki: DokuWiki) -> None:
    """A list and a group changed on disk hold from the next request, and are undone by a reset."""
    dokuwiki.put("hr:salaries", "Grade 3 earns more.")
    dokuwiki.set_acl([*dokuwiki_module.ACL, "hr:*\tbob\t1"])
    assert "Grade 3 earns more." == dokuwiki.call("wiki.getPage", "hr:salaries", as_user="bob")
    dokuwiki.reset()
    dokuwiki.put("hr:salaries", "Grade 3 earns more.")
    dokuwiki.set_groups({"carol": ("user", "hr")})
    assert "Grade 3 earns more." == dokuwiki.call("wiki.getPage", "hr:salaries", as_user="carol")
    with pytest.raises(dokuwiki_module.RefusedError):
        dokuwiki.call("wiki.getPage", "hr:salaries", as_user="bob")


def test_dokuwiki_keeps_revisions_apart_and_forgets_a_deleted_page(dokuwiki: DokuWiki) -> None:
    """Two writes are two revisions; a deleted page is in the list of changes only."""
    dokuwiki.put("leave", "28 days", as_user="carol")
    dokuwiki.put("leave", "30 days", as_user="root")
    versions = dokuwiki.call("wiki.getPageVersions", "leave", 0)
    assert [("root", "E"), ("carol", "C")] == [(one["user"], one["type"]) for one in versions]
    dokuwiki.put_media("leave.pdf", b"%PDF-1.4", as_user="carol")
    assert ["leave.pdf"] == [one["id"] for one in dokuwiki.call("wiki.getAttachments", "", {})]
    dokuwiki.delete("leave")
    assert [] == dokuwiki.call("dokuwiki.getPagelist", "", {"depth": 0})
    changes = dokuwiki.call("wiki.getRecentChanges", versions[0]["version"] - 60)
    assert [("leave", False)] == [(change["name"], change["size"]) for change in changes]


def test_mediawiki_refuses_bob_and_serves_alice(mediawiki: MediaWiki) -> None:
    """The namespace of a group is closed to others, the wiki to those without a login."""
    mediawiki.put("HR:Salaries", "Grade 3 earns more.", as_user="Alice")
    mediawiki.put("Leave", "28 days", as_user="Bob")
    assert "Grade 3 earns more." == mediawiki.text("HR:Salaries", "Alice")
    assert "28 days" == mediawiki.text("Leave", "Bob")
    expected = {
        ("Bob", "HR:Salaries"): "permissiondenied",
        (None, "HR:Salaries"): "readapidenied",
        (None, "Leave"): "readapidenied",
    }
    assert expected == {case: _refusal(mediawiki, *case) for case in expected}


def test_mediawiki_changes_who_reads(mediawiki: MediaWiki) -> None:
    """A group and the public mark hold from the next request, and are undone by a reset."""
    mediawiki.put("HR:Salaries", "Grade 3 earns more.")
    mediawiki.set_groups("Bob", add="hr")
    assert "Grade 3 earns more." == mediawiki.text("HR:Salaries", "Bob")
    mediawiki.set_public(True)
    assert "permissiondenied" == _refusal(mediawiki, None, "HR:Salaries")
    assert "MediaWiki" in mediawiki.text("Main Page", None)
    mediawiki.reset()
    assert "missingtitle" == _refusal(mediawiki, "Admin", "HR:Salaries")
    mediawiki.put("HR:Salaries", "Grade 3 earns more.")
    assert "permissiondenied" == _refusal(mediawiki, "Bob", "HR:Salaries")
    assert "readapidenied" == _refusal(mediawiki, None, "Main Page")


def test_mediawiki_moves_and_deletes(mediawiki: MediaWiki) -> None:
    """A move leaves a redirect unless told otherwise."""
    mediawiki.put("Leave", "28 days")
    mediawiki.move("Leave", "Holidays")
    assert "#REDIRECT [[Holidays]]" == mediawiki.text("Leave")
    mediawiki.move("Holidays", "Days off", redirect=False)
    assert "missingtitle" == _refusal(mediawiki, "Admin", "Holidays")
    mediawiki.delete("Days off")
    assert "missingtitle" == _refusal(mediawiki, "Admin", "Days off")


@pytest.mark.parametrize(("user", "reads"), [("Alice", True), ("Bob", False)])
def test_mediawiki_logs_bots_in(mediawiki: MediaWiki, user: str, reads: bool) -> None:
    """A bot password reads what its user reads, and does not write."""
    mediawiki.put("HR:Salaries", "Grade 3 earns more.")
    name = f"{user}@{mediawiki_module.BOT}"
    with httpx.Client() as client:

        def ask(**sent: str) -> Any:
            return client.post(mediawiki.api, data={"format": "json", **sent}).json()

        token = ask(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        password = mediawiki.bot_credentials[name]
        answer = ask(action="login", lgname=name, lgpassword=password, lgtoken=token)
        assert "Success" == answer["login"]["result"]
        assert reads == ("parse" in ask(action="parse", page="HR:Salaries"))
        token = ask(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
        written = ask(action="edit", title="Leave", text="none", token=token)
        assert "permissiondenied" == written["error"]["code"]


def _refusal(wiki: MediaWiki, user: str | None, title: str) -> str:
    with pytest.raises(mediawiki_module.RefusedError) as refused:
        wiki.text(title, user)
    return refused.value.code


def test_apache_refuses_bob_and_serves_alice(apache_dav: ApacheDav) -> None:
    """A folder of a group is closed to others, all of it to those without a password."""
    apache_dav.put("hr/salaries.md", b"Grade 3 earns more.")
    apache_dav.put("leave.md", b"28 days")
    expected = {
        ("alice", "hr/salaries.md"): 200,
        ("bob", "hr/salaries.md"): 401,
        (None, "hr/salaries.md"): 401,
        ("bob", "leave.md"): 200,
        (None, "leave.md"): 401,
    }
    cases = {case: apache_dav.ask("GET", case[1], case[0]).status_code for case in expected}
    assert expected == cases
    assert 401 == apache_dav.ask("PROPFIND", "hr/", "bob", Depth="1").status_code
    apache_dav.set_groups({"hr": ["bob"]})
    assert b"Grade 3 earns more." == apache_dav.ask("GET", "hr/salaries.md", "bob").content
    assert "bob GET /hr/salaries.md 200" == apache_dav.requests[-1]


def test_apache_moves_and_deletes(apache_dav: ApacheDav) -> None:
    """What changes in the folder is what the server lists; its users may write too."""
    apache_dav.put("leave.md", b"28 days")
    apache_dav.move("leave.md", "days/off.md")
    assert 404 == apache_dav.ask("GET", "leave.md", "bob").status_code
    assert 201 == apache_dav.ask("PUT", "days/new.md", "bob").status_code
    listed = apache_dav.ask("PROPFIND", "days/", "bob", Depth="1")
    assert [True, True] == [f"/days/{name}.md<" in listed.text for name in ("off", "new")]
    apache_dav.delete("days")
    assert 404 == apache_dav.ask("PROPFIND", "days/", "bob", Depth="1").status_code


@pytest.mark.parametrize("start", [running_dokuwiki, running_mediawiki, running_apache_dav])
def test_a_stopped_server_is_gone(start: Start) -> None:
    """After the end nothing answers, no process is left of the group, and the folder is gone."""
    with start() as service:
        group = service.server.pid
        answers = tcp_answers(int(service.url.rsplit(":", 1)[-1]))
        assert [True, True] == [answers(), group in _groups()]
    assert [False, False] == [answers(), group in _groups()]
    assert not service.folder.exists()


def test_a_server_is_stopped_when_the_test_fails() -> None:
    """An error inside the block ends the server all the same."""
    with pytest.raises(ZeroDivisionError), running_apache_dav() as service:
        group = service.server.pid
        _ = 1 / 0
    assert group not in _groups()


def test_a_server_that_ends_says_why(tmp_path: Path) -> None:
    """The message of a failed start carries the end of the log."""
    apache = needs_program("apache2", dav_module.PACKAGE)
    (tmp_path / "httpd.conf").write_text("", encoding="utf-8")
    server = Server([apache, "-f", tmp_path / "httpd.conf"], tmp_path, tcp_answers(free_port()))
    with pytest.raises(StartError, match="No MPM loaded"):
        server.start()
    assert not server.running


def test_a_server_that_never_answers_is_stopped(tmp_path: Path) -> None:
    """Silence until the limit is an error, and the program does not outlive it."""
    php = needs_program("php", "php-cli")
    arguments = [php, "-S", f"{HOST}:{free_port()}"]
    with pytest.raises(StartError, match="does not answer"):
        Server(arguments, tmp_path, lambda: False, limit=0.3).start()
    assert [] == [line for line in _of_every_process("cmdline") if arguments[-1] in line]


def test_ports_differ() -> None:
    """A port given once is not given again."""
    ports = [free_port() for _ in range(20)]
    assert len(ports) == len(set(ports))


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip), ("1", pytest.fail)])
def test_an_absent_program_skips_and_in_ci_fails(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: Any
) -> None:
    """The message names the package and the command that installs it."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome.Exception, match=r"package nothing-at-all.*make services"):
        needs_program("no-such-program", "nothing-at-all")


def _groups() -> set[int]:
    return {int(stat.rpartition(")")[2].split()[2]) for stat in _of_every_process("stat")}


def _of_every_process(name: str) -> Iterator[str]:
    for path in Path("/proc").glob(f"[0-9]*/{name}"):
        with suppress(OSError):  # it may end between the listing and the reading
            yield path.read_text(encoding="utf-8", errors="replace")
