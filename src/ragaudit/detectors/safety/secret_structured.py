"""SAF601: a key or token that opens something, in a format that leaves no doubt."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety._sightings import by_kind, shown, what_where
from ragaudit.model import Confidence, Content, Observation, Remedy, Rule, Severity
from ragaudit.sensitive import Sighting, Topic, Weight, sightings

_TOLD_BY_PLACE = frozenset({"password in a URL", "credential in a command"})


class SecretStructured(ContentDetector):
    """Reports secrets in the format of one provider, one observation a kind."""

    rule = Rule(
        code="SAF601",
        name="secret-structured",
        severity=Severity.ERROR,
        summary="The text holds a secret in the format of a provider: a key, a token, a key block.",
        why=(
            "Whoever may ask the RAG system may read it in an answer, and its text goes on to the "
            "index, to logs and to the model's provider. The format leaves little doubt what it "
            "opens."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Revoke it first, since every copy and the history keep it. Then replace it by the "
            "name of where it is kept, and index the document again."
        ),
        example=(
            "“export GITHUB_TOKEN=ghp_…” with 36 random characters, "
            "`postgres://app:…@db.corp/main` "
            "with a password, `-----BEGIN RSA PRIVATE KEY-----` with its key data"
        ),
        not_reported=(
            "Keys that documentation publishes as examples (AKIAIOSFODNN7EXAMPLE); placeholders "
            "(`xxxx`, `<token>`, `${TOKEN}`, `YOUR_KEY`), values that repeat or count up, or "
            "are too "
            "regular to be drawn by a machine; passwords of `localhost` and of reserved domains; "
            "`user:password`; signed tokens (JWT) that expired before 2026 or belong to John Doe; "
            "key blocks without key data; publishable keys (`pk_live_`); checksums, commits, "
            "UUIDs. "
            "Keys of test environments (`sk_test_`) are info. Passwords in URLs and credentials "
            "typed into commands are warnings, silent where they are called an example."
        ),
        references=(
            ""
            "https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns",
            "https://github.com/Yelp/detect-secrets",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation for each kind of secret."""
        seen = (s for s in sightings(content) if s.topic is Topic.SECRET and s.weight)
        for kind, found in by_kind(seen).items():
            yield _observation(kind, found)


def _observation(kind: str, found: list[Sighting]) -> Observation:
    first = found[0]
    is_test = first.weight is Weight.MINOR
    told = kind in _TOLD_BY_PLACE
    return Observation(
        message=what_where(kind, found) + (" It opens a test environment." if is_test else ""),
        line=first.line,
        quote=shown(first),
        key=kind,
        severity=Severity.INFO if is_test else Severity.WARN if told else None,
        confidence=Confidence.MEDIUM if told else Confidence.HIGH,
        action=_action(kind),
    )


def _action(kind: str) -> str:
    return (
        f"Revoke or change the {kind} first: copies and the history keep it. Then remove it here, "
        "name the place where it is kept instead, and index the document again."
    )
