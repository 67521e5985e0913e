"""Recorded Responses requests as calls of `generate_text` and `stream_text`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ai_sdk import (
    AssistantMessage,
    ContentOutput,
    CustomPart,
    FilePart,
    FileReference,
    ReasoningPart,
    SystemMessage,
    TextPart,
    ToolApprovalResponse,
    ToolCall,
    ToolMessage,
    ToolResult,
    UserMessage,
)

from .express_openai_chat import parsed_arguments, sampling
from .express_openai_tools import (
    LEVELS,
    express_tools,
    is_reasoning,
    response_format,
)
from .intention import Inexpressible, Intention, Reader
from .records import Record


def express_responses(
    record: Record, provider: str = "openai", thinks: Callable[[str], bool] = is_reasoning
) -> Intention:
    """The call that sends a recorded Responses request.

    Args:
        record: the record.
        provider: whose it is.
        thinks: whether a model of an id reasons.
    """
    reader = Reader(record.body, provider)
    model = reader.take("model") or _nameless(reader)
    stream = reader.take("stream")
    reader.argument("max_output_tokens")
    if not thinks(model):
        sampling(reader, "temperature", "top_p")
    _reasoning(reader, reasoning=thinks(model))
    express_tools(reader, nested=False)
    _text(reader)
    if "input" in reader.left:
        _prompt(reader, reader.take("input"), reasoning=thinks(model))
    else:  # a stored prompt brings its own
        reader.option("input", None)
        reader.arguments["prompt"] = "-"
    return reader.finish("stream_text" if stream else "generate_text", "responses", model)


def _nameless(reader: Reader) -> str:
    """A stored prompt brings its own model: the one we have to name is taken out again."""
    reader.option("model", None)
    return "gpt-4o"


def _reasoning(reader: Reader, *, reasoning: bool) -> None:
    thinking = {k: v for k, v in (reader.left.get("reasoning") or {}).items() if v is not None}
    encrypts = reasoning or reader.provider not in ("openai", "azure")
    if reader.left.get("store") is False and "include" not in reader.left and encrypts:
        reader.option("include", [])  # encrypted reasoning is not asked for
    if reasoning and thinking.keys() == {"effort"} and thinking["effort"] in LEVELS:
        reader.take("reasoning")
        reader.arguments["reasoning"] = thinking["effort"]


def _text(reader: Reader) -> None:
    text = reader.take("text") or {}
    form = text.get("format")
    if form and form["type"] != "text" and not response_format(reader, form, form):
        reader.option("text", text)
    elif text.get("verbosity"):
        reader.option("text_verbosity", text["verbosity"])


def _prompt(reader: Reader, given: Any, *, reasoning: bool) -> None:
    if isinstance(given, str):
        reader.arguments["prompt"] = given
        return
    if not given:
        raise Inexpressible("an empty input")
    systems = {
        item["role"]
        for item in given
        if item.get("role") in ("system", "developer") and item.get("type", "message") == "message"
    }
    usual = "developer" if reasoning else "system"
    if systems and systems != {usual}:
        reader.option("system_message_mode", next(iter(systems)))
    reader.arguments["allow_system_in_messages"] = True
    reader.arguments["messages"] = _Conversation(reader).read(given)


class _Conversation:
    """Input items as messages: neighbouring items of the model become one assistant message."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.messages: list[Any] = []
        self.said: list[Any] = []
        self.names: dict[str, str] = {}

    def read(self, items: list[dict[str, Any]]) -> list[Any]:
        for item in items:
            part = self._assistant(item)
            if part is None:
                self._flush()
                self.messages.append(self._other(item))
            else:
                self.said += part
        self._flush()
        return self.messages

    def _flush(self) -> None:
        if self.said:
            self.messages.append(AssistantMessage(self.said))
            self.said = []

    def _other(self, item: dict[str, Any]) -> Any:
        kind, role = item.get("type", "message"), item.get("role")
        if kind == "message" and item["content"] == []:
            return UserMessage([CustomPart(f"{self.reader.provider}.message", item)])
        if kind == "message" and role in ("system", "developer"):
            return SystemMessage(_plain(item["content"]))
        if kind == "message" and role == "assistant":
            return self._speech(item)
        if kind == "message":
            return UserMessage(self._content(item["content"]))
        if kind == "function_call_output":
            return ToolMessage([self._output(item)])
        if kind == "mcp_approval_response":
            key = item["approval_request_id"]
            return ToolMessage([ToolApprovalResponse(key, item["approve"], provider_executed=True)])
        return UserMessage([CustomPart(f"{self.reader.provider}.{kind}", item)])

    def _speech(self, item: dict[str, Any]) -> AssistantMessage:
        """An assistant message of its own: it has no id that would tie it to other items."""
        content = item["content"]
        if isinstance(content, str):
            content = [{"text": content}]
        about = {"phase": item.get("phase"), "item_id": item.get("id")}
        return AssistantMessage([self._said(part, about) for part in content])

    def _said(self, part: dict[str, Any], about: dict[str, Any]) -> TextPart:
        options = self.reader.part_options(**about, annotations=part.get("annotations") or None)
        return TextPart(part["text"], **options)

    def _assistant(self, item: dict[str, Any]) -> list[Any] | None:
        """The parts of an item that the model wrote; None for other items."""
        kind = item.get("type", "message")
        if kind == "message" and item.get("role") == "assistant" and item.get("id"):
            return list(self._speech(item).content)
        if kind == "reasoning":
            return self._thought(item)
        if kind == "function_call":
            self.names[item["call_id"]] = item["name"]
            options = self.reader.part_options(
                item_id=item.get("id"), namespace=item.get("namespace")
            )
            arguments = parsed_arguments(item["arguments"])
            return [ToolCall(item["call_id"], item["name"], arguments, **options)]
        if kind in ("message", "function_call_output", "mcp_approval_response", "additional_tools"):
            return None
        return [CustomPart(f"{self.reader.provider}.{kind}", item)]

    def _thought(self, item: dict[str, Any]) -> list[Any]:
        about = {
            "item_id": item.get("id"),
            "reasoning_encrypted_content": item.get("encrypted_content"),
        }
        made: list[Any] = []
        for field, own in (("summary", None), ("content", True)):
            options = self.reader.part_options(**about, reasoning_text=own)
            made += [ReasoningPart(part["text"], **options) for part in item.get(field) or ()]
        return made or [ReasoningPart("", **self.reader.part_options(**about))]

    def _output(self, item: dict[str, Any]) -> ToolResult:
        key, output = item["call_id"], item["output"]
        name = self.names.get(key, "unknown")
        if isinstance(output, str):
            return ToolResult(key, name, output)
        parts = tuple(self._part(part) for part in output)
        return ToolResult(key, name, output, ContentOutput(parts))

    def _content(self, content: Any) -> Any:
        return content if isinstance(content, str) else [self._part(part) for part in content]

    def _part(self, part: dict[str, Any]) -> Any:
        kind = part["type"]
        if kind == "input_text":
            breakpoint_ = part.get("prompt_cache_breakpoint")
            options = self.reader.part_options(prompt_cache_breakpoint=breakpoint_)
            return TextPart(part["text"], **options)
        if kind == "input_image":
            options = self.reader.part_options(detail=part.get("detail"))
            data = part.get("image_url") or FileReference({self.reader.provider: part["file_id"]})
            return FilePart(data, "image/*", **options)
        if kind == "input_file":
            data = part.get("file_data") or part.get("file_url")
            data = data or FileReference({self.reader.provider: part["file_id"]})
            return FilePart(data, _media_type(part), part.get("filename"))
        return CustomPart(f"{self.reader.provider}.{kind}", part)


def _media_type(part: dict[str, Any]) -> str:
    data = part.get("file_data") or ""
    if data.startswith("data:"):
        return str(data[5 : data.index(";")])
    return "audio/mpeg" if str(part.get("file_url")).endswith(".mp3") else "application/pdf"


def _plain(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)
