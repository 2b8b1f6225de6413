"""What is asked about files: names in a folder, bytes, owner and access list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from smbprotocol.exceptions import SMBException, SMBResponseException
from smbprotocol.file_info import FileInformationClass, InfoType
from smbprotocol.open import (
    FilePipePrinterAccessMask,
    Open,
    QueryDirectoryFlags,
    SMB2QueryDirectoryRequest,
    SMB2QueryDirectoryResponse,
    SMB2QueryInfoRequest,
    SMB2QueryInfoResponse,
    SMB2ReadRequest,
    SMB2ReadResponse,
)

from ragaudit.errors import TooLargeError
from ragaudit_connectors.smb.failures import (
    END_OF_FILE,
    NO_MORE_FILES,
    NO_SUCH_FILE,
    RefusedError,
)
from ragaudit_connectors.smb.wire import FILE, FOLDER, Link, opening

CREDIT = 65_536
"""Bytes that one credit stands for."""
LARGEST_READ = 1_048_576
AHEAD = 16
"""Access lists that are asked for before the first is there."""
_READ_CONTROL = FilePipePrinterAccessMask.READ_CONTROL
_OWNER_AND_LIST = 0x1 | 0x4
_DATA_OFFSET = b"\x50"


class Files(Link):
    """A connection over which files are read."""

    def listing(self, place: str, most: int) -> Iterator[bytes]:
        """Everything in a folder, in answers of 64 kB. Raises `RefusedError`, `TooLargeError`."""
        with self.opened(place, FOLDER) as found:
            taken, flags = 0, QueryDirectoryFlags.SMB2_RESTART_SCANS
            while True:
                try:
                    answer = self._names(found, flags)
                except RefusedError as error:
                    if error.status in (NO_MORE_FILES, NO_SUCH_FILE):
                        return
                    raise
                taken += len(answer)
                if not answer:
                    raise SMBException("a listing without an end")
                if taken > most:
                    raise TooLargeError(f"a folder lists more than {most:,} bytes")
                yield answer
                flags = 0

    def _names(self, found: Any, flags: int) -> bytes:
        request = SMB2QueryDirectoryRequest()
        request["file_information_class"] = FileInformationClass.FILE_ID_FULL_DIRECTORY_INFORMATION
        request["flags"] = flags
        request["file_id"] = found.file_id
        request["output_buffer_length"] = min(CREDIT, self.connection.max_transact_size)
        request["buffer"] = "*".encode("utf-16-le")
        answer = SMB2QueryDirectoryResponse()
        answer.unpack(self.ask(request, found.tree_connect))
        return bytes(answer["buffer"].get_value())

    def read(self, place: str, most: int) -> bytes:
        """The bytes a file had when it was opened, `most` at most. Raises `RefusedError`."""
        with self.opened(place, FILE) as found:
            parts, taken, wanted = list[bytes](), 0, min(most, found.end_of_file)
            while taken < wanted:
                part = self._chunk(found, taken, min(wanted - taken, LARGEST_READ))
                if part is None:
                    break
                parts.append(part)
                taken += len(part)
        return b"".join(parts)

    def _chunk(self, found: Any, offset: int, most: int) -> bytes | None:
        """Some bytes; None behind the last, where the file became shorter."""
        window = self.connection.sequence_window
        credits = max(1, window["high"] - window["low"])
        request = SMB2ReadRequest()
        request["length"] = min(most, self.connection.max_read_size, credits * CREDIT)
        request["offset"] = offset
        request["file_id"] = found.file_id
        request["padding"] = _DATA_OFFSET
        answer = SMB2ReadResponse()
        try:
            answer.unpack(self.ask(request, found.tree_connect, LARGEST_READ // CREDIT))
        except RefusedError as error:
            if error.status == END_OF_FILE:
                return None
            raise
        part = bytes(answer["buffer"].get_value())
        if not 0 < len(part) <= most:
            raise SMBException("more came than was asked for, or nothing")
        return part

    def may_read(self, place: str) -> None:
        """Open a file as who wants to read it does, and close it. Raises `RefusedError`."""
        with self.opened(place, FILE):
            return

    def descriptors(self, places: Sequence[str]) -> list[bytes | RefusedError]:
        """The owner and access list of files or folders, or why there is none of one.

        Each is one message, and the next ones are sent before the first is answered.
        """
        tree, found = self.tree(), list[bytes | RefusedError]()
        while len(found) < len(places):
            window = self.connection.sequence_window
            several = max(1, min(AHEAD, (window["high"] - window["low"]) // 3))
            part = places[len(found) : len(found) + several]
            sent = [self._ask_for_list(tree, place) for place in part]
            found += [self._told(one) for one in sent]
        return found

    def _ask_for_list(self, tree: Any, place: str) -> list[Any]:
        """Open, ask and close in one message."""
        found = Open(tree, place)
        query = SMB2QueryInfoRequest()
        query["info_type"] = InfoType.SMB2_0_INFO_SECURITY
        query["output_buffer_length"] = min(CREDIT, self.connection.max_transact_size)
        query["additional_information"] = _OWNER_AND_LIST
        query["file_id"] = found.file_id
        create = found.create(*opening(_READ_CONTROL, 0), send=False)[0]
        messages = [create, query, found.close(send=False)[0]]
        session = self.session.session_id
        return list(
            self.connection.send_compound(messages, session, tree.tree_connect_id, related=True)
        )

    def _told(self, sent: list[Any]) -> bytes | RefusedError:
        answers: list[Any] = []
        for request in sent:
            # Each has to be taken, also behind one that was refused.
            try:
                answers.append(self.connection.receive(request))
            except SMBResponseException as error:
                answers.append(RefusedError(error.status))
        refused = next((one for one in answers if isinstance(one, RefusedError)), None)
        if refused is not None:
            return refused
        told = SMB2QueryInfoResponse()
        told.unpack(answers[1]["data"].get_value())
        return bytes(told["buffer"].get_value())
