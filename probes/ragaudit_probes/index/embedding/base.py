"""What turns texts into vectors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """A model. A text's vector depends on the text alone, not on what it is embedded with."""

    name: str
    """As shown to users."""
    state: str
    """Changes whenever the same text may get another vector."""
    dimensions: int

    @abstractmethod
    def documents(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text, shape `(n, dimensions)`; zeros for a text without words.

        Raises `SourceError` where the model cannot read a text.
        """

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape `(dimensions,)`."""
        vector: Vectors = self.documents([text])[0]
        return vector
