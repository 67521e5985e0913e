"""Streamed tool calls put together from fragments that may lack ids, indexes or names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ..errors import InvalidResponseError
from ..json_codec import JSONError, dumps
from ..types._value import EMPTY
from ..types.call import CallWarning, ModelToolCall
from ..types.stream_parts import ToolInputDelta, ToolInputEnd, ToolInputStart

if TYPE_CHECKING:
    from ..partial_json import PartialJSON
    from ..types.call import FinishReason, ModelStreamPart
    from ..types.content import Metadata

__all__ = ["ToolCallTracker", "arguments_text", "missing_calls", "new_call_id"]


def new_call_id() -> str:
    """An id for a tool call that came without one."""
    return f"call_{uuid4().hex[:24]}"


def arguments_text(arguments: object) -> str:
    """A call's arguments as text, also where a server sends null or the object itself.

    Example:
        >>> arguments_text({"city": "Oslo"})
        '{"city":"Oslo"}'
    """
    if isinstance(arguments, str):
        return arguments
    return "" if arguments is None else dumps(arguments).decode()


def missing_calls(provider: str, finish: FinishReason, *, calls: bool) -> tuple[CallWarning, ...]:
    """The warning that an answer ended in order to call tools, and holds no call.

    Example:
        >>> [warning.type for warning in missing_calls("acme", "tool-calls", calls=False)]
        ['other']
    """
    if calls or finish != "tool-calls":
        return ()
    text = f"{provider}: the finish reason says that tools are called, but the answer calls none"
    return (CallWarning("other", text),)


class _Call:
    __slots__ = (
        "_parser",
        "_read",
        "id",
        "index",
        "metadata",
        "name",
        "own_id",
        "pieces",
        "started",
    )

    def __init__(self, call_id: str | None, index: Any) -> None:
        self.id = call_id or ""
        self.own_id = call_id is not None
        self.index = index
        self.name = ""
        self.pieces: list[str] = []
        self.started = False
        self.metadata: Metadata = EMPTY
        self._parser: PartialJSON | None = None
        self._read = 0  # pieces that the parser has had

    @property
    def complete(self) -> bool:
        """The arguments so far are a whole JSON object. Each piece is looked at once."""
        if self._parser is None:
            from ..partial_json import PartialJSON  # for servers that repeat the name: few do

            self._parser = PartialJSON()
        text, self._read = "".join(self.pieces[self._read :]), len(self.pieces)
        try:
            self._parser.feed(text)
        except JSONError:
            return False
        return self._parser.done and isinstance(self._parser.value, dict)


class ToolCallTracker:
    """Finds the call that a fragment belongs to: by id, else by index, else the latest.

    A new id opens a new call whatever its index. A name replaces the one before. A call without
    id gets one, a call whose id is taken gets another. Parts of a call start once its name is
    known; the calls themselves come from `finish`.

    Example:
        >>> tracker = ToolCallTracker()
        >>> parts = tracker.add(index=0, call_id="a", name="look", arguments="{}")
        >>> [part.type for part in parts + tracker.finish()]
        ['tool-input-start', 'tool-input-delta', 'tool-input-end', 'model-tool-call']
    """

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._by_id: dict[str, _Call] = {}
        self._by_index: dict[Any, _Call] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def add(
        self,
        *,
        index: object = None,
        call_id: object = None,
        name: object = None,
        arguments: object = None,
        metadata: Metadata = EMPTY,
    ) -> list[ModelStreamPart]:
        """Take in one fragment; anything but the arguments may be missing (None)."""
        if type(index) is not int:
            index = None
        text = arguments if type(arguments) is str else arguments_text(arguments)
        if not call_id and not name and index in self._by_index:
            call = self._by_index[index]  # what all fragments but a call's first look like
        else:
            wanted = call_id if isinstance(call_id, str) and call_id else None
            found = self._find(wanted, index, isinstance(name, str) and name != "", text)
            if found is None and not (wanted or name or text):
                return []
            call = found or self._open(wanted, index)
            if isinstance(name, str) and name:
                call.name = name
            if metadata:
                call.metadata = metadata
        if text:
            call.pieces.append(text)
            if call.started:
                return [ToolInputDelta(call.id, text)]
        return [] if call.started else self._start(call)

    def finish(self) -> list[ModelStreamPart]:
        """The end of the stream: every call, whole, in the order in which they were opened.

        Raises:
            InvalidResponseError: a call never got a name.
        """
        out: list[ModelStreamPart] = []
        for call in self._calls:
            if not call.name:
                raise InvalidResponseError(
                    f"the tool call {call.id or call.index!r} of the stream has no name",
                    body="".join(call.pieces)[:200],
                )
            out.append(ToolInputEnd(call.id))
            out.append(
                ModelToolCall(
                    call.id, call.name, "".join(call.pieces), provider_metadata=call.metadata
                )
            )
        return out

    def _find(self, call_id: str | None, index: Any, named: bool, text: str) -> _Call | None:
        if call_id is not None:
            return self._find_by_id(call_id, index, named)
        if index is None:
            call = self._calls[-1] if self._calls else None
        else:
            call = self._by_index.get(index)
        # Servers without ids and indexes send each call whole: a second one is not more of the
        # first.
        if call is not None and named and text and call.name and call.complete:
            return None
        return call

    def _find_by_id(self, call_id: str, index: Any, named: bool) -> _Call | None:
        call = self._by_id.get(call_id)
        if call is not None:
            # The same id at another index, with a name again, is another call with a used id.
            moved = index is not None and call.index is not None and index != call.index
            return None if moved and named else call
        waiting = self._by_index.get(index) if index is not None else None
        if waiting is None or waiting.own_id or (waiting.started and named):
            return None
        if not waiting.started:
            waiting.id, waiting.own_id = call_id, True
        self._by_id[call_id] = waiting
        return waiting

    def _open(self, call_id: str | None, index: Any) -> _Call:
        if call_id in self._by_id:
            call_id = new_call_id()
        call = _Call(call_id, index)
        self._calls.append(call)
        if call_id is not None:
            self._by_id[call_id] = call
        if index is not None:
            self._by_index[index] = call
        return call

    def _start(self, call: _Call) -> list[ModelStreamPart]:
        if not call.name:
            return []
        if not call.id:
            call.id = new_call_id()
        call.started = True
        parts: list[ModelStreamPart] = [
            ToolInputStart(call.id, call.name, provider_metadata=call.metadata)
        ]
        if call.pieces:
            parts.append(ToolInputDelta(call.id, "".join(call.pieces)))
        return parts
