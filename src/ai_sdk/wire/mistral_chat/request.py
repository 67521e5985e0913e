"""A call as a request to Mistral: OpenAI's, with Mistral's words laid over it.

- The seed is `random_seed`; that some tool must be called is asked for with "any".
- Documents have a part of their own, and may be addressed by URL.
- Reasoning goes back as parts of the message's content.
- A last message of the assistant is what the answer begins with.
- Ids of tool calls are nine letters and digits: those of other providers are made over.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from ...types._value import evolve
from ...types.content import CustomPart, FilePart, FileURL
from ...types.messages import AssistantMessage, UserMessage
from ..openai_chat.request import build as build_chat

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from ...types.messages import Message
    from ..openai_chat.dialect import ChatDialect
    from ..protocol import WireRequest

__all__ = ["build"]

_CALL_ID: Final = re.compile(r"[A-Za-z0-9]{9}")
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def build(
    dialect: ChatDialect, model_id: str, call: LanguageModelCall, stream: bool
) -> WireRequest:
    """The request for a call; see `openai_chat.request.build`."""
    prompt = tuple(_with_documents(dialect, message) for message in call.prompt)
    request = build_chat(dialect, model_id, evolve(call, prompt=prompt), stream)
    body: dict[str, Any] = dict(request.json)
    if "seed" in body:
        body.setdefault("random_seed", body.pop("seed"))
    if body.get("tool_choice") == "required":
        body["tool_choice"] = "any"
    body["messages"] = [_message(message) for message in body["messages"]]
    if call.prompt and isinstance(call.prompt[-1], AssistantMessage):
        body["messages"][-1].setdefault("prefix", True)
    return evolve(request, json=body)


def _with_documents(dialect: ChatDialect, message: Message) -> Message:
    if not isinstance(message, UserMessage) or isinstance(message.content, str):
        return message
    return evolve(message, content=tuple(_document(dialect, part) for part in message.content))


def _document(dialect: ChatDialect, part: Any) -> Any:
    """A document in Mistral's own part; anything else as it is."""
    if not isinstance(part, FilePart) or part.media_type is None:
        return part
    if not part.media_type.startswith("application/"):
        return part
    if isinstance(part.data, FileURL):
        address = part.data.url
    elif isinstance(part.data, bytes):
        address = f"data:{part.media_type};base64,{part.base64}"
    else:
        return part
    wire = {"type": "document_url", "document_url": address}
    if part.filename is not None:
        wire["document_name"] = part.filename
    return CustomPart(f"{dialect.name}.document_url", wire)


def _message(message: dict[str, Any]) -> dict[str, Any]:
    thought = message.pop("reasoning_content", None)
    if thought:
        said = message.get("content")
        texts = [{"type": "text", "text": said}] if isinstance(said, str) and said else said or []
        inner = [{"type": "text", "text": thought}]
        message["content"] = [{"type": "thinking", "thinking": inner}, *texts]
    for call in message.get("tool_calls") or ():
        call["id"] = call_id(call["id"])
    if "tool_call_id" in message:
        message["tool_call_id"] = call_id(message["tool_call_id"])
    return message


def call_id(known: str) -> str:
    """The id of a tool call as Mistral takes it: the same for the same id.

    Example:
        >>> call_id("a1B2c3D4e"), len(call_id("call_of_another_provider"))
        ('a1B2c3D4e', 9)
    """
    if _CALL_ID.fullmatch(known):
        return known
    number = int.from_bytes(hashlib.sha256(known.encode()).digest()[:8], "big")
    letters: list[str] = []
    for _ in range(9):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
