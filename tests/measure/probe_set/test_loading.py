"""`probes/v1` files: what is read, and how mistakes are named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.measure.probe_set.sets import WHOLE

from ragaudit._measure.probe_set.loading import load, loads
from ragaudit.errors import ConfigError
from ragaudit.model import (
    Budget,
    Category,
    Expectation,
    GoldGroup,
    GoldItem,
    Matrix,
    ProbePrincipal,
    Provenance,
    ReaderKind,
    Severity,
)

HEAD = "ragaudit: probes/v1\nprobes:\n"


def one(gold: str) -> str:
    return f"{HEAD}  - {{id: a, query: q, gold: {gold}}}\n"


def test_everything_is_read() -> None:
    """Each key of the schema arrives."""
    found = loads(WHOLE, "p.yaml")

    refund = found.probes[0]
    assert ("refund-window", Category.COMMON, 13) == (refund.id, refund.category, refund.line)
    assert ("return window?", "refund deadline") == refund.variants
    assert ("alice", "anonymous") == refund.principals
    gold = GoldItem("policies/returns.md", "within 30 days", 3), GoldItem("faq.md")
    assert (GoldGroup(gold),) == refund.gold
    assert Expectation(3, True, ("policies/old.md",)) == refund.expect
    assert ("policies", "ops@example.com") == (refund.source, refund.owner)
    assert Provenance("heading", "policies/returns.md#window", "ann") == refund.provenance
    assert (Budget(800, 0.002), Severity.WARN) == (refund.budget, refund.severity)
    assert Matrix(True, True) == found.probes[1].matrix
    assert Expectation(unanswerable=True) == found.probes[2].expect
    intents = tuple(GoldGroup((GoldItem(d),)) for d in ("it/jaguar.md", "fleet/jaguar.md"))
    assert Expectation(intents=intents, min_intents=2) == found.probes[3].expect
    assert ((1, 5, 10), ("anonymous", "staff")) == (found.k, found.asked_as)
    assert ("a" * 64, "b" * 64) == (found.corpus_digest, found.access_digest)
    assert (datetime(2026, 11, 23, tzinfo=UTC), "p.yaml") == (found.taken_at, found.place)


def test_principals() -> None:
    """One may extend another; anonymous needs no entry."""
    found = loads(WHOLE, "p.yaml").principals

    auth = {"header Authorization": "Bearer ${ALICE}"}
    assert {
        "staff": ProbePrincipal("staff"),
        "alice": ProbePrincipal("alice", who="alice.lee", groups=("eng",), auth=auth),
        "revoked": ProbePrincipal("revoked", who="alice.lee", auth=auth),
        "admin": ProbePrincipal("admin", ReaderKind.ORACLE),
        "anonymous": ProbePrincipal("anonymous", ReaderKind.ANONYMOUS),
    } == found


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("a.md", (("a.md",),)),
        ("{doc: a.md}", (("a.md",),)),
        ("[a.md, b.md]", (("a.md",), ("b.md",))),
        ("[[a.md, b.md], c.md]", (("a.md", "b.md"), ("c.md",))),
        ("{any: [a.md, {doc: b.md}]}", (("a.md", "b.md"),)),
        ("{any: a.md}", (("a.md",),)),
        ("[]", ()),
    ],
)
def test_gold_in_any_form(written: str, groups: tuple[tuple[str, ...], ...]) -> None:
    """A list is all of them, a list inside it or `any` is one of them."""
    (found,) = loads(one(written), "p.yaml").probes

    assert groups == tuple(tuple(item.document for item in group.any) for group in found.gold)


@pytest.mark.parametrize(
    ("written", "matrix"),
    [
        ("auto", Matrix(True, True)),
        ("{deny: auto}", Matrix(deny=True)),
        ("{allow: auto, deny: off}", Matrix(allow=True)),
        ("off", Matrix()),
    ],
)
def test_matrix(written: str, matrix: Matrix) -> None:
    """`auto` is both sides."""
    text = f"{HEAD}  - {{id: a, query: q, gold: a.md, matrix: {written}}}\n"

    assert matrix == loads(text, "p.yaml").probes[0].matrix


@pytest.mark.parametrize(
    ("was", "now", "told", "hint"),
    [
        ("id: bands", "id: refund-window", "26:5: two probes are called", "an id of its own"),
        ("as: [alice", "as: [alise", "17:10: nobody is called “alise”", "did you mean “alice”?"),
        ("[anonymous, staff]}", "[anonymous, staf]}", "6:51: nobody is called", "“staff”"),
        ("extends: alice", "extends: alce", "10:13: nobody is called", "“alice”"),
        ("extends: alice", "extends: revoked", "10:13: “revoked” extends itself", ""),
        ("prefer:", "prefr:", "20:48: unknown key “prefr”", "did you mean “prefer”?"),
        ("doc: policies", "dok: policies", "19:16: unknown key “dok”", "did you mean “doc”?"),
        ("from: policies", "form: policies", "23:31: unknown key “form”", "did you mean “from”?"),
        ("    as:", "    ass:", "17:5: unknown key “ass”", "did you mean “as”?"),
        ("common", "comon", "there is no category “comon”; did you mean “common”?", ""),
        ("${ALICE}", "abc", "holds more than a variable", ""),
        ("grade: 3", "grade: 0", "19:64: probes.0.gold.0.any.0.grade: input should be", ""),
        ("id: bands", "id: 12", "26:5: probes.1.id: write it in quotes", ""),
        ("id: bands", 'id: " "', "26:5: probes.1.id: is empty", ""),
        ("query: What are", "qery: What are", "28:5: unknown key “qery”", "“query”"),
        ("probes/v1", "probes/v2", "1:1: ragaudit: input should be 'probes/v1'", ""),
        ("k: [10", "k: [0", "defaults.k.0: input should be greater than", ""),
        ("matrix: auto", "matrix: {deny: aut}", "write `auto`, or leave it out", ""),
        ("aaaaa", "aaaaz", "is no digest", ""),
        ("refund-window", '"a\\e[31mb"', "“a\\x1b[31mb” holds characters that do not", ""),
        ("    matrix", '    "a\\0": 1\n    matrix', "“a\\x00” holds characters that do not", ""),
        ("800", ".inf", "budget.latency_p95_ms: input should be a finite number", ""),
        ("gold: hr/bands.md", "gold: [any: []]", "should have at least 1 item", ""),
        ("gold: hr/bands.md", "gold: 3", "gold: input should be a valid list", ""),
    ],
)
def test_mistakes_have_a_place(was: str, now: str, told: str, hint: str) -> None:
    """File, line, column, and the nearest word."""
    assert was in WHOLE

    with pytest.raises(ConfigError) as raised:
        loads(WHOLE.replace(was, now, 1), "p.yaml")

    assert told in raised.value.message
    assert hint in raised.value.hint
    assert raised.value.message.startswith("p.yaml:")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "p.yaml: is empty"),
        ("- a\n", "p.yaml:1:1: holds no mapping"),
        ("a: [1\nb: 2", "p.yaml:2:2: not valid YAML"),
        ("[" * 100_000, "p.yaml:1:41: too deeply nested"),
        (HEAD + "- &a [*a]\n", "too large or too deeply nested"),
        ("a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a]\n" for i in range(3)), "unknown key"),
        ("a: 1\na: 2\n", "p.yaml:2:1: “a” is written twice"),
        ("a: \0", "not valid YAML"),
        ("a: !!python/object:os.system x", "not valid YAML"),
        ("ragaudit: probes/v1\n", "“probes” is missing"),
        (HEAD + "  - {id: a, query: q}\n---\nb: 2\n", "not valid YAML"),
    ],
)
def test_what_is_no_probe_set(text: str, told: str) -> None:
    """Hostile and broken files end in one line."""
    with pytest.raises(ConfigError) as raised:
        loads(text, "p.yaml")

    assert told in raised.value.message


def test_a_bomb_of_aliases_is_refused() -> None:
    """Values that are written once and meant a million times."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 8)]

    with pytest.raises(ConfigError, match="too large"):
        loads("\n".join(lines), "p.yaml")


def test_a_query_too_long_is_refused() -> None:
    """Very long is fine, endless is not."""
    assert 40_000 == len(loads(f"{HEAD}  - {{id: a, query: {'a' * 40_000}}}", "p").probes[0].query)
    with pytest.raises(ConfigError, match="at most 50000"):
        loads(f"{HEAD}  - {{id: a, query: {'a' * 50_001}}}", "p")


def test_files(tmp_path: Path) -> None:
    """A byte order mark is no text; what is no file, too large or not UTF-8 is said."""
    file = tmp_path / "p.yaml"
    file.write_text(one("a.md"), "utf-8-sig")
    assert "a" == load(file).probes[0].id
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(file)
    with pytest.raises(ConfigError, match="is no file"):
        load(tmp_path)
    with pytest.raises(ConfigError, match="is not there"):
        load(tmp_path / "q.yaml")
    with file.open("wb") as stream:
        stream.truncate(20_000_001)
    with pytest.raises(ConfigError, match="larger than 20 MB"):
        load(file)
