"""The part of `ragaudit.yaml` about runs on record."""

from __future__ import annotations

import re

from pydantic import Field, PositiveInt, field_validator, model_validator

from ragaudit._config.sections import Section

_URL = re.compile(r"[a-z][a-z0-9]*(\+[a-z0-9_]+)?://\S*")
_SECRET = re.compile(r"://[^/@]*:[^/@]*@|[?&;](password|token|secret|key)=", re.IGNORECASE)


class HistorySection(Section):
    """`{url_env: RAGAUDIT_DB, keep: 100, keep_days: 365}`."""

    url: str = ""
    url_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    keep: PositiveInt = 100
    keep_days: PositiveInt | None = None

    @field_validator("url")
    @classmethod
    def _without_secret(cls, value: str) -> str:
        if value and not _URL.fullmatch(value):
            raise ValueError("is no database address such as sqlite:///history.db")
        if _SECRET.search(value):
            raise ValueError("holds a password; name a variable with the address by `url_env`")
        return value

    @model_validator(mode="after")
    def _one_place(self) -> HistorySection:
        if self.url and self.url_env:
            raise ValueError("has both “url” and “url_env”; write one")
        return self
