"""What a server tells of its shares.

Source: [MS-SRVS] 3.1.4.10 NetrShareGetInfo, 2.2.4.27 SHARE_INFO_502_I.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragaudit_connectors.smb.failures import ACCESS_DENIED, RefusedError
from ragaudit_connectors.smb.rpc.ndr import BadAnswerError, Writer

if TYPE_CHECKING:
    from ragaudit_connectors.smb.rpc.pipe import Pipe

NAME, INTERFACE, VERSION = "srvsvc", "4b324fc8-1670-01d3-1278-5a47bf6ee188", 3
_GET_INFO = 16
_LEVEL = 502
_DENIED = 5
_UNSUPPORTED = 0xC00000BB


def permissions(pipe: Pipe, share: str) -> bytes | None:
    """The security descriptor of a share; None where it has none.

    Raises `RefusedError`, `BadAnswerError`.
    """
    arguments = Writer().pointer().text("\\\\server").text(share).u32(_LEVEL)
    answer = pipe.call(_GET_INFO, arguments.data)
    answer.u32()
    if not answer.u32():
        raise RefusedError(ACCESS_DENIED if answer.u32() == _DENIED else _UNSUPPORTED)
    name, _, remark, _, _, _, path, password, length, there = (answer.u32() for _ in range(10))
    for pointer in (name, remark, path, password):
        if pointer:
            answer.text()
    found = answer.raw(answer.count(1)) if there else None
    status = answer.u32()
    if status:
        raise RefusedError(ACCESS_DENIED if status == _DENIED else _UNSUPPORTED)
    if found is not None and len(found) != length:
        raise BadAnswerError("a descriptor has another length than told")
    return found
