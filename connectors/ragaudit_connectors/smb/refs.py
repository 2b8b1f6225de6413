"""What a listing says about a file."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from ragaudit.contracts import Ref
from ragaudit.model import Quality, SourceFacts
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.remote import known_date
from ragaudit_connectors.smb.entries import Found, is_coarse, moment_of
from ragaudit_connectors.smb.options import PORT, Address

SETTLED = timedelta(days=1)
"""How old a time in whole seconds must be before no other change can have the same, also by the
clock of a server that is off by hours."""


def ref_of(
    path: str, found: Found, form: str, address: Address, now: datetime, access: str | None
) -> Ref:
    """A document. `access` is the stamp of its access list, where the server keeps one."""
    return Ref(
        native_id=path,
        path=shown(path),
        size=found.size,
        format=form,
        stamp=_stamp(found, now),
        access_stamp=access,
        facts=facts_of(path, found, address),
    )


def facts_of(path: str, found: Found, address: Address) -> SourceFacts:
    """The file system's date, which is a proxy: copying and restoring change it."""
    moment = moment_of(found.last_write)
    return SourceFacts(
        mtime=known_date(moment, "LastWriteTime", Quality.PROXY),
        looked_in=("owner of the file (who made it)",),
        deep_link=link_to(path, address),
    )


def link_to(path: str, address: Address) -> str:
    """An address a file manager can open."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    port = "" if address.port == PORT else f":{address.port}"
    place = address.place(path).replace("\\", "/")
    return f"smb://{host}{port}/{quote(address.share)}/{quote(place)}"


def is_settled(ticks: int, now: datetime) -> bool:
    """Whether no second change can have the same time."""
    moment = moment_of(ticks)
    return moment is not None and (not is_coarse(ticks) or now - moment > SETTLED)


def _stamp(found: Found, now: datetime) -> str:
    """Identity, size and times; none while another change may come to the same."""
    if not is_settled(found.last_write, now):
        return ""
    parts = (found.last_write, found.change, found.size, found.file_id)
    return ".".join(f"{part:x}" for part in parts)
