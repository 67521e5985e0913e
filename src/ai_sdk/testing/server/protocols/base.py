"""What a wire protocol is to the server: routes, a reader and a writer for each, errors, keys.

To add a protocol, write its modules beside these, make one `WireProtocol` of them and list it in
`protocols/__init__.py`. The texts come from the built-in script or from a test, so a protocol
only has to read its requests into an `Ask` and write a `Turn`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from ..content import Content, ErrorReply
from ..payload import Payload
from ..recorded import RecordedRequest


@dataclass(frozen=True, slots=True)
class Memory:
    """What the server keeps between requests: conversations and drawn images, by id."""

    conversations: dict[str, Any] = field(default_factory=dict[str, Any])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request together with what its answer needs to know."""

    request: RecordedRequest
    origin: str
    memory: Memory
    known_models: tuple[str, ...] | None = None
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    created: int = field(default_factory=lambda: int(time.time()))

    def make_id(self, prefix: str, index: int | None = None) -> str:
        """An id that is the same in every run for the same request number."""
        tail = "" if index is None else f"_{index}"
        return f"{prefix}_{self.request.number:06d}{tail}"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of a protocol.

    `read` takes the request apart and raises `ProviderError` where the provider would refuse it,
    `answer` is the built-in script, `write` renders any content for this operation.
    """

    method: str
    path: str
    read: Callable[[Exchange], Any]
    answer: Callable[[Any, Exchange], Content]
    write: Callable[[Any, Any, Exchange], Payload]
    open_to_all: bool = False

    def match(self, path: str) -> dict[str, str] | None:
        """The path's parameters if it is this route's, else `None`.

        A parameter is one segment as it was sent: an encoded slash is part of it.
        """
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path)
        found = re.fullmatch(pattern, path) or re.fullmatch(pattern, unquote(path))
        return None if found is None else {k: unquote(v) for k, v in found.groupdict().items()}


def _claims_nothing(_request: RecordedRequest) -> bool:
    return False


def _proves_nothing(_request: RecordedRequest, _key: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class WireProtocol:
    """A provider's protocol.

    `claims` says of a request whose path several protocols have that it is this one's, `proves` of
    one that does not carry the server's key that its sender has it.
    """

    name: str
    routes: tuple[Route, ...]
    write_error: Callable[[ErrorReply, RecordedRequest], Payload]
    key_of: Callable[[RecordedRequest], str | None]
    claims: Callable[[RecordedRequest], bool] = _claims_nothing
    proves: Callable[[RecordedRequest, str], bool] = _proves_nothing
