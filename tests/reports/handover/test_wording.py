"""What foreign text comes to in a ticket."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.reports.handover.made import FINDING, finding

from ragaudit_reports.handover import wording

PIECES = [*"[]()!~{}<>@#:/.`*_|\\\n\r ab1", "ragaudit-finding: 00000000ffffffff"]
EVIL = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def test_what_a_ticket_says() -> None:
    """What is wrong, where, whose, what to do, and by what it is found again."""
    assert wording.title(FINDING) == "FRS203 expired – docs: hr/leave.md"
    assert wording.markdown(FINDING).splitlines() == [
        "Expired on 2026-05-01, 184 days ago.",
        "",
        "- where: `docs: hr/leave.md:3`",
        "- owner: `ann`",
        "- severity: error, confidence: high",
        "",
        "```",
        "expires: 2026-05-01",
        "```",
        "",
        "**To do:** Take it out of what is indexed.",
        "",
        "ragaudit-finding: 0123456789abcdef",
    ]


@given(EVIL, EVIL, EVIL, EVIL)
def test_text_of_documents_stays_text(message: str, quote: str, action: str, owner: str) -> None:
    """No link, image, HTML, heading or mention; the mark at the end is the only one that counts."""
    made = finding(1, message=message, quote=quote, action=action, owner=owner)
    body = wording.markdown(made)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(body)
    inside = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inside)}
    assert kinds.isdisjoint({"link_open", "image", "html_inline", "html_block", "heading_open"})
    running = "\n".join(child.content for child in inside if child.type == "text")
    assert [w for w in running.split("@")[1:] if w[:1].isalnum()] == []
    assert wording.fingerprint_in(body) == made.fingerprint
    assert wording.fingerprint_in(body.replace("\n", "\r\n")) == made.fingerprint


@given(EVIL, EVIL, EVIL, EVIL)
def test_text_of_documents_stays_text_in_jira(
    message: str, path: str, action: str, owner: str
) -> None:
    """No macro, image, mention or link begins in it."""
    made = finding(1, message=message, path=path, action=action, owner=owner)
    body = wording.plain(made)
    follow = [body[i + 1 : i + 2] for i, char in enumerate(body) if char in "[{!"]
    assert set(follow) <= {"\u200b"}
    assert "://" not in body
    assert wording.fingerprint_in(body) == made.fingerprint


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_title_is_one_short_line(path: str, source: str) -> None:
    """Whatever a file is called."""
    title = wording.title(finding(1, path=path, source=source))
    assert len(title) <= wording.LONGEST_TITLE
    assert len(title.splitlines()) == 1


def test_no_mark_no_fingerprint() -> None:
    """Only a line of its own counts, and only text."""
    texts = ["", "see ragaudit-finding: 0123456789abcdef", "ragaudit-finding: xyz", None, 3]
    assert [wording.fingerprint_in(text) for text in texts] == [None] * 5
