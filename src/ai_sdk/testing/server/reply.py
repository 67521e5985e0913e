"""`Reply`: one scripted answer of the server, and the faults it may have on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypedDict, Unpack, cast

from .content import (
    Audio,
    Builtin,
    Content,
    Embeddings,
    ErrorReply,
    Images,
    Ranking,
    Transcript,
    WireBytes,
)
from .delivery import BeforeHead, Compression, Delivery, End, Framing, gzip_bomb
from .gate import EventLike, Gate
from .payload import Body, Event, Headers, Payload, dump, event_payload
from .turn import FAILURE_MESSAGE, Failure, FinishReason, TokenCount, ToolCall, Turn, as_tool_calls


class DeliveryOptions(TypedDict, total=False):
    """The keywords of `Reply.delivered`; `Delivery` explains them."""

    chunks: int | Sequence[int] | None
    end: End
    stop_after_bytes: int | None
    stop_after_events: int | None
    end_mark: bool
    framing: Framing
    content_length: int | None
    compress: Compression | None
    before_head: BeforeHead | None
    keep_alive: bool
    announce_close: bool
    gates: tuple[tuple[int, Gate | EventLike], ...]
    pause: float


class TurnOptions(TypedDict, total=False):
    """What every reply of a language model may carry besides its text."""

    deltas: Sequence[str]
    reasoning: str
    finish_reason: FinishReason
    tokens: TokenCount


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: what is said and how it travels.

    Replies are values. The static methods make one, the other methods give a changed copy.

    Example:
        ```python
        script = [
            Reply.error(429, retry_after=0),
            Reply.text("Hello there").cut(after_events=2, how="rst"),
            Reply.tool_calls([("weather", {"city": "Paris"})]),
        ]
        with ProviderServer(script=script) as server:
            ...
        ```
    """

    content: Content
    delivery: Delivery = Delivery()
    headers: tuple[tuple[str, str], ...] = ()
    edits: tuple[Callable[[Payload], Payload], ...] = ()

    # --- what is said ---

    @staticmethod
    def builtin() -> Reply:
        """The answer of the built-in script."""
        return Reply(Builtin())

    @staticmethod
    def turn(turn: Turn) -> Reply:
        """A language model's turn, given whole."""
        return Reply(turn)

    @staticmethod
    def text(text: str, **options: Unpack[TurnOptions]) -> Reply:
        """Plain text, streamed word by word unless `deltas` says how."""
        return Reply(_turn(options, text=text))

    @staticmethod
    def tool_calls(
        calls: Sequence[ToolCall | tuple[str, Any] | Mapping[str, Any]],
        text: str = "",
        **options: Unpack[TurnOptions],
    ) -> Reply:
        """Tool calls, each a `ToolCall`, `(name, input)` or a mapping of `ToolCall`'s fields."""
        return Reply(_turn(options, text=text, tool_calls=as_tool_calls(calls)))

    @staticmethod
    def json_object(value: Any, **options: Unpack[TurnOptions]) -> Reply:
        """A JSON value as the text of the answer."""
        return Reply(_turn(options, text=dump(value)))

    @staticmethod
    def reasoning(thought: str, text: str = "", **options: Unpack[TurnOptions]) -> Reply:
        """Reasoning, then text."""
        return Reply(_turn(options, text=text, reasoning=thought))

    @staticmethod
    def refusal(refusal: str, **options: Unpack[TurnOptions]) -> Reply:
        """A refusal, in the protocol's own place for it."""
        return Reply(_turn(options, refusal=refusal))

    @staticmethod
    def failed(
        message: str = FAILURE_MESSAGE,
        *,
        code: str = "server_error",
        type: str = "server_error",
        text: str = "",
    ) -> Reply:
        """A failure after status 200: in a stream it comes after `text`."""
        return Reply(Turn(text=text, failure=Failure(message, code, type)))

    @staticmethod
    def embeddings(vectors: Sequence[Sequence[float]], *, tokens: int | None = None) -> Reply:
        """Embedding vectors, sent as given (also too few, or of odd lengths)."""
        return Reply(Embeddings(tuple(tuple(vector) for vector in vectors), tokens))

    @staticmethod
    def ranking(scores: Sequence[tuple[int, float]]) -> Reply:
        """Documents' places and scores, sent in the order of the scores."""
        return Reply(Ranking(tuple(scores)))

    @staticmethod
    def images(images: Sequence[bytes], *, revised_prompt: str | None = None) -> Reply:
        """Images, as the bytes of their files."""
        return Reply(Images(tuple(images), revised_prompt))

    @staticmethod
    def audio(data: bytes, media_type: str = "audio/wav") -> Reply:
        """Speech, as the bytes of its file."""
        return Reply(Audio(data, media_type))

    @staticmethod
    def transcript(text: str, *, language: str = "english", seconds: float = 1.0) -> Reply:
        """What a recording says, in the format that the request asks for."""
        return Reply(Transcript(text, language, seconds))

    @staticmethod
    def error(
        status: int,
        message: str | None = None,
        *,
        type: str | None = None,
        code: str | None = None,
        param: str | None = None,
        retry_after: float | str | None = None,
        retry_after_ms: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """An error status with the protocol's own error body.

        Args:
            status: HTTP status.
            message: Text for a person; a fitting one by default.
            type: The provider's class of the error; by the status by default.
            code: The provider's code.
            param: The parameter at fault.
            retry_after: `Retry-After` in seconds, or verbatim if a string.
            retry_after_ms: `retry-after-ms` in milliseconds.
            headers: More headers.
        """
        named = dict(headers or {})
        if retry_after is not None:
            named["retry-after"] = str(retry_after)
        if retry_after_ms is not None:
            named["retry-after-ms"] = str(retry_after_ms)
        content = ErrorReply(status, message, type, code, param)
        return Reply(content, headers=tuple(named.items()))

    @staticmethod
    def raw(
        status: int = 200,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: Body | str = b"",
    ) -> Reply:
        """An exact body under the given status and headers, in any protocol.

        `body` may be a function that yields pieces, for bodies that are not to be held in memory.
        """
        listed = headers.items() if isinstance(headers, Mapping) else headers
        pairs = cast(Headers, tuple(listed))
        body = body.encode() if isinstance(body, str) else body
        return Reply(Payload(status, pairs, body))

    @staticmethod
    def sse(
        events: Iterable[Event | Mapping[str, Any] | str] | bytes,
        *,
        chunks: int | Sequence[int] | None = None,
        end: End = "clean",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """A stream of events, or the exact bytes of one.

        Args:
            events: Events; a mapping is one event's JSON, a string its verbatim data. Bytes are
                sent as they are.
            chunks: Sizes of the writes in bytes.
            end: How the stream ends; see `Delivery`.
            status: HTTP status.
            headers: More headers; they may replace the content type.
        """
        named = {"content-type": "text/event-stream; charset=utf-8", **(headers or {})}
        if isinstance(events, bytes):
            payload = Payload(status, tuple(named.items()), events)
            delivery = Delivery(chunks=chunks, end=end, framing="chunked")
            return Reply(payload, delivery)
        made = tuple(e if isinstance(e, Event) else Event(e) for e in events)
        payload = replace(event_payload(made), status=status, headers=tuple(named.items()))
        return Reply(payload, Delivery(chunks=chunks, end=end))

    @staticmethod
    def wire(data: bytes, *, chunks: int | Sequence[int] | None = None, end: End = "cut") -> Reply:
        """Exact bytes in place of a whole HTTP reply, head included; by default then a close."""
        return Reply(WireBytes(data), Delivery(chunks=chunks, end=end))

    # --- faults in place of an answer ---

    @staticmethod
    def no_answer(how: BeforeHead = "close") -> Reply:
        """No reply: the connection is closed, reset, or stays silent until the client closes."""
        return Reply(Builtin(), Delivery(before_head=how))

    @staticmethod
    def html_error(status: int = 502, title: str = "Bad Gateway") -> Reply:
        """The HTML page of a proxy in front of the provider."""
        page = f"<html><head><title>{status} {title}</title></head><body>{title}</body></html>"
        return Reply.raw(status, {"content-type": "text/html"}, page)

    @staticmethod
    def gzip_bomb(size: int = 1 << 30, media_type: str = "application/json") -> Reply:
        """A small gzip body that unpacks to `size` zero bytes."""
        headers = {"content-type": media_type, "content-encoding": "gzip"}
        return Reply.raw(200, headers, partial(gzip_bomb, size)).delivered(framing="chunked")

    @staticmethod
    def gate(gate: Gate | EventLike, then: Reply | None = None) -> Reply:
        """Hold `then` (by default the built-in answer) back until the gate is open."""
        return (then or Reply.builtin()).gated(gate)

    # --- how it travels ---

    def edited(self, change: Callable[[Payload], Payload]) -> Reply:
        """Change the reply after it was written in the protocol: status, headers, events, bytes."""
        return replace(self, edits=(*self.edits, change))

    def delivered(self, **options: Unpack[DeliveryOptions]) -> Reply:
        """Change the delivery; `Delivery` explains the keywords."""
        return replace(self, delivery=replace(self.delivery, **options))

    def with_headers(self, headers: Mapping[str, str]) -> Reply:
        """Add headers; one of the same name is replaced."""
        return replace(self, headers=(*self.headers, *headers.items()))

    def gated(self, gate: Gate | EventLike, at: int = -1) -> Reply:
        """Wait for the gate before the head (-1) or before the `at`-th write of the body."""
        return self.delivered(gates=(*self.delivery.gates, (at, gate)))

    def cut(
        self,
        *,
        after_bytes: int | None = None,
        after_events: int | None = None,
        how: End = "cut",
    ) -> Reply:
        """Stop after so many body bytes or events, then close, reset, stall or end cleanly."""
        return self.delivered(stop_after_bytes=after_bytes, stop_after_events=after_events, end=how)

    def without_end_mark(self) -> Reply:
        """Leave out the events that tell the client the stream is complete."""
        return self.delivered(end_mark=False)

    def dribbled(self, size: int = 1) -> Reply:
        """Write the body in pieces of `size` bytes."""
        return self.delivered(chunks=size)

    def compressed(self, coding: Compression = "gzip") -> Reply:
        """Compress the body."""
        return self.delivered(compress=coding)

    def closing(self, *, announced: bool = True) -> Reply:
        """Close the connection after the reply, with or without a word of it in the head."""
        return self.delivered(keep_alive=False, announce_close=announced)


Script = Sequence[Reply] | Callable[..., Reply]


def _turn(options: TurnOptions, **content: Any) -> Turn:
    given: dict[str, Any] = {**options, **content}
    if "deltas" in options:
        given["deltas"] = tuple(options["deltas"])
        given["text"] = given.get("text") or "".join(options["deltas"])
    return Turn(**given)
