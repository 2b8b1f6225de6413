"""Signing in as nobody, which smbprotocol's own sessions cannot.

Source: [MS-NLMP] 2.2.1.1 NEGOTIATE_MESSAGE, 2.2.1.3 AUTHENTICATE_MESSAGE, 3.2.5.1.2 (anonymous).
"""

from __future__ import annotations

import struct
from contextlib import suppress
from typing import Any

from smbprotocol.exceptions import MoreProcessingRequired
from smbprotocol.session import Session, SMB2SessionSetupRequest, SMB2SessionSetupResponse

from ragaudit_connectors.remote import Account
from ragaudit_connectors.smb.bounded import Bounded
from ragaudit_connectors.smb.failures import RefusedError
from ragaudit_connectors.smb.files import Files
from ragaudit_connectors.smb.options import Address
from ragaudit_connectors.smb.wire import closing_on_error, refusals

GUEST = Account("Guest", "")
_SIGNATURE = b"NTLMSSP\0"
_FLAGS = 0x1 | 0x4 | 0x200 | 0x8000 | 0x80000
"""Unicode, target wanted, NTLM, always sign, extended session security."""
_ANONYMOUS = 0x800
_HEADER = 64


def as_nobody(address: Address, timeout_s: float) -> Files:
    """A connection without an account. Raises `RefusedError`, and whatever breaks.

    Where a null session may not open the share, the guest without a password is tried: servers
    that let everybody in often do it that way.
    """
    try:
        return _null(address, timeout_s)
    except RefusedError as refused:
        with suppress(RefusedError):
            return _guest(address, timeout_s)
        raise refused


def _null(address: Address, timeout_s: float) -> Files:
    connection = Bounded(address, timeout_s, signing=False)
    with closing_on_error(connection, timeout_s):
        session = Session(connection, "", "", require_encryption=False)
        with refusals():
            _answered(session, _negotiate())
            _answered(session, _authenticate())
        session.signing_required = session.encrypt_data = False
        session._connected = True
        connection.session_table[session.session_id] = session
        link = Files(address, connection, session)
        link.tree()
    return link


def _guest(address: Address, timeout_s: float) -> Files:
    connection = Bounded(address, timeout_s, signing=False)
    with closing_on_error(connection, timeout_s):
        session = Session(connection, GUEST.user, GUEST.password, require_encryption=False)
        with refusals():
            session.connect()
        link = Files(address, connection, session)
        link.tree()
    return link


def _answered(session: Any, token: bytes) -> None:
    request = SMB2SessionSetupRequest()
    request["security_mode"] = session.connection.client_security_mode
    request["buffer"] = token
    sent = session.connection.send(request, sid=session.session_id, credit_request=64)
    try:
        answer = session.connection.receive(sent)
    except MoreProcessingRequired as more:
        answer = more.header
    SMB2SessionSetupResponse().unpack(answer["data"].get_value())
    session.session_id = session.session_id or answer["session_id"].get_value()


def _negotiate() -> bytes:
    return _SIGNATURE + struct.pack("<IIQQ", 1, _FLAGS, 0, 0)


def _authenticate() -> bytes:
    """No name, no domain, and one zero for an answer."""
    nothing = struct.pack("<HHI", 0, 0, _HEADER + 1)
    one = struct.pack("<HHI", 1, 1, _HEADER)
    fields = one + nothing * 5
    return (
        _SIGNATURE + struct.pack("<I", 3) + fields + struct.pack("<I", _FLAGS | _ANONYMOUS) + b"\0"
    )
