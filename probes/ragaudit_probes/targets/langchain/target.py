"""The `langchain` target."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, ClassVar

from ragaudit.asking import Asking
from ragaudit.contracts import TargetCapabilities
from ragaudit.model import Hit, TargetSettings
from ragaudit.text import sha256
from ragaudit_probes.targets.in_process import InProcessTarget
from ragaudit_probes.targets.langchain.options import LangChainOptions
from ragaudit_probes.targets.options import read_options
from ragaudit_probes.targets.shared import LONGEST_TEXT, clean, metadata_of, number

DOCUMENT = ("source", "file_path", "path", "url", "document_id", "doc_id", "file_name")
"""Metadata that loaders give; the first that is there names the document."""


class LangChainTarget(InProcessTarget):
    """A `BaseRetriever`, a `VectorStore`, or a function that returns either.

    A store is asked with `as_retriever(search_kwargs={"k": k, …})`. Runs are traced nowhere,
    whatever the environment says.
    """

    extras: ClassVar[dict[str, str]] = {
        "langchain_core": "langchain",
        "langsmith": "langchain",
    }

    def __init__(self, settings: TargetSettings, asking: Asking | None = None) -> None:
        self.options = read_options(settings, LangChainOptions)
        super().__init__(settings, self.options, asking)

    @property
    def template(self) -> Any:
        """See `InProcessTarget.template`."""
        return self.options.search_kwargs

    @property
    def unrestricted(self) -> Any:
        """See `InProcessTarget.unrestricted`."""
        return self.options.unrestricted

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`."""
        return replace(super().capabilities(), scores=self.options.score is not None)

    def is_retriever(self, found: Any) -> bool:
        """See `InProcessTarget.is_retriever`."""
        return callable(getattr(found, "invoke", None))

    def retriever_of(self, found: Any, k: int, narrow: Any) -> Any:
        """See `InProcessTarget.retriever_of`."""
        if not hasattr(found, "as_retriever"):
            return None
        return found.as_retriever(search_kwargs={**(narrow or {}), "k": k})

    def narrowed(self, retriever: Any, k: int | None, narrow: Any) -> Any:
        """See `InProcessTarget.narrowed`: nothing it has of its own is replaced but `k`."""
        own = getattr(retriever, "search_kwargs", None)
        if not isinstance(own, dict):
            told = f"is a {type(retriever).__name__}, which has no `search_kwargs`"
            raise self.refuse(told, "name the vector store, or a function that returns a retriever")
        wanted = narrow or {}
        if twice := sorted(set(own) & set(wanted)):
            told = f"has a `{twice[0]}` of its own, which would no longer hold"
            raise self.refuse(told, "name the vector store, and write the whole filter")
        changed = {**own, **wanted, **({} if k is None else {"k": k})}
        return retriever.model_copy(update={"search_kwargs": changed})

    def ask(self, retriever: Any, query: str) -> Iterable[Any]:
        """See `InProcessTarget.ask`."""
        with _untraced():
            results: Iterable[Any] = retriever.invoke(query)
        return results

    def hit(self, result: Any) -> Hit | None:
        """See `InProcessTarget.hit`: a `Document`; it need not have an id."""
        content = getattr(result, "page_content", None)
        if not isinstance(content, str):
            return None
        metadata = metadata_of(getattr(result, "metadata", None))
        text = clean(content, LONGEST_TEXT)
        chosen = [self.options.document] if self.options.document else DOCUMENT
        document = next((metadata[name] for name in chosen if metadata.get(name)), "")
        # Two chunks of one document must not look like one chunk that came back twice.
        identity = clean(getattr(result, "id", None)) or f"text:{sha256(text)[:16]}"
        score = number(metadata.get(self.options.score)) if self.options.score else None
        return Hit(identity, score, document, text, metadata)


def _untraced() -> AbstractContextManager[Any]:
    """LangChain sends runs to LangSmith where variables of the environment say so."""
    try:
        from langsmith.run_helpers import tracing_context
    except ImportError:
        return nullcontext()
    context: AbstractContextManager[Any] = tracing_context(enabled=False)
    return context
