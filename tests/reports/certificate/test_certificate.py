"""The one page people read about a sign-off."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from ragaudit import _registry
from ragaudit.model import (
    Automation,
    Certificate,
    ChecklistItem,
    CheckStatus,
    Responsibility,
    RoleHolder,
    Signer,
    WaiverUse,
)

GOLDEN = Path(__file__).parents[1] / "golden"
CHROMIUM = Path("/usr/bin/chromium")
NAMES = ("marcus.oyelaran", "leyla.morrow", "ruth.calloway", "carla.nunes", "ingrid.vasari")
HOSTILE = "<script>alert(1)</script> | [x](javascript:alert(1)) \u202e `code` <!-- {{ 7*7 }}"
CHECKS = (
    ("ownership", CheckStatus.PARTLY, "5 of 5 roles are named; 388 of 415 documents have an owner"),
    ("automation level", CheckStatus.EVIDENCED, "“assist” is claimed, the results allow it"),
    ("production monitoring", CheckStatus.MISSING, "nothing from production was seen"),
)


def certificate(**changes: object) -> Certificate:
    """A sign-off by one of two."""
    holders = tuple(
        RoleHolder(role, name, f"{name}@pellworth.example" if name == NAMES[1] else "")
        for role, name in zip(Responsibility, NAMES, strict=True)
    )
    made = Certificate(
        signed_at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        valid_until=date(2027, 1, 31),
        ends_because="the waiver for FRS203 expired ends then",
        as_of=date(2026, 11, 1),
        version="0.1.0",
        automation=Automation.ASSIST,
        signers=(
            Signer(NAMES[1], (Responsibility.CHANGE_APPROVER,), "85258e04167bed4f" * 4, True),
            Signer(NAMES[0], (Responsibility.WORKFLOW_OWNER,), "930e78bb90e7f661" * 4),
        ),
        threshold=1,
        roles=holders,
        figures=(
            ("Documents", "415 in 8 sources; every one was read"),
            ("R@10", "0.79 (0.74 to 0.85, 184 probes)"),
            ("Leaks", "0 of 69 forbidden pairs of reader and document; at most 4.2 % (95 %)"),
        ),
        digests=(("signoff/manifest.jsonl", "9b29" * 16), ("ragaudit.yaml", "b8ce" * 16)),
        waivers=(WaiverUse("FRS203 expired", NAMES[2], "kept by law", date(2027, 1, 31), 18),),
        not_covered=("What the assistant writes: only what it retrieves was asked.",),
        checklist=tuple(ChecklistItem(*check) for check in CHECKS),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def hostile() -> Certificate:
    """Foreign text wherever there can be any, and more of everything than there is room for."""
    return certificate(
        ends_because=HOSTILE,
        signers=(Signer(HOSTILE, (Responsibility.CHANGE_APPROVER,), "ab" * 32, True),),
        roles=tuple(RoleHolder(role, HOSTILE, "x@y.example") for role in Responsibility),
        figures=(*(("figure", "9,999 of 99,999, at most 99 % (95 %)"),) * 8, ("last", HOSTILE)),
        waivers=tuple(
            WaiverUse(HOSTILE, HOSTILE, HOSTILE * 9, date(2027, 1, 1), n) for n in range(30)
        ),
        not_covered=(HOSTILE * 9,) * 30,
        checklist=tuple(
            ChecklistItem(f"check {n}", CheckStatus.PARTLY, HOSTILE * 9) for n in range(7)
        ),
        digests=tuple((f"signoff/{HOSTILE}-{n}", "9b29" * 16) for n in range(30)),
    )


@pytest.mark.parametrize(
    ("kind", "name"), [("html", "certificate.html"), ("markdown", "certificate.md")]
)
def test_golden(kind: str, name: str) -> None:
    """The whole page, as it is; UPDATE_GOLDEN=1 writes it anew."""
    made = _registry.certificate(kind).render(certificate())
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_text(made, "utf-8")
    assert (GOLDEN / name).read_text("utf-8") == made


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_too_few_signatures_are_no_sign_off(kind: str) -> None:
    """The heading says so, and who is still to sign."""
    made = _registry.certificate(kind).render(certificate(threshold=2))
    assert "Not yet signed off" in made
    assert "Still to sign: marcus.oyelaran" in made
    assert "Signed off until" not in made


def test_one_person_with_two_keys_is_one() -> None:
    """Different people are counted."""
    twice = tuple(replace(signer, name="ann", signed=True) for signer in certificate().signers)
    made = _registry.certificate("html").render(certificate(threshold=2, signers=twice))
    assert "Not yet signed off" in made


def test_nothing_foreign_is_markup() -> None:
    """Neither in HTML nor in Markdown."""
    page = _registry.certificate("html").render(hostile())
    tree = lxml_html.fromstring(page)
    assert ([], []) == (
        tree.xpath("//script | //a | //img | //link | //@onclick"),
        tree.xpath("//comment()"),
    )
    assert "\u202e" not in page
    told = _registry.certificate("markdown").render(hostile())
    blocks = MarkdownIt().enable("table").parse(told)
    kinds = {t.type for block in blocks for t in (block, *(block.children or ()))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image"}
    assert "\u202e" not in told


def test_nothing_is_loaded() -> None:
    """A strict policy, with the style by its hash."""
    page = _registry.certificate("html").render(certificate())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page
    assert not re.search(r"https?://|url\(|@import", page)


@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
@pytest.mark.parametrize("made", [certificate(), hostile()], ids=["usual", "everything too long"])
def test_in_a_browser(made: Certificate, tmp_path: Path) -> None:
    """One printed page, no message, no request; the style applies."""
    pytest.importorskip("playwright")
    from playwright.sync_api import sync_playwright

    file = tmp_path / "certificate.html"
    file.write_text(_registry.certificate("html").render(made), "utf-8")
    said: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: said.append(request.url))
        page.goto(file.as_uri())
        weight = page.evaluate("getComputedStyle(document.querySelector('strong')).fontWeight")
        pdf = page.pdf(prefer_css_page_size=True)
        browser.close()
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert (1, "600", [file.as_uri()]) == (pages, weight, said)
