"""The Responses API, read by hand: one answer or its events -> `Expected`.

An independent walk: nothing of `ai_sdk` is imported, nothing of its decoders is known here.
A stream is walked by its deltas and finished items; what its last event repeats is not read,
except for the status, the usage and the reason of an early end.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from .expected import (
    Expected,
    ExpectedCall,
    ExpectedCount,
    ExpectedError,
    ExpectedFile,
    ExpectedInterrupted,
    ExpectedText,
    ExpectedUsage,
)
from .expected_openai_chat import parsed
from .expected_openai_errors import error_class, walk_error
from .records import Record

INCOMPLETE = {"max_output_tokens": "length", "content_filter": "content-filter"}
HOSTED = ("web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call")
LOCAL = ("local_shell_call", "apply_patch_call", "computer_call")
TERMINAL = ("response.completed", "response.incomplete", "response.failed")


def walk_responses(record: Record) -> Expected:
    """What the record's answer says."""
    if isinstance(record.answer, dict) and record.answer.get("object") == "response.input_tokens":
        return ExpectedCount(record.answer["input_tokens"])
    if record.status >= 400:
        return walk_error(record)
    listed = _listed(record)
    if record.streamed:
        return walk_events(record.event_data, listed)
    return walk_response(record.answer, listed)


def _listed(record: Record) -> tuple[str, ...]:
    """The types of the provider's tools that the request lists."""
    tools = record.body.get("tools") or () if isinstance(record.body, dict) else ()
    return tuple(tool["type"] for tool in tools if tool.get("type") != "function")


def _tool_of(kind: str, listed: tuple[str, ...]) -> str:
    """The tool a hosted call belongs to, by the name the caller listed it under."""
    plain = kind.removesuffix("_call")
    return next((name for name in listed if name.startswith(plain)), plain)


def walk_usage(usage: dict[str, Any] | None) -> ExpectedUsage:
    """The usage object of Responses."""
    if not usage:
        return ExpectedUsage()
    cached = usage.get("input_tokens_details") or {}
    thought = usage.get("output_tokens_details") or {}
    return ExpectedUsage(
        input=_count(usage, "input_tokens"),
        cached=_count(cached, "cached_tokens"),
        cache_write=_count(cached, "cache_write_tokens"),
        output=_count(usage, "output_tokens"),
        reasoning=_count(thought, "reasoning_tokens"),
        total=_count(usage, "total_tokens"),
    )


def _count(counts: dict[str, Any], name: str) -> int | None:
    """A count; a negative one tells nothing."""
    count: int | None = counts.get(name)
    return None if count is not None and count < 0 else count


def walk_response(body: dict[str, Any], listed: tuple[str, ...] = ()) -> Expected:
    """A whole answer."""
    if body.get("status") == "failed":
        error = body.get("error") or {}
        return ExpectedError(error_class(error.get("code"), None), None, error.get("message"))
    return _read(body.get("output") or [], body, listed)


def walk_items(items: list[dict[str, Any]], listed: tuple[str, ...]) -> list[ExpectedCall]:
    """The tool calls among output items, those run by the provider included."""
    answered = {i.get("call_id") for i in items if i.get("type") == "shell_call_output"}
    found: list[ExpectedCall] = []
    for item in items:
        kind = str(item.get("type"))
        key = item.get("call_id") or item.get("id")
        if kind == "function_call":
            found.append(ExpectedCall(key, item["name"], parsed(item.get("arguments"))))
        elif kind == "custom_tool_call":
            found.append(ExpectedCall(key, item["name"], item["input"]))
        elif kind == "shell_call":
            hosted = item.get("call_id") in answered
            found.append(ExpectedCall(key, "shell", None, provider_executed=hosted))
        elif kind == "tool_search_call":
            hosted = item.get("execution") == "server"
            found.append(ExpectedCall(key, "tool_search", None, provider_executed=hosted))
        elif kind == "mcp_call":
            found.append(ExpectedCall(key, f"mcp.{item['name']}", None, provider_executed=True))
        elif kind in HOSTED or kind in LOCAL:
            hosted = kind in HOSTED
            found.append(ExpectedCall(key, _tool_of(kind, listed), None, provider_executed=hosted))
    return found


