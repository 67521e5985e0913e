"""Parts of an answer as content: one reader for whole answers and for streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidResponseError
from ...json_codec import dumps
from ...types.call import ModelToolCall
from ...types.content import (
    CustomPart,
    FilePart,
    FileURL,
    ReasoningPart,
    TextPart,
    ToolResult,
)
from ..facts import text_of, unpacked
from ..fields import object_in, text_in
from ..tool_deltas import new_call_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.call import ModelContent
    from ...types.content import Metadata
    from .dialect import GoogleDialect

__all__ = ["HOSTED_NAMES", "PartReader"]

HOSTED_NAMES: Final = {
    "GOOGLE_SEARCH_WEB": "google_search",
    "GOOGLE_SEARCH_IMAGE": "google_search",
    "URL_CONTEXT": "url_context",
    "GOOGLE_MAPS": "google_maps",
    "FILE_SEARCH": "file_search",
}
"""The service's word for a tool it runs -> our name of the tool."""


class PartReader:
    """Reads the parts of one answer.

    Args:
        dialect: who answers.
        names: our names of the service's tools -> the names under which the caller lists them.

    Attributes:
        calls: how many functions of the caller the answer calls.
    """

    def __init__(self, dialect: GoogleDialect, names: Mapping[str, str]) -> None:
        self.calls = 0
        self._provider = dialect.name
        self._names = names
        self._ids: set[str] = set()
        self._code_id = ""
        self._hosted: dict[str, tuple[str, str]] = {}

    def read(self, part: dict[str, Any]) -> ModelContent | None:
        """What a part stands for; None for an empty one.

        Raises:
            InvalidResponseError: a call has no name, a file is no base64, or a field that holds
                text or a call is of another type.
        """
        for kind, read in _READERS.items():
            if (found := object_in(part.get(kind), kind)) is not None:
                return read(self, found, part)
        if "text" in part or part.get("thoughtSignature"):
            return self._text(part)
        known = {name: item for name, item in part.items() if name != "thought"}
        return CustomPart(f"{self._provider}.part", part) if known else None

    def about(self, part: Mapping[str, Any], **further: Any) -> Metadata:
        """What goes back with a part: its signature, byte for byte, and what tells it apart."""
        fields = {"thought_signature": part.get("thoughtSignature"), **further}
        known = {name: item for name, item in fields.items() if item}
        return {self._provider: known} if known else {}

    def thought(self, part: Mapping[str, Any]) -> Metadata:
        """What goes back with a thought; the mark tells whose it is where it is not signed."""
        return self.about(part, thought=True)

    def call_id(self, given: object) -> str:
        """An id for a call that no other call has."""
        found = text_of(given)
        if found is None or found in self._ids:
            found = new_call_id()
        self._ids.add(found)
        return found

    def _text(self, part: dict[str, Any]) -> ModelContent | None:
        said = text_in(part.get("text"), "text")
        if part.get("thought"):
            return ReasoningPart(said, provider_metadata=self.thought(part))
        about = self.about(part)
        return TextPart(said, provider_metadata=about) if said or about else None

    def function(self, call: dict[str, Any], part: dict[str, Any]) -> ModelToolCall:
        """A call of one of the caller's functions."""
        name = text_of(call.get("name"))
        if name is None:
            raise InvalidResponseError("a function call of the answer has no name")
        self.calls += 1
        text = dumps(object_in(call.get("args"), "args") or {}).decode()
        return ModelToolCall(
            self.call_id(call.get("id")),
            name,
            text,
            provider_metadata=self.about(part, call_id=call.get("id")),
        )

    def _file(self, blob: dict[str, Any], part: dict[str, Any]) -> ModelContent:
        if part.get("thought"):
            return CustomPart(f"{self._provider}.part", part)  # a draft, not what was asked for
        data = unpacked(text_in(blob.get("data"), "data"))
        if data is None:
            raise InvalidResponseError("a file of the answer is no base64")
        return FilePart(
            data,
            text_of(blob.get("mimeType")),
            text_of(blob.get("displayName")),
            provider_metadata=self.about(part),
        )

    def _linked(self, file: dict[str, Any], part: dict[str, Any]) -> ModelContent:
        return FilePart(
            FileURL(text_in(file.get("fileUri"), "fileUri")),
            text_of(file.get("mimeType")),
            text_of(file.get("displayName")),
            provider_metadata=self.about(part),
        )

    def _code(self, code: dict[str, Any], part: dict[str, Any]) -> ModelContent:
        self._code_id = self.call_id(code.get("id"))
        given: dict[str, Any] = {name: item for name, item in code.items() if name != "id"}
        return self._hosted_call(self._code_id, "code_execution", given, part)

    def _code_result(self, result: dict[str, Any], part: dict[str, Any]) -> ModelContent:
        found = text_of(result.get("id"))
        call_id = found if found in self._ids else self._code_id
        output = {name: item for name, item in result.items() if name != "id"}
        return self._hosted_result(call_id or self.call_id(found), "code_execution", output, part)

    def _tool(self, call: dict[str, Any], part: dict[str, Any]) -> ModelContent:
        kind = text_of(call.get("toolType")) or "tool"
        name = HOSTED_NAMES.get(kind, kind.lower())
        call_id = self.call_id(call.get("id"))
        self._hosted[text_of(call.get("id")) or kind] = call_id, name
        arguments = call.get("args")
        given = arguments if isinstance(arguments, dict) else {}
        return self._hosted_call(call_id, name, given, part)

    def _tool_result(self, result: dict[str, Any], part: dict[str, Any]) -> ModelContent:
        kind = text_of(result.get("toolType")) or "tool"
        key = text_of(result.get("id")) or kind
        found = self._hosted.get(key)
        call_id, name = found or (key, HOSTED_NAMES.get(kind, kind.lower()))
        return self._hosted_result(call_id, name, result.get("response"), part)

    def _hosted_call(
        self, call_id: str, name: str, given: dict[str, Any], part: dict[str, Any]
    ) -> ModelToolCall:
        return ModelToolCall(
            call_id,
            self._names.get(name, name),
            dumps(given).decode(),
            provider_executed=True,
            dynamic=True,
            provider_metadata={self._provider: {"part": part}},
        )

    def _hosted_result(
        self, call_id: str, name: str, output: Any, part: dict[str, Any]
    ) -> ToolResult:
        return ToolResult(
            call_id,
            self._names.get(name, name),
            output,
            provider_executed=True,
            dynamic=True,
            provider_metadata={self._provider: {"part": part}},
        )


_READERS: Final = {
    "functionCall": PartReader.function,
    "executableCode": PartReader._code,
    "codeExecutionResult": PartReader._code_result,
    "toolCall": PartReader._tool,
    "toolResponse": PartReader._tool_result,
    "inlineData": PartReader._file,
    "fileData": PartReader._linked,
}
