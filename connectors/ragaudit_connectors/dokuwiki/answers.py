"""XML-RPC as values, and from hostile servers nothing worse than an error.

The standard library reads XML-RPC, but takes document types and any depth; so it is fed here by a
parser that takes neither. DokuWiki passes on control characters that were typed into a page, which
no XML may hold; they are taken out before.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn
from xml.parsers import expat
from xmlrpc.client import Binary, Fault, ResponseError, Unmarshaller, dumps

DEEPEST = 40
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")

_BROKEN = (
    expat.ExpatError, ResponseError, LookupError, TypeError, ValueError, AttributeError,
    ArithmeticError,
)  # fmt: skip
"""The reader of the standard library trusts what it is given, and fails in many ways."""


class AnswerError(ValueError):
    """No answer of the protocol; the message repeats nothing of it."""


class FaultError(Exception):
    """The wiki says that a call failed; `code` is 0 where it does not say why."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"fault {code}" if code else "a fault without a reason")
        self.code = code


def question(method: str, arguments: tuple[Any, ...]) -> bytes:
    """A call, ready to be sent. Raises `AnswerError` for what XML-RPC cannot say."""
    try:
        return dumps(arguments, method, encoding="utf-8", allow_none=False).encode()
    except (TypeError, OverflowError, UnicodeEncodeError) as error:
        raise AnswerError("the question cannot be written as XML-RPC") from error


def value(data: bytes) -> Any:
    """What a call returned. Raises `FaultError` and `AnswerError`.

    DokuWiki 2022-07-31 and before send an empty structure for a fault; no method returns one.
    """
    try:
        found = _read(_NOT_XML.sub(b" ", data))
    except Fault as fault:
        code: object = fault.faultCode
        raise FaultError(code if isinstance(code, int) else 0) from None
    except AnswerError:
        raise
    except _BROKEN as error:
        raise AnswerError("the answer is no XML-RPC") from error
    if found == {}:
        raise FaultError
    return found


def _read(data: bytes) -> Any:
    reader = Unmarshaller()
    no_encoding: Any = None  # what it is given is text already
    reader.xml(no_encoding, None)
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise AnswerError("the answer is nested too deeply")
        reader.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(tag)

    def refuse(*_: object) -> NoReturn:
        raise AnswerError("the answer has a document type, which XML-RPC has not")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = reader.data
    parser.Parse(data, True)
    values = reader.close()
    if len(values) != 1:
        raise AnswerError("the answer holds not one value")
    return values[0]


def file_of(found: Any) -> bytes:
    """The bytes of an uploaded file. Raises `AnswerError`."""
    if not isinstance(found, Binary):
        raise AnswerError("the answer is no file")
    return found.data


def rows(found: Any) -> list[dict[str, Any]]:
    """A list of structures. Raises `AnswerError`."""
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise AnswerError("the answer is no list of structures")
    return found


def mapping(found: Any) -> dict[str, Any]:
    """A structure; PHP sends one whose keys are 0, 1, 2 … as a list. Raises `AnswerError`."""
    if isinstance(found, list):
        return {str(number): one for number, one in enumerate(found)}
    if not isinstance(found, dict):
        raise AnswerError("the answer is no structure")
    return found
