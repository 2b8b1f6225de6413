"""Runs on record: `.ragaudit/state.db`, or any database SQLAlchemy can reach."""

from ragaudit._store.folder import StateFolder
from ragaudit._store.runs import RunStore

__all__ = ["RunStore", "StateFolder"]
