"""Who may read a document, and when that is not known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    AclRule,
    Document,
    Effect,
    Exposure,
    Principal,
    PrincipalKind,
)
from ragaudit.testing import source
from ragaudit_connectors.filesystem import FilesystemConnector

Page = Callable[..., Document]
Write = Callable[[str, str], Path]


def allowed(policy: AccessPolicy) -> list[str]:
    """The names every layer allows."""
    return sorted(principal.name for principal in policy.allowed)


@pytest.mark.parametrize(
    ("front_matter", "expected", "exposure"),
    [
        ("access: public", ["public"], Exposure.ANONYMOUS),
        ("access: [hr, legal]", ["hr", "legal"], Exposure.GROUP),
        ("access: hr, legal", ["hr", "legal"], Exposure.GROUP),
        ("audience: internal", ["internal"], Exposure.ORG),
        ("audience: group:hr", ["hr"], Exposure.GROUP),
        ("audience: hr", ["hr"], Exposure.GROUP),
        ("acl: user:ann", ["ann"], Exposure.NAMED),
        ("access: All staff", ["all-staff"], Exposure.ORG),
        ("access: HR Team", ["HR Team"], Exposure.GROUP),
        ("visibility: public", ["public"], Exposure.ANONYMOUS),
        ("access: nobody", [], Exposure.NOBODY),
        ("access: []", [], Exposure.NOBODY),
        ("access:\n  allow: []", [], Exposure.NOBODY),
        ("access:\n  allow: [hr]\n  deny: [interns]", ["hr"], Exposure.GROUP),
    ],
)
def test_declared(page: Page, front_matter: str, expected: list[str], exposure: Exposure) -> None:
    """A document's own word is read in the shapes people write it in."""
    policy = page(front_matter).access
    assert (AccessState.KNOWN, expected, exposure) == (
        policy.state,
        allowed(policy),
        policy.exposure,
    )


@pytest.mark.parametrize(
    "front_matter",
    [
        "audience: Developers who build APIs",
        "audience: developers",
        "audience: [developers, admins]",
        "audience: ITPro",
        "audience: [maintainer, reviewer]",
        "audience: everyone",
        "visibility: full",
        "audience: All",
        "audience:",
        "visibility: visible",
        "visibility: true",
        "access: restricted",
        "access: none",
        "visibility: private",
        "access: confidential",
        "title: Travel",
    ],
)
def test_readership_is_no_access_list(page: Page, front_matter: str) -> None:
    """Whom a text is written for, or “restricted” without a name, leaves access unknown."""
    policy = page(front_matter).access
    assert (policy.state, policy.exposure) == (AccessState.UNKNOWN, Exposure.UNKNOWN)


def test_readership_that_is_a_group(page: Page, write: Write) -> None:
    """A word for readers that the directory knows as a group is a group."""
    write("directory.yaml", "groups:\n  developers: {members: [ann]}\n")
    assert allowed(page("audience: developers").access) == ["developers"]


def test_html_audience_is_for_search_engines(write: Write, describe: Page) -> None:
    """`<meta name=audience>` says nothing about access, nor does `expires` about the text."""
    write(
        "page.html",
        '<meta name="audience" content="public"><meta http-equiv="expires" content="0">'
        '<meta name="classification" content="business"><p>Text</p>',
    )
    document = describe("page.html")
    assert document.access.state == AccessState.UNKNOWN
    assert (document.classification.known, document.times.expires.known) == (False, False)
    assert document.metadata_errors == ()


FOLDER = """\
default: [all-staff]
rules:
  - path: "salaries/**"
    allow: [hr]
  - path: "salaries/public.md"
    allow: [public]
  - {path: "salaries/*.md", deny: [interns]}
"""


@pytest.mark.parametrize(
    ("path", "expected", "locator"),
    [
        ("hr/a.md", ["all-staff"], "hr/access.yaml:1"),
        ("hr/salaries/2026/a.md", ["hr"], "hr/access.yaml:3"),
        ("hr/salaries/a.md", ["hr"], "hr/access.yaml:7"),
        ("hr/salaries/public.md", ["public"], "hr/access.yaml:7"),
    ],
)
def test_folder_file(
    write: Write, describe: Page, path: str, expected: list[str], locator: str
) -> None:
    """Globs start at the file's folder, later rules win, `deny` alone keeps the readers."""
    write("hr/access.yaml", FOLDER)
    write(path, "# T\n\nText\n")
    policy = describe(path).access
    assert (AccessState.KNOWN, expected, locator) == (
        policy.state,
        allowed(policy),
        policy.locator,
    )
    denied = [e.principal.name for e in policy.layers[0].entries if e.effect is Effect.DENY]
    assert (["interns"] if locator.endswith("7") else []) == denied


