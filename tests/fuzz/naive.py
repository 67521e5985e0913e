"""Naive readers of the text of an answer; None where an answer is not plain enough for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = [
    "REFUSED",
    "anthropic_stream", "anthropic_text", "chat_stream", "chat_text", "completions_stream",
    "completions_text", "google_stream", "google_text", "responses_stream", "responses_text",
]  # fmt: skip

Events = Sequence[Any]
REFUSED = "\0refused\0"
"""In place of text that is none: no answer says this, so whoever reads such an answer must raise."""

_CHAT = {"role", "content", "refusal", "annotations", "tool_calls"}


def chat_stream(events: Events) -> str | None:
    """`choices[0].delta.content`, joined."""
    found = ""
    for event in events:
        if not isinstance(event, dict):
            return None
        choices = event.get("choices")
        if not isinstance(choices, list):
            return None
        for choice in choices:
            if not isinstance(choice, dict) or choice.get("index") not in (0, 1):
                return None
            delta = choice.get("delta")
            if not isinstance(delta, dict) or not delta.keys() <= _CHAT or delta.get("refusal"):
                return None
            content = delta.get("content")
            if isinstance(content, list):
                return None
            if choice["index"] == 0:
                found += _text(content)
    return found


def chat_text(body: Any) -> str | None:
    """`choices[0].message.content`."""
    try:
        message = body["choices"][0]["message"]
        plain = len(body["choices"]) == 1 and not message.get("refusal") and message.keys() <= _CHAT
        content = message.get("content")
    except (KeyError, IndexError, TypeError, AttributeError):
        return None
    if not plain or isinstance(content, list):
        return None
    return _text(content)


def _text(content: Any) -> str:
    if content is None:
        return ""
    return content if isinstance(content, str) else REFUSED


def completions_stream(events: Events) -> str | None:
    """`choices[0].text`, joined."""
    if not all(isinstance(event, dict) for event in events):
        return None
    found = [completions_text(event) for event in events if event.get("choices") != []]
    return None if None in found else "".join(each or "" for each in found)


def completions_text(body: Any) -> str | None:
    """`choices[0].text`."""
    try:
        (choice,) = body["choices"]
        return _text(choice["text"]) if choice["index"] == 0 else None
    except (KeyError, TypeError, ValueError):
        return None


def anthropic_stream(events: Events) -> str | None:
    """The texts of `text_delta`s of blocks that began as text."""
    found = ""
    blocks: dict[Any, Any] = {}
    for event in events:
        try:
            kind = event["type"]
            if kind == "content_block_start":
                index, block = event["index"], event["content_block"]
                if type(index) is not int or index in blocks:
                    return None
                blocks[index] = block["type"]
                found += block["text"] if block["type"] == "text" else ""
            elif kind == "content_block_delta":
                delta, block_type = event["delta"], blocks[event["index"]]
                if (delta["type"] == "text_delta") != (block_type == "text"):
                    return None
                if block_type == "text":
                    found += delta["text"] if isinstance(delta["text"], str) else REFUSED
            elif kind == "content_block_stop":
                blocks[event["index"]] = None
        except (KeyError, TypeError):
            return None
    return found


def anthropic_text(body: Any) -> str | None:
    """The texts of the blocks."""
    try:
        texts = [block["text"] for block in body["content"] if block["type"] == "text"]
    except (KeyError, TypeError):
        return None
    return "".join(text if isinstance(text, str) else REFUSED for text in texts)


def google_text(body: Any) -> str | None:
    """The texts of the first candidate's parts that are no thoughts."""
    try:
        (candidate,) = body["candidates"]
        if candidate.get("index", 0) != 0:
            return None
        found = ""
        for part in candidate["content"]["parts"]:
            if not part.keys() <= {"text", "thought", "functionCall", "thoughtSignature"}:
                return None
            if part.get("thought", False) not in (True, False):
                return None
            if "text" in part and "functionCall" in part:
                return None
            text = _text(part.get("text"))
            found += "" if part.get("thought") and text != REFUSED else text
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return found


def google_stream(events: Events) -> str | None:
    """The same over all chunks."""
    found = [google_text(event) for event in events]
    return None if None in found else "".join(each or "" for each in found)


def responses_text(body: Any) -> str | None:
    """The texts of the messages among the output items."""
    try:
        texts = [
            part["text"]
            for item in body["output"]
            if item["type"] == "message"
            for part in item["content"]
            if part["type"] == "output_text"
        ]
        if any(item.get("role", "assistant") != "assistant" for item in body["output"]):
            return None
        if any(
            part["type"] == "refusal" for i in body["output"] for part in i.get("content") or ()
        ):
            return None
    except (KeyError, TypeError, AttributeError):
        return None
    return "".join(text if isinstance(text, str) else REFUSED for text in texts)


def responses_stream(events: Events) -> str | None:
    """Nothing simple tells the text: items repeat at their end what has streamed."""
    return None
