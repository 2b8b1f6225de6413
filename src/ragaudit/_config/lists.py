"""The lists a user keeps beside `ragaudit.yaml`: supported products and retired terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, field_validator, model_validator

from ragaudit._config.positions import Located, read_yaml
from ragaudit._config.sections import Globs, Section, Strings
from ragaudit._config.validating import validate
from ragaudit.errors import ConfigError
from ragaudit.model import Product, RetiredTerm
from ragaudit.text.versions import VersionError, VersionRange, family, parse_range

M = TypeVar("M", bound=BaseModel)
Named = tuple[str, int | None, int | None]
"""File, line and column of the key that names a list."""
_LONGEST_TERM = 100


def _quoted(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError(f'write versions in quotes, such as "{value}": YAML reads 3.10 as 3.1')
    return [value] if isinstance(value, str) else value


def _name(value: str) -> str:
    name = " ".join(value.split())
    if not any(c.isalnum() for c in name) or len(name) > _LONGEST_TERM:
        raise ValueError(f"“{name[:40]}” is no name of up to {_LONGEST_TERM} characters")
    return name


class ProductSection(Section):
    """`{name: Berthline, supported: ">=4.0"}`."""

    name: str
    aliases: Strings = Field(default_factory=list)
    supported: Annotated[list[str], BeforeValidator(_quoted)] = Field(default_factory=list)
    end_of_life: dict[str, date] = Field(default_factory=dict)

    @field_validator("name")
    @classmethod
    def _usable_name(cls, value: str) -> str:
        return _name(value)

    @field_validator("aliases")
    @classmethod
    def _usable_aliases(cls, value: list[str]) -> list[str]:
        return [_name(alias) for alias in value]

    @field_validator("supported")
    @classmethod
    def _ranges(cls, value: list[str]) -> list[str]:
        return [text for item in value for text in _split(item)]

    @field_validator("end_of_life")
    @classmethod
    def _versions(cls, value: dict[str, date]) -> dict[str, date]:
        for version in value:
            _checked(family, version)
        return value

    @model_validator(mode="after")
    def _says_something(self) -> ProductSection:
        if not self.supported and not self.end_of_life:
            raise ValueError(f"“{self.name}” needs `supported` or `end_of_life`")
        return self


def _split(text: str) -> list[str]:
    parts = [part.strip() for part in text.split("||")]
    for part in parts:
        _checked(parse_range, part)
    return parts


def _checked(read: Callable[[str], VersionRange], text: str) -> None:
    try:
        read(text)
    except VersionError as error:
        raise ValueError(str(error)) from error


class TermSection(Section):
    """`{term: EDI bridge, since: 2025-06-30, replacement: webhooks}`."""

    term: Strings = Field(min_length=1)
    since: date | None = None
    replacement: str = ""
    allow: Globs = Field(default_factory=list)
    unless: Strings = Field(default_factory=list)

    @field_validator("term", "unless")
    @classmethod
    def _usable(cls, value: list[str]) -> list[str]:
        return [_name(item) for item in value]


class ProductsFile(Section):
    """`products.yml`."""

    products: list[ProductSection]


class TermsFile(Section):
    """`retired-terms.yml`."""

    terms: list[TermSection]


def read_products(file: Path | None, named: Named) -> tuple[Product, ...]:
    """Products of a file; none without one. Raises `ConfigError`."""
    if file is None:
        return ()
    parsed, located = _read(file, named, ProductsFile, "products")
    return tuple(
        Product(
            p.name,
            tuple(p.aliases),
            tuple(p.supported),
            dict(p.end_of_life),
            _at(file, located, ("products", i)),
        )
        for i, p in enumerate(parsed.products)
    )


def read_terms(file: Path | None, named: Named) -> tuple[RetiredTerm, ...]:
    """Retired terms of a file; none without one. Raises `ConfigError`."""
    if file is None:
        return ()
    parsed, located = _read(file, named, TermsFile, "terms")
    return tuple(
        RetiredTerm(
            tuple(t.term),
            t.since,
            t.replacement,
            tuple(t.allow),
            tuple(t.unless),
            _at(file, located, ("terms", i)),
        )
        for i, t in enumerate(parsed.terms)
    )


def _read(file: Path, named: Named, model: type[M], key: str) -> tuple[M, Located]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("cannot be read: it is not UTF-8 text", str(file)) from error
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        hint = "check the path; it is relative to ragaudit.yaml"
        raise ConfigError(f"{file} cannot be read: {why}", *named, hint=hint) from error
    located = read_yaml(text, str(file))
    if not isinstance(located.data, dict):
        raise ConfigError(f"a list under `{key}:` is expected here", str(file), 1, 1)
    return validate(model, located, str(file)), located


def _at(file: Path, located: Located, where: tuple[str | int, ...]) -> str:
    return f"{file.name}:{located.line(where) or 1}"
