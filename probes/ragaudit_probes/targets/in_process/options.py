"""How an application's retriever is found, and how it is told who asks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ragaudit_probes.targets.options import Options

Address = Annotated[str, Field(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$", max_length=300)]
"""`package.module:name`."""
Argument = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$", max_length=100)]
"""The name of a function's parameter."""
FieldName = Annotated[str, Field(min_length=1, max_length=100)]
"""The name of a metadata field."""


class RetrieverOptions(Options):
    """What the user says about the retriever, whichever framework it is of."""

    retriever: Address
    """A retriever, what retrievers are made from, or a function that returns either."""
    principal_argument: Argument | None = None
    """The function's parameter that takes the `ProbePrincipal`; None for the target's account."""
    k_argument: Argument | None = None
    """The function's parameter that takes how many results are asked for."""
    set_k: bool = False
    """Whether a retriever that has its own number of results is asked for as many as the probes
    look at; by default it returns what it returns in production."""
    document: FieldName | None = None
    """The metadata field that says which document a chunk is of; by default the usual ones."""
    concurrent: bool = False
    """Whether the retriever may be asked by several threads."""
