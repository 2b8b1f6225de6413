"""Documents that are rows or lines with named fields: what `sql` and `jsonl` share."""

from ragaudit_connectors.records.facts import facts_of, moment_of
from ragaudit_connectors.records.names import Names, TextFormat
from ragaudit_connectors.records.paging import pages
from ragaudit_connectors.records.policy import Observer, policy_of
from ragaudit_connectors.records.record import Layout, Record, digest
from ragaudit_connectors.records.refs import (
    Paths,
    access_stamp_of,
    body_bytes,
    plain_path,
    ref_of,
    skip_of,
    stamp_of,
    too_large,
    wanted,
)
from ragaudit_connectors.records.support import capabilities_of

__all__ = [
    "Layout",
    "Names",
    "Observer",
    "Paths",
    "Record",
    "TextFormat",
    "access_stamp_of",
    "body_bytes",
    "capabilities_of",
    "digest",
    "facts_of",
    "moment_of",
    "pages",
    "plain_path",
    "policy_of",
    "ref_of",
    "skip_of",
    "stamp_of",
    "too_large",
    "wanted",
]
