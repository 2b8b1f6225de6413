"""Owners and dates that templates on a page state, such as `{{Owner|Ann}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lxml import etree

from ragaudit.model import Fact, FactState, Lifecycle, Origin, OwnerRole, SourceFacts
from ragaudit_connectors.mediawiki.options import CLOCKS, MediaWikiOptions
from ragaudit_connectors.remote import claim, known_date

_ROLES = {"owner": OwnerRole.ACCOUNTABLE, "steward": OwnerRole.STEWARD}
_LINK = re.compile(r"\[\[:?(?:[^\[\]|:]{1,60}:)?([^\[\]|]{1,255})(?:\|[^\[\]]{0,255})?\]\]")
LONGEST = 500
"""Characters of a name or a date; what is longer is a text."""


class UnreadableError(Exception):
    """Something is written there, and not a plain value."""


def stated(options: MediaWikiOptions, parsed: Mapping[str, Any]) -> SourceFacts:
    """What templates and categories of a page say, as far as the options read them."""
    fields = options.template_fields
    tree = _tree(parsed.get("parsetree")) if fields else None
    owners, times = [], {}
    for name, written in fields.items():
        where = f"{{{{{written}}}}}"
        try:
            value = _value(tree, written)
        except UnreadableError as error:
            value = None
            times[name] = _broken(where, str(error))
        if name in CLOCKS:
            times.setdefault(name, known_date(value, where, origin=Origin.EMBEDDED))
        elif value:
            owners.append(claim(_ROLES[name], value, where, Origin.EMBEDDED))
    return SourceFacts(
        times={name: fact for name, fact in times.items() if name in CLOCKS},
        owners=tuple(owners),
        looked_in=tuple(f"{{{{{fields[name]}}}}}" for name in _ROLES if name in fields),
        lifecycle=_lifecycle(options, parsed),
    )


def _tree(written: object) -> Any:
    """The page's own wikitext as a tree; None where it cannot be read."""
    if not isinstance(written, str):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(written.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _value(tree: Any, written: str) -> str | None:
    """The parameter of the first such template on the page; None where there is none."""
    name, _, parameter = written.partition("|")
    if tree is None:
        raise UnreadableError("the templates of the page cannot be read")
    for template in tree.iter("template"):
        title = template.find("title")
        if title is None or _name("".join(title.itertext())) != _name(name):
            continue
        for part in template.iterfind("part"):
            if _key(part) == parameter.strip():
                return _text(part.find("value"))
    return None


def _key(part: Any) -> str:
    name = part.find("name")
    if name is None:
        return ""
    return str(name.get("index") or "".join(name.itertext())).strip()


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if len(value):
        raise UnreadableError("is made by another template")
    text = (value.text or "").strip()
    if len(text) > LONGEST:
        raise UnreadableError("is too long")
    return _LINK.sub(r"\1", text).strip() or None


def _name(title: str) -> str:
    """A template's name as names are compared: `owner`, `Template:Owner`, `Owner `."""
    plain = title.replace("_", " ").strip()
    if plain.casefold().startswith("template:"):
        plain = plain[len("template:") :].strip()
    return plain[:1].upper() + plain[1:]


def _broken(where: str, note: str) -> Fact[date]:
    return Fact(FactState.ERROR, None, Origin.EMBEDDED, locator=where, note=note)


def _lifecycle(options: MediaWikiOptions, parsed: Mapping[str, Any]) -> Fact[Lifecycle]:
    listed = parsed.get("categories")
    for one in listed if isinstance(listed, list) else ():
        name = str(one.get("category", "")) if isinstance(one, dict) else ""
        for category, lifecycle in options.category_lifecycle.items():
            if _name(name) == _name(category):
                where = f"[[Category:{category}]]"
                return Fact(
                    FactState.KNOWN, lifecycle, Origin.EMBEDDED, locator=where, raw=category
                )
    return Fact.absent()
