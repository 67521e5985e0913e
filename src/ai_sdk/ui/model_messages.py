"""What a browser sends back, as messages for a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..errors import UIMessageError
from ..types._value import EMPTY
from ..types.content import (
    CustomPart,
    FilePart,
    ReasoningPart,
    TextPart,
    ToolApprovalRequest,
    ToolApprovalResponse,
    ToolCall,
    ToolResult,
)
from ..types.messages import AssistantMessage, Message, SystemMessage, ToolMessage, UserMessage
from ..types.tools import DeniedOutput, ErrorOutput, JSONOutput, TextOutput

__all__ = ["convert_to_model_messages"]

UIMessage = Mapping[str, Any]
_INCOMPLETE = ("input-streaming", "input-available")
_ANSWERED = ("output-available", "output-error", "output-denied")


def convert_to_model_messages(
    messages: Iterable[UIMessage],
    *,
    ignore_incomplete_tool_calls: bool = False,
    convert_data_part: Callable[[Mapping[str, Any]], Any] | None = None,
) -> list[Message]:
    """Read UI messages, as `useChat` sends them, into messages for `generate_text` and its like.

    Sources, `data-*` parts and metadata are for people and are left out; each step of an
    assistant's message becomes an assistant message and the tool message that answers it.

    Args:
        messages: UI messages: mappings with `id`, `role` and `parts`.
        ignore_incomplete_tool_calls: leave out calls that have no result; otherwise they are kept,
            and a run refuses them with `MissingToolResultsError`.
        convert_data_part: from a `data-*` part of a user's message to a part for the model, or
            None to leave it out.

    Raises:
        UIMessageError: a message is malformed; says which.

    Example:
        >>> convert_to_model_messages(
        ...     [{"id": "1", "role": "user", "parts": [{"type": "text", "text": "Hi"}]}]
        ... )
        [UserMessage(content=(TextPart(text='Hi'),))]
    """
    out: list[Message] = []
    for place, message in enumerate(messages):
        where = f"messages[{place}]"
        parts = _parts(message, where)
        role = message["role"]
        if role == "system":
            out.append(_system(parts, where))
        elif role == "user":
            out.append(UserMessage(tuple(_user(parts, where, convert_data_part))))
        elif role == "assistant":
            if ignore_incomplete_tool_calls:
                parts = [part for part in parts if part.get("state") not in _INCOMPLETE]
            for step in _steps(parts):
                out.extend(_assistant(step, where))
        else:
            raise UIMessageError(f"{where}: role {role!r} is none of system, user, assistant")
    return out


def _parts(message: Any, where: str) -> list[Mapping[str, Any]]:
    if not isinstance(message, Mapping) or "role" not in message:
        raise UIMessageError(f"{where} is no UI message: a mapping with id, role and parts")
    parts = message.get("parts")
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        raise UIMessageError(f"{where}.parts must be a list")
    for place, part in enumerate(parts):
        if not isinstance(part, Mapping) or not isinstance(part.get("type"), str):
            raise UIMessageError(f"{where}.parts[{place}] must be a mapping with a type")
    return list(parts)


def _system(parts: Iterable[Mapping[str, Any]], where: str) -> SystemMessage:
    texts = (_str(part, "text", where) for part in parts if part["type"] == "text")
    return SystemMessage("".join(texts))


def _user(
    parts: Iterable[Mapping[str, Any]],
    where: str,
    convert: Callable[[Mapping[str, Any]], Any] | None,
) -> Iterable[Any]:
    for part in parts:
        kind = part["type"]
        if kind in _SAID:
            yield _SAID[kind](part, where)
        elif kind.startswith("data-") and convert is not None:
            made = convert(part)
            if made is not None:
                yield made


def _steps(parts: Iterable[Mapping[str, Any]]) -> Iterable[list[Mapping[str, Any]]]:
    """The parts of each step; what lies before the first mark is a step as well."""
    step: list[Mapping[str, Any]] = []
    for part in parts:
        if part["type"] == "step-start":
            if step:
                yield step
            step = []
        else:
            step.append(part)
    if step:
        yield step


def _assistant(parts: Sequence[Mapping[str, Any]], where: str) -> Iterable[Message]:
    said: list[Any] = []
    answers: list[Any] = []
    for part in parts:
        kind = part["type"]
        if kind.startswith("tool-") or kind == "dynamic-tool":
            _tool(part, where, said, answers)
        elif kind in _SAID:
            said.append(_SAID[kind](part, where))
    if said:
        yield AssistantMessage(tuple(said))
    if answers:
        yield ToolMessage(tuple(answers))


def _tool(part: Mapping[str, Any], where: str, said: list[Any], answers: list[Any]) -> None:
    """A call in the state that the browser knows: the call itself, consent, and its answer."""
    state = part.get("state")
    if state == "input-streaming":
        return
    call = _call(part, where)
    said.append(call)
    approval = part.get("approval")
    if isinstance(approval, Mapping):
        _consent(part, approval, call, where, said, answers)
    if state in _ANSWERED or (state == "approval-responded" and _denied(approval)):
        result = ToolResult(
            call.tool_call_id,
            call.tool_name,
            part.get("output"),
            _output(part, state, where),
            dynamic=call.dynamic,
            provider_executed=call.provider_executed,
            provider_metadata=_metadata(part, where, "resultProviderMetadata")
            or call.provider_metadata,
        )
        (said if call.provider_executed else answers).append(result)


def _call(part: Mapping[str, Any], where: str) -> ToolCall:
    dynamic = part["type"] == "dynamic-tool"
    name = part.get("toolName") if dynamic else part["type"].removeprefix("tool-")
    call_id = part.get("toolCallId")
    if not isinstance(name, str) or not isinstance(call_id, str):
        raise UIMessageError(f"{where}: a tool part lacks its toolCallId or toolName")
    given = part.get("input")
    return ToolCall(
        call_id,
        name,
        part.get("rawInput") if given is None and "rawInput" in part else given,
        dynamic=dynamic,
        provider_executed=part.get("providerExecuted") is True,
        provider_metadata=_metadata(part, where, "callProviderMetadata"),
    )


def _consent(
    part: Mapping[str, Any],
    approval: Mapping[str, Any],
    call: ToolCall,
    where: str,
    said: list[Any],
    answers: list[Any],
) -> None:
    approval_id = approval.get("id")
    if not isinstance(approval_id, str):
        raise UIMessageError(f"{where}: the approval of {call.tool_call_id!r} lacks its id")
    said.append(
        ToolApprovalRequest(
            approval_id,
            tool_call_id=call.tool_call_id,
            provider_executed=call.provider_executed,
            is_automatic=approval.get("isAutomatic") is True,
            signature=_str_or_none(approval, "signature", where),
        )
    )
    if part.get("state") != "approval-requested" and "approved" in approval:
        answers.append(
            ToolApprovalResponse(
                approval_id,
                approved=approval["approved"] is True,
                reason=_str_or_none(approval, "reason", where),
                provider_executed=call.provider_executed,
            )
        )


def _denied(approval: Any) -> bool:
    return isinstance(approval, Mapping) and approval.get("approved") is False


def _output(part: Mapping[str, Any], state: str, where: str) -> Any:
    if state in ("output-denied", "approval-responded"):
        approval = part.get("approval")
        told: Mapping[str, Any] = approval if isinstance(approval, Mapping) else EMPTY
        return DeniedOutput(_str_or_none(told, "reason", where))
    if state == "output-error":
        return ErrorOutput(part.get("errorText") or "the tool failed")
    output = part.get("output")
    return TextOutput(output) if isinstance(output, str) else JSONOutput(output)


def _text(part: Mapping[str, Any], where: str) -> TextPart:
    return TextPart(_str(part, "text", where), provider_metadata=_metadata(part, where))


def _reasoning(part: Mapping[str, Any], where: str) -> ReasoningPart:
    return ReasoningPart(_str(part, "text", where), provider_metadata=_metadata(part, where))


def _file(part: Mapping[str, Any], where: str) -> FilePart:
    return FilePart(
        _address(_str(part, "url", where), where),
        _str(part, "mediaType", where),
        _str_or_none(part, "filename", where),
        provider_metadata=_metadata(part, where),
    )


def _custom(part: Mapping[str, Any], where: str) -> CustomPart:
    kind = _str(part, "kind", where)
    carried = _metadata(part, where).get(kind.partition(".")[0], EMPTY)
    return CustomPart(kind, carried.get("data") or carried)


def _address(url: str, where: str) -> str:
    """Only what a browser can mean by a file: its content in the URL, or a place in the web."""
    if not url.startswith(("data:", "http://", "https://")):
        raise UIMessageError(f"{where}: a file's url must be a data: or http(s): URL")
    return url


def _str(part: Mapping[str, Any], name: str, where: str) -> str:
    said = part.get(name)
    if not isinstance(said, str):
        raise UIMessageError(f"{where}: a part of type {part['type']!r} lacks its {name}")
    return said


def _str_or_none(thing: Mapping[str, Any], name: str, where: str) -> str | None:
    said = thing.get(name)
    if said is not None and not isinstance(said, str):
        raise UIMessageError(f"{where}: {name} must be text, not {type(said).__name__}")
    return said


def _metadata(
    part: Mapping[str, Any], where: str, name: str = "providerMetadata"
) -> Mapping[str, Mapping[str, Any]]:
    found = part.get(name)
    if found is None:
        return EMPTY
    if isinstance(found, Mapping) and all(isinstance(each, Mapping) for each in found.values()):
        return found
    raise UIMessageError(f"{where}: {name} must be a mapping of provider names to mappings")


_SAID: dict[str, Callable[[Mapping[str, Any], str], Any]] = {
    "text": _text,
    "reasoning": _reasoning,
    "file": _file,
    "custom": _custom,
}
