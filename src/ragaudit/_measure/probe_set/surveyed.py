"""Probe sets beside sources that were just read."""

from __future__ import annotations

from datetime import date

from ragaudit._audit.survey import Survey
from ragaudit._measure.principals import Reach
from ragaudit._measure.probe_set.checks_corpus import Known
from ragaudit._measure.probe_set.resolving import Resolution, Unread, resolve
from ragaudit._measure.texts import Texts
from ragaudit.model import ProbeSet, ReaderKind
from ragaudit.text import plain_text


def known(survey: Survey, probes: ProbeSet, on: date) -> Known:
    """What lint compares a set with; valid while the survey is open."""
    reach = Reach.of(survey, probes.principals, on)
    judged = (n for n, p in probes.principals.items() if p.kind is not ReaderKind.ORACLE)
    return Known(
        survey.documents,
        tuple(item.settings.id for item in survey.listings),
        {name: reach.decisions[name] for name in judged},
        reach.unknown_people,
        lambda document: text_of(survey, document),
        unread(survey),
    )


def unread(survey: Survey) -> Unread:
    """What a survey could not read."""
    return Unread(
        frozenset(failure.source for failure in survey.every_failure),
        frozenset(f"{skip.source_id}:{skip.path}" for skip in survey.reading.skips),
    )


def resolved(survey: Survey, probes: ProbeSet) -> Resolution:
    """Find a set's documents in a survey; quoted spans are not looked up."""
    return resolve(probes, survey.documents, None, unread(survey))


def text_of(survey: Survey, document: str) -> str | None:
    """The text of a document, read again; None where that is not possible."""
    content = Texts(survey).content(document)
    return None if content is None else plain_text(content)
