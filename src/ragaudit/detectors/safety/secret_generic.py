"""SAF602: a value behind the word “password”, “secret”, “token” or “key”."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety._sightings import by_kind, shown, what_where
from ragaudit.model import Confidence, Content, Observation, Remedy, Rule, Severity
from ragaudit.sensitive import Sighting, Topic, Weight, sightings


class SecretGeneric(ContentDetector):
    """Reports what looks like a password or key by the word in front of it."""

    rule = Rule(
        code="SAF602",
        name="secret-generic",
        severity=Severity.INFO,
        summary="A value that looks like a password or key stands behind a word that says so.",
        why=(
            "A password written down for colleagues is an answer to “what is the password?” for "
            "everybody who may ask."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "If it is in use, change it, replace it here by the name of where it is kept, "
            "and index "
            "the document again."
        ),
        example='“Wi-Fi password: ” followed by a word mixed with digits; `db_password = "…"`',
        not_reported=(
            "Words and names (`password: changeme`, `token = get_token()`), variables, paths, "
            "addresses, placeholders, checksums, rules about passwords (“at least 12 characters”), "
            "public keys, names of secrets, tokens an interface answers with. Off unless switched "
            "on: among 1,100 pages of interface documentation most hits were made-up values of "
            "examples, which nothing in the text tells from real ones; in 4,900 pages of handbooks "
            "and specifications there was one."
        ),
        enabled=False,
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation for each kind of credential."""
        seen = (
            s
            for s in sightings(content)
            if s.topic is Topic.CREDENTIAL and s.weight is Weight.REPORT
        )
        for kind, found in by_kind(seen).items():
            yield _observation(kind, found)


def _observation(kind: str, found: list[Sighting]) -> Observation:
    first = found[0]
    return Observation(
        message=what_where(f"what looks like a {kind}", found),
        line=first.line,
        quote=shown(first),
        key=kind,
        confidence=Confidence.MEDIUM,
    )
