"""The Messages API, read by hand: one answer or its events -> `Expected`.

An independent walk: nothing of `ai_sdk` is imported, nothing of its decoders is known here.
A stream is put together block by block, as the API documents it, and then read as an answer.
"""

from __future__ import annotations

import json
from typing import Any

from .expected import (
    Expected,
    ExpectedCall,
    ExpectedCount,
    ExpectedError,
    ExpectedInterrupted,
    ExpectedText,
    ExpectedUpload,
    ExpectedUsage,
)
from .records import Record

FINISH = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "pause_turn": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool-calls",
    "refusal": "content-filter",
}
BY_TYPE = {
    "authentication_error": "AuthenticationError",
    "billing_error": "QuotaExceededError",
    "permission_error": "PermissionDeniedError",
    "not_found_error": "NotFoundError",
    "rate_limit_error": "RateLimitError",
    "overloaded_error": "OverloadedError",
}
BY_STATUS = {
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    429: "RateLimitError",
    503: "OverloadedError",
    529: "OverloadedError",
}
BY_WORDS = {
    "prompt is too long": "ContextOverflowError",
    "credit balance is too low": "QuotaExceededError",
}


def walk_messages(record: Record) -> Expected:
    """What the record's answer says."""
    if record.status >= 400:
        return _error(record.answer, record.status)
    if record.api == "files":
        body = record.answer
        return ExpectedUpload(body["id"], body["filename"], body["size_bytes"])
    if record.path.endswith("/count_tokens"):
        return ExpectedCount(record.answer["input_tokens"])
    if record.streamed:
        return walk_events(record.event_data)
    return walk_message(record.answer)


def _error(body: Any, status: int | None) -> ExpectedError:
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        said = body.get("message") if isinstance(body, dict) else None
        return ExpectedError(BY_STATUS.get(status or 0, "BadRequestError"), status, said)
    message = str(error.get("message"))
    name = BY_TYPE.get(error.get("type") or "")
    for words, kind in BY_WORDS.items():
        name = kind if status == 400 and words in message else name
    if name is None and status is None:
        name = "ServerError"
    usual = "BadRequestError" if (status or 0) < 500 else "ServerError"
    return ExpectedError(name or BY_STATUS.get(status or 0, usual), status, message)


def walk_usage(usage: dict[str, Any] | None) -> ExpectedUsage:
    """The usage object: input counts without the cache's share, which stands beside it."""
    if not usage:
        return ExpectedUsage()
    shares = [usage]
    passes = usage.get("iterations") or ()
    if any(each["type"] == "compaction" for each in passes):  # not in the totals, but paid for
        shares = [each for each in passes if each["type"] in ("message", "compaction")]

    def count(name: str) -> int | None:
        known = [share[name] for share in shares if share.get(name) is not None]
        return sum(known) if known else None

    fresh, output = count("input_tokens"), count("output_tokens")
    read, written = count("cache_read_input_tokens"), count("cache_creation_input_tokens")
    whole = None if fresh is None else fresh + (read or 0) + (written or 0)
    return ExpectedUsage(
        input=whole,
        cached=read,
        cache_write=written,
        output=output,
        reasoning=(usage.get("output_tokens_details") or {}).get("thinking_tokens"),
        total=None if whole is None or output is None else whole + output,
    )


def walk_message(body: dict[str, Any]) -> Expected:
    """A whole answer."""
    if body.get("type") == "error":
        return _error(body, None)
    if "content" not in body:
        return ExpectedError("InvalidResponseError")
    blocks = body["content"]
    reason = body.get("stop_reason")
    return ExpectedText(
        text="".join(block["text"] for block in blocks if block["type"] == "text"),
        reasoning=tuple(block["thinking"] for block in blocks if block["type"] == "thinking"),
        tool_calls=tuple(call for block in blocks if (call := _call(block)) is not None),
        sources=tuple(
            _source(note)
            for block in blocks
            if block["type"] == "text"
            for note in block.get("citations") or ()
        ),
        finish_reason=FINISH.get(reason, "other"),
        raw_finish_reason=reason,
        usage=walk_usage(body.get("usage")),
        response_id=body.get("id"),
        model=body.get("model"),
    )


def _call(block: dict[str, Any]) -> ExpectedCall | None:
    kind = block["type"]
    if kind not in ("tool_use", "server_tool_use", "mcp_tool_use"):
        return None
    name = f"mcp.{block['name']}" if kind == "mcp_tool_use" else block["name"]
    hosted = kind != "tool_use"
    return ExpectedCall(block.get("id"), name, block["input"], provider_executed=hosted)


def _source(note: dict[str, Any]) -> str:
    """A cited page by its URL, a cited document by its title or its place in the prompt."""
    if "document_index" in note:
        return str(note.get("document_title") or f"document {note['document_index']}")
    return str(note.get("url") or note.get("source"))


def walk_events(data: list[str]) -> Expected:
    """A stream, event by event."""
    message: dict[str, Any] = {}
    blocks: dict[int, dict[str, Any]] = {}
    inputs: dict[int, str] = {}

    def so_far() -> str:
        said = [blocks[index] for index in sorted(blocks)]
        return "".join(block["text"] for block in said if block["type"] == "text")

    for text in data:
        try:
            event = json.loads(text)
        except ValueError:
            return ExpectedInterrupted("InvalidResponseError", so_far())
        kind = event["type"]
        if kind == "message_start":
            message = dict(event["message"])
        elif kind == "content_block_start":
            blocks[event["index"]] = dict(event["content_block"])
        elif kind == "content_block_delta":
            _add(blocks[event["index"]], event["delta"], inputs, event["index"])
        elif kind == "message_delta":
            known = {k: v for k, v in event.get("usage", {}).items() if v is not None}
            message["usage"] = {**(message.get("usage") or {}), **known}
            message.update({k: v for k, v in event["delta"].items() if v is not None})
        elif kind == "error":
            error = _error(event, None)
            began = any(block.get("text") or block.get("thinking") for block in blocks.values())
            return ExpectedInterrupted(error.error, so_far()) if began else error
        elif kind == "message_stop":
            break
    else:
        if not message.get("stop_reason"):
            return ExpectedInterrupted("StreamInterruptedError", so_far())
    for index, text in inputs.items():
        blocks[index]["input"] = _parsed(text)
    return walk_message({**message, "content": [blocks[index] for index in sorted(blocks)]})


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else {}
    except ValueError:
        return text


def _add(block: dict[str, Any], delta: dict[str, Any], inputs: dict[int, str], index: int) -> None:
    kind = delta["type"]
    if kind == "text_delta":
        block["text"] += delta["text"]
    elif kind == "thinking_delta":
        block["thinking"] += delta["thinking"]
    elif kind == "input_json_delta":
        inputs[index] = inputs.get(index, "") + delta["partial_json"]
    elif kind == "citations_delta":
        block["citations"] = [*(block.get("citations") or ()), delta["citation"]]
