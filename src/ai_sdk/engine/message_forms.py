"""Messages and parts given as plain dicts, read into the message classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import InvalidPromptError
from ..types._value import EMPTY
from ..types.messages import AssistantMessage, Message, SystemMessage, ToolMessage, UserMessage
from .file_forms import OUTPUT_FILES, file_data
from .part_fields import PARTS, check_names, error_of
from .tool_outputs import output_of

__all__ = ["message_of", "part_of"]

_ROLES: dict[str, Any] = {
    "system": SystemMessage,
    "user": UserMessage,
    "assistant": AssistantMessage,
    "tool": ToolMessage,
}


def _problem(where: str, what: str) -> InvalidPromptError:
    return InvalidPromptError(f"{where}: {what}", parameter="messages")


def message_of(given: Any, where: str) -> Message:
    """The message that `given` (a message or its dict) stands for; `where` names it in errors."""
    if isinstance(given, (SystemMessage, UserMessage, AssistantMessage, ToolMessage)):
        return given
    if not isinstance(given, Mapping):
        raise _problem(where, f"a message is a dict or a message class, not {_kind(given)}")
    role = given.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise _problem(where, f"role must be one of {', '.join(_ROLES)}, not {role!r}")
    unknown = set(given) - {"role", "content", "provider_options"}
    if unknown:
        raise _problem(
            where,
            f"unknown fields {sorted(unknown)}; provider fields go into provider_options",
        )
    if "content" not in given:
        raise _problem(where, "content is missing")
    options = given.get("provider_options") or EMPTY
    made: Message = _ROLES[role](_content(given["content"], role, where), provider_options=options)
    return made


def _content(content: Any, role: str, where: str) -> Any:
    if isinstance(content, str):
        if role == "tool":
            raise _problem(where, "a tool message's content is a list of tool results")
        return content
    if role == "system":
        raise _problem(where, f"a system message's content is a str, not {_kind(content)}")
    if not isinstance(content, Sequence) or isinstance(content, (bytes, Mapping)):
        raise _problem(where, f"content is a str or a list of parts, not {_kind(content)}")
    return tuple(part_of(part, f"{where}.content[{i}]") for i, part in enumerate(content))


def part_of(given: Any, where: str) -> Any:
    """The part that `given` (a part, its dict, or bare text) stands for."""
    if isinstance(given, str):
        return PARTS["text"](given)
    if not isinstance(given, Mapping):
        return given
    kind = given.get("type")
    if not isinstance(kind, str) or (kind not in PARTS and kind not in OUTPUT_FILES):
        raise _problem(where, f"type must be one of {', '.join(PARTS)}, not {kind!r}")
    fields = {key: item for key, item in given.items() if key != "type"}
    if kind in OUTPUT_FILES:
        fields, kind = OUTPUT_FILES[kind](fields), "file"
    try:
        check_names(PARTS[kind], fields)
        read = _READERS.get(kind)
        return PARTS[kind](**(read(fields) if read is not None else fields))
    except (TypeError, KeyError, InvalidPromptError) as error:
        reason = str(error).replace(".__init__()", "")
        raise _problem(where, f"bad {kind} part: {reason}") from error


def _file(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: file_data(item) if name in ("data", "image") else item
        for name, item in fields.items()
    }


def _tool_call(fields: dict[str, Any]) -> dict[str, Any]:
    error = fields.get("error")
    return {**fields, "error": error_of(error, fields)} if isinstance(error, Mapping) else fields


def _tool_result(fields: dict[str, Any]) -> dict[str, Any]:
    if fields.get("model_output") is not None:
        return {**fields, "model_output": output_of(fields["model_output"])}
    output = fields["output"]
    form = output_of(output)
    raw = output if form is None else getattr(form, "value", None)
    return {**fields, "output": raw, "model_output": form}


def _approval_request(fields: dict[str, Any]) -> dict[str, Any]:
    call = fields.get("tool_call")
    return {**fields, "tool_call": part_of(call, "tool_call")} if call is not None else fields


_READERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "image": _file,
    "file": _file,
    "tool-call": _tool_call,
    "tool-result": _tool_result,
    "tool-approval-request": _approval_request,
}


def _kind(thing: Any) -> str:
    return type(thing).__name__
