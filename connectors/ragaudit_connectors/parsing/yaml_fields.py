"""YAML as a flat list of fields, from parser events: no aliases expanded, no recursion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ragaudit.model import Failure, MetaField

_MAX_FIELDS = 2_000
_MAX_DEPTH = 20
EMPTY_LIST = "[]"
"""The value of a key whose list is written and empty."""


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
    """Of the key."""
    empty: bool = True


@dataclass(slots=True)
class _Walk:
    frames: list[_Frame] = field(default_factory=list)
    fields: list[MetaField] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    ignored: int = 0
    """Depth inside a mapping used as a key, which says nothing."""
    is_mapping: bool = False
    failure: Failure | None = None

    def take(self, event: Any, line: int) -> None:
        """Read one parser event that starts on `line`."""
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            if event.anchor:
                self.anchors[event.anchor] = event.value
            self.scalar(event.value, line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
        elif isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            self.is_mapping = self.is_mapping or (mapping and not self.frames)
            self.start(mapping)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.end()

    def _alias(self, anchor: str, line: int) -> None:
        # An alias to anything but a scalar is not expanded: that is how bombs are made.
        value = self.anchors.get(anchor)
        merges = bool(self.frames) and self.frames[-1].key == "<<"
        if value is None and not merges and self.failure is None:
            detail = f"line {line}: “*{anchor}” stands for more than one value; write them out"
            self.failure = Failure("front-matter-invalid", detail, line)
        self.scalar(value or "", line)

    def start(self, mapping: bool) -> None:
        """Enter a mapping or sequence."""
        top = self.frames[-1] if self.frames else None
        if self.ignored or (top and top.mapping and top.key is None):
            self.ignored += 1
        else:
            if top:
                top.empty = False
            self.frames.append(_Frame(self._place(top, mapping), mapping))

    def end(self) -> None:
        """Leave it."""
        if self.ignored:
            self.ignored -= 1
            if not self.ignored:
                self.frames[-1].key = ""
            return
        left = self.frames.pop()
        if not self.frames:
            return
        top = self.frames[-1]
        # `access: []` says more than no `access` at all.
        if left.empty and not left.mapping and top.mapping and top.key:
            self.fields.append(MetaField(left.prefix, EMPTY_LIST, top.line))
        top.key = None

    def scalar(self, value: str, line: int) -> None:
        """Take a key or a value."""
        if self.ignored or not self.frames:
            return
        top = self.frames[-1]
        top.empty = False
        if top.mapping and top.key is None:
            top.key, top.line = value, line
            return
        name = join_key(top.prefix, top.key or "") if top.mapping else top.prefix
        if name and not (top.mapping and top.key == ""):
            self.fields.append(MetaField(name, value, line))
        top.key = None

    def _place(self, top: _Frame | None, mapping: bool) -> str:
        if top is None:
            return ""
        if top.mapping:
            return join_key(top.prefix, top.key or "")
        top.index += 1
        return f"{top.prefix}.{top.index - 1}" if mapping else top.prefix


def yaml_fields(text: str, first_line: int) -> YamlFields:
    """Read a YAML mapping; `first_line` is the line of the file its text starts on."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    walk = _Walk()
    try:
        for event in yaml.parse(text, Loader=loader):
            line = first_line + (event.start_mark.line if event.start_mark else 0)
            walk.take(event, line)
            if len(walk.frames) + walk.ignored > _MAX_DEPTH or len(walk.fields) > _MAX_FIELDS:
                detail = f"line {line}: nested too deeply or too long to be front matter"
                failure = Failure("front-matter-invalid", detail, line)
                return YamlFields(tuple(walk.fields), failure, walk.is_mapping)
    except yaml.YAMLError as error:
        failure = _failure(error, first_line)
        # The value read last may run into the error.
        sound = [f for f in walk.fields[:-1] if (f.line or 0) < (failure.line or 0)]
        return YamlFields(tuple(sound), failure)
    return YamlFields(tuple(walk.fields), walk.failure, walk.is_mapping)


def _failure(error: Any, first_line: int) -> Failure:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = first_line + (mark.line if mark else 0)
    problem = getattr(error, "problem", None) or "it is not YAML"
    return Failure("front-matter-invalid", f"line {line}: {problem}", line)


def join_key(prefix: str, key: str) -> str:
    """A key below another, in the form of `MetaField.key`."""
    own = key.strip().lower().replace("-", "_").replace(" ", "_")
    return f"{prefix}.{own}" if prefix else own
