"""The shape of a wire protocol: a record of pure functions that an adapter drives."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from ..sse import SSEDecoder
from ..types._value import EMPTY, field, value
from ..types.http import shown_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..errors import APICallError
    from ..sse import ServerSentEvent
    from ..types.call import CallWarning, LanguageModelCall, ModelResult, ModelStreamPart
    from ..types.http import FormPart, HTTPReply

__all__ = [
    "EventReader",
    "LanguageProtocol",
    "Resumption",
    "StreamDecoder",
    "UnaryProtocol",
    "WireRequest",
    "protocol_named",
]


@cache
def protocol_named(name: str) -> Any:
    """The record behind a handle's `protocol`.

    Args:
        name: a module below `ai_sdk.wire`, or "module:ATTRIBUTE" for one of another package.

    Example:
        >>> protocol_named("openai_chat").name
        'openai_chat'
    """
    module, colon, attribute = name.partition(":")
    if colon:
        return getattr(import_module(module), attribute)
    return import_module(f"ai_sdk.wire.{module}").PROTOCOL


@value
class WireRequest:
    """What a protocol wants sent: everything but address, key and bytes.

    Attributes:
        path: path below the provider's base URL, with a leading slash.
        json: the JSON body, or None.
        form: the multipart body; empty if there is none.
        content: the body as bytes, for what is neither; its type stands in `headers`.
        headers: headers the protocol itself needs.
        query: query parameters the protocol itself needs.
        warnings: what of the call could not be said.
        context: notes of the builder for its own parser and decoder (tool names, flags).
        url: an absolute address instead of `path`, where a reply named one. The provider's key
            and headers go there only if it is of the same origin as the base URL.
        lists: those of the headers that are lists; what the caller gives joins them.
    """

    path: str
    json: Any = field(default=None, repr=False)
    form: tuple[FormPart, ...] = field(default=(), repr=False)
    headers: Mapping[str, str] = EMPTY
    query: Mapping[str, str] = EMPTY
    warnings: tuple[CallWarning, ...] = ()
    context: Mapping[str, Any] = EMPTY
    method: str = "POST"
    content: bytes | None = field(default=None, repr=False)
    url: str | None = field(default=None, repr=shown_url)
    lists: tuple[str, ...] = ()


class EventReader(Protocol):
    """Cuts the bytes of a stream into events."""

    def feed(self, chunk: bytes, /) -> Sequence[ServerSentEvent]:
        """The events that a piece completes."""
        ...

    def finish(self) -> Sequence[ServerSentEvent]:
        """The last event, at the end of the body."""
        ...


class StreamDecoder(Protocol):
    """Turns a protocol's events into parts; knows when the stream is complete."""

    @property
    def done(self) -> bool:
        """The end mark has been seen and nothing more is to come."""
        ...

    def feed(self, event: ServerSentEvent) -> Sequence[ModelStreamPart]:
        """The parts of one event. Raises a typed error for an error event."""
        ...

    def finish(self) -> Sequence[ModelStreamPart]:
        """The last parts, at the end of the body. Raises `StreamInterruptedError` when the
        protocol's end mark is missing."""
        ...


@value
class Resumption:
    """How a protocol goes on with an answer that the provider gave only a part of.

    Attributes:
        may: `(call) -> bool`: whether the answer to a call may come in parts.
        rest: `(call, result) -> LanguageModelCall | None`: the call for what is missing; None if
            nothing is.
    """

    may: Callable[[LanguageModelCall], bool]
    rest: Callable[[LanguageModelCall, ModelResult], LanguageModelCall | None]


@value
class LanguageProtocol:
    """A protocol for language models.

    Attributes:
        name: the protocol's name, such as "openai_chat".
        build: `(dialect, model_id, call, stream) -> WireRequest`.
        parse: `(dialect, reply, request) -> ModelResult`; the reply's status is a success.
        decoder: `(dialect, request) -> StreamDecoder`.
        parse_error: `(dialect, reply) -> APICallError` for a reply with an error status.
        count_tokens: the question how many tokens a call would use; None where there is none.
        resumption: how an answer in parts is put together; None where answers are whole.
        events: makes what cuts a stream's bytes into events, of the most bytes of an event and of
            a line that is no data.
    """

    name: str
    build: Callable[[Any, str, LanguageModelCall, bool], WireRequest]
    parse: Callable[[Any, HTTPReply, WireRequest], ModelResult]
    decoder: Callable[[Any, WireRequest], StreamDecoder]
    parse_error: Callable[[Any, HTTPReply], APICallError]
    count_tokens: UnaryProtocol | None = None
    resumption: Resumption | None = None
    events: Callable[[int, int], EventReader] = SSEDecoder


@value
class UnaryProtocol:
    """A protocol of one request and one whole reply: embeddings, images, speech, transcripts.

    Attributes:
        build: `(dialect, model_id, call) -> WireRequest`.
        parse: `(dialect, reply, request, call) -> result`.
        parse_error: `(dialect, reply) -> APICallError`.
    """

    name: str
    build: Callable[[Any, str, Any], WireRequest]
    parse: Callable[[Any, HTTPReply, WireRequest, Any], Any]
    parse_error: Callable[[Any, HTTPReply], APICallError]
