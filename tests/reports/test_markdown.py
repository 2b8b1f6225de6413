"""The Markdown report: a pull-request comment that strangers' text cannot break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, Severity, SourceFailure, Verdict, VerdictStatus
from ragaudit.testing import check_reporter
from ragaudit_reports._markdown_fit import bounded
from ragaudit_reports.markdown import MarkdownReporter

Golden = Callable[[str, str], str]


def render(audit: Audit) -> str:
    return MarkdownReporter().render(audit, ReportOptions())


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(MarkdownReporter())


def test_whole_report(rich_audit: Audit, golden: Golden) -> None:
    """Every part."""
    actual = render(rich_audit)
    assert golden("report.md", actual) == actual


def test_nothing_found_is_no_all_clear(bare_audit: Audit) -> None:
    """Without findings it says what was checked and what was not."""
    verdict = Verdict(VerdictStatus.PASSED, ("no findings",))
    text = render(replace(bare_audit, findings=(), verdict=verdict))
    assert "5 rules over 500 documents" in text
    assert "### Not checked" in text


@pytest.mark.parametrize("number", [100, 5000])
def test_fits_a_comment(rich_audit: Audit, number: int) -> None:
    """What does not fit is counted, worst findings first."""
    [*warnings] = [replace(rich_audit.findings[2], path=f"日本/{n}.md") for n in range(number)]
    error = replace(rich_audit.findings[0], path="the-error.md")
    text = render(replace(rich_audit, findings=(*warnings, error)))
    shown = text.count("- [ ] ")
    assert len(text.encode()) < 60_000
    assert "the-error.md" in text
    assert (f"**{number + 1 - shown:,} more findings left out**" in text) == (number == 5000)


@pytest.mark.parametrize("probing", [False, True])
def test_fits_a_comment_whatever_strangers_wrote(
    rich_audit: Audit, leaky_audit: Audit, probing: bool
) -> None:
    """Long names and reasons everywhere, each of which takes more room once it is escaped."""
    long = "<&>`_*" * 200
    audit = spoken(leaky_audit if probing else rich_audit, long)
    failures = [SourceFailure(f"{n}{long}", "unreachable", long, long) for n in range(60)]
    sources = [replace(audit.sources[0], id=f"{n}{long}") for n in range(60)]
    notes, reasons = (long,) * 60, (long,) * 60
    text = render(
        replace(audit, source_failures=tuple(failures), sources=tuple(sources), notes=notes,
                verdict=replace(audit.verdict, reasons=reasons))
    )  # fmt: skip
    assert len(text.encode()) <= 65_000
    assert text.endswith("more lines left out** to fit a comment; `--format json` has all.\n")


@pytest.mark.parametrize("limit", range(300, 700, 7))
def test_a_cut_leaves_nothing_open(limit: int) -> None:
    """Wherever it falls, the line about it is read as text, outside of folds and fences."""
    text = (
        "<details><summary>notes</summary>\n\n" + "- a\n```yaml\nb: 1\n```\n" * 40 + "</details>\n"
    )
    cut = bounded(text, limit)
    assert len(cut.encode()) <= limit
    assert cut.count("<details>") == cut.count("</details>")
    assert "paragraph_open" == MarkdownIt().parse(cut)[-3].type


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</details><h1>big</h1>",
        "[click](https://evil.example)",
        "![img](https://evil.example/x.png)",
        "https://evil.example",
        "www.evil.example",
        "mail@evil.example",
        "`code` ``more``",
        "**bold** _em_ ~~gone~~",
        "line\n\n# heading",
        "a | b",
        "# heading",
        "- item",
        "1. item",
        "$x$ &lt;",
    ],
)
def test_foreign_text_stays_text(rich_audit: Audit, hostile: str) -> None:
    """Wherever foreign text stands, the page keeps its structure and gains no link."""
    actual, plain = (tokens(render(spoken(rich_audit, text))) for text in (hostile, "plain"))
    ran = "".join(token.content for token in actual if token.type == "text")
    assert layout(actual) == layout(plain)
    assert [lure for lure in ("://", "www.", "mail@evil") if lure in ran] == []


def spoken(audit: Audit, text: str) -> Audit:
    """The audit with the same words wherever a stranger has a say."""
    line = " ".join(text.split())
    error = replace(audit.findings[0], message=text, owner=text, path=text, action=line)
    info = replace(error, severity=Severity.INFO, status_reason=text)
    skip = replace(audit.skips[0], path=text, action=text)
    verdict = replace(audit.verdict, reasons=(text,))
    return replace(audit, findings=(error, info), skips=(skip,), notes=(text,), verdict=verdict)


def tokens(text: str) -> list[Token]:
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def layout(found: list[Token]) -> list[str]:
    inline = ("text", "code_inline")
    return [token.type + token.tag for token in found if token.type not in inline]


def test_declaration_is_a_block(rich_audit: Audit) -> None:
    """Lines to copy into a file stay lines."""
    [fence] = [token for token in tokens(render(rich_audit)) if token.type == "fence"]
    assert fence.content == "sources: [{id: wiki, owners: [{glob: '**', owner: you}]}]\n"


def test_nobody_is_notified(rich_audit: Audit) -> None:
    """Mentions and issue numbers in running text are broken by an invisible space."""
    finding = replace(rich_audit.findings[0], message="ask @channel about #12")
    text = render(replace(rich_audit, findings=(finding,)))
    assert "ask @\u200bchannel about #\u200b12" in text
