"""A store that answers what it is told to, in place of the library's connection."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

_S3 = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
_MODIFIED = "2026-10-01T12:00:00.000Z"


class Raw(io.BytesIO):
    """A body as the library reads it."""

    def stream(self, amt: int = 65_536, **_: Any) -> Iterator[bytes]:
        """Piece by piece."""
        while part := self.read(amt):
            yield part


class Endless(Raw):
    """A body without an end."""

    def stream(self, amt: int = 65_536, **_: Any) -> Iterator[bytes]:
        """The same piece for ever."""
        while True:
            yield b"x" * amt


@dataclass
class Answer:
    """What is sent back."""

    status: int = 200
    body: bytes | Raw = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fake:
    """Sends nothing; asks a function for the answer, and keeps what was asked."""

    answers: Callable[[Any], Answer]
    asked: list[Any] = field(default_factory=list)

    def send(self, request: Any) -> Any:
        """In place of the library's own."""
        from botocore.awsrequest import AWSResponse

        self.asked.append(request)
        found = self.answers(request)
        raw = found.body if isinstance(found.body, Raw) else Raw(found.body)
        headers = {"content-type": "application/xml", **found.headers}
        return AWSResponse(request.url, found.status, headers, raw)

    @property
    def hosts(self) -> set[str]:
        """Whom it would have asked."""
        return {urlsplit(request.url).netloc for request in self.asked}


def listing(*keys: str, more: str = "", size: int = 5) -> bytes:
    """A page of a listing; `more` is where the next begins."""
    objects = "".join(
        f"<Contents><Key>{key}</Key><LastModified>{_MODIFIED}</LastModified>"
        f'<ETag>"{number}"</ETag><Size>{size}</Size></Contents>'
        for number, key in enumerate(keys)
    )
    token = f"<NextContinuationToken>{more}</NextContinuationToken>" if more else ""
    return (
        f"<ListBucketResult {_S3}><IsTruncated>{str(bool(more)).lower()}</IsTruncated>"
        f"<EncodingType>url</EncodingType>{token}{objects}</ListBucketResult>"
    ).encode()


def error(code: str, status: int = 403, **headers: str) -> Answer:
    """A refusal as stores write it."""
    body = f"<Error><Code>{code}</Code><Message>secret words</Message></Error>"
    return Answer(status, body.encode(), headers)
