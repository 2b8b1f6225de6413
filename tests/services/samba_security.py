"""Access lists of a share, read and written with smbprotocol on any port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

READ = 0x001200A9
"""What Windows calls read and execute."""
CHANGE = 0x001301BF
FULL = 0x001F01FF
ALLOWED = 0
TO_ALL_BELOW = 0x03
"""Inherited by the files and the folders in a folder."""
INHERITED = 0x10
OWNER_PART, LIST_PART = 0x1, 0x4
MAY_READ_LIST, MAY_WRITE_LIST, MAY_WRITE_OWNER = 0x00020000, 0x00040000, 0x00080000
LONGEST = 65535


@dataclass(frozen=True)
class Ace:
    """One entry: what a user or a group is allowed or denied."""

    name: str
    rights: int = READ
    allow: bool = True
    inherit: bool = False
    """Whether it goes down to what is made in the folder later."""
    inherited: bool = False
    """Whether it came from the folder above."""


def deny(name: str, rights: int = READ, *, inherit: bool = False) -> Ace:
    """An entry that denies."""
    return Ace(name, rights, allow=False, inherit=inherit)


def named(entry: Ace, names: Mapping[str, str]) -> Ace:
    """The entry with a name in place of its identifier, where there is one."""
    return replace(entry, name=names.get(entry.name, entry.name))


def descriptor(entries: Sequence[Ace], sids: Sequence[str], owner: str | None) -> Any:
    """A security descriptor with these entries in this order, nothing inherited."""
    from smbprotocol.security_descriptor import AclPacket, SDControl, SMB2CreateSDBuffer

    packed = AclPacket()
    packed["aces"] = [_packed(entry, sid) for entry, sid in zip(entries, sids, strict=True)]
    made = SMB2CreateSDBuffer()
    # The last two have what is made below marked as inherited, as Windows marks it.
    for flag in (
        SDControl.SELF_RELATIVE,
        SDControl.DACL_PROTECTED,
        SDControl.DACL_AUTO_INHERITED,
        SDControl.DACL_COMPUTED_INHERITANCE_REQUIRED,
    ):
        made["control"].set_flag(flag)
    made.set_dacl(packed)
    if owner:
        made.set_owner(_identifier(owner))
    return made


def write(unc: str, made: Any, login: Mapping[str, Any]) -> None:
    """Replace the access list of a file or folder, and its owner if the descriptor has one."""
    from smbprotocol.file_info import InfoType
    from smbprotocol.open import SMB2SetInfoRequest, SMB2SetInfoResponse

    owner = made.get_owner() is not None
    rights = MAY_READ_LIST | MAY_WRITE_LIST | (MAY_WRITE_OWNER if owner else 0)
    with _opened(unc, login, rights) as raw:
        request = SMB2SetInfoRequest()
        request["info_type"] = InfoType.SMB2_0_INFO_SECURITY
        request["additional_information"] = LIST_PART | (OWNER_PART if owner else 0)
        request["file_id"] = raw.fd.file_id
        request["buffer"] = made.pack()
        SMB2SetInfoResponse().unpack(_answer(raw, request))


def read(unc: str, login: Mapping[str, Any]) -> list[Ace]:
    """The entries of a file or folder in their order, named by identifier."""
    from smbprotocol.file_info import InfoType
    from smbprotocol.open import SMB2QueryInfoRequest, SMB2QueryInfoResponse
    from smbprotocol.security_descriptor import SMB2CreateSDBuffer

    with _opened(unc, login, MAY_READ_LIST) as raw:
        request = SMB2QueryInfoRequest()
        request["info_type"] = InfoType.SMB2_0_INFO_SECURITY
        request["output_buffer_length"] = LONGEST
        request["additional_information"] = LIST_PART
        request["file_id"] = raw.fd.file_id
        answer = SMB2QueryInfoResponse()
        answer.unpack(_answer(raw, request))
    found = SMB2CreateSDBuffer()
    found.unpack(answer["buffer"].get_value())
    return [_entry(ace) for ace in found.get_dacl()["aces"].get_value()]


def _packed(entry: Ace, sid: str) -> Any:
    from smbprotocol.security_descriptor import AccessAllowedAce, AccessDeniedAce

    ace = AccessAllowedAce() if entry.allow else AccessDeniedAce()
    ace["ace_flags"] = TO_ALL_BELOW if entry.inherit else 0
    ace["mask"] = entry.rights
    ace["sid"] = _identifier(sid)
    return ace


def _entry(ace: Any) -> Ace:
    flags = ace["ace_flags"].get_value()
    return Ace(
        name=str(ace["sid"].get_value()),
        rights=ace["mask"].get_value(),
        allow=ace["ace_type"].get_value() == ALLOWED,
        inherit=bool(flags & TO_ALL_BELOW),
        inherited=bool(flags & INHERITED),
    )


def _identifier(sid: str) -> Any:
    from smbprotocol.security_descriptor import SIDPacket

    made = SIDPacket()
    made.from_string(sid)
    return made


def _opened(unc: str, login: Mapping[str, Any], rights: int) -> Any:
    import smbclient.path

    kind = "dir" if smbclient.path.isdir(unc, **login) else "file"
    return smbclient.open_file(
        unc,
        mode="rb",
        buffering=0,
        share_access="rwd",
        desired_access=rights,
        file_type=kind,
        **login,
    )


def _answer(raw: Any, request: Any) -> bytes:
    tree = raw.fd.tree_connect
    connection = raw.fd.connection
    sent = connection.send(request, sid=tree.session.session_id, tid=tree.tree_connect_id)
    return bytes(connection.receive(sent)["data"].get_value())
