"""Finds instructions to a model in the parts of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ragaudit.detectors.safety import _disguise
from ragaudit.detectors.safety._frames import Frame, Frames
from ragaudit.detectors.safety._scoring import (
    ENOUGH,
    ENOUGH_TOGETHER,
    NOTHING,
    Live,
    Score,
    heavy_anchors,
    live_cues,
    may_weigh,
    score,
    together,
)
from ragaudit.detectors.safety._sentences import Sentence, fold, sentences
from ragaudit.model import Block, BlockKind, Content

_MARKER = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id"
    r"|begin_of_text)\|>|\[/?inst\]|<</?sys>>|<(?:start|end)_of_turn>|</?(?:system|instructions?"
    r"|context|system_prompt)>|(?:^|\n)[ \t>*_]{0,6}\[?(?:system|assistant)\]?[*_]{0,2}(?::|\(#)"
    r"|(?:^|\n)#{1,4} (?:system|instruction|response|assistant) ?:"
    r"|-{2,}\s?end of (?:the )?(?:document|context|prompt|user input|article|data|system)"
)
_MARKER_HINTS = (
    *("<|", "inst]", "<<sys", "_of_turn>", "</context", "<system", "</system", "system:"),
    *("[system]", "system](", "# instruction", "# response:", "assistant:", "<instruction"),
    *("--end of", "- end of"),
)
_MAX_BLOCK = 50_000
_IN_CODE = frozenset({"override", "role", "address"})
"""Code sends and prints all day; only these families say that it speaks to a model."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One sentence, or two in a row, that read like an instruction to a model."""

    line: int
    quote: str
    score: Score
    disguise: str = ""
    """How its letters are disguised; empty if they are not."""
    frame: Frame = Frame.NONE

    @property
    def families(self) -> tuple[str, ...]:
        """The kinds of instruction it combines."""
        return self.score.families


def in_blocks(content: Content) -> list[Instruction]:
    """Every instruction in the text of a document, in order."""
    joined = "\n".join(block.text for block in content.blocks)
    lowered = joined.lower()
    markers = _has_marker(content)
    live = live_cues(lowered, 1 if markers else 2)
    odd, coded = _disguise.is_odd(joined), _disguise.may_be_disguised(lowered)
    found: list[Instruction] = []
    if live or markers:
        found += _plain(content, live, markers)
    if odd or coded:
        found += _disguised(content, {one.line for one in found})
    if content.format not in ("csv", "tsv"):
        found += _coded(content, joined)
    return sorted(found, key=lambda one: one.line)


def in_text(text: str, line: int = 1) -> Instruction | None:
    """The weightiest instruction in a text without structure, its disguises undone."""
    best = _best(text)
    if best is None and (_disguise.is_odd(text) or _disguise.may_be_disguised(text.lower())):
        readings = ((how, _best(read)) for how, read in _disguise.readings(text))
        how, best = next(((how, one) for how, one in readings if one), ("", None))
        best = best and replace(best, disguise=how)
    return best and replace(best, line=line)


def _best(text: str) -> Instruction | None:
    live = live_cues(text.lower())
    if not live:
        return None
    scored = [(one, score(one.folded, live)) for one in sentences(text[:_MAX_BLOCK])]
    found = [
        Instruction(1, first.text if not both else f"{first.text} {second_text}", total)
        for first, total, second_text, both in _windows(scored)
    ]
    return max(found, key=lambda one: one.score.total, default=None)


_Scored = tuple[Sentence, Score]


def _windows(scored: Sequence[_Scored]) -> Iterator[tuple[Sentence, Score, str, bool]]:
    """Sentences that weigh enough, alone or with the next one."""
    taken = -1
    for number, (sentence, weight) in enumerate(scored):
        if number <= taken:
            continue
        after, heavy = scored[number + 1] if number + 1 < len(scored) else (None, NOTHING)
        if weight.total >= ENOUGH:
            yield sentence, together(weight, heavy) if heavy.total > 1 else weight, "", False
        elif after and weight.total and heavy.total and heavy.total < ENOUGH:
            both = together(weight, heavy)
            if both.total >= ENOUGH_TOGETHER and len(both.families) > 1:
                taken = number + 1
                yield sentence, both, after.text, True


def _plain(content: Content, live: Sequence[Live], markers: bool) -> Iterator[Instruction]:
    frames: Frames | None = None
    for numbers in _runs(content, live, markers):
        scored, places = [], []
        for number in numbers:
            block = content.blocks[number]
            context = f"{content.title or ''} {' '.join(block.heading_path)}".lower()
            marked = markers and _is_marked(content, block)
            for sentence in sentences(block.text[:_MAX_BLOCK]):
                weight = score(sentence.folded, live, context)
                if marked:
                    weight = together(Score(2, ("marker",), False), weight)
                    marked = False
                scored.append((sentence, weight))
                places.append(number)
        index = {id(sentence): place for (sentence, _), place in zip(scored, places, strict=True)}
        for sentence, total, more, _ in _windows(scored):
            frames = frames or Frames(content)
            number = index[id(sentence)]
            block = content.blocks[number]
            line = block.span.line + block.text.count("\n", 0, sentence.start)
            frame = frames.of(number, sentence.start, sentence.text)
            if block.kind is BlockKind.CODE and not _IN_CODE & {*total.families}:
                continue
            yield Instruction(line, f"{sentence.text} {more}".strip(), total, "", frame)


def _runs(content: Content, live: Sequence[Live], markers: bool) -> Iterator[list[int]]:
    """Numbers of neighbouring blocks in which a cue may stand."""
    run: list[int] = []
    anchors = heavy_anchors(live)
    for number, block in enumerate(content.blocks):
        folded = fold(block.text[:_MAX_BLOCK])
        if may_weigh(folded, anchors) or (markers and _is_marked(content, block)):
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _has_marker(content: Content) -> bool:
    if content.format in ("csv", "tsv"):
        return False
    lowered = content.text.lower()
    return any(hint in lowered for hint in _MARKER_HINTS) and _MARKER.search(lowered) is not None


def _is_marked(content: Content, block: Block) -> bool:
    """Whether a block's source has a token that sets a message to a model apart."""
    start = content.text.rfind("\n", 0, block.span.start) + 1
    source = content.text[start : block.span.end][:_MAX_BLOCK].lower()
    return "`" not in source and _MARKER.search(source) is not None


def _disguised(content: Content, known: set[int]) -> Iterator[Instruction]:
    frames: Frames | None = None
    for number, block in enumerate(content.blocks):
        text = block.text[:_MAX_BLOCK]
        if not (_disguise.is_odd(text) or _disguise.may_be_disguised(text.lower())):
            continue
        for how, read in _disguise.readings(text):
            best = _best(read)
            if best is None or block.span.line in known:
                continue
            frames = frames or Frames(content)
            frame = frames.of(number, 0, text)
            yield replace(best, line=block.span.line, disguise=how, frame=frame)
            break


def _coded(content: Content, joined: str) -> Iterator[Instruction]:
    for run, sentence in _disguise.decoded(joined):
        if (best := _best(sentence)) is None:
            continue
        for number, block in enumerate(content.blocks):
            if (at := block.text.find(run)) >= 0:
                line = block.span.line + block.text.count("\n", 0, at)
                frame = Frames(content).of(number, at, run)
                yield replace(best, line=line, disguise=_disguise.CODED, frame=frame)
                break


def strongest(found: Iterable[Instruction]) -> Instruction:
    """The one to quote first."""
    return max(found, key=lambda one: (bool(one.disguise), one.score.total, -one.line))
