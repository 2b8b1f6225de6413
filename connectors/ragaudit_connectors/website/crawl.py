"""Following the links of a site, breadth first, with what the pass before remembers of it."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from ragaudit.contracts import OtherFile
from ragaudit.errors import NotFoundError, SkipError, TooLargeError
from ragaudit.model import SkipReason
from ragaudit_connectors.website.answer import UNCHANGED, Answer, Validators, refusal
from ragaudit_connectors.website.formats import by_answer, by_name
from ragaudit_connectors.website.links import links_and_own
from ragaudit_connectors.website.memory import Memory, Node, Outcome
from ragaudit_connectors.website.scope import family, path_of
from ragaudit_connectors.website.site import Gone, Item, Site, stamp_of

_STAMP, _DIGEST = 32, 8
"""Digits of a page's hash: where it stands for the page, and where it only tells twins apart."""
_ELSEWHERE = frozenset({Outcome.MOVED, Outcome.SAME})


class Crawl:
    """One pass. Iterating gives, for each address asked for, what there is to say about it."""

    def __init__(self, site: Site, memory: Memory, seeds: Iterable[str]) -> None:
        self._site, self.memory, self._options = site, memory, site.options
        self._queue: deque[tuple[str, int]] = deque()
        self._known: set[str] = set()
        self._twins: dict[tuple[str, str], str] = {}
        self._waiting: dict[str, list[str]] = {}
        """Address to the pages that say they are that one, until it was asked for."""
        self.stopped = False
        """Whether more is linked than may be asked for."""
        self.deeper = False
        """Whether links lead deeper than is followed."""
        self.error: SkipError | None = None
        """Why the last address that could not be had could not."""
        self._enqueue(seeds, 0)
        for address, node in memory.nodes.items():
            self._index(address, node)
            if node.outcome is Outcome.SAME and node.links[0] not in memory.nodes:
                self._waiting.setdefault(node.links[0], []).append(address)

    def __iter__(self) -> Iterator[list[Item]]:
        """Go on from what was asked for before, until nothing is left."""
        while self._queue:
            address, depth = self._queue.popleft()
            items: list[Item] = []
            if address not in self.memory.nodes:
                if len(self.memory.nodes) >= self._options.max_pages:
                    self.stopped = True
                    return
                items = self._visit(address)
            node = self.memory.nodes[address]
            if node.outcome in _ELSEWHERE:
                self._enqueue(node.links[:1], depth)
            self._enqueue(node.links, depth + 1)
            yield items

    def _enqueue(self, links: Iterable[str], depth: int) -> None:
        for link in links:
            if link in self._known:
                continue
            if depth > self._options.max_depth:
                self.deeper = True
                continue
            self._known.add(link)
            self._queue.append((link, depth))

    def _visit(self, address: str) -> list[Item]:
        form = by_name(address, self._site.settings.formats)
        if form is None or not self._site.allows(address):
            return self._file(address)
        try:
            return self._ask(address, form)
        except SkipError as error:
            return self._lost(address, error)

    def _ask(self, address: str, form: str) -> list[Item]:
        chain, answer = self._site.web.follow(
            address,
            lambda one: self._get(one, form),
            self._site.allows,
            stop=lambda one: one in self.memory.nodes,
        )
        items: list[Item] = []
        for passed, onward in pairwise(chain):
            self._note(passed, Node(Outcome.MOVED, (onward,)))
            items.append(OtherFile(path_of(passed)))
        if answer is None:
            return items
        if error := refusal(answer, self._site.web.signed_in):
            return items + self._lost(chain[-1], error)
        return items + self._answered(chain[-1], form, answer)

    def _get(self, address: str, form: str) -> Answer:
        """Pages are read for their links; of other documents the headers do."""
        if form != "html":
            answer = self._site.web.head(address)
        else:
            before = self.memory.before.get(address)
            answer = self._site.web.page(address, before.validators.conditions if before else None)
        if answer.size > (most := self._site.settings.limits.max_bytes):
            raise TooLargeError(f"is larger than {most:,} bytes")
        return answer

    def _answered(self, address: str, name: str, answer: Answer) -> list[Item]:
        before = self.memory.before.get(address)
        if answer.status == UNCHANGED and before is not None:
            self._site.saw(address, answer)
            # Whether it is a twin depends on the other page too.
            twin = before.outcome is Outcome.TWIN
            node = replace(before, links=before.links[1:], outcome=Outcome.PAGE) if twin else before
            return self._list(address, node)
        form = by_answer(answer.content_type, name)
        if form is None:
            return self._file(address)
        if answer.data:
            self._site.held.put(address, answer)
        self._site.saw(address, answer, "GET" if answer.data else "HEAD")
        return self._list(address, self._read(address, form, answer))

    def _read(self, address: str, form: str, answer: Answer) -> Node:
        validators = Validators.of(answer.headers)
        if not answer.data:
            return Node(Outcome.PAGE, (), validators, form, answer.size)
        digits = _DIGEST if validators.stamp else _STAMP
        digest = hashlib.sha256(answer.data).hexdigest()[:digits]
        links, own = links_and_own(self._site, address, answer.data) if form == "html" else ((), "")
        outcome = Outcome.SAME if own else Outcome.PAGE
        return Node(outcome, (own, *links) if own else links, validators, form, answer.size, digest)

    def _list(self, address: str, node: Node) -> list[Item]:
        if node.outcome is Outcome.SAME and self._may_stand_for(node.links[0]):
            self._waiting.setdefault(node.links[0], []).append(address)
            self._note(address, node)
            return [OtherFile(path_of(address))]
        twin = self._twins.get(_face(address, node)) if node.digest else None
        if twin is not None:
            self._note(address, replace(node, outcome=Outcome.TWIN, links=(twin, *node.links)))
            return [OtherFile(path_of(address))]
        self._note(address, replace(node, outcome=Outcome.PAGE))
        return [self._item(address, node)]

    def _may_stand_for(self, own: str) -> bool:
        """Whether an address is, or may turn out to be, a page."""
        node = self.memory.nodes.get(own)
        return node is None or node.outcome not in (Outcome.NONE, Outcome.FILE)

    def _item(self, address: str, node: Node) -> Item:
        if not self._site.wants(path_of(address)):
            return OtherFile(path_of(address))
        return self._site.ref(
            address,
            node.format,
            stamp_of(node.validators, node.digest),
            size=node.size,
            modified=node.validators.modified,
        )

    def _file(self, address: str) -> list[Item]:
        self._note(address, Node(Outcome.FILE))
        return [OtherFile(path_of(address)), *self._left_alone(address)]

    def _lost(self, address: str, error: SkipError) -> list[Item]:
        # A page that fails is no reason to think that what it links to is gone.
        self.error = error
        failing = error.reason is SkipReason.UNREACHABLE
        self.memory.broken = self.memory.broken or failing
        self._note(address, Node(Outcome.NONE))
        gone = isinstance(error, NotFoundError)
        item = Gone(address) if gone else self._site.skip(address, error)
        return [item, *self._left_alone(address)]

    def _left_alone(self, address: str) -> Iterator[Item]:
        """The pages that said they were this one, which is none."""
        for other in self._waiting.pop(address, ()):
            node = self.memory.nodes[other]
            node.outcome = Outcome.PAGE
            yield self._item(other, node)

    def _note(self, address: str, node: Node) -> None:
        self.memory.nodes[address] = node
        self._index(address, node)

    def _index(self, address: str, node: Node) -> None:
        if node.outcome is Outcome.PAGE and node.digest:
            self._twins.setdefault(_face(address, node), address)


def _face(address: str, node: Node) -> tuple[str, str]:
    return family(address), node.digest[:_DIGEST]
