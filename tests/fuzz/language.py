"""Any language protocol under test: how a reply is read, and what must hold of what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from ai_sdk.errors import AISDKError, InvalidResponseError
from ai_sdk.json_codec import JSONError, loads
from ai_sdk.types.call import LanguageModelCall, ModelFinish, ModelResult, ModelToolCall
from ai_sdk.types.content import TextPart
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.messages import UserMessage
from ai_sdk.types.usage import Usage
from ai_sdk.wire import tool_deltas
from ai_sdk.wire.protocol import LanguageProtocol, WireRequest, protocol_named

from .target import expect

__all__ = ["CALL", "Model", "Played", "check_order", "check_result", "check_usage"]

CALL = LanguageModelCall((UserMessage((TextPart("Hi"),)),))
_REASONS = {"stop", "length", "content-filter", "tool-calls", "error", "other"}
_OPENED = {"text": 0, "reasoning": 0, "tool-input": 0}


class _Numbered:
    """Ids in order, in place of random ones, so that two readings of a stream can be compared."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> _Numbered:
        return self

    @property
    def hex(self) -> str:
        return f"{next(self._numbers):032d}"[::-1]


@contextmanager
def _numbered_ids() -> Iterator[None]:
    """Let calls without an id get theirs in order, as long as this lasts."""
    random, tool_deltas.uuid4 = tool_deltas.uuid4, _Numbered()  # type: ignore[assignment]
    try:
        yield
    finally:
        tool_deltas.uuid4 = random


class Played:
    """What a stream's bytes gave: the parts, how it ended, and whether any event was understood."""

    def __init__(self) -> None:
        self.parts: list[Any] = []
        self.error: AISDKError | None = None
        self.reached = False
        self.events: list[Any] = []

    @property
    def text(self) -> str:
        """The text of the answer."""
        return "".join(part.text for part in self.parts if part.type == "text-delta")

    def told(self) -> tuple[Any, ...]:
        """What must be the same however the bytes are cut."""
        return self.parts, type(self.error), str(self.error)


class Model:
    """A vendor's model with its protocol."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle
        self.protocol: LanguageProtocol = protocol_named(handle.protocol)

    def request(self, stream: bool) -> WireRequest:
        """What is sent."""
        handle = self.handle
        return self.protocol.build(handle.dialect, handle.model_id, CALL, stream)

    def play(self, pieces: Sequence[bytes]) -> Played:
        """Read a stream as the driver of language models does."""
        played = Played()
        try:
            with _numbered_ids():
                self._read(played, pieces)
        except AISDKError as error:
            played.error = error
        return played

    def _read(self, played: Played, pieces: Sequence[bytes]) -> None:
        events = self.protocol.events()
        decoder = self.protocol.decoder(self.handle.dialect, self._stream)
        for piece in pieces:
            self._feed(played, events.feed(piece), decoder)
            if decoder.done:
                return
        for event in events.finish():
            try:
                self._feed(played, [event], decoder)
            except InvalidResponseError:
                if _is_json(event.data):
                    raise
                # else the body ended within its last event
        played.parts += decoder.finish()

    def _feed(self, played: Played, events: Sequence[Any], decoder: Any) -> None:
        for event in events:
            if not event.data:
                continue
            if decoder.done:
                return
            played.events.append(event)
            try:
                played.parts += decoder.feed(event)
            except AISDKError as error:
                played.reached |= not isinstance(error, InvalidResponseError)
                raise
            played.reached |= event.data[:1] == b"{"

    @property
    def _stream(self) -> WireRequest:
        request = self.__dict__.get("_built")
        if request is None:
            request = self.__dict__["_built"] = self.request(True)
        return request  # type: ignore[no-any-return]

    def parse(self, body: bytes) -> ModelResult | AISDKError:
        """Read a whole answer."""
        reply = HTTPReply(200, {"content-type": "application/json"}, body)
        try:
            with _numbered_ids():
                return self.protocol.parse(self.handle.dialect, reply, self._stream)
        except AISDKError as error:
            return error


def check_order(played: Played, *, deltas_count: bool = True) -> None:
    """Blocks begin before they grow and end once; ids are given once; the finish is last, if any.

    Where an item that is done counts, whatever was said of it before, deltas do not.
    """
    opened: dict[tuple[str, str], list[str]] = {}
    inputs: dict[str, str] = {}
    calls: set[str] = set()
    finishes = 0
    for part in played.parts:
        kind, _, step = part.type.rpartition("-")
        if kind in _OPENED:
            _block(opened, inputs, kind, step, part)
        elif type(part) is ModelToolCall:
            expect(part.tool_call_id not in calls, "an id is given twice", played.parts)
            calls.add(part.tool_call_id)
            grown = inputs.get(part.tool_call_id)
            same = grown is None or grown == part.input or not deltas_count
            expect(same, "a call's input is not what streamed", grown, part)
        finishes += type(part) is ModelFinish
        if type(part) is ModelFinish:
            check_usage(part.usage)
            expect(part.finish_reason in _REASONS, "an unknown finish reason", part)
    if played.error is None:
        expect(finishes == 1, "not one finish", played.parts)
        expect(type(played.parts[-1]) is ModelFinish, "the finish is not last", played.parts)
        expect(not opened, "a block was left open", played.parts)
        return
    expect(finishes == 0, "a finish in spite of an error", played.parts, played.error)


def _block(
    opened: dict[tuple[str, str], list[str]],
    inputs: dict[str, str],
    kind: str,
    step: str,
    part: Any,
) -> None:
    place = (kind, part.id)
    if step == "start":
        expect(place not in opened, "a block begins twice", part)
        opened[place] = []
        return
    expect(place in opened, "a block goes on that has not begun", part)
    if step == "delta":
        opened[place].append(part.delta if kind == "tool-input" else part.text)
        return
    grown = "".join(opened.pop(place))
    if kind == "tool-input":
        inputs[part.id] = grown


def check_usage(usage: Usage) -> None:
    """Counts are unknown, or whole numbers that are not negative."""
    for number in (usage.input_tokens, usage.output_tokens, usage.total_tokens):
        fine = number is None or (type(number) is int and number >= 0)
        expect(fine, "a count of tokens is none", usage)


def check_result(result: ModelResult, naive: Callable[[Any], str | None], body: Any) -> None:
    """A whole answer says what a naive reader finds in it."""
    check_usage(result.usage)
    expect(result.finish_reason in _REASONS, "an unknown finish reason", result)
    calls = [part.tool_call_id for part in result.content if type(part) is ModelToolCall]
    expect(len(calls) == len(set(calls)), "an id is given twice", result)
    wanted = naive(body)
    if wanted is not None:
        said = "".join(part.text for part in result.content if type(part) is TextPart)
        expect(said == wanted, "other text than the answer's", said, wanted)


def _is_json(data: bytes) -> bool:
    try:
        loads(data)
    except JSONError:
        return False
    return True
