"""What a wiki says about itself: namespaces, groups that may read, where its pages are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ragaudit.errors import MalformedError
from ragaudit_connectors.mediawiki.api import Api

ASKED = "general|namespaces|usergroups|extensions|statistics"
EVERYBODY, SIGNED_IN = "*", "user"
"""Groups that everybody is in, and everybody with an account."""
LIMITING = frozenset(
    {"Lockdown", "AccessControl", "PagePermissions", "PrivatePageProtection", "ConfidentialPages"}
    | {"BlueSpicePermissionManager", "SemanticACL", "NamespaceReadRestrict", "HideNamespace"}
)
"""Extensions that limit who may read single pages or namespaces."""


@dataclass(frozen=True, slots=True)
class Site:
    """One wiki."""

    names: Mapping[int, str]
    """Number to name of each namespace."""
    words: Mapping[str, int]
    """Every word that stands for a namespace before a colon, casefolded, to its number."""
    content: tuple[int, ...]
    groups: tuple[str, ...]
    readers: frozenset[str]
    """The groups with the right `read`."""
    limiting: tuple[str, ...]
    """Extensions it has that limit reading."""
    server: str
    article_path: str
    script: str
    now: str
    """The wiki's own time when it was asked."""
    articles: int | None

    @property
    def private(self) -> bool:
        """Whether reading takes an account."""
        return EVERYBODY not in self.readers

    def namespace(self, title: str) -> int:
        """The namespace of a full title."""
        word, colon, _ = title.partition(":")
        return self.words.get(_word(word), 0) if colon else 0

    def numbers(self, written: Iterable[int | str]) -> Iterator[int]:
        """The namespaces that names or numbers stand for. Raises `MalformedError`."""
        for one in written:
            number = int(one) if str(one).isdecimal() else self.words.get(_word(str(one)))
            if str(one).casefold() in ("", "main", "(main)"):
                number = 0
            if number is None or number < 0 or number not in self.names:
                known = ", ".join(name or "0" for key, name in self.names.items() if key >= 0)
                raise MalformedError(
                    f"the wiki has no namespace “{one}”, which the options name",
                    f"it has: {known[:500]}",
                )
            yield number


def read_site(api: Api) -> Site:
    """Ask a wiki for itself. Raises `SourceError`."""
    answer = api.query(meta="siteinfo", siprop=ASKED)
    found = answer.get("query")
    told = found if isinstance(found, dict) else {}
    general = _dict(told.get("general"))
    spaces = [one for one in _dict(told.get("namespaces")).values() if isinstance(one, dict)]
    groups = _dicts(told.get("usergroups"))
    if not str(general.get("generator", "")).startswith("MediaWiki") or not spaces or not groups:
        raise MalformedError(
            f"{api.host}: that is no MediaWiki", "write the address of its api.php to `url`"
        )
    names = {
        one["id"]: str(one.get("name", "")) for one in spaces if isinstance(one.get("id"), int)
    }
    extensions = {str(one.get("name")) for one in _dicts(told.get("extensions"))}
    articles = _dict(told.get("statistics")).get("articles")
    return Site(
        names=names,
        words=dict(_words(spaces)),
        content=tuple(sorted(one["id"] for one in spaces if one.get("content") is True)),
        groups=tuple(str(one.get("name")) for one in groups),
        readers=frozenset(str(one.get("name")) for one in groups if "read" in _rights(one)),
        limiting=tuple(sorted(extensions & LIMITING)),
        server=str(general.get("server", "")),
        article_path=str(general.get("articlepath", "")),
        script=str(general.get("script", "")),
        now=str(general.get("time", "")),
        articles=articles if isinstance(articles, int) else None,
    )


def _words(spaces: Iterable[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    for one in spaces:
        for key in ("canonical", "name"):
            if (word := one.get(key)) and isinstance(one.get("id"), int):
                yield _word(str(word)), one["id"]


def _word(name: str) -> str:
    return name.strip().replace("_", " ").casefold()


def _rights(group: Mapping[str, Any]) -> list[Any]:
    rights = group.get("rights")
    return rights if isinstance(rights, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
