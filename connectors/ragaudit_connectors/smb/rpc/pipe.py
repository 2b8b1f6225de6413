"""Remote calls over a named pipe.

Source: [C706] 12.6 connection-oriented PDUs, [MS-RPCE] 2.2.2.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from smbprotocol.ioctl import CtlCode, IOCTLFlags, SMB2IOCTLRequest, SMB2IOCTLResponse
from smbprotocol.open import CreateOptions, Open, SMB2ReadRequest, SMB2ReadResponse

from ragaudit_connectors.smb.failures import RefusedError
from ragaudit_connectors.smb.rpc.ndr import BadAnswerError, Reader
from ragaudit_connectors.smb.wire import opening, refusals

if TYPE_CHECKING:
    from ragaudit_connectors.smb.wire import Link

IPC = "IPC$"
LONGEST_ANSWER = 8_000_000
_FRAGMENT = 4280
_NDR = uuid.UUID("8a885d04-1ceb-11c9-9fe8-08002b104860").bytes_le + struct.pack("<I", 2)
_REQUEST, _RESPONSE, _FAULT, _BIND, _BIND_ACK = 0, 2, 3, 11, 12
_FIRST_AND_LAST = 3
_LAST = 2
_READ_AND_WRITE = 0x0012019F
"""A pipe is a conversation: its calls are written to it. Nothing is stored by that."""


class Pipe:
    """A service that answers calls. Everything raises `RefusedError`, `BadAnswerError`."""

    def __init__(self, link: Link, name: str, interface: str, version: int) -> None:
        self._link, self._calls = link, 0
        self.kept: dict[str, bytes] = {}
        """Handles that were opened, by what they are for."""
        self._open = Open(link.tree(IPC), name)
        with refusals():
            self._open.create(*opening(_READ_AND_WRITE, CreateOptions.FILE_NON_DIRECTORY_FILE))
        self._bind(uuid.UUID(interface).bytes_le + struct.pack("<I", version))

    def call(self, number: int, arguments: bytes) -> Reader:
        """Call a function by its number; returns what it answers."""
        body = struct.pack("<IHH", len(arguments), 0, number) + arguments
        kind, answer = self._exchange(_REQUEST, body)
        if kind != _RESPONSE:
            raise BadAnswerError("a call is answered with something else")
        return Reader(answer)

    def handle(self, name: str, make: Callable[[], bytes]) -> bytes:
        """A handle of the service, opened when it is first needed."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    def _bind(self, interface: bytes) -> None:
        body = struct.pack("<HHIBxxxHBx", _FRAGMENT, _FRAGMENT, 0, 1, 0, 1) + interface + _NDR
        kind, answer = self._exchange(_BIND, body)
        if kind != _BIND_ACK:
            raise BadAnswerError("the service does not speak as it should")
        length = int.from_bytes(answer[8:10], "little")
        # The count of results stands behind the name, at the next multiple of four.
        at = 10 + length + -(10 + length) % 4
        if int.from_bytes(answer[at + 4 : at + 6], "little"):
            raise BadAnswerError("the service does not offer what is asked for")

    def _exchange(self, kind: int, body: bytes) -> tuple[int, bytes]:
        self._calls += 1
        length = 16 + len(body)
        head = struct.pack("<BBBBIHHI", 5, 0, kind, _FIRST_AND_LAST, 0x10, length, 0, self._calls)
        buffer, answer = self._sent(head + body), b""
        while True:
            while len(buffer) < 16 or len(buffer) < _length(buffer):
                buffer += self._more()
            size = _length(buffer)
            part, buffer = buffer[:size], buffer[size:]
            answered = part[2]
            if answered == _FAULT:
                raise RefusedError(_fault(part))
            # Alignment counts from where the arguments begin, after a head of eight bytes.
            answer += part[24:] if answered == _RESPONSE else part[16:]
            if len(answer) > LONGEST_ANSWER:
                raise BadAnswerError("an answer has no end")
            if part[3] & _LAST:
                return answered, answer

    def _sent(self, data: bytes) -> bytes:
        request = SMB2IOCTLRequest()
        request["ctl_code"] = CtlCode.FSCTL_PIPE_TRANSCEIVE
        request["file_id"] = self._open.file_id
        request["max_output_response"] = _FRAGMENT
        request["flags"] = IOCTLFlags.SMB2_0_IOCTL_IS_FSCTL
        request["buffer"] = data
        answer = SMB2IOCTLResponse()
        answer.unpack(self._asked(request))
        return bytes(answer["buffer"].get_value())

    def _more(self) -> bytes:
        request = SMB2ReadRequest()
        request["length"] = _FRAGMENT
        request["file_id"] = self._open.file_id
        request["padding"] = b"\x50"
        answer = SMB2ReadResponse()
        answer.unpack(self._asked(request))
        found = bytes(answer["buffer"].get_value())
        if not found:
            raise BadAnswerError("an answer is cut off")
        return found

    def _asked(self, request: Any) -> bytes:
        return self._link.ask_for_part(request, self._open.tree_connect)


def _length(buffer: bytes) -> int:
    """How long a fragment says it is."""
    found = int.from_bytes(buffer[8:10], "little")
    if found < 24 or buffer[0] != 5:
        raise BadAnswerError("a fragment is none")
    return found


def _fault(part: bytes) -> int:
    return int.from_bytes(part[24:28], "little")