def test_nearest_file_that_reaches(write: Write, describe: Page) -> None:
    """A nearer file without a matching rule leaves the word to the one above."""
    write("access.yaml", "default: [all-staff]\n")
    write("hr/access.yaml", "rules: [{path: 'secret/**', allow: [hr]}]\n")
    write("hr/secret/a.md", "# T\n")
    write("hr/b.md", "# T\n")
    assert allowed(describe("hr/secret/a.md").access) == ["hr"]
    assert allowed(describe("hr/b.md").access) == ["all-staff"]


def test_no_rule_reaches(write: Write, describe: Page) -> None:
    """A folder that no rule reaches is unknown, with what was looked for."""
    write("hr/access.yaml", "default: [hr]\n")
    write("it/a.md", "# T\n")
    policy = describe("it/a.md").access
    note = "no `access` in the document, no access.yaml and no `acl_rules` reach it"
    assert (AccessState.UNKNOWN, note) == (policy.state, policy.note)


def test_empty_list_is_nobody(write: Write, describe: Page) -> None:
    """An explicit empty list lets nobody in; it is not “no restriction”."""
    write("access.yaml", "rules: [{path: '**', allow: []}]\n")
    write("a.md", "# T\n")
    assert describe("a.md").access.exposure == Exposure.NOBODY


def test_empty_list_in_the_document_beats_the_folder(write: Write, page: Page) -> None:
    """Nobody is narrower than what the folder allows."""
    write("access.yaml", "default: [public]\n")
    assert page("access: []").access.exposure == Exposure.NOBODY


@pytest.mark.parametrize(
    "line", ["audience: []", "visibility: []", "access:\n  deny: []", "tags: []"]
)
def test_other_empty_lists_leave_it_to_the_folder(write: Write, page: Page, line: str) -> None:
    """A slot nobody filled and an empty list of exceptions restrict nobody."""
    write("access.yaml", "default: [hr]\n")
    assert page(line).access.exposure == Exposure.GROUP


def test_deny_alone_is_partial(write: Write, describe: Page) -> None:
    """A list that only denies does not say who may read."""
    write("access.yaml", "rules: [{path: '**', deny: [interns]}]\n")
    write("a.md", "# T\n")
    policy = describe("a.md").access
    assert (policy.state, policy.exposure) == (AccessState.PARTIAL, Exposure.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("default: [hr\n", "hr/access.yaml:2: "),
        ("defualt: [hr]\n", "hr/access.yaml:1: `defualt` is not known here"),
        ("default:\n", "hr/access.yaml:1: a list is expected here"),
        ("default: {allow: [hr]}\n", "hr/access.yaml:1: a list is expected here"),
        ("- hr\n", "hr/access.yaml:1: keys with values are expected here"),
        ("rules: [{path: '**'}]\n", "a rule needs `path`, and `allow` or `deny`"),
        ("rules: [{path: '[z-a]', allow: [hr]}]\n", "is not a glob that can be used"),
        ("rules: [{path: '*a*a*a*a*a*a*a*a', allow: [hr]}]\n", "is not a glob that can be used"),
        ("rules: [{allow: [hr]}]\n", "a rule needs `path`, and `allow` or `deny`"),
        ("default: [hr]\ndefault: [public]\n", "`default` is given twice"),
        ("", "hr/access.yaml: is empty"),
        ("default: [*a]\n", "hr/access.yaml:1: found undefined alias"),
        ("[" * 2000, "hr/access.yaml: is nested too deeply to be read"),
    ],
)
def test_unusable_file(folder: Path, write: Write, describe: Page, text: str, note: str) -> None:
    """A file that cannot be used makes access an error, never public, never the folder above's."""
    write("access.yaml", "default: [public]\n")
    write("hr/access.yaml", text)
    write("hr/a.md", "# T\n")
    policy = describe("hr/a.md").access
    assert (policy.state, policy.exposure) == (AccessState.ERROR, Exposure.UNKNOWN)
    assert note in (policy.note or "")


