"""A UI message out of the chunks that tell of it, as a browser puts it together."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UIMessageError
from ..json_error import JSONError
from ..partial_json.parser import PartialJSON
from .chunk_fields import checked_type

__all__ = ["MessageAssembler"]

Part = dict[str, Any]


class _Block:
    """A part whose text grows: its pieces are joined when somebody looks."""

    __slots__ = ("part", "pieces")

    def __init__(self, part: Part) -> None:
        self.part = part
        self.pieces: list[str] = []

    def settle(self) -> Part:
        """The part with all of its text."""
        self.part["text"] = text = "".join(self.pieces)
        self.pieces = [text]
        return self.part


class MessageAssembler:
    """Takes in chunks, one after the other, in time that grows with their length alone.

    Args:
        message_id: the id of a new message.
        last: an assistant's message to go on with.
    """

    def __init__(self, message_id: str = "", last: Mapping[str, Any] | None = None) -> None:
        if last is not None:
            self._message: dict[str, Any] = copy.deepcopy(dict(last))
        else:
            self._message = {"id": message_id, "role": "assistant", "parts": []}
        self.finish_reason: str | None = None
        self.aborted = False
        self._open: dict[tuple[str, str], _Block] = {}
        self._inputs: dict[str, PartialJSON] = {}

    @property
    def message(self) -> dict[str, Any]:
        """The UI message so far."""
        for block in self._open.values():
            block.settle()
        return self._message

    @property
    def parts(self) -> list[Part]:
        """The parts so far."""
        found: list[Part] = self.message["parts"]
        return found

    @property
    def _parts(self) -> list[Part]:
        found: list[Part] = self._message["parts"]
        return found

    def snapshot(self) -> dict[str, Any]:
        """The message so far; later chunks do not change it."""
        return copy.deepcopy(self.message)

    def feed(self, chunk: Mapping[str, Any]) -> bool:
        """Take in a chunk; whether it changed the message.

        Raises:
            UIMessageError: the chunk lacks what its type has, or is about something that has not
                begun.
        """
        kind = checked_type(chunk)
        if kind.startswith("data-"):
            return self._data(chunk)
        take = _TAKERS.get(kind)
        if take is None:
            return False
        take(self, chunk)
        return True

    # ---- the message itself

    def _start(self, chunk: Mapping[str, Any]) -> None:
        if chunk.get("messageId") is not None:
            self._message["id"] = chunk["messageId"]
        self._metadata(chunk)

    def _metadata(self, chunk: Mapping[str, Any]) -> None:
        given = chunk.get("messageMetadata")
        if given is not None:
            self._message["metadata"] = _merged(self._message.get("metadata"), given)

    def _finish(self, chunk: Mapping[str, Any]) -> None:
        self.finish_reason = chunk.get("finishReason")
        self._metadata(chunk)

    def _abort(self, chunk: Mapping[str, Any]) -> None:
        self.aborted = True

    def _step_start(self, chunk: Mapping[str, Any]) -> None:
        self._parts.append({"type": "step-start"})

    def _step_end(self, chunk: Mapping[str, Any]) -> None:
        for block in self._open.values():
            block.settle()
        self._open.clear()

    # ---- text and reasoning

    def _begin(self, chunk: Mapping[str, Any]) -> None:
        kind = chunk["type"].partition("-")[0]
        part = {"type": kind, "text": "", **_metadata_of(chunk), "state": "streaming"}
        if kind == "reasoning":
            part["id"] = chunk["id"]
        begun = self._open.pop((kind, chunk["id"]), None)
        if begun is not None:
            begun.settle()  # one of this id that was never ended
        self._open[kind, chunk["id"]] = _Block(part)
        self._parts.append(part)

    def _grow(self, chunk: Mapping[str, Any]) -> None:
        block = self._block(chunk)
        block.pieces.append(chunk["delta"])
        block.part.update(_metadata_of(chunk))

    def _end(self, chunk: Mapping[str, Any]) -> None:
        part = self._block(chunk).settle()
        part["state"] = "done"
        part.update(_metadata_of(chunk))
        del self._open[part["type"], chunk["id"]]

    def _block(self, chunk: Mapping[str, Any]) -> _Block:
        kind = chunk["type"].partition("-")[0]
        block = self._open.get((kind, chunk["id"]))
        if block is None:
            raise UIMessageError(
                f"a {chunk['type']!r} chunk comes without the start of {chunk['id']!r}",
                chunk_type=chunk["type"],
                chunk_id=chunk["id"],
            )
        return block

    # ---- whole parts

    def _whole(self, chunk: Mapping[str, Any]) -> None:
        self._parts.append(dict(chunk))

    def _data(self, chunk: Mapping[str, Any]) -> bool:
        if chunk.get("transient"):
            return False
        known = {key: chunk[key] for key in ("type", "id", "data") if key in chunk}
        for part in self._parts if "id" in chunk else ():
            if part["type"] == chunk["type"] and part.get("id") == chunk["id"]:
                part["data"] = chunk["data"]
                return True
        self._parts.append(known)
        return True

    # ---- tools

    def _input_start(self, chunk: Mapping[str, Any]) -> None:
        self._inputs[chunk["toolCallId"]] = PartialJSON()
        self._tool(chunk, "input-streaming", input=None)

    def _input_delta(self, chunk: Mapping[str, Any]) -> None:
        parser = self._inputs.get(chunk["toolCallId"])
        if parser is None:
            raise self._unknown(chunk)
        try:
            parser.feed(chunk["inputTextDelta"])
        except JSONError:
            return  # no JSON after all; the whole input tells
        self._call(chunk)["input"] = parser.snapshot()

    def _input_available(self, chunk: Mapping[str, Any]) -> None:
        self._tool(chunk, "input-available", input=chunk.get("input"))

    def _input_error(self, chunk: Mapping[str, Any]) -> None:
        part = self._tool(chunk, "output-error", errorText=chunk["errorText"])
        part["input"] = chunk.get("input")

    def _output(self, chunk: Mapping[str, Any]) -> None:
        part = self._call(chunk)
        part.update(state="output-available", output=chunk.get("output"))
        part.pop("preliminary", None)
        if chunk.get("preliminary"):
            part["preliminary"] = True
        self._result_facts(part, chunk)

    def _output_error(self, chunk: Mapping[str, Any]) -> None:
        part = self._call(chunk)
        part.update(state="output-error", errorText=chunk["errorText"])
        self._result_facts(part, chunk)

    def _output_denied(self, chunk: Mapping[str, Any]) -> None:
        self._call(chunk)["state"] = "output-denied"

    def _request(self, chunk: Mapping[str, Any]) -> None:
        part = self._call(chunk)
        approval = {"id": chunk["approvalId"]}
        approval |= {key: chunk[key] for key in ("isAutomatic", "signature") if key in chunk}
        part.update(state="approval-requested", approval=approval)

    def _response(self, chunk: Mapping[str, Any]) -> None:
        for part in self._parts:
            approval = part.get("approval")
            if approval is not None and approval["id"] == chunk["approvalId"]:
                approval["approved"] = chunk["approved"]
                if "reason" in chunk:
                    approval["reason"] = chunk["reason"]
                part["state"] = "approval-responded"
                return
        raise UIMessageError(
            f"there is no approval {chunk['approvalId']!r} to respond to",
            chunk_type=chunk["type"],
            chunk_id=chunk["approvalId"],
        )

    def _tool(self, chunk: Mapping[str, Any], state: str, **fields: Any) -> Part:
        """The part of a call, made at its first chunk."""
        call_id, name = chunk["toolCallId"], chunk["toolName"]
        part = self._find(call_id)
        if part is None:
            part = {"type": f"tool-{name}", "toolCallId": call_id}
            if chunk.get("dynamic"):
                part = {"type": "dynamic-tool", "toolName": name, "toolCallId": call_id}
            self._parts.append(part)
        part.update(state=state, **fields)
        for key in ("title", "toolMetadata", "providerExecuted"):
            if key in chunk:
                part[key] = chunk[key]
        if "providerMetadata" in chunk:
            part["callProviderMetadata"] = chunk["providerMetadata"]
        return part

    def _result_facts(self, part: Part, chunk: Mapping[str, Any]) -> None:
        if "providerExecuted" in chunk:
            part["providerExecuted"] = chunk["providerExecuted"]
        if "providerMetadata" in chunk:
            part["resultProviderMetadata"] = chunk["providerMetadata"]

    def _call(self, chunk: Mapping[str, Any]) -> Part:
        part = self._find(chunk["toolCallId"])
        if part is None:
            raise self._unknown(chunk)
        return part

    def _find(self, call_id: str) -> Part | None:
        return next((p for p in reversed(self._parts) if p.get("toolCallId") == call_id), None)

    @staticmethod
    def _unknown(chunk: Mapping[str, Any]) -> UIMessageError:
        call_id = chunk["toolCallId"]
        return UIMessageError(
            f"a {chunk['type']!r} chunk is about the call {call_id!r}, which has not begun",
            chunk_type=chunk["type"],
            chunk_id=call_id,
        )


def _metadata_of(chunk: Mapping[str, Any]) -> dict[str, Any]:
    found = chunk.get("providerMetadata")
    return {} if found is None else {"providerMetadata": found}


def _merged(known: Any, more: Any) -> Any:
    """Mappings merge deeply; anything else is replaced."""
    if not isinstance(known, Mapping) or not isinstance(more, Mapping):
        return more
    return {**known, **{key: _merged(known.get(key), item) for key, item in more.items()}}


_TAKERS: dict[str, Callable[[MessageAssembler, Mapping[str, Any]], None]] = {
    "start": MessageAssembler._start,
    "message-metadata": MessageAssembler._metadata,
    "finish": MessageAssembler._finish,
    "abort": MessageAssembler._abort,
    "start-step": MessageAssembler._step_start,
    "finish-step": MessageAssembler._step_end,
    "text-start": MessageAssembler._begin,
    "text-delta": MessageAssembler._grow,
    "text-end": MessageAssembler._end,
    "reasoning-start": MessageAssembler._begin,
    "reasoning-delta": MessageAssembler._grow,
    "reasoning-end": MessageAssembler._end,
    "file": MessageAssembler._whole,
    "source-url": MessageAssembler._whole,
    "source-document": MessageAssembler._whole,
    "custom": MessageAssembler._whole,
    "tool-input-start": MessageAssembler._input_start,
    "tool-input-delta": MessageAssembler._input_delta,
    "tool-input-available": MessageAssembler._input_available,
    "tool-input-error": MessageAssembler._input_error,
    "tool-output-available": MessageAssembler._output,
    "tool-output-error": MessageAssembler._output_error,
    "tool-output-denied": MessageAssembler._output_denied,
    "tool-approval-request": MessageAssembler._request,
    "tool-approval-response": MessageAssembler._response,
}