def _read(
    items: list[dict[str, Any]], response: dict[str, Any], listed: tuple[str, ...]
) -> ExpectedText:
    text, refused = "", False
    sources: list[str] = []
    thoughts: list[str] = []
    for item in items:
        if item.get("type") == "reasoning":
            summary = [part["text"] for part in item.get("summary") or () if part.get("text")]
            content = [part["text"] for part in item.get("content") or () if part.get("text")]
            thoughts += summary or content
        if item.get("type") != "message":
            continue
        for part in item.get("content") or ():
            refused = refused or part.get("type") == "refusal"
            text += (part.get("refusal") if part.get("type") == "refusal" else part["text"]) or ""
            sources += [_source(note) for note in part.get("annotations") or ()]
    calls = walk_items(items, listed)
    finish, raw = _finish(response, calls, refused=refused)
    return ExpectedText(
        text=text,
        reasoning=tuple(thoughts),
        tool_calls=tuple(calls),
        sources=tuple(sources),
        files=tuple(
            ExpectedFile(base64.b64decode(item["result"]))
            for item in items
            if item.get("type") == "image_generation_call" and item.get("result")
        ),
        finish_reason=finish,
        raw_finish_reason=raw,
        usage=walk_usage(response.get("usage")),
        response_id=response.get("id"),
        model=response.get("model"),
    )


def _source(note: dict[str, Any]) -> str:
    """A cited page by its URL, a cited file by its name or id."""
    return str(note.get("url") or note.get("filename") or note.get("file_id"))


def _finish(
    response: dict[str, Any], calls: list[ExpectedCall], *, refused: bool
) -> tuple[str, str | None]:
    status = response.get("status")
    reason = (response.get("incomplete_details") or {}).get("reason")
    if reason:
        return INCOMPLETE.get(reason, "other"), reason
    if status not in ("completed", "complete"):
        return "other", status
    if any(not call.provider_executed for call in calls):
        return "tool-calls", status
    return ("content-filter" if refused else "stop"), status


def walk_events(data: list[str], listed: tuple[str, ...] = ()) -> Expected:
    """A stream, event by event."""
    items: dict[int, dict[str, Any]] = {}
    texts: dict[tuple[int, int], str] = {}
    head: dict[str, Any] = {}

    def so_far() -> str:
        return "".join(texts[key] for key in sorted(texts))

    for text in data:
        if text.strip() == "[DONE]":
            continue
        try:
            event = json.loads(text)
        except ValueError:
            return _broken("InvalidResponseError", so_far())
        kind = event.get("type")
        if kind in ("response.created", "response.in_progress", "response.queued"):
            first = event.get("response") or {}
            head = head or {key: first[key] for key in ("id", "model") if first.get(key)}
        elif kind in ("response.output_text.delta", "response.refusal.delta"):
            place = (event.get("output_index", 0), event.get("content_index", 0))
            texts[place] = texts.get(place, "") + event["delta"]
        elif kind == "response.output_item.done":
            items[event.get("output_index", len(items))] = event["item"]
        elif kind in ("error", "response.failed"):
            return _failed(event, so_far())
        elif kind in TERMINAL:
            told = {key: item for key, item in event["response"].items() if item is not None}
            done = {"status": kind.removeprefix("response."), **told, **head}
            return _read([items[index] for index in sorted(items)], done, listed)
    return _broken("StreamInterruptedError", so_far())


def _broken(error: str, text: str) -> ExpectedError | ExpectedInterrupted:
    return ExpectedInterrupted(error, text)


def _failed(event: dict[str, Any], text: str) -> ExpectedError | ExpectedInterrupted:
    error = event.get("error") or (event.get("response") or {}).get("error") or event
    name = error_class(error.get("code"), None)
    if text:
        return ExpectedInterrupted(name, text)
    return ExpectedError(name, None, error.get("message"))
