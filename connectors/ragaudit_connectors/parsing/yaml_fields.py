"""YAML as a flat list of fields, from parser events: no aliases expanded, no recursion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ragaudit.model import Failure, MetaField

_MAX_FIELDS = 2_000
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class YamlFields:
    """What was read, up to the first error."""

    fields: tuple[MetaField, ...] = ()
    failure: Failure | None = None
    mapping: bool = False
    """Whether the text is a mapping, read to its end or to a limit."""


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence that is being read."""

    prefix: str
    mapping: bool
    index: int = 0
    key: str | None = None
    line: int = 0


@dataclass(slots=True)
class _Walk:
    first: int
    frames: list[_Frame] = field(default_factory=list)
    fields: list[MetaField] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    ignored: int = 0
    """Depth inside a mapping used as a key, which says nothing."""

    def start(self, mapping: bool) -> None:
        top = self.frames[-1] if self.frames else None
        if self.ignored or (top and top.mapping and top.key is None):
            self.ignored += 1
        else:
            self.frames.append(_Frame(self._place(top, mapping), mapping))

    def end(self) -> None:
        if self.ignored:
            self.ignored -= 1
            if not self.ignored:
                self.frames[-1].key = ""
            return
        self.frames.pop()
        if self.frames:
            self.frames[-1].key = None

    def scalar(self, value: str, line: int) -> None:
        if self.ignored or not self.frames:
            return
        top = self.frames[-1]
        if top.mapping and top.key is None:
            top.key, top.line = value, line
            return
        name = _joined(top.prefix, top.key or "") if top.mapping else top.prefix
        if name and not (top.mapping and top.key == ""):
            self.fields.append(MetaField(name, value, line))
        top.key = None

    def _place(self, top: _Frame | None, mapping: bool) -> str:
        if top is None:
            return ""
        if top.mapping:
            return _joined(top.prefix, top.key or "")
        top.index += 1
        return f"{top.prefix}.{top.index - 1}" if mapping else top.prefix


def yaml_fields(text: str, first_line: int) -> YamlFields:
    """Read a YAML mapping; `first_line` is the line of the file its text starts on."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    walk = _Walk(first_line)
    is_mapping = False
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                is_mapping = is_mapping or (
                    not walk.frames and isinstance(event, yaml.MappingStartEvent)
                )
                walk.start(isinstance(event, yaml.MappingStartEvent))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                walk.end()
            elif isinstance(event, yaml.ScalarEvent):
                if event.anchor:
                    walk.anchors[event.anchor] = event.value
                walk.scalar(event.value, first_line + event.start_mark.line)
            elif isinstance(event, yaml.AliasEvent):
                value = walk.anchors.get(event.anchor, "")
                walk.scalar(value, first_line + event.start_mark.line)
            if len(walk.frames) + walk.ignored > _MAX_DEPTH or len(walk.fields) > _MAX_FIELDS:
                line = first_line + event.start_mark.line
                detail = f"line {line}: nested too deeply or too long to be front matter"
                failure = Failure("front-matter-invalid", detail, line)
                return YamlFields(tuple(walk.fields), failure, is_mapping)
    except yaml.YAMLError as error:
        return YamlFields(tuple(walk.fields), _failure(error, first_line))
    return YamlFields(tuple(walk.fields), None, is_mapping)


def _failure(error: Any, first_line: int) -> Failure:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = first_line + (mark.line if mark else 0)
    problem = getattr(error, "problem", None) or "it is not YAML"
    return Failure("front-matter-invalid", f"line {line}: {problem}", line)


def _joined(prefix: str, key: str) -> str:
    own = key.strip().lower().replace("-", "_").replace(" ", "_")
    return f"{prefix}.{own}" if prefix else own
