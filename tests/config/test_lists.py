"""`products.yml` and `retired-terms.yml`: what is read, and how mistakes are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ragaudit._config import resolve
from ragaudit._config.load import load
from ragaudit.errors import ConfigError
from ragaudit.model import Interval, Product, RetiredTerm

CONFIG = """\
version: 1
sources: [{id: docs, root: docs, acl: {max_age: 7d}}]
products: products.yml
retired_terms: terms.yml
ownership: {inactive_after_days: 180, max_documents: 50}
"""
PRODUCTS = """\
products:
  - {name: Berthline, aliases: Berthline API, supported: ">=4.2 || 3.12"}
  - {name: Python, supported: [">=3.11"], end_of_life: {"3.11": 2027-10-31}}
"""
TERMS = """\
terms:
  - {term: EDI bridge, since: 2026-04-01, replacement: webhooks, allow: ["adr/**"]}
  - {term: [Starter plan, Starter tier], unless: starter plan of exercises}
"""


def write(folder: Path, products: str = PRODUCTS, terms: str = TERMS) -> Path:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "products.yml").write_text(products, encoding="utf-8")
    (folder / "terms.yml").write_text(terms, encoding="utf-8")
    file = folder / "ragaudit.yaml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


def test_everything_is_read(tmp_path: Path) -> None:
    """Frozen values with the line each is written on."""
    common = load(write(tmp_path)).common
    assert (
        Product("Berthline", ("Berthline API",), (">=4.2", "3.12"), {}, "products.yml:2"),
        Product("Python", (), (">=3.11",), {"3.11": date(2027, 10, 31)}, "products.yml:3"),
    ) == common.products
    assert (
        RetiredTerm(("EDI bridge",), date(2026, 4, 1), "webhooks", ("adr/**",), (), "terms.yml:2"),
        RetiredTerm(("Starter plan", "Starter tier"), None, "", (),
                    ("starter plan of exercises",), "terms.yml:3"),
    ) == common.retired_terms  # fmt: skip
    assert (180, 50) == (common.people_inactive_after_days, common.max_documents_per_owner)


def test_every_source_has_them(tmp_path: Path) -> None:
    """Also a folder the file does not list."""
    file = write(tmp_path)
    (tmp_path / "other").mkdir()
    for paths in ((), (tmp_path / "other",)):
        (source,) = resolve(paths, file, tmp_path).sources
        assert (2, 2, 180) == (
            len(source.products),
            len(source.retired_terms),
            source.people_inactive_after_days,
        )
    (source,) = resolve((), file, tmp_path).sources
    assert Interval(7, "day") == source.acl_max_age


def test_a_changed_list_is_another_decision(tmp_path: Path) -> None:
    """The digest of the settings tells."""
    before = load(write(tmp_path)).digest
    assert before != load(write(tmp_path, PRODUCTS.replace("4.2", "4.3"))).digest


def test_a_missing_file(tmp_path: Path) -> None:
    """The error stands where the file is named."""
    file = write(tmp_path)
    (tmp_path / "terms.yml").unlink()
    with pytest.raises(ConfigError, match=r"ragaudit.yaml:4:1: .*terms.yml cannot be read") as seen:
        load(file)
    assert "relative to ragaudit.yaml" in seen.value.hint


@pytest.mark.parametrize(
    ("products", "message"),
    [
        (
            "products: [{name: X, supported: 3.10}]",
            r"products.yml:1:\d+: .*write versions in quotes",
        ),
        ("products:\n  - {name: X, suported: '3'}", r"products.yml:2:\d+: unknown key “suported”"),
        ("products:\n  - {name: X}", "needs `supported` or `end_of_life`"),
        ("products:\n  - {name: X, supported: latest}", "products.yml:2.*no version"),
        ("products:\n  - {name: X, supported: '>=4,<3'}", "holds for no version"),
        ("products:\n  - {name: X, end_of_life: {'3': soon}}", "products.yml:2"),
        ("products:\n  - {name: '???', supported: '3'}", "is no name"),
        ("- a", "a list under `products:` is expected"),
        ("product: []", "unknown key “product”"),
        ("products: [", "not valid YAML"),
    ],
)
def test_mistakes_in_products(tmp_path: Path, products: str, message: str) -> None:
    """File and line, never a traceback."""
    with pytest.raises(ConfigError, match=message):
        load(write(tmp_path, products=products + "\n"))


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ("terms:\n  - {since: 2026-04-01}", r"terms.yml:2:\d+: “term” is missing"),
        ("terms:\n  - {term: X, since: spring}", "terms.yml:2"),
        ("terms:\n  - {term: X, allow: '[b-a]'}", "is no glob"),
        ("terms:\n  - {term: []}", "terms.yml:2"),
        ("terms:\n  - {term: '-'}", "is no name"),
        ("terms: {a: b}", "terms.yml:1"),
    ],
)
def test_mistakes_in_terms(tmp_path: Path, terms: str, message: str) -> None:
    """File and line, never a traceback."""
    with pytest.raises(ConfigError, match=message):
        load(write(tmp_path, terms=terms + "\n"))
