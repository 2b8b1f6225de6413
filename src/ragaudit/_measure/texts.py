"""Texts of documents, read again where they are needed; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from ragaudit._audit.survey import Survey
from ragaudit._engine.worker import Job
from ragaudit.errors import SkipError
from ragaudit.model import Content


@dataclass(frozen=True, slots=True)
class Texts:
    """The documents of a survey, while it is open."""

    survey: Survey

    def __call__(self, document: str) -> str:
        """The text of a document, a block a line; empty where it cannot be read again."""
        content = self.content(document)
        return "\n".join(block.text for block in content.blocks) if content else ""

    def content(self, document: str) -> Content | None:
        """What was read of a document; None where it cannot be read again."""
        source, ref = self.survey.documents[document].source_id, self.survey.reading.refs[document]
        connector = next(
            item.connector for item in self.survey.listings if item.settings.id == source
        )
        try:
            data = None if connector.local else connector.read(ref)
        except SkipError:
            return None
        return self.survey.pool.content(Job(source, ref, data))
