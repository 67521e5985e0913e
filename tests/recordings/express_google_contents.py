"""Recorded turns as messages: what the user said, what the model said, what functions returned."""

from __future__ import annotations

from collections import deque
from typing import Any

from ai_sdk import (
    AssistantMessage,
    ContentOutput,
    CustomPart,
    FilePart,
    FileReference,
    JSONOutput,
    ReasoningPart,
    TextPart,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
)

from .intention import Inexpressible, Reader

PART_OPTIONS = ("videoMetadata", "mediaResolution", "partMetadata")


class ContentsReader:
    """Reads the turns of one request into the arguments of a call."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._open: deque[tuple[str, str]] = deque()  # (id of ours, name) of calls not answered
        self._ids: dict[str, str] = {}
        self._count = 0

    def read(self, instructions: Any, contents: Any) -> None:
        """`instructions` and `messages`, or `prompt` where that is all there is."""
        texts = [part["text"] for part in _list((instructions or {}).get("parts"))]
        if texts:
            self._reader.arguments["instructions"] = texts if len(texts) > 1 else texts[0]
        turns = _list(contents)
        if not turns:
            raise Inexpressible("a request without turns")
        if len(turns) == 1 and (text := _only_text(turns[0])):
            self._reader.arguments["prompt"] = text
            return
        messages: list[Any] = []
        for turn in turns:
            messages += self._turn(turn)
        if self._open:
            raise Inexpressible("the conversation leaves a tool call without a result")
        self._reader.arguments["messages"] = messages

    def _turn(self, turn: dict[str, Any]) -> list[Any]:
        role, parts = turn.get("role") or "user", _list(turn.get("parts"))
        if role not in ("user", "model", "function"):
            raise Inexpressible(f"a turn of the role {role!r}")
        if role == "model":
            return [AssistantMessage([self._said(part) for part in parts])]
        out: list[Any] = []
        for part in sorted(parts, key=lambda part: "functionResponse" not in part):
            kind = ToolMessage if "functionResponse" in part else UserMessage
            made = self._result(part) if kind is ToolMessage else self._asked(part)
            if out and isinstance(out[-1], kind):
                out[-1] = kind([*out[-1].content, made])  # type: ignore[arg-type]
            else:
                out.append(kind([made]))
        return out

    # ---- the user

    def _asked(self, part: dict[str, Any]) -> Any:
        options = self._reader.part_options(**{k: part[k] for k in PART_OPTIONS if k in part})
        if "text" in part:
            return TextPart(part["text"], **options)
        return self._file(part, options) or CustomPart("google.part", part)

    def _file(self, part: dict[str, Any], options: dict[str, Any]) -> FilePart | None:
        if "inlineData" in part:
            blob = part["inlineData"]
            return FilePart(blob["data"], blob.get("mimeType"), **options)
        if "fileData" in part:
            file = part["fileData"]
            reference = FileReference({"google": file["fileUri"]})
            return FilePart(reference, file.get("mimeType"), **options)
        return None

    def _result(self, part: dict[str, Any]) -> ToolResult:
        answer = part["functionResponse"]
        call_id = self._answered(answer.get("id"), answer.get("name") or "")
        name, response = answer.get("name") or "", answer.get("response")
        if answer.get("parts"):
            files = [self._file(each, {}) for each in answer["parts"]]
            shown = ContentOutput(tuple(file for file in files if file is not None))
            options = self._reader.part_options(response=response)
            return ToolResult(call_id, name, response, shown, **options)
        return ToolResult(call_id, name, response, JSONOutput(response))

    def _answered(self, given: str | None, name: str) -> str:
        """The call that a result belongs to: by its id, else the first of the name."""
        if given is not None:
            found = self._ids.get(given, given)
            self._open = deque(each for each in self._open if each[0] != found)
            return found
        named = [each for each in self._open if each[1] == name] or list(self._open)
        if not named:
            return f"unknown-{name}"
        self._open.remove(named[0])
        return named[0][0]

    # ---- the model

    def _said(self, part: dict[str, Any]) -> Any:
        fields = {}
        if part.get("thoughtSignature"):
            fields["thought_signature"] = part["thoughtSignature"]
        if isinstance(part.get("functionCall"), dict):
            return self._call(part["functionCall"], fields)
        for kind in ("executableCode", "codeExecutionResult", "toolCall", "toolResponse"):
            if kind in part:
                return self._hosted(kind, part)
        if part.get("thought") and "inlineData" not in part:
            text = part.get("text") or ""
            return ReasoningPart(text, provider_metadata=_own(fields, thought=True))
        if "text" in part or part.keys() <= {"thoughtSignature", "thought"}:
            return TextPart(part.get("text") or "", provider_metadata=_own(fields))
        return self._file(part, {"provider_metadata": _own(fields)}) or CustomPart(
            "google.part", part
        )

    def _call(self, call: dict[str, Any], fields: dict[str, Any]) -> ToolCall:
        self._count += 1
        ours = f"call-{self._count}"
        if call.get("id"):
            self._ids[call["id"]] = ours
            fields["call_id"] = call["id"]
        self._open.append((ours, call["name"]))
        return ToolCall(ours, call["name"], call.get("args") or {}, provider_metadata=_own(fields))

    def _hosted(self, kind: str, part: dict[str, Any]) -> Any:
        own = _own({"part": part})
        if kind in ("executableCode", "toolCall"):
            return ToolCall("hosted", kind, {}, provider_executed=True, provider_metadata=own)
        return ToolResult("hosted", kind, None, provider_executed=True, provider_metadata=own)


def _own(fields: dict[str, Any], **further: Any) -> dict[str, Any]:
    found = {**fields, **further}
    return {"google": found} if found else {}


def _list(items: Any) -> list[Any]:
    return [items] if isinstance(items, dict) else list(items or ())


def _only_text(turn: dict[str, Any]) -> str | None:
    parts = _list(turn.get("parts"))
    plain = len(parts) == 1 and parts[0].keys() <= {"text", "thought"}
    if turn.get("role", "user") != "user" or not plain or parts[0].get("thought"):
        return None
    text: str | None = parts[0].get("text")
    return text
