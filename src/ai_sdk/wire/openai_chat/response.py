"""A whole Chat Completions answer as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InvalidResponseError
from ...types.call import ModelResult, ModelToolCall, ResponseInfo
from ...types.content import CustomPart, ReasoningPart, TextPart
from .._convert import structure
from .._model import Raw
from ..errors import error_from_value, error_in_answer
from ..facts import text_of, timestamp_of
from ..fields import object_in, objects_in, text_in, text_that_is_in, wrong_type
from ..json_text import bad_reply, read_object
from ..tool_deltas import arguments_text, missing_calls, new_call_id
from ._generated import (
    ChatCustomToolCall,
    ChatCustomToolCallCustom,
    ChatFunctionToolCall,
    ChatFunctionToolCallFunction,
    ChatResponseMessage,
    ChatResponseMessageAudio,
    ChatResponseMessageFunctionCall,
)
from .facts import (
    answer_metadata,
    audio_file,
    choice_metadata,
    cited_sources,
    finish_reason_of,
    sources_of,
)

if TYPE_CHECKING:
    from ...types.call import ModelContent
    from ...types.http import HTTPReply
    from ..protocol import WireRequest
    from .dialect import ChatDialect

__all__ = ["called_in", "details_of", "list_content", "parse"]


def parse(dialect: ChatDialect, reply: HTTPReply, request: WireRequest) -> ModelResult:
    """The result that an answer holds. Of several choices the first (index 0) is the answer.

    Raises:
        InvalidResponseError: the reply is no chat completion, or a field that holds text or calls
            is of another type.
        APICallError: it is an error object in spite of its good status.
    """
    body = read_object(reply, "a chat completion")
    if (error := error_in_answer(body, reply)) is not None:
        raise error
    choice = _first_choice(body.get("choices"), reply)
    if choice.get("error"):
        raise error_from_value(choice["error"], reply.body)
    said = choice.get("message")
    if not isinstance(said, dict):
        raise bad_reply(reply, "the answer is not a chat completion: its message is no object")
    _check_shape(said)
    details = details_of(dialect, said)
    reader = _Reader(dialect, request.context.get("audio_format"))
    reader.read(structure(said, ChatResponseMessage), details)
    reader.content += cited_sources(dialect.name, body, dialect.citations)
    raw, calls = text_of(choice.get("finish_reason")), reader.calls > 0
    finish = finish_reason_of(raw, calls=calls, refused=reader.refused)
    return ModelResult(
        tuple(reader.content),
        finish,
        raw,
        dialect.count_usage(dialect.find_usage(body)),
        missing_calls(dialect.name, finish, calls=calls),
        provider_metadata=_metadata(dialect, body, choice),
        response=ResponseInfo(
            text_of(body.get("id")),
            text_of(body.get("model")),
            timestamp_of(body.get("created")),
            reply.headers,
        ),
    )


def _first_choice(choices: object, reply: HTTPReply) -> dict[str, Any]:
    if not isinstance(choices, list) or not choices:
        raise bad_reply(reply, "the answer is not a chat completion: it has no choices")
    for choice in choices:
        if isinstance(choice, dict) and not choice.get("index"):
            return choice
    if isinstance(choices[0], dict):
        return choices[0]
    raise bad_reply(reply, "the answer is not a chat completion: its choice is no object")


def _metadata(
    dialect: ChatDialect, body: dict[str, Any], choice: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    fields = {**answer_metadata(body), **choice_metadata(choice, {})}
    logprobs = choice.get("logprobs")
    if isinstance(logprobs, dict):
        fields["logprobs"] = logprobs
    return {dialect.name: fields} if fields else {}


class _Reader:
    """Turns a message into parts: reasoning, text, refusal, sound, citations, tool calls."""

    def __init__(self, dialect: ChatDialect, audio_format: object) -> None:
        self.content: list[ModelContent] = []
        self.calls = 0
        self.refused = False
        self._dialect = dialect
        self._audio_format = audio_format
        self._ids: set[str] = set()

    def read(self, message: ChatResponseMessage, details: list[Any]) -> None:
        names = self._dialect.reasoning_fields
        thoughts = (text_in(getattr(message, name, None), name) for name in names)
        thought = next(filter(None, thoughts), "")
        if thought or details:
            note = self._note("reasoning_details", details) if details else {}
            self.content.append(ReasoningPart(thought, provider_metadata=note))
        if isinstance(message.content, list):
            self.content += list_content(self._dialect.name, message.content)
        elif text := text_in(message.content, "content"):
            self.content.append(TextPart(text))
        if refusal := text_in(message.refusal, "refusal"):
            self.refused = True
            self.content.append(TextPart(refusal, provider_metadata=self._note("refusal", True)))
        if isinstance(message.audio, ChatResponseMessageAudio):
            self._audio(message.audio)
        self.content += sources_of(self._dialect.name, message.annotations)
        if isinstance(message.tool_calls, list):
            for call in message.tool_calls:
                self._call(call)
        if isinstance(message.function_call, ChatResponseMessageFunctionCall):
            old = message.function_call
            self._add_call(None, old.name, old.arguments, self._note("function_call", True))

    def _note(self, name: str, setting: Any) -> dict[str, dict[str, Any]]:
        return {self._dialect.name: {name: setting}}

    def _audio(self, audio: ChatResponseMessageAudio) -> None:
        if transcript := text_in(audio.transcript, "transcript"):
            note = self._note("transcript", True)
            self.content.append(TextPart(transcript, provider_metadata=note))
        if data := text_in(audio.data, "data"):
            self.content.append(
                audio_file(
                    self._dialect.name,
                    [data],
                    self._audio_format,
                    audio.id,
                    audio.expires_at,
                )
            )

    def _call(self, call: object) -> None:
        if isinstance(call, ChatCustomToolCall) and isinstance(
            call.custom, ChatCustomToolCallCustom
        ):
            custom = call.custom
            self._add_call(call.id, custom.name, custom.input, self._note("type", "custom"))
            return
        if isinstance(call, Raw):  # some servers leave the type out
            call = structure({**call.data, "type": "function"}, ChatFunctionToolCall)
        if isinstance(call, ChatFunctionToolCall):
            made = call.function
            if isinstance(made, ChatFunctionToolCallFunction):
                self._add_call(call.id, made.name, made.arguments, {})
            else:
                self._add_call(call.id, None, None, {})

    def _add_call(self, call_id: object, name: object, arguments: object, note: Any) -> None:
        known, used = text_of(name), text_of(call_id)
        if known is None:
            if not used and not arguments:
                return  # some servers fill every field, with nothing
            raise InvalidResponseError("a tool call of the answer has no name")
        if used is None or used in self._ids:
            used = new_call_id()
        self._ids.add(used)
        self.calls += 1
        text = arguments_text(arguments or None)
        self.content.append(ModelToolCall(used, known, text, provider_metadata=note))


def _check_shape(message: dict[str, Any]) -> None:
    """See to it that what holds calls or sound is of its type, before wire objects stand there."""
    for call in objects_in(message.get("tool_calls"), "tool_calls"):
        called_in(call)
    for name in ("function_call", "audio"):
        object_in(message.get(name), name)


def called_in(call: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """What a call, or a piece of one, asks for, and whether the tool is a custom one.

    Raises:
        InvalidResponseError: what it asks for is no object, or stands in another place.

    Example:
        >>> called_in({"id": "a", "function": {"name": "look", "arguments": "{}"}})
        ({'name': 'look', 'arguments': '{}'}, False)
    """
    if (function := object_in(call.get("function"), "function")) is not None:
        return function, False
    if (custom := object_in(call.get("custom"), "custom")) is not None:
        return custom, True
    if call.get("name") or call.get("arguments"):
        raise wrong_type(None, "function", "an object")
    return {}, False


def details_of(dialect: ChatDialect, message: Any) -> list[Any]:
    """The entries of a message's reasoning that go back as they came."""
    name = dialect.reasoning_details
    found = message.get(name) if name and isinstance(message, dict) else None
    return found if isinstance(found, list) else []


def list_content(provider: str, parts: list[Any]) -> list[ModelContent]:
    """Content that comes as a list of parts, as some servers send it.

    Raises:
        InvalidResponseError: a part is none, or its text is no text.
    """
    out: list[ModelContent] = []
    for part in parts:
        if isinstance(part, str):
            out.append(TextPart(part))
            continue
        if not isinstance(part, dict):
            raise wrong_type(part, "content[]", "a list of parts")
        kind = part.get("type")
        if kind in ("text", "output_text") or (kind is None and "text" in part):
            if text := text_that_is_in(part.get("text"), "text"):
                out.append(TextPart(text))
        elif kind == "thinking":
            if thought := _thinking(part.get("thinking")):
                out.append(ReasoningPart(thought))
        elif isinstance(kind, str):
            out.append(CustomPart(f"{provider}.{kind}", part))
        else:
            raise wrong_type(kind, "type", "text")
    return out


def _thinking(thought: Any) -> str:
    """Thinking as Mistral sends it: a text, or a list with texts and references."""
    if not isinstance(thought, list):
        return text_in(thought, "thinking")
    return "".join(text_in(item.get("text"), "text") for item in objects_in(thought, "thinking"))
