"""The `llamaindex` target."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ragaudit.asking import Asking
from ragaudit.errors import MissingExtraError
from ragaudit.model import Hit, TargetSettings
from ragaudit_probes.targets.in_process import InProcessTarget
from ragaudit_probes.targets.in_process.failures import Told
from ragaudit_probes.targets.llamaindex.options import LlamaIndexOptions
from ragaudit_probes.targets.options import read_options
from ragaudit_probes.targets.shared import LONGEST_TEXT, clean, metadata_of, number

DOCUMENT = ("file_path", "source", "path", "url", "document_id", "doc_id", "file_name")
"""Metadata that readers give; the first that is there names the document."""
_OWN = "_filters"
"""Where LlamaIndex's own retrievers keep their filters; there is no public name for it."""


class LlamaIndexTarget(InProcessTarget):
    """A `BaseRetriever`, an index, or a function that returns either.

    An index is asked with `as_retriever(similarity_top_k=k, filters=…)`. Whoever takes no filters
    although the options have some is refused, for the answer would be everybody's.
    """

    extras: ClassVar[dict[str, str]] = {"llama_index": "llamaindex"}

    def __init__(self, settings: TargetSettings, asking: Asking | None = None) -> None:
        self.options = read_options(settings, LlamaIndexOptions)
        super().__init__(settings, self.options, asking)

    @property
    def template(self) -> Any:
        """See `InProcessTarget.template`."""
        return self.options.filters

    @property
    def unrestricted(self) -> Any:
        """See `InProcessTarget.unrestricted`."""
        return self.options.unrestricted

    def is_retriever(self, found: Any) -> bool:
        """See `InProcessTarget.is_retriever`."""
        return callable(getattr(found, "retrieve", None))

    def retriever_of(self, found: Any, k: int, narrow: Any) -> Any:
        """See `InProcessTarget.retriever_of`."""
        if not hasattr(found, "as_retriever"):
            return None
        if narrow is None:
            return found.as_retriever(similarity_top_k=k)
        wanted = _metadata_filters(narrow)
        retriever = found.as_retriever(similarity_top_k=k, filters=wanted)
        # Some kinds of index swallow what they do not know.
        if getattr(retriever, _OWN, None) is not wanted:
            raise self._takes_none(retriever)
        return retriever

    def narrowed(self, retriever: Any, k: int | None, narrow: Any) -> Any:
        """See `InProcessTarget.narrowed`: its own filters go on holding."""
        changed = copy.copy(retriever)
        if k is not None:
            if not hasattr(changed, "similarity_top_k"):
                told = f"is a {type(retriever).__name__}, which has no `similarity_top_k`"
                raise self.refuse(told, "leave `set_k` out, or name the index")
            changed.similarity_top_k = k
        if narrow is not None:
            if not hasattr(changed, _OWN):
                raise self._takes_none(retriever)
            setattr(changed, _OWN, _both(getattr(changed, _OWN), _metadata_filters(narrow)))
        return changed

    def ask(self, retriever: Any, query: str) -> Iterable[Any]:
        """See `InProcessTarget.ask`."""
        results: Iterable[Any] = retriever.retrieve(query)
        return results

    def hit(self, result: Any) -> Hit | None:
        """See `InProcessTarget.hit`: a `NodeWithScore`; nodes may have no text."""
        node = getattr(result, "node", None)
        identity = clean(getattr(node, "node_id", None))
        if node is None or not identity:
            return None
        metadata = metadata_of(getattr(node, "metadata", None))
        origin = clean(getattr(node, "ref_doc_id", None))
        chosen = [self.options.document] if self.options.document else DOCUMENT
        named = next((metadata[name] for name in chosen if metadata.get(name)), "")
        content = getattr(node, "get_content", None)
        text = clean(content() if callable(content) else "", LONGEST_TEXT)
        known = {**metadata, "ref_doc_id": origin} if origin else metadata
        document = named or ("" if self.options.document else origin)
        return Hit(identity, number(getattr(result, "score", None)), document, text, known)

    def _takes_none(self, retriever: Any) -> Exception:
        told = f"gives a {type(retriever).__name__}, which takes no filters"
        return self.refuse(told, "name a function and its `principal_argument` instead")


def _metadata_filters(narrow: Any) -> Any:
    """`MetadataFilters` of what is written in the options, filled."""
    try:
        from llama_index.core.vector_stores import MetadataFilter, MetadataFilters
    except ImportError:
        told = "filters need llama-index-core, which is not installed"
        raise Told(MissingExtraError(told, "pip install 'ragaudit[llamaindex]'")) from None

    def made(value: Any) -> Any:
        if isinstance(value, list):
            return MetadataFilters(filters=[made(one) for one in value], condition="and")
        if isinstance(value, Mapping) and "filters" in value:
            parts = [made(one) for one in value["filters"]]
            return MetadataFilters(filters=parts, condition=value.get("condition", "and"))
        return MetadataFilter(**value)

    return made(narrow)


def _both(own: Any, wanted: Any) -> Any:
    """Side by side where that means the same: some stores know no filters within filters."""
    if own is None:
        return wanted
    parts: list[Any] = []
    for one in (own, wanted):
        parts += one.filters if one.condition == "and" else [one]
    return type(wanted)(filters=parts, condition="and")
