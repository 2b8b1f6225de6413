"""FRS215: a document names something in the code that is no longer there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ragaudit.contracts import CodeBase, Corpus, CorpusDetector, Member, Removal
from ragaudit.detectors.duplicate._names import is_record
from ragaudit.detectors.freshness._archive import in_archive
from ragaudit.detectors.freshness._code_names import NAMES, CodeNames, Mention, mentions
from ragaudit.model import Document, Lifecycle, Observation, Remedy, Rule, Severity
from ragaudit.redact import redact
from ragaudit.text import sha256, shorten

_HISTORY = re.compile(
    r"(?:change|history|news|release|what-?s-?new|whatsnew|upgrad|migrat|roadmap|deprecat|breaking"
    r"|blog|rfc|adr|proposal|enhancement|keps?$|design|decision|porting)",
    re.IGNORECASE,
)
"""Files and folders that tell what was, or what is to come."""


@dataclass(frozen=True, slots=True)
class _Gone:
    """How a name went out of the code, and what there is instead."""

    commit: str
    day: str
    subject: str
    path: str
    instead: str
    shown: str


class CodeDrift(CorpusDetector):
    """Reports code-formatted names that the named repository had and no longer has."""

    extractor = CodeNames()

    rule = Rule(
        code="FRS215",
        name="code-drift",
        severity=Severity.WARN,
        summary="The document names an option, function, setting or file the code no longer has.",
        why=(
            "Whoever follows the answer calls what is not there. References to deleted code "
            "survive for years: of the most popular open-source projects more than a quarter "
            "have some today."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Describe what there is now, or say that it was removed, and in which version.",
        example="Set `parse_strict` to reject unknown fields.   <!-- removed in 4f1d2c9e8a -->",
        not_reported=(
            "Anything that is not formatted as code, or is not particular: single plain words, "
            "made-up names (`my_app`). A name that any file of code of any repository named for "
            "the source still has, in a comment even. A name that no older state defined: a "
            "function of another library, a variable of an example. What only tests, examples, "
            "scripts and project settings had. Passages that say themselves that something was "
            "removed, renamed or deprecated; changelogs, upgrade guides, release notes, proposals "
            "and blogs. Names listed in `ignore:`. Without `code:` in ragaudit.yaml the rule does "
            "not run, and the report says so. Names with hyphens that are no options are not "
            "looked up."
        ),
        references=("https://link.springer.com/article/10.1007/s10664-023-10397-6",),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Say that no repository is named, or what of it was not looked at."""
        if not any(corpus.code(source) for source in corpus.sources):
            return "no `code:` in ragaudit.yaml names the repository the documents are about"
        return "; ".join(dict.fromkeys(_limits(corpus))) or None

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation for each name and document, at its first mention."""
        by_source: dict[str, list[tuple[Document, list[Mention]]]] = {}
        for member in groups.get(NAMES, ()):
            document = corpus.documents[member.document]
            if corpus.code(document.source_id) and not _is_out(document):
                named = by_source.setdefault(document.source_id, [])
                named.append((document, mentions(member.feature)))
        for source, named in by_source.items():
            names = {m.name for _, found in named for m in found}
            gone = _gone(names, corpus.code(source), corpus)
            for document, found in named:
                for mention in sorted(found, key=lambda m: (m.line, m.name)):
                    if mention.name in gone:
                        yield _observation(mention, gone[mention.name], document, corpus)


def _limits(corpus: Corpus) -> list[str]:
    """What was not looked at; filled while looking."""
    return corpus.once("code drift limits", lambda: [])


def _is_out(document: Document) -> bool:
    """Whether a document tells what was, or what is to come."""
    status = document.lifecycle
    if status.trusted and status.value is not Lifecycle.CURRENT:
        return True
    if in_archive(document.path) or is_record(document.path, None):
        return True
    return any(_HISTORY.match(part) for part in document.path.split("/"))


def _gone(names: Iterable[str], bases: tuple[CodeBase, ...], corpus: Corpus) -> dict[str, _Gone]:
    """Names that none of the repositories has and one of them had."""
    ignored = [glob for base in bases for glob in base.ignore]
    wanted = sorted(n for n in names if not any(fnmatchcase(n, glob) for glob in ignored))
    states = "\0".join(base.state for base in bases)
    key = sha256("\0".join((states, *wanted)))
    answer = corpus.remember("code drift/1", key, lambda: json.dumps(_asked(wanted, bases)))
    read = json.loads(answer)
    _limits(corpus).extend(read["limits"])
    return {name: _Gone(**found) for name, found in read["gone"].items()}


def _asked(wanted: list[str], bases: tuple[CodeBase, ...]) -> dict[str, object]:
    missing = frozenset(wanted)
    for base in bases:
        missing &= base.missing(missing)
    gone: dict[str, dict[str, str]] = {}
    for base in bases:
        for name, removal in sorted(base.removed(missing).items()) if missing else ():
            day = removal.day.isoformat() if removal.day else ""
            if name not in gone or gone[name]["day"] < day:
                gone[name] = _encoded(name, removal, base)
    return {"gone": gone, "limits": [limit for base in bases for limit in base.limits()]}


def _encoded(name: str, removal: Removal, base: CodeBase) -> dict[str, str]:
    alive = removal.successor and not base.missing([removal.successor])
    return {
        "commit": removal.commit,
        "day": removal.day.isoformat() if removal.day else "",
        "subject": redact(shorten(removal.subject, 80)),
        "path": removal.path,
        "instead": (removal.successor if alive else base.nearest(name)) or "",
        "shown": base.shown,
    }


def _observation(mention: Mention, gone: _Gone, document: Document, corpus: Corpus) -> Observation:
    content = corpus.content(document.id)
    lines = content.text.splitlines() if content else []
    quote = lines[mention.line - 1] if 0 < mention.line <= len(lines) else mention.name
    day = f" on {gone.day}" if gone.day else ""
    place = "" if gone.path == mention.name else f" of {gone.path}"
    instead = f" The most similar name there is: `{gone.instead}`." if gone.instead else ""
    return Observation(
        f"`{mention.name}` is no longer in {gone.shown}: commit {gone.commit[:10]} took it out"
        f"{place}{day} (“{gone.subject}”).{instead}",
        line=mention.line,
        quote=quote,
        document=document.id,
        key=mention.name,
    )
