"""Chat Completions, read by hand: one answer or its chunks -> `Expected`.

An independent walk: nothing of `ai_sdk` is imported, nothing of its decoders is known here.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from .expected import (
    Expected,
    ExpectedCall,
    ExpectedFile,
    ExpectedInterrupted,
    ExpectedText,
    ExpectedUsage,
)
from .expected_openai_errors import error_class, walk_error
from .records import Record

FINISH = {
    "stop": "stop",
    "eos": "stop",
    "length": "length",
    "content_filter": "content-filter",
    "tool_calls": "tool-calls",
    "function_call": "tool-calls",
}


def walk_chat(record: Record) -> Expected:
    """What the record's answer says."""
    if record.status >= 400:
        return walk_error(record)
    return walk_chunks(record.event_data) if record.streamed else walk_completion(record.answer)


def parsed(arguments: str | None) -> Any:
    """Arguments as JSON, the empty ones as {}, anything else as the text it is."""
    if not arguments or not arguments.strip():
        return {}
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments


def walk_usage(usage: dict[str, Any] | None) -> ExpectedUsage:
    """Chat's usage object."""
    if not usage:
        return ExpectedUsage()
    cached = usage.get("prompt_tokens_details") or {}
    thought = usage.get("completion_tokens_details") or {}
    return ExpectedUsage(
        input=usage.get("prompt_tokens"),
        cached=cached.get("cached_tokens"),
        cache_write=cached.get("cache_write_tokens"),
        output=usage.get("completion_tokens"),
        reasoning=thought.get("reasoning_tokens"),
        total=usage.get("total_tokens"),
    )


def walk_completion(body: dict[str, Any]) -> ExpectedText:
    """A whole answer. Of several choices the first is the answer."""
    choices: list[dict[str, Any]] = body.get("choices") or [{}]
    choice = next((c for c in choices if c.get("index", 0) == 0), choices[0])
    message: dict[str, Any] = choice.get("message") or {}
    return _read(message, choice.get("finish_reason"), body, body.get("usage"))


def _read(
    message: dict[str, Any], raw: str | None, head: dict[str, Any], usage: dict[str, Any] | None
) -> ExpectedText:
    calls = tuple(_calls(message))
    audio: dict[str, Any] = message.get("audio") or {}
    refusal: str = message.get("refusal") or ""
    finish = FINISH.get(raw or "", "other")
    if finish == "stop" and refusal:
        finish = "content-filter"
    if finish == "stop" and calls:
        finish = "tool-calls"
    thought = message.get("reasoning_content") or message.get("reasoning") or ""
    return ExpectedText(
        text=_content(message.get("content")) or refusal or audio.get("transcript") or "",
        reasoning=(thought,) if thought else (),
        tool_calls=calls,
        sources=tuple(
            note["url_citation"]["url"]
            for note in message.get("annotations") or ()
            if note.get("type") == "url_citation"
        ),
        files=(ExpectedFile(base64.b64decode(audio["data"])),) if audio.get("data") else (),
        finish_reason=finish,
        raw_finish_reason=raw,
        usage=walk_usage(usage),
        response_id=head.get("id"),
        model=head.get("model"),
    )


def _content(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part.get("text") or "" for part in content)
    return content or ""


def _calls(message: dict[str, Any]) -> list[ExpectedCall]:
    found: list[ExpectedCall] = []
    for call in message.get("tool_calls") or ():
        if call.get("type") == "custom":
            custom = call["custom"]
            found.append(ExpectedCall(call.get("id"), custom["name"], custom["input"]))
        else:
            function = call["function"]
            found.append(
                ExpectedCall(call.get("id"), function["name"], parsed(function.get("arguments")))
            )
    if legacy := message.get("function_call"):
        found.append(ExpectedCall(None, legacy["name"], parsed(legacy["arguments"])))
    return found


def walk_chunks(data: list[str]) -> Expected:
    """A stream: chunks of choice 0 laid together. Complete with a finish reason or `[DONE]`."""
    head: dict[str, Any] = {}
    message: dict[str, Any] = {"content": "", "refusal": "", "annotations": []}
    calls: dict[int, dict[str, Any]] = {}
    usage: dict[str, Any] | None = None
    raw: str | None = None
    done = False

    def so_far() -> str:
        return str(message["content"] or message["refusal"])

    for text in data:
        if text.strip() == "[DONE]":
            done = True
            break
        try:
            chunk = json.loads(text)
        except ValueError:
            return ExpectedInterrupted("InvalidResponseError", so_far())
        if error := chunk.get("error"):
            told = error if isinstance(error, dict) else {}
            status = 400 if told.get("type") == "invalid_request_error" else None
            return ExpectedInterrupted(error_class(told.get("code"), status), so_far())
        head = head if head.get("id") else chunk  # a filter's chunk comes before the answer
        usage = chunk.get("usage") or usage
        for choice in chunk.get("choices") or ():
            if choice.get("index", 0) == 0:
                raw = choice.get("finish_reason") or raw
                _lay(message, calls, choice.get("delta") or {})
    message["tool_calls"] = [calls[index] for index in sorted(calls)]
    if raw is None and not done:
        return ExpectedInterrupted("StreamInterruptedError", so_far())
    return _read(message, raw, head, usage)


def _lay(message: dict[str, Any], calls: dict[int, dict[str, Any]], delta: dict[str, Any]) -> None:
    for name in ("content", "refusal", "reasoning_content", "reasoning"):
        if isinstance(delta.get(name), str):
            message[name] = (message.get(name) or "") + delta[name]
    message["annotations"] += delta.get("annotations") or []
    if legacy := delta.get("function_call"):
        whole = message.setdefault("function_call", {"name": "", "arguments": ""})
        whole["name"] += legacy.get("name") or ""
        whole["arguments"] += legacy.get("arguments") or ""
    for piece in delta.get("tool_calls") or ():
        blank = {"id": None, "type": "function", "function": {"name": "", "arguments": ""}}
        index = piece.get("index", 0)
        known = calls.get(index)
        if known and piece.get("id") and known["id"] not in (None, piece["id"]):
            index = len(calls)  # a new id is a new call, whatever its index
        call = calls.setdefault(index, blank)
        call["id"] = call["id"] or piece.get("id")
        function = piece.get("function") or {}
        if call["function"]["name"] != function.get("name"):  # some say it again each time
            call["function"]["name"] += function.get("name") or ""
        call["function"]["arguments"] += function.get("arguments") or ""
