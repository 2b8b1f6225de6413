"""The process workers are forked from; it loads their modules while the parent is busy."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext


def started() -> ForkServerContext:
    """Return the context for worker processes, its server on the way up."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ragaudit._engine.warm"])
    forkserver.ensure_running()
    return context
