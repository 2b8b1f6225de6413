"""Renders the documentation of rules from the rules themselves, so that it cannot drift.

`python -m ragaudit._docs docs/rules` writes the pages, `--check` says which are stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import entry_points
from itertools import groupby
from pathlib import Path

from ragaudit.model import Remedy, Rule

INDEX = "index.md"
_BUILT_IN = "ragaudit.detectors."
_FAMILIES = {
    "OWN": "Ownership",
    "FRS": "Freshness",
    "CNF": "Conflict",
    "DUP": "Duplicate",
    "PRM": "Permission",
    "SAF": "Safety",
    "EXT": "Extraction",
    "STR": "Structure",
}
_REMEDIES = {
    Remedy.FIX: "correct the document",
    Remedy.VERIFY: "check that it still holds, and say so",
    Remedy.ARCHIVE: "take it out of service",
    Remedy.RESTRICT: "narrow who may read it",
    Remedy.EXCLUDE: "keep it from the retriever",
}


def rule_page(rule: Rule) -> str:
    """The page of one rule, in Markdown."""
    parts = [
        f"# {rule.code} {rule.name}",
        rule.summary,
        _table(rule),
        f"## Why it matters\n\n{rule.why}",
        f"## Example\n\n{_fenced(rule.example)}",
        f"## What is not reported\n\n{rule.not_reported}",
        f"## How to fix it\n\n{rule.how_to_fix}",
    ]
    if rule.gap:
        parts.append(f"{_gap()}\n\n{_fenced(rule.declare, 'yaml')}")
    parts.append(_suppress(rule))
    if rule.references:
        parts.append("## References\n\n" + "\n".join(f"- {_link(r)}" for r in rule.references))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def index_page(rules: Iterable[Rule]) -> str:
    """The list of all rules by family."""
    parts = [
        "# Rules",
        "Generated from the rules; `ragaudit rules` prints the same list, `ragaudit explain CODE` "
        "the page of one rule. Severities are defaults: `rules:` in "
        "[ragaudit.yaml](../configuration.md) changes them, for all sources or for one.",
    ]
    ordered = sorted(rules, key=lambda rule: (_rank(rule), rule.code))
    for name, members in groupby(ordered, key=family):
        rows = [
            f"| [{r.code}]({r.code}.md) | {r.name} | {_severity(r)} | {_cell(r.summary)} |"
            for r in members
        ]
        head = f"## {name}\n\n| code | name | severity | what it reports |\n|---|---|---|---|"
        parts.append("\n".join((head, *rows)))
    return "\n\n".join(parts) + "\n"


def family(rule: Rule) -> str:
    """`Freshness` for `FRS202`; the letters themselves for a family of somebody else's."""
    return _FAMILIES.get(rule.code[:3], rule.code[:3])


def write(folder: Path, rules: Sequence[Rule]) -> None:
    """Write every page and take away pages of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = _pages(rules)
    for name in _surplus(folder, wanted):
        (folder / name).unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def check(folder: Path, rules: Sequence[Rule]) -> list[str]:
    """Names of the pages that are missing, out of date or left over."""
    wanted = _pages(rules)
    stale = [name for name, text in wanted.items() if _read(folder / name) != text]
    return sorted([*stale, *_surplus(folder, wanted)])


def built_in_rules() -> list[Rule]:
    """The rules of this distribution, whatever else is installed."""
    points = sorted(entry_points(group="ragaudit.detectors"), key=lambda point: point.name)
    return [point.load()().rule for point in points if point.value.startswith(_BUILT_IN)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or check them; 1 where one is stale."""
    parser = argparse.ArgumentParser(prog="python -m ragaudit._docs", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="write nothing, list stale pages")
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder, built_in_rules())
        return 0
    stale = check(options.folder, built_in_rules())
    for name in stale:
        sys.stderr.write(f"{options.folder / name} is stale\n")
    if stale:
        sys.stderr.write(f"run `python -m ragaudit._docs {options.folder}`\n")
    return 1 if stale else 0


def _pages(rules: Sequence[Rule]) -> dict[str, str]:
    return {INDEX: index_page(rules)} | {f"{rule.code}.md": rule_page(rule) for rule in rules}


def _surplus(folder: Path, wanted: Iterable[str]) -> list[str]:
    return sorted({file.name for file in folder.glob("*.md")} - set(wanted))


def _read(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _rank(rule: Rule) -> int:
    known = list(_FAMILIES)
    return known.index(rule.code[:3]) if rule.code[:3] in _FAMILIES else len(known)


def _table(rule: Rule) -> str:
    gap = "yes: one finding where a whole source lacks it" if rule.gap else "no"
    rows = (
        ("severity", rule.severity.value),
        ("family", family(rule)),
        ("remedy", f"{rule.remedy.value}: {_REMEDIES[rule.remedy]}"),
        ("on by default", "yes" if rule.enabled else "no"),
        ("gap in metadata", gap),
    )
    return "| | |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows)


def _gap() -> str:
    return (
        "Where no document of a source has it, one finding, a warning at most, stands for all. "
        "These lines of `ragaudit.yaml` declare it for the whole source:"
    )


def _suppress(rule: Rule) -> str:
    return f"""\
## Suppress

For one document, with a reason and an end, in a comment right above the finding or anywhere below
(anywhere at all if the finding names no line):

```
<!-- ragaudit: ignore {rule.code} until 2027-06-30: why it may stay -->
```

For many, in `ragaudit.yaml`:

```yaml
suppressions:
  - {{rule: {rule.code}, path: "archive/**", reason: why they may stay, until: 2027-06-30}}
```

To switch the rule off, or change its severity: `rules: {{{rule.code}: off}}`."""


def _fenced(text: str, language: str = "") -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10)).rstrip()}\n{fence}"


def _link(reference: str) -> str:
    return f"<{reference}>" if reference.startswith(("https://", "http://")) else reference


def _severity(rule: Rule) -> str:
    return rule.severity.value if rule.enabled else f"{rule.severity.value} (off by default)"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
