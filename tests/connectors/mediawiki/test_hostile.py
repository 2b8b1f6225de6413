"""Hostile, odd and half answers, all of a fake wiki: a real one cannot be brought to give them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.connectors.mediawiki.helpers import (
    SITEINFO,
    FakeWiki,
    listed,
    page,
    policies,
)

from ragaudit.contracts import Ref, RefPage
from ragaudit.errors import MalformedError
from ragaudit.model import ANONYMOUS, Decision, Directory, FactState
from ragaudit_connectors.mediawiki.api import Api
from ragaudit_connectors.mediawiki.options import MediaWikiOptions
from ragaudit_connectors.mediawiki.templates import stated
from ragaudit_connectors.remote import Account, Asking


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>sign in</html>", headers={"content-type": "text/html"}),
        httpx.Response(200, text='{"query": {"pages": ['),
        httpx.Response(200, text="[" * 100_000),
        httpx.Response(200, json=[]),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
        {"query": {"pages": [page(1, "Leave")]}},
        {"batchcomplete": True, "query": {"pages": "all of them"}},
        {"batchcomplete": True, "query": {"pages": [{"title": "Leave"}]}},
        {"query": {"pages": []}, "continue": {"gapcontinue": "A", "continue": "-"}},
        {"batchcomplete": True, "query": [], "continue": {"gapcontinue": "A"}},
    ],
    ids=["html", "half", "deep", "list", "moved", "cut-off", "text", "no-id", "circle", "no-query"],
)
def test_what_is_no_answer_of_a_wiki_is_said(answer: Any) -> None:
    """And ends the pass without an end."""
    pages: list[RefPage] = []

    with pytest.raises(MalformedError):
        pages.extend(FakeWiki({"allpages": answer}).connector().list_refs(None))

    assert not [one for one in pages if one.end]


def test_a_listing_in_circles_ends() -> None:
    """However long the circle is; so does the list of accounts."""

    def answer(sent: dict[str, str]) -> dict[str, Any]:
        number = (int(sent.get("gapcontinue", sent.get("aufrom", "0"))) + 1) % 3
        query = {"pages": [page(number + 1, f"Page {number}")], "allusers": []}
        where = "gapcontinue" if "generator" in sent else "aufrom"
        return {"batchcomplete": True, "query": query, "continue": {where: str(number)}}

    source = FakeWiki({"allpages": answer, "allusers": answer}).connector()

    with pytest.raises(MalformedError, match="does not finish"):
        listed(source)
    with pytest.raises(MalformedError, match="does not finish"):
        source.identities()


def test_an_answer_may_come_in_parts() -> None:
    """A page of the listing is given when all is known about it, 500 pages at most at once."""
    parts = [
        {"query": {"pages": [page(1, "A", revisions=[])]}, "continue": {"rvcontinue": "1"}},
        {
            "batchcomplete": True,
            "query": {"pages": [page(1, "A")]},
            "continue": {"gapcontinue": "B"},
        },
        {"batchcomplete": True, "query": {"pages": [page(n, f"B{n}") for n in range(2, 502)]}},
    ]
    answers = iter(parts)
    fake = FakeWiki({"allpages": lambda _: next(answers)})

    pages, refs = listed(fake.connector())

    assert [1, 500, 0] == [len(one.refs) for one in pages]
    assert refs["A"].facts.times["modified"].known
    sent = [one for one in fake.asked if "generator" in one]
    assert [None, "1", None] == [one.get("rvcontinue") for one in sent]
    assert ["500"] * 3 == [one["gaplimit"] for one in sent]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("/wiki/By_train", "/By%20train"),
        ("/wiki/By_train?action=history", "https://wiki.example/wiki/By_train?action=history"),
        ("/wiki/Project:Rules", "https://wiki.example/wiki/Project:Rules"),
        ("/w/index.php?title=Gone&amp;action=edit&amp;redlink=1", "/Gone"),
        (
            "/w/index.php?title=Leave&amp;oldid=7",
            "https://wiki.example/w/index.php?title=Leave&oldid=7",
        ),
        ("//other.example/wiki/Leave", "https://other.example/wiki/Leave"),
        ("//[broken", "//[broken"),
        ("#here", "#here"),
    ],
)
def test_links_of_a_wiki_with_short_addresses(written: str, target: str) -> None:
    """Those of pages that are read are paths; all others stay addresses."""
    text = f'<p><a title="x" href="{written}">there</a></p>'
    source = FakeWiki({"parse": {"parse": {"title": "Leave", "text": text}}}).connector()
    ref = Ref("1", "Leave", format="html")

    content = source.parse(ref, source.fetch(ref).data)

    assert [target] == [link.target for link in content.links]


def test_titles_that_lead_elsewhere_are_skips() -> None:
    """The others go on; control characters are shown."""
    titles = ("../etc", "a/./b", "", "x" * 3_000, "Le\x00ave\n\u202e")
    pages = [page(n, title) for n, title in enumerate(titles, 1)]
    odd = {"batchcomplete": True, "query": {"pages": [*pages, page(9, "Odd", lastrevid=None)]}}

    found, refs = listed(FakeWiki({"allpages": odd}).connector())

    assert [r"Le\x00ave\x0a\xe2\x80\xae"] == list(refs)
    assert 5 == sum(len(one.skips) for one in found)


def test_addresses_are_no_scripts() -> None:
    """A link of another kind is none; a script lies on the wiki's own server."""
    odd = {"batchcomplete": True, "query": {"pages": [page(1, "A", fullurl="javascript:x()")]}}
    general = {"generator": "MediaWiki 1.39.17", "script": "//elsewhere.example/index.php"}
    groups = [{"name": "user", "rights": ["read"]}]
    site = {"query": {**SITEINFO, "general": general, "usergroups": groups}}
    fake, hosts = FakeWiki({"allpages": odd, "siteinfo": site}), []
    source = fake.connector(options={"ask_anonymously": True})
    answer = fake._answer

    def seen(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return answer(request)

    source._transport = httpx.MockTransport(seen)

    assert listed(source)[1]["A"].facts.deep_link is None
    assert Decision.UNKNOWN is policies(source)["A"].decide(ANONYMOUS, Directory()).decision
    assert {"wiki.example"} == set(hosts)


@pytest.mark.parametrize(
    "shown",
    [
        '<title>"wgArticleId":1</title>RLCONF={"wgArticleId":0,"wgIsArticle":false}',
        'RLCONF={"wgTitle":"\\"wgArticleId\\":1","wgArticleId":0,"wgIsArticle":false}',
    ],
)
def test_a_title_does_not_make_a_page_public(shown: str) -> None:
    """What a page says about itself is not taken from its text."""
    answers = [httpx.Response(200, text=shown), httpx.Response(200, text="<html>sign in</html>")]
    groups = [{"name": "user", "rights": ["read"]}]
    fake = FakeWiki({"siteinfo": {"query": {**SITEINFO, "usergroups": groups}}})
    source = fake.connector(options={"ask_anonymously": True})
    told = []

    for answer in answers:
        fake.answers["curid"] = answer
        told += [may for _, may in source.stranger.may_read(["1"])]

    assert [False, None] == told


def test_an_entity_bomb_states_nothing() -> None:
    """The tree of a page's own text is XML."""
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    tree = f'<!DOCTYPE r [<!ENTITY e0 "x">{bomb}]><root><template><title>V</title><part>'
    tree += '<name index="1"/><value>&e9;</value></part></template></root>'
    options = MediaWikiOptions.model_validate({"template_fields": {"expires": "V|1"}})

    for written in (tree, "<root>", "\x00", None):
        assert FactState.ERROR is stated(options, {"parsetree": written}).times["expires"].state


def test_secrets_do_not_show() -> None:
    """Neither in the account nor in what asks for it."""
    api = Api("https://wiki.example/api.php", Asking(), Account("Ann", "secret-of-ann"))

    assert "secret-of-ann" not in repr(api.account) + repr(vars(api))
