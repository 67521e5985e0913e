"""Messages as a JSON document that can be stored and read again by this or a later version."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import InvalidArgumentError, InvalidPromptError
from ..json_codec import MAX_DEPTH, JSONError, dumps, loads
from ..types.content import FileReference, FileURL, ToolResult
from ..types.plain import to_plain
from ..types.tools import ContentOutput
from .message_forms import message_of
from .part_fields import check_fields
from .prompt import normal_prompt

if TYPE_CHECKING:
    from ..types.messages import Message
    from .prompt import MessageLike

__all__ = ["messages_from_json", "messages_to_json"]

_FORMAT = "ai_sdk.messages"
_VERSION = (1, 0)
_OWN = ("output", "model_output")


def messages_to_json(messages: Sequence[MessageLike]) -> str:
    """A conversation as a JSON document, to be stored and read by `messages_from_json`.

    Everything that a later call needs survives: text, reasoning with its signatures, tool calls,
    results and approvals, sources, and files, whose bytes are written in base64 (a path is read).
    Provider metadata and options come back as the very same JSON. A tool's return value is kept
    in the form that the model sees, and as plain JSON data where that differs.

    Args:
        messages: message classes or dicts, for example `[*history, *result.response_messages]`.

    Returns:
        JSON text: `{"format": "ai_sdk.messages", "version": "1.0", "messages": [...]}`, in which
        each message has the form of the dicts that `messages=` takes.

    Raises:
        InvalidPromptError: A message is malformed, or a file cannot be read.
        InvalidArgumentError: Metadata, options or arguments hold what JSON cannot.

    Example:
        >>> text = messages_to_json([UserMessage("Hi")])
        >>> messages_from_json(text)[0].content[0].text
        'Hi'
    """
    given: Any = messages  # an empty conversation is no prompt, but can be stored
    empty = isinstance(given, Sequence) and not isinstance(given, (str, bytes)) and not given
    normal = () if empty else normal_prompt(None, None, messages, allow_system=True)
    document = {
        "format": _FORMAT,
        "version": ".".join(map(str, _VERSION)),
        "messages": [_message(message, f"messages[{i}]") for i, message in enumerate(normal)],
    }
    try:
        return dumps(document).decode()
    except JSONError as error:
        raise InvalidArgumentError(
            f"the messages have no JSON form: {error}", parameter="messages"
        ) from error


def messages_from_json(document: str | bytes) -> list[Message]:
    """The conversation in a document of `messages_to_json`.

    Args:
        document: JSON text.

    Returns:
        Messages, ready to be passed on or appended to.

    Raises:
        InvalidPromptError: It is no such document, a message is malformed, or a newer version of
            the library wrote something in it that this one does not know.

    Example:
        >>> messages_from_json(messages_to_json([{"role": "user", "content": "Hi"}]))
        [UserMessage(content=(TextPart(text='Hi'),))]
    """
    try:
        found = loads(document)
    except (JSONError, TypeError) as error:
        raise _bad(f"it is no JSON text: {error}") from error
    if not isinstance(found, dict) or found.get("format") != _FORMAT:
        raise _bad("it was not written by messages_to_json; pass lists of dicts as messages=")
    version = _version(found.get("version"))
    listed = found.get("messages")
    if not isinstance(listed, list):
        raise _bad("it has no list of messages")
    try:
        return [_read(item, f"messages[{i}]") for i, item in enumerate(listed)]
    except InvalidPromptError as error:
        if version > _VERSION:
            raise _newer(version, error.message) from error
        raise


def _read(item: Any, where: str) -> Message:
    message = message_of(item, where)
    check_fields(message, where)
    for i, part in enumerate(message.content if isinstance(message.content, tuple) else ()):
        if not attrs.has(type(part)):
            raise _bad(f"{where}.content[{i}] is no part")
        check_fields(part, f"{where}.content[{i}]")
    return message


def _bad(what: str) -> InvalidPromptError:
    return InvalidPromptError(f"the document holds no messages: {what}", parameter="document")


def _version(given: Any) -> tuple[int, int]:
    try:
        major, minor = (int(number) for number in str(given).split("."))
    except ValueError as error:
        raise _bad(f"its version is {given!r}") from error
    if major != _VERSION[0]:
        raise _newer((major, minor), f"this one reads versions {_VERSION[0]}.x")
    return major, minor


def _newer(version: tuple[int, int], what: str) -> InvalidPromptError:
    return InvalidPromptError(
        f"the document was written in version {version[0]}.{version[1]} of its format by another "
        f"version of ai_sdk: {what}",
        parameter="document",
    )


# ---- writing


def _message(message: Message, where: str) -> dict[str, Any]:
    content: Any = message.content
    if not isinstance(content, str):
        content = [_part(part, f"{where}.content[{i}]") for i, part in enumerate(content)]
    out = {"role": message.role, "content": content}
    if message.provider_options:
        out["provider_options"] = _json(message.provider_options, f"{where}.provider_options")
    return out


def _part(part: Any, where: str) -> dict[str, Any]:
    out = {"type": part.type}
    for field in attrs.fields(type(part)):
        item = getattr(part, field.name)
        if isinstance(part, ToolResult) and field.name in _OWN:
            continue
        if field.default is attrs.NOTHING or item != field.default:
            out[field.name] = _field(field.name, item, f"{where}.{field.name}")
    return {**out, **_outputs(part, where)} if isinstance(part, ToolResult) else out


def _field(name: str, item: Any, where: str) -> Any:
    if name == "data" and isinstance(item, (bytes, FileURL, FileReference)):
        return _data(item)
    if name == "error" and isinstance(item, Exception):
        return {"name": type(item).__name__, "message": str(item)}
    if attrs.has(type(item)):
        return _part(item, where)
    return _json(item, where)


def _data(data: bytes | FileURL | FileReference) -> dict[str, Any]:
    if isinstance(data, FileURL):
        return {"type": "url", "url": data.url}
    if isinstance(data, FileReference):
        return {"type": "reference", "reference": dict(data.ids)}
    return {"type": "data", "data": to_plain(data)}


def _outputs(part: ToolResult, where: str) -> dict[str, Any]:
    form: Any = part.model_output
    if isinstance(form, ContentOutput):
        parts = [_part(item, f"{where}.output[{i}]") for i, item in enumerate(form.value)]
        return {"output": {"type": form.type, "value": parts}}
    shown = {"type": form.type}
    for name in ("value", "reason"):
        if getattr(form, name, None) is not None or (name == "value" and hasattr(form, name)):
            shown[name] = _json(to_plain(getattr(form, name)), f"{where}.output.{name}")
    raw = to_plain(part.output)
    if raw is None or raw == shown.get("value"):
        return {"output": shown}
    return {"output": _json(raw, f"{where}.output"), "model_output": shown}


def _json(thing: Any, where: str, depth: int = 16) -> Any:
    """`thing` if JSON can hold it without loss."""
    if thing is None or isinstance(thing, (str, bool, int)):
        return thing
    if isinstance(thing, float) and math.isfinite(thing):
        return thing
    if depth > MAX_DEPTH:
        raise InvalidArgumentError(f"{where} is nested too deeply", parameter="messages")
    if isinstance(thing, Mapping) and all(isinstance(key, str) for key in thing):
        return {key: _json(item, f"{where}.{key}", depth + 1) for key, item in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_json(item, f"{where}[{i}]", depth + 1) for i, item in enumerate(thing)]
    raise InvalidArgumentError(
        f"{where} holds {type(thing).__name__} {thing!r:.80}, which JSON has no form for",
        parameter="messages",
    )
