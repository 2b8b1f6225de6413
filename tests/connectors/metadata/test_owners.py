"""Owners, and people who are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ragaudit.model import Document, GlobRule, OwnerRole

Page = Callable[..., Document]
Write = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("owner: ann@x.org", ["ann@x.org"]),
        ("owners: [ann@x.org, bob@x.org]", ["ann@x.org", "bob@x.org"]),
        ("owners:\n  - name: Ann Lee\n    email: ann@x.org\n  - name: Bob", ["ann@x.org", "Bob"]),
        ("owner:\n  name: Ann Lee\n  team: docs", ["docs"]),
        ("owner_slack: '#python'", ["#python"]),
        ("ms.author: annlee\nauthor: bob\nms.date: 2024-01-02", ["annlee"]),
        ("maintainer: '@org/docs'", ["@org/docs"]),
        ("dri: ann", ["ann"]),
        ("Content-Owner: People team", ["People team"]),
        ("contentOwner: People team", ["People team"]),
        ("owner: Ann Lee <ann@x.org>", ["ann@x.org"]),
        ("owner: ann@x.org, bob@x.org", ["ann@x.org", "bob@x.org"]),
        ("owner: Ann Lee, Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("owner: [https://github.com/orgs/acme/teams/docs]", ["@acme/docs"]),
        ("owner: https://github.com/ann", ["@ann"]),
        ("owner: Lee, Ann", ["Lee, Ann"]),
        ("owner: Legal, Risk and Tax team", ["Legal, Risk and Tax team"]),
        ("owners: [ann, ANN]", ["ann"]),
    ],
)
def test_accountable(page: Page, front_matter: str, expected: list[str]) -> None:
    """Whoever an owner field names is accountable, each once."""
    assert expected == [claim.principal for claim in page(front_matter).accountable]


@pytest.mark.parametrize(
    "front_matter",
    [
        "author: ann",
        "authors: [ann, bob]",
        "created_by: ann",
        "byline: Ann Lee",
        "last_update: {author: ann}",
        "contact: help@x.org",
        "reviewer: ann",
        "approver: ann",
        "team: payments",
        "department: finance",
        "product_owner: ann",
        "manager: ann",
        "steward: ann",
        "owner:",
        "owner: TBD",
        "owner: n/a",
        "owner: unknown",
        "owner: <your team>",
        "owner: '{{ team }}'",
        "owners: []",
        "owner_slack: #python",
    ],
)
def test_not_accountable(page: Page, front_matter: str) -> None:
    """Authors, contacts, subjects and empty fields make nobody accountable."""
    assert page(front_matter).accountable == ()


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("author: ann", OwnerRole.CREATOR),
        ("last_update: {author: ann}", OwnerRole.LAST_EDITOR),
        ("steward: ann", OwnerRole.STEWARD),
    ],
)
def test_other_roles(page: Page, front_matter: str, expected: OwnerRole) -> None:
    """Other people are kept in the role they have."""
    assert [expected] == [claim.role for claim in page(front_matter).owners]


def test_html_author_is_creator(write: Write, describe: Page) -> None:
    """`<meta name=author>` is a creator, `<meta name=owner>` an owner."""
    write(
        "page.html",
        '<html><head><title>T</title><meta name="author" content="Ann">\n'
        '<meta name="owner" content="docs-team"></head><body><p>Text</p></body></html>',
    )
    document = describe("page.html")
    roles = {claim.principal: claim.role for claim in document.owners}
    assert roles == {"Ann": OwnerRole.CREATOR, "docs-team": OwnerRole.ACCOUNTABLE}
    assert document.accountable[0].fact.locator == "html meta, line 2"


def test_precedence_keeps_every_claim(page: Page, write: Write) -> None:
    """Document, sidecar, rule, CODEOWNERS: in this order, and none is dropped."""
    write("page.md.meta.yaml", "title: T\nowner: side\n")
    write("CODEOWNERS", "# all\n*.md @org/code @ann\n")
    rules = (
        GlobRule("**", ("first",), "ragaudit.yaml:3"),
        GlobRule("*.md", ("rule",), "ragaudit.yaml:4"),
    )
    document = page("owner: front", owner_rules=rules)
    expected = [
        ("front", "front matter, line 2"),
        ("side", "page.md.meta.yaml:2"),
        ("rule", "ragaudit.yaml:4"),
        ("@org/code", "CODEOWNERS:2"),
        ("@ann", "CODEOWNERS:2"),
    ]
    assert expected == [(c.principal, c.fact.locator) for c in document.accountable]


def test_looked_in(page: Page) -> None:
    """Where nobody is named, the document says where that was looked for."""
    expected = (
        "front matter (`owner` names nobody)",
        "sidecar",
        "owner_rules (none set)",
        "CODEOWNERS (none found)",
    )
    assert expected == page("owner:").looked_in


@pytest.mark.parametrize(
    ("place", "text", "expected"),
    [
        ("CODEOWNERS", "* @all\npage.md @last\n", [("@last", "CODEOWNERS:2")]),
        (".github/CODEOWNERS", "* @all\n", [("@all", ".github/CODEOWNERS:1")]),
        ("docs/CODEOWNERS", "* @all\n", [("@all", "docs/CODEOWNERS:1")]),
        ("CODEOWNERS", "* @all\npage.md\n", []),
        ("CODEOWNERS", "* @all # asked @bob\n", [("@all", "CODEOWNERS:1")]),
        ("CODEOWNERS", "[x @broken\n* @all\n", [("@all", "CODEOWNERS:2")]),
        ("CODEOWNERS", "[Docs] @writers\n*.md\n", [("@writers", "CODEOWNERS:2")]),
        (
            "CODEOWNERS",
            "[Docs]\n*.md @writers\n[Legal]\npage.md @legal\n",
            [("@legal", "CODEOWNERS:4"), ("@writers", "CODEOWNERS:2")],
        ),
        ("CODEOWNERS", "[Docs][2] @writers\n*.md\n", [("@writers", "CODEOWNERS:2")]),
        ("CODEOWNERS", "[a" + " x@@" * 60 + " !\n* @all\n", [("@all", "CODEOWNERS:2")]),
        ("CODEOWNERS", "*a*a*a*a*a*a*a*a*a*b @x\n* @all\n", [("@all", "CODEOWNERS:2")]),
        ("CODEOWNERS", "other/ @bob\n", []),
    ],
)
def test_codeowners(
    page: Page, write: Write, place: str, text: str, expected: list[tuple[str, str]]
) -> None:
    """The last rule that matches counts, in GitLab's sections the last of each."""
    write(place, text)
    document = page("title: T")
    assert expected == [(c.principal, c.fact.locator) for c in document.accountable]


def test_codeowners_of_the_repository(folder: Path, write: Write, page: Page) -> None:
    """A folder inside a repository takes its owners from the repository's file."""
    top = folder.parent
    (top / ".git").mkdir()
    (top / "CODEOWNERS").write_text("/docs/ @org/docs\n", encoding="utf-8")
    assert [c.principal for c in page("title: T").accountable] == ["@org/docs"]


def test_docs_codeowners_names_paths_from_the_top(folder: Path, write: Write, page: Page) -> None:
    """`docs/CODEOWNERS` of a repository is about the repository, also when `docs` is audited."""
    (folder.parent / ".git").mkdir()
    write("CODEOWNERS", "/docs/page.md @org/docs\n/page.md @org/top\n")
    assert [c.principal for c in page("title: T").accountable] == ["@org/docs"]


def test_chosen_codeowners(page: Page, write: Write) -> None:
    """The configuration may name another file."""
    write("CODEOWNERS", "* @usual\n")
    write("meta/owners.txt", "* @chosen\n")
    document = page("title: T", codeowners="meta/owners.txt")
    assert [c.principal for c in document.accountable] == ["@chosen"]
