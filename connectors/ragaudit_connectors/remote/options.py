"""What only one kind of source understands, checked by that kind."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ragaudit.errors import UsageError
from ragaudit.model import SourceSettings


class Options(BaseModel):
    """Base of a connector's options: every key must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


O = TypeVar("O", bound=Options)  # noqa: E741


def read_options(settings: SourceSettings, model: type[O]) -> O:
    """The options of a source. Raises `UsageError` that names file, source and key."""
    try:
        return model.model_validate(dict(settings.options))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in ("options", *first["loc"]))
        where = f"{settings.options_at}: " if settings.options_at else ""
        known = ", ".join(sorted(model.model_fields)) or "none"
        raise UsageError(
            f"{where}source “{settings.id}”: `{key}`: {first['msg'].lower()}",
            f"{settings.type} understands: {known}",
        ) from error
