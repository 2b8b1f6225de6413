"""What one file's content amounts to, as it crosses processes and lies in the cache.

No text is kept: hashes, features, metadata, and quotes that are already redacted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import msgspec

from ragaudit.contracts import ContentDetector, Extractor, Feature
from ragaudit.errors import SkipError
from ragaudit.model import Content, ContentSummary, MetaField, Observation, SkipReason
from ragaudit.redact import Veil, redact
from ragaudit.text import block_words, plain_text, sha256

QUOTE_CHARS = 240


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything content detectors and extractors made of one file."""

    raw_sha256: str
    summary: ContentSummary
    observations: dict[str, tuple[Observation, ...]] = field(default_factory=dict)
    """By rule code."""
    features: dict[str, tuple[Feature, ...]] = field(default_factory=dict)
    """By extractor name."""
    broken: dict[str, str] = field(default_factory=dict)
    """Rules or extractors that crashed on this file, with the error in a line."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read."""

    reason: SkipReason
    detail: str
    action: str = ""

    @classmethod
    def of(cls, error: SkipError) -> Refusal:
        """From the error a connector or parser raised."""
        return cls(error.reason, redact(error.detail), error.action)


_encoder = msgspec.msgpack.Encoder()
_analysis = msgspec.msgpack.Decoder(Analysis)
_refusal = msgspec.msgpack.Decoder(Refusal)


def encode(result: Analysis | Refusal) -> bytes:
    """To bytes for the cache; the first one tells the two apart."""
    return (b"A" if isinstance(result, Analysis) else b"R") + _encoder.encode(result)


def decode(data: bytes) -> Analysis | Refusal | None:
    """From bytes of the cache; None where they are not of this version."""
    body = memoryview(data)[1:]
    try:
        if data[:1] == b"A":
            return _analysis.decode(body)
        return _refusal.decode(body) if data[:1] == b"R" else None
    except msgspec.MsgspecError:
        return None


def analyse(
    content: Content,
    raw_sha256: str,
    detectors: Iterable[ContentDetector],
    extractors: Iterable[Extractor],
) -> Analysis:
    """Run everything that reads content. A detector that crashes is recorded, not fatal."""
    observations: dict[str, tuple[Observation, ...]] = {}
    features: dict[str, tuple[Feature, ...]] = {}
    broken: dict[str, str] = {}
    veil = Veil(content)
    for detector in detectors:
        try:
            seen = tuple(clean(o, veil) for o in detector.inspect(content))
        except Exception as error:
            broken[detector.rule.code] = f"{type(error).__name__}: {error}"[:200]
            continue
        if seen:
            observations[detector.rule.code] = seen
    for extractor in extractors:
        try:
            found = tuple(_clean_feature(f, veil) for f in extractor.extract(content))
        except Exception as error:
            broken[extractor.name] = f"{type(error).__name__}: {error}"[:200]
            continue
        if found:
            features[extractor.name] = found
    return Analysis(raw_sha256, summarise(content, veil), observations, features, broken)


def summarise(content: Content, veil: Veil) -> ContentSummary:
    """What is kept of a content. Addresses stay in metadata: they name who is responsible."""
    return ContentSummary(
        format=content.format,
        text_sha256=sha256(plain_text(content)),
        words=len(block_words(content.blocks)),
        title=veil.quote(content.title, 200) if content.title else None,
        title_origin=content.title_origin,
        metadata=tuple(_clean_field(f, veil) for f in content.metadata),
        directives=tuple(replace(d, text=veil.redact(d.text)) for d in content.directives),
        failures=tuple(replace(f, detail=veil.redact(f.detail)) for f in content.failures),
        templated=content.templated,
        front_matter_lines=content.front_matter_lines,
    )


def _clean_field(field: MetaField, veil: Veil) -> MetaField:
    """A field without what its key says is secret."""
    shown = veil.redact(f"{field.key}: {field.value}", emails=False)
    return replace(field, value=shown.removeprefix(f"{field.key}: "))


def clean(observation: Observation, veil: Veil) -> Observation:
    """Redact and shorten what is quoted from a document's text."""
    related = tuple(replace(r, quote=veil.quote(r.quote, QUOTE_CHARS)) for r in observation.related)
    return replace(
        observation,
        message=veil.redact(observation.message),
        quote=veil.quote(observation.quote, QUOTE_CHARS),
        action=veil.redact(observation.action) if observation.action else None,
        key=veil.cover(observation.key) if observation.key else observation.key,
        related=related,
    )


def _clean_feature(feature: Feature, veil: Veil) -> Feature:
    """Only a quote is redacted in full: keys and values are compared."""
    return replace(
        feature,
        key=veil.cover_secrets(feature.key),
        value=veil.cover_secrets(feature.value),
        text=veil.quote(feature.text, QUOTE_CHARS) if feature.text else "",
    )
