"""Reading pages of a real wiki: text, links, people, dates."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.connectors.mediawiki.helpers import connect, listed
from tests.services.mediawiki import MediaWiki

from ragaudit.contracts import Fetched, Support
from ragaudit.errors import TooLargeError
from ragaudit.model import (
    Content,
    FactState,
    Lifecycle,
    Limits,
    OwnerRole,
    Quality,
    SourceFacts,
    SourceSettings,
)
from ragaudit_connectors.mediawiki import MediaWikiConnector

FIELDS = {
    "template_fields": {
        "owner": "Owner|1",
        "steward": "Owner|steward",
        "expires": "Valid|until",
        "reviewed": "Valid|checked",
        "review_due": "Valid|due",
    },
    "category_lifecycle": {"Outdated pages": "deprecated"},
}


def read(source: MediaWikiConnector, path: str) -> tuple[Content, Fetched]:
    """A page, parsed."""
    ref = listed(source)[1][path]
    fetched = source.fetch(ref)
    return source.parse(ref, fetched.data), fetched


def facts_of(source: MediaWikiConnector, path: str) -> SourceFacts:
    """What reading a page tells."""
    facts = read(source, path)[1].facts
    assert facts is not None
    return facts


def test_templates_are_expanded(mediawiki: MediaWiki, open_settings: SourceSettings) -> None:
    """As readers see the page: with its title, without edit links or a table of contents."""
    mediawiki.put("Template:Days", "'''{{{1}}}''' days")
    sections = "\n".join(f"== Part {n} ==\nText {n}." for n in range(5))
    mediawiki.put("Leave", f"Everybody has {{{{Days|28}}}}.\n{sections}")

    content, fetched = read(connect(open_settings), "Leave")

    texts = [block.text for block in content.blocks]
    assert ["Leave", "Everybody has 28 days.", "Part 0", "Text 0."] == texts[:4]
    assert 12 == len(texts)
    assert fetched.data == read(connect(open_settings), "Leave")[1].data


def test_links_lead_to_paths(mediawiki: MediaWiki, open_settings: SourceSettings) -> None:
    """Pages that are read stand under their titles, everything else under its address."""
    mediawiki.put("Ümlaut & Co", "x")
    mediawiki.put("HR:Salaries", "== Grade 3 ==")
    mediawiki.put(
        "Leave",
        "[[Ümlaut & Co]] [[HR:Salaries#Grade 3]] [[#Here]] [[Gone?]] [[Help:Editing]] "
        "[[Special:Version]] [https://acme.example/a?b=c out]",
    )

    content, _ = read(connect(open_settings), "Leave")

    index = f"{mediawiki.url}/index.php?title="
    assert [
        "/%C3%9Cmlaut%20%26%20Co",
        "/HR:Salaries#Grade_3",
        "#Here",
        "/Gone%3F",
        f"{index}Help:Editing&action=edit&redlink=1",
        f"{index}Special:Version",
        "https://acme.example/a?b=c",
    ] == [link.target for link in content.links]


def test_editors_are_proxies(mediawiki: MediaWiki, open_settings: SourceSettings) -> None:
    """Who wrote first and who changed the text last; to rename a page changes no text."""
    mediawiki.put("Leave", "28 days", as_user="Bob")
    mediawiki.put("Leave", "30 days", as_user="Alice")
    mediawiki.move("Leave", "Holidays", redirect=False)

    facts = facts_of(connect(open_settings), "Holidays")

    today = datetime.now(UTC).date()
    owners = [(one.role, one.principal, one.fact.quality) for one in facts.owners]
    assert [
        (OwnerRole.CREATOR, "Bob", Quality.PROXY),
        (OwnerRole.LAST_EDITOR, "Alice", Quality.PROXY),
    ] == owners
    assert {"created": today, "content_modified": today} == {
        name: fact.value for name, fact in facts.times.items()
    }


def test_a_long_history_is_asked_for_its_first_revision(
    mediawiki: MediaWiki, open_settings: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where the last revisions all have the same text, when it changed is not known."""
    monkeypatch.setattr("ragaudit_connectors.mediawiki.pages.HISTORY", "2")
    mediawiki.put("Leave", "28 days", as_user="Bob")
    for name in ("A", "B"):
        mediawiki.move("Leave" if name == "A" else "A", name, redirect=False)

    facts = facts_of(connect(open_settings), "B")

    assert ["Bob"] == [one.principal for one in facts.owners]
    assert FactState.UNKNOWN is facts.times["content_modified"].state
    assert FactState.KNOWN is facts.times["created"].state


def test_templates_and_categories_state_facts(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """What the options name is read from the page's own text, links taken off."""
    mediawiki.put("Template:Now", "2026-01-01")
    mediawiki.put(
        "Leave",
        "{{ owner | [[User:Alice|Alice A.]] | steward = bob }}"
        "{{Valid|until=2025-06-01|checked={{Now}}}} [[Category:Outdated pages]]",
    )
    source = connect(open_settings, options=FIELDS)

    facts = facts_of(source, "Leave")

    claims = {one.role: (one.principal, one.fact.locator) for one in facts.owners}
    assert ("Alice", "{{Owner|1}}") == claims[OwnerRole.ACCOUNTABLE]
    assert ("bob", "{{Owner|steward}}") == claims[OwnerRole.STEWARD]
    assert "2025-06-01" == str(facts.times["expires"].value)
    assert (FactState.ERROR, FactState.ABSENT) == tuple(
        facts.times[name].state for name in ("reviewed", "review_due")
    )
    assert (Lifecycle.DEPRECATED, "[[Category:Outdated pages]]") == (
        facts.lifecycle.value,
        facts.lifecycle.locator,
    )
    capabilities = source.capabilities()
    assert {Support.CONFIG} == {capabilities.owner, capabilities.review, capabilities.expiry}


def test_pages_without_the_template_state_nothing(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """Absent is not unknown; editors stay what they are."""
    facts = facts_of(connect(open_settings, options=FIELDS), "Main Page")

    assert not [one for one in facts.owners if one.role is OwnerRole.ACCOUNTABLE]
    assert FactState.ABSENT is facts.times["expires"].state
    assert ("{{Owner|1}}", "{{Owner|steward}}") == facts.looked_in
    assert not facts.lifecycle.known


def test_a_page_that_is_too_large_is_not_kept(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """The limit is that of the audit."""
    mediawiki.put("Leave", "many words " * 500)
    source = connect(open_settings, limits=Limits(max_bytes=4_000))

    with pytest.raises(TooLargeError):
        source.fetch(listed(source)[1]["Leave"])


def test_the_listing_has_the_address_and_the_last_change(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """Without reading anything."""
    mediawiki.put("Leave", "28 days")

    ref = listed(connect(open_settings))[1]["Leave"]

    assert f"{mediawiki.url}/index.php?title=Leave" == ref.facts.deep_link
    assert datetime.now(UTC).date() == ref.facts.times["modified"].value
    assert 7 == ref.size