def test_alias_bomb(write: Write, describe: Page) -> None:
    """Aliases that multiply end at a limit."""
    lines = ["rules:", " - path: &a ['x','x','x','x','x','x','x','x','x','x']"]
    for one, two in zip("abcdefg", "bcdefgh", strict=True):
        lines.append(f" - path: &{two} [{','.join([f'*{one}'] * 10)}]")
    write("access.yaml", "\n".join(lines))
    write("a.md", "# T\n")
    policy = describe("a.md").access
    assert policy.state == AccessState.ERROR
    assert "too long or nested too deeply" in (policy.note or "")


def test_note_of_an_unusable_file(folder: Path, write: Write) -> None:
    """What is wrong with a folder's file is also said once for the source."""
    write("access.yaml", "defualt: [hr]\n")
    write("a.md", "# T\n")
    connector = FilesystemConnector(source(folder))
    check = list(connector.list_refs())
    assert [item.path for item in check] == ["a.md", "access.yaml"]
    from ragaudit.testing import check_connector

    check_connector(connector)
    expected = [
        "access.yaml:1: `defualt` is not known here; there is `default`, `rules`, "
        "`synced_at`, `exported_at`; "
        "access of the documents it reaches is not known"
    ]
    assert expected == list(connector.notes())


def test_link_out_is_not_followed(folder: Path, write: Write, describe: Page) -> None:
    """An access.yaml that is a link out of the source is an error."""
    (folder.parent / "outside.yaml").write_text("default: [public]\n", encoding="utf-8")
    (folder / "access.yaml").symlink_to(folder.parent / "outside.yaml")
    write("a.md", "# T\n")
    policy = describe("a.md").access
    assert (
        policy.state,
        policy.note,
    ) == (AccessState.ERROR, "access.yaml: is a link that is not followed")


def test_link_inside_is_followed(folder: Path, write: Write, describe: Page) -> None:
    """One access.yaml may serve two folders."""
    write("hr/access.yaml", "default: [hr]\n")
    write("pay/a.md", "# T\n")
    (folder / "pay/access.yaml").symlink_to(folder / "hr/access.yaml")
    assert allowed(describe("pay/a.md").access) == ["hr"]


RULES = (
    AclRule("**", ("all-staff",), (), "ragaudit.yaml:9"),
    AclRule("page.md", ("finance",), (), "ragaudit.yaml:10"),
)


def test_precedence(page: Page, write: Write) -> None:
    """Document, then folder, then configuration."""
    assert allowed(page("title: T", acl_rules=RULES).access) == ["finance"]
    write("access.yaml", "default: [hr]\n")
    assert allowed(page("title: T", acl_rules=RULES).access) == ["hr"]
    write("page.md.meta.yaml", "access: [it]\n")
    assert allowed(page("title: T", acl_rules=RULES).access) == ["it"]
    assert allowed(page("access: legal", acl_rules=RULES).access) == ["legal"]


def test_default(page: Page) -> None:
    """A source may declare that it does not restrict readers by document."""
    assert page("title: T", acl_default="not_applicable").access.state == AccessState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("default", "state"), [("public", AccessState.UNKNOWN), ("hr", AccessState.KNOWN)]
)
def test_restricted_in_an_open_folder(
    page: Page, write: Write, default: str, state: AccessState
) -> None:
    """“restricted” takes its readers from the folder, unless the folder is open to all."""
    write("access.yaml", f"default: [{default}]\n")
    assert state == page("access: restricted").access.state


def test_unread_metadata_may_restrict(page: Page, write: Write) -> None:
    """Where the document's own metadata is broken, a folder's word cannot be relied on."""
    write("access.yaml", "default: [public]\n")
    write("page.md.meta.yaml", "title: T\naccess: [hr\nowner: x\n")
    document = page("title: T")
    assert document.access.state == AccessState.ERROR
    assert [f.key for f in document.metadata_errors] == ["sidecar"]


def test_principals_are_parsed(page: Page) -> None:
    """Each kind of principal is told apart."""
    policy = page("access: [group:hr, ann@x.org, public, ops]").access
    expected = (
        Principal(PrincipalKind.GROUP, "hr"),
        Principal(PrincipalKind.USER, "ann@x.org"),
        Principal(PrincipalKind.EVERYONE, "public"),
        Principal(PrincipalKind.UNRESOLVED, "ops"),
    )
    assert expected == policy.principals
