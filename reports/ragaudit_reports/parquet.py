"""One table as Parquet, with the types of its columns and the text as it is."""

from __future__ import annotations

from importlib.util import find_spec
from io import BytesIO
from typing import Any

from ragaudit.contracts import ReportOptions
from ragaudit.errors import MissingExtraError
from ragaudit.model import Audit
from ragaudit_reports._tables import DAY, REAL, TEXT, WHOLE, table


class ParquetReporter:
    """Renders findings, documents or scores as Parquet.

    Raises `MissingExtraError` at once, before anything is scanned, where its library is missing.
    """

    binary = True

    def __init__(self) -> None:
        if find_spec("pyarrow") is None:
            error = MissingExtraError(
                "the format “parquet” needs an extra", "pip install 'ragaudit[parquet]'"
            )
            error.exit_code = 2
            raise error

    def render(self, audit: Audit, options: ReportOptions) -> bytes:
        """See `Reporter.render`. Raises `UsageError` for a table there is not."""
        chosen = table(audit, options.table)
        frame = chosen.frame()
        for name, kind in chosen.columns.items():
            if kind == TEXT:
                frame[name] = frame[name].map(_encodable, na_action="ignore")
        out = BytesIO()
        schema = _schema(chosen.columns.items())
        frame.to_parquet(out, engine="pyarrow", index=False, schema=schema)
        return out.getvalue()


def _schema(columns: Any) -> Any:
    import pyarrow as pa

    types = {TEXT: pa.string(), WHOLE: pa.int64(), REAL: pa.float64(), DAY: pa.date32()}
    return pa.schema([(name, types[kind]) for name, kind in columns])


def _encodable(text: str) -> str:
    """Half a surrogate pair, as undecodable names have, is written by its name."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
