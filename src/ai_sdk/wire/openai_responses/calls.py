"""The items of tools: calls for the caller to run, and calls that the provider ran itself."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ...errors import InvalidResponseError
from ...json_codec import JSONError, loads
from ...types.call import ModelToolCall
from ...types.content import FilePart, ToolCall, ToolResult
from ...types.stream_parts import ToolInputStart
from ...types.tools import ErrorOutput
from ..facts import text_of
from ..fields import text_in
from ..json_text import json_text
from ..tool_deltas import arguments_text, new_call_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...types.content import Metadata

__all__ = [
    "ASKED",
    "CALLER_RUNS",
    "CallReader",
    "ToolContent",
    "code_input",
    "dicts",
    "own_metadata",
    "parsed",
]

ToolContent: TypeAlias = ModelToolCall | ToolResult | FilePart
"""What an item of a tool becomes."""

ASKED: Final[dict[str, str]] = {
    "web_search_call": "action",
    "file_search_call": "queries",
    "code_interpreter_call": "code",
    "computer_call": "action",
    "local_shell_call": "action",
    "shell_call": "action",
    "apply_patch_call": "operation",
    "tool_search_call": "arguments",
    "mcp_call": "arguments",
    "image_generation_call": "",
}
"""Type of a tool's item -> its field that holds what the model asked for."""

CALLER_RUNS: Final = frozenset(("computer_call", "local_shell_call", "apply_patch_call"))
_PLAIN: Final = frozenset(("function_call", "custom_tool_call"))
_OUTPUTS: Final = {
    "shell_call_output": "shell_call",
    "tool_search_output": "tool_search_call",
}
"""Items with the output of a tool that the provider ran -> the type of the call before."""

_IN_CALL: Final = frozenset(
    ("type", "id", "call_id", "name", "arguments", "input", "status", "namespace", "caller")
)
_NOT_OUTPUT: Final = frozenset(("id", "type", "call_id", "result"))
_MEDIA_TYPES: Final = {"svg": "image/svg+xml", "jpg": "image/jpeg"}


def own_metadata(provider: str, **fields: Any) -> Metadata:
    """The fields that say something, as this provider's metadata."""
    kept = {name: item for name, item in fields.items() if item not in (None, "", [], {})}
    return {provider: kept} if kept else {}


