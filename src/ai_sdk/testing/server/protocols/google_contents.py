"""generateContent: reads the turns of a conversation, as strictly as the real API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..content import ProviderError
from ..payload import dump
from ..turn import Attachment, Message, ToolCall, ToolOutput
from .base import Exchange
from .google_common import camel, check_names, is_young, refuse
from .google_seals import check_seal
from .openai_common import decode_base64

__all__ = ["read_instructions", "read_turns"]

_PART = frozenset(
    (
        *("text", "thought", "thoughtSignature", "inlineData", "fileData", "functionCall"),
        *("functionResponse", "executableCode", "codeExecutionResult", "toolCall", "toolResponse"),
        *("videoMetadata", "mediaResolution", "partMetadata", "mediaProcessing"),
    )
)
_DATA = _PART - {"thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata"}
_CALL = frozenset(("id", "name", "args", "partialArgs", "willContinue"))
_RESPONSE = frozenset(("id", "name", "response", "parts", "scheduling", "willContinue"))
_URL_ALPHABET = str.maketrans("-_", "+/")
_KINDS = {"image": "image", "audio": "audio"}


def read_instructions(given: Any) -> tuple[Message, ...]:
    """The system instruction as a message."""
    if given is None:
        return ()
    texts = [str(part.get("text", "")) for part in given.get("parts") or ()]
    return (Message("system", "\n".join(texts)),)


def read_turns(given: Any, exchange: Exchange, model: str) -> tuple[Message, ...]:
    """The turns as messages."""
    if not isinstance(given, list) or not given:
        raise refuse("* GenerateContentRequest.contents: contents is not specified")
    turns = [_turn(turn, place) for place, turn in enumerate(given)]
    _check_pairs(turns)
    if is_young(model):
        _check_signed(turns)
    return tuple(message for turn in turns for message in _messages(turn, exchange))


def _turn(turn: Any, place: int) -> dict[str, Any]:
    at = f"contents[{place}]"
    if not isinstance(turn, dict):
        raise refuse(f"Invalid value at '{at}' (type.googleapis.com/google.ai.Content)")
    check_names(turn, ("role", "parts"), at)
    if turn.get("role", "user") not in ("user", "model", "function"):
        raise refuse("Please use a valid role: user, model.")
    parts = turn.get("parts")
    if not isinstance(parts, list) or not parts:
        raise refuse(f"* GenerateContentRequest.{at}.parts: contents.parts must not be empty.")
    return {"role": turn.get("role", "user"), "parts": [_part(part, at) for part in parts]}


def _part(part: Any, at: str) -> dict[str, Any]:
    if not isinstance(part, dict):
        raise refuse(f"Invalid value at '{at}.parts'")
    check_names(part, _PART, f"{at}.parts")
    named = {camel(name): item for name, item in part.items()}
    if len(_DATA & named.keys()) != 1 and "thoughtSignature" not in named:
        raise refuse(
            f"* GenerateContentRequest.{at}.parts[0].data: required oneof field 'data' must have "
            "one initialized field"
        )
    check_seal(named)
    if "functionCall" in named:
        check_names(named["functionCall"], _CALL, f"{at}.parts.function_call")
        _check_name(named["functionCall"], "function_call")
    if "functionResponse" in named:
        check_names(named["functionResponse"], _RESPONSE, f"{at}.parts.function_response")
        _check_name(named["functionResponse"], "function_response")
        if not isinstance(named["functionResponse"].get("response"), dict):
            raise refuse(f"Invalid value at '{at}.parts.function_response.response' (Struct)")
    return named


def _check_name(item: Mapping[str, Any], kind: str) -> None:
    if not item.get("name"):
        raise refuse(f"* GenerateContentRequest.contents.parts.{kind}.name: Name cannot be empty.")


def _check_pairs(turns: list[dict[str, Any]]) -> None:
    """Refuse calls that are not answered at once, and answers that nobody asked for."""
    calls = 0
    for turn in turns:
        answers = _count(turn, "functionResponse")
        if answers and not calls:
            raise refuse(
                "Please ensure that function response turn comes immediately after a function call "
                "turn."
            )
        if answers != calls:
            raise refuse(
                "Please ensure that the number of function response parts is equal to the number "
                "of function call parts of the function call turn."
            )
        calls = _count(turn, "functionCall") if turn["role"] == "model" else 0


def _count(turn: Mapping[str, Any], kind: str) -> int:
    return sum(kind in part for part in turn["parts"])


def _check_signed(turns: list[dict[str, Any]]) -> None:
    """Refuse calls of the current exchange whose first one is not signed."""
    for turn in reversed(turns):
        parts = turn["parts"]
        if turn["role"] == "user" and any("text" in part for part in parts):
            return
        calls = [part for part in parts if "functionCall" in part]
        if turn["role"] == "model" and calls and "thoughtSignature" not in calls[0]:
            name = calls[0]["functionCall"]["name"]
            raise refuse(
                "Function call is missing a thought_signature in functionCall parts. This is "
                f"required for tools to work correctly. Function call `{name}`."
            )


def _messages(turn: Mapping[str, Any], exchange: Exchange) -> Iterator[Message]:
    parts = turn["parts"]
    outputs = tuple(
        _output(part["functionResponse"]) for part in parts if "functionResponse" in part
    )
    texts = [part["text"] for part in parts if part.get("text") and not part.get("thought")]
    files = tuple(file for part in parts if (file := _file(part, exchange)) is not None)
    calls = tuple(_call(part["functionCall"]) for part in parts if "functionCall" in part)
    if turn["role"] == "model":
        yield Message("assistant", "\n".join(texts), files, calls)
        return
    if outputs:
        yield Message("tool", tool_outputs=outputs)
    if texts or files or not outputs:
        yield Message("user", "\n".join(texts), files)


def _output(answer: Mapping[str, Any]) -> ToolOutput:
    response = answer["response"]
    said = response.get("output", response.get("error", response))
    return ToolOutput(answer.get("id") or answer["name"], dump(said), answer["name"])


def _call(call: Mapping[str, Any]) -> ToolCall:
    return ToolCall(call["name"], call.get("args") or {}, call.get("id") or call["name"])


def _file(part: Mapping[str, Any], exchange: Exchange) -> Attachment | None:
    if (blob := part.get("inlineData")) is not None:
        media_type = str(blob.get("mimeType") or blob.get("mime_type") or "")
        if "/" not in media_type:
            raise refuse(f"Unsupported MIME type: {media_type}")
        text = str(blob.get("data", "")).translate(_URL_ALPHABET)
        return Attachment(_kind(media_type), media_type, None, decode_base64(text))
    if (file := part.get("fileData")) is not None:
        return _kept(file, exchange)
    return None


def _kept(file: Mapping[str, Any], exchange: Exchange) -> Attachment:
    """A file by its address: one of this server's has to exist."""
    uri = str(file.get("fileUri") or file.get("file_uri") or "")
    media_type = file.get("mimeType") or file.get("mime_type")
    name = uri.rpartition("/")[2]
    if uri.startswith(exchange.origin) and f"files/{name}" not in exchange.memory.files:
        raise ProviderError(
            403, f"You do not have permission to access the File {name} or it may not exist."
        )
    data = exchange.memory.files.get(f"files/{name}")
    return Attachment(_kind(str(media_type)), media_type, None, data, uri)


def _kind(media_type: str) -> Any:
    return _KINDS.get(media_type.partition("/")[0], "file")