def dicts(items: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing of anything else."""
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def parsed(text: Any) -> Any:
    """Arguments as the value they stand for, or the text that is no JSON."""
    try:
        return loads(text) if isinstance(text, str) and text else text or {}
    except JSONError:
        return text


def code_input(code: str) -> str:
    """The input of a call of the code interpreter.

    Example:
        >>> code_input("1 + 1")
        '{"code":"1 + 1"}'
    """
    return json_text({"code": code}, "the code")


class CallReader:
    """Reads the tools' items of one answer.

    Attributes:
        open: how many calls wait for the caller to run them.
    """

    def __init__(self, provider: str, names: Mapping[str, str]) -> None:
        self.open = 0
        self._provider = provider
        self._names = names
        self._ids: set[str] = set()
        self._announced: set[str] = set()
        self._last: dict[str, tuple[str, str]] = {}  # type of a call -> id and name of the latest
        self._answered: set[str] = set()

    def expect(self, items: list[Any]) -> None:
        """Look through items first: a shell call is the provider's if its output follows."""
        for item in dicts(items):
            if item.get("type") == "shell_call_output" and (key := text_of(item.get("call_id"))):
                self._answered.add(key)

    @staticmethod
    def is_call(kind: str) -> bool:
        """Whether items of a type are calls."""
        return kind in _PLAIN or kind in ASKED

    def read(self, item: dict[str, Any]) -> list[ToolContent] | None:
        """The content of a tool's item; None if it is none."""
        kind = str(item.get("type"))
        if kind in _PLAIN:
            return [self._plain(item, kind)]
        if kind in ASKED:
            return self._tool(item, kind)
        return self._output(item, kind) if kind in _OUTPUTS else None

    def start(self, item: Mapping[str, Any]) -> ToolInputStart | None:
        """The announcement of a call whose item has just begun, if it can be made already."""
        kind = str(item.get("type"))
        key = _given_key(item)
        if key is None or key in self._ids or key in self._announced:
            return None
        if not self.is_call(kind):
            return None
        if kind in _PLAIN or kind == "mcp_call":
            if not text_of(item.get("name")):
                return None
        elif kind == "shell_call" and self.runs_here(item) is None:
            return None
        hosted = kind not in _PLAIN and self.runs_here(item) is False
        self._announced.add(key)
        return ToolInputStart(key, self.name(item), hosted, hosted)

    def settle(self, start: ToolInputStart) -> None:
        """Say that the item of an announced call is what is read next: its id is its own."""
        self._announced.discard(start.id)

    def runs_here(self, item: Mapping[str, Any]) -> bool | None:
        """Whether the caller runs a tool's call; None for a shell call that does not say."""
        kind = item.get("type")
        if kind == "tool_search_call":
            return item.get("execution") == "client"
        if kind != "shell_call":
            return kind in CALLER_RUNS
        if text_of(item.get("call_id")) in self._answered:
            return False
        place = item.get("environment")
        if not isinstance(place, dict):
            return None
        return not str(place.get("type")).startswith("container")

    def name(self, item: Mapping[str, Any]) -> str:
        """The name under which a tool's calls are listed.

        Raises:
            InvalidResponseError: it should have one and has none.
        """
        kind = str(item.get("type"))
        given = text_of(item.get("name"))
        if kind in _PLAIN:
            if given is None:
                raise InvalidResponseError("a tool call of the answer has no name")
            return given
        if kind in ("mcp_call", "mcp_approval_request"):
            return f"mcp.{given}"
        plain = kind.removesuffix("_call")
        names = (plain, f"{plain}_preview", f"{plain}_use_preview", f"{plain}_use")
        return next((self._names[each] for each in names if each in self._names), plain)

    def approval_call(self, item: Mapping[str, Any]) -> ToolCall:
        """The call that a request for consent is about."""
        key = text_of(item.get("id")) or new_call_id()
        return ToolCall(key, self.name(item), parsed(item.get("arguments")), provider_executed=True)

    def _key(self, item: Mapping[str, Any]) -> str:
        """The call's id; one of our own if it has none or one that is taken."""
        key = _given_key(item)
        if key is None or key in self._ids or key in self._announced:
            key = new_call_id()
        self._ids.add(key)
        return key

    def _plain(self, item: dict[str, Any], kind: str) -> ModelToolCall:
        self.open += 1
        status = item.get("status")
        metadata = own_metadata(
            self._provider,
            type=kind if kind != "function_call" else None,
            item_id=item.get("id"),
            namespace=item.get("namespace"),
            caller=item.get("caller"),
            status=None if status == "completed" else status,
            extra={k: v for k, v in item.items() if k not in _IN_CALL and v is not None},
        )
        text = arguments_text(item.get("arguments" if kind == "function_call" else "input"))
        return ModelToolCall(self._key(item), self.name(item), text, provider_metadata=metadata)

    def _tool(self, item: dict[str, Any], kind: str) -> list[ToolContent]:
        key, name = self._key(item), self.name(item)
        hosted = self.runs_here(item) is False
        self._last[kind] = key, name
        files = self._files(item) if kind == "image_generation_call" else []
        kept = item
        if files and files[0].base64 == item.get("result"):  # the file has it
            kept = {name: field for name, field in item.items() if name != "result"}
        metadata = own_metadata(self._provider, item_id=item.get("id"), item=kept)
        call = ModelToolCall(key, name, _input(item, kind), hosted, hosted, metadata)
        if not hosted:
            self.open += 1
            return [call]
        if kind in _OUTPUTS.values():
            return [call]  # an item of its own has the output
        about = own_metadata(self._provider, item_id=item.get("id"))
        return [call, self._result(item, key, name, about), *files]

    def _output(self, item: dict[str, Any], kind: str) -> list[ToolContent]:
        """The output of a tool that the provider ran, sent as an item of its own."""
        key, name = self._last.get(_OUTPUTS[kind], (None, ""))
        key = text_of(item.get("call_id")) or key or text_of(item.get("id")) or new_call_id()
        name = name or kind.removesuffix("_output").removesuffix("_call")
        return [self._result(item, key, name, own_metadata(self._provider, item=item))]

    def _result(self, item: dict[str, Any], key: str, name: str, metadata: Metadata) -> ToolResult:
        output = {name: field for name, field in item.items() if name not in _NOT_OUTPUT}
        error = item.get("error")
        return ToolResult(
            key,
            name,
            output,
            ErrorOutput(error) if error else None,
            dynamic=True,
            provider_executed=True,
            provider_metadata=metadata,
        )

    def _files(self, item: dict[str, Any]) -> list[FilePart]:
        data = text_in(item.get("result"), "result")
        if not data:
            return []
        try:
            content = base64.b64decode(data)
        except (binascii.Error, ValueError) as error:
            raise InvalidResponseError(f"the answer's image is no base64: {error}") from error
        kind = text_of(item.get("output_format")) or "png"
        metadata = own_metadata(
            self._provider, item_id=item.get("id"), revised_prompt=item.get("revised_prompt")
        )
        media_type = _MEDIA_TYPES.get(kind, f"image/{kind}")
        return [FilePart(content, media_type, provider_metadata=metadata)]


def _given_key(item: Mapping[str, Any]) -> str | None:
    return text_of(item.get("call_id")) or text_of(item.get("id"))


def _input(item: Mapping[str, Any], kind: str) -> str:
    asked = item.get(ASKED[kind])
    if asked is None:
        return "{}"
    if kind == "code_interpreter_call":
        return code_input(str(asked))
    if kind == "file_search_call":
        asked = {"queries": asked}
    return asked if isinstance(asked, str) else json_text(asked, "the input")
