"""When are the requests of both libraries the same in substance?

Everything must be equal (method, path, JSON body) but for these rules:

1. The rules of the comparison with the official client hold here, too: a string is a list of one
   text, what merely repeats the server's silence says nothing, arguments are compared as JSON.
2. A lone text part is that text; `tool_choice: auto` is what happens without it.
3. The TypeScript SDK says `strict: false` of each function that says nothing of it; we leave the
   word out.
4. The TypeScript SDK sends back the ids of stored messages and reasoning as references; we send
   the items themselves, which are there whether they were stored or not. The ids must be the same.
   Of function calls only we send the id.
5. `$schema` is no part of a schema's meaning; nor is the name of an answer's form.
6. What a failed or denied call tells the model counts as a failure, not by its words.
7. Messages: the TypeScript SDK asks for `eager_input_streaming` of every function in a stream.
8. Gemini: an empty `generationConfig` says nothing; the TypeScript SDK sends ids of calls that it
   made up itself; it sends schemas of functions as JSON Schema, we send them in Gemini's own words;
   it wraps what a call returned with its name, we wrap what is no object as `output`, as Google does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ai_sdk.testing import RecordedRequest
from tests.oracle.test_official_client_requests import body

__all__ = ["failed_calls", "substance"]

_FAILED_WORDS = ("Error", "denied", "not approved", "do not fit", "which is not")
_AUTO = {"functionCallingConfig": {"mode": "AUTO"}}
_FAILURES = ('{"error":', "Tool call execution denied.", "AI_", "Error: ")


def failed_calls(requests: list[RecordedRequest]) -> frozenset[str]:
    """The ids of the calls whose failure the TypeScript SDK tells the model (rule 6)."""
    found: set[str] = set()
    for request in requests:
        for item in _told(request.json):
            told = item.get("output", item.get("content"))
            if isinstance(told, str) and told.startswith(_FAILURES):
                found.add(_call_of(item))
            elif item.get("is_error"):
                found.add(_call_of(item))
    return frozenset(found)


def _told(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Whatever may be what a call tells the model, in OpenAI's protocols and in Messages."""
    for item in [*said.get("messages", ()), *said.get("input", ())]:
        yield item
        if isinstance(item.get("content"), list):
            yield from item["content"]


def _call_of(item: dict[str, Any]) -> str:
    names = ("call_id", "tool_call_id", "tool_use_id")
    return next(item[name] for name in names if name in item)


def substance(request: RecordedRequest, failed: frozenset[str]) -> dict[str, Any]:
    """The request by the rules of this module.

    Args:
        request: as the server saw it.
        failed: ids of the tool calls that failed (rule 6).
    """
    if request.path.startswith("/v1/messages"):
        return _line(request, _messages_api(request.json, failed))
    if "enerateContent" in request.path:
        return _line(request, _gemini(request.json))
    out = body(request)
    if out.get("tool_choice") == "auto":
        del out["tool_choice"]
    out["tools"] = [_tool(tool) for tool in out.get("tools", [])]
    if "messages" in out:
        out["messages"] = [_message(message, failed) for message in out["messages"]]
    if "input" in out:
        out["input"] = [_item(item, failed) for item in out["input"]]
    for place in ("response_format", "text"):
        if place in out:
            out[place] = _form(out[place])
    return _line(request, out)


def _line(request: RecordedRequest, said: Any) -> dict[str, Any]:
    return {"line": (request.method, request.path), "body": json.loads(json.dumps(said))}


def _messages_api(said: Any, failed: frozenset[str]) -> Any:
    """Rules 2, 5, 6 and 7."""
    if isinstance(said, list):
        return _text([_messages_api(item, failed) for item in said])
    if not isinstance(said, dict):
        return said
    out = {
        key: _messages_api(item, failed)
        for key, item in said.items()
        if key not in ("$schema", "eager_input_streaming")
        and not (key == "tool_choice" and item == {"type": "auto"})
    }
    if out.get("type") == "tool_result" and out["tool_use_id"] in failed:
        return {"type": "tool_result", "tool_use_id": out["tool_use_id"], "content": "a failure"}
    return out


def _gemini(said: Any) -> Any:
    """Rules 2, 5, 6 and 8."""
    if isinstance(said, list):
        return [_gemini(item) for item in said]
    if not isinstance(said, dict):
        return said
    out = {}
    for key, item in said.items():
        if key in ("$schema", "additionalProperties") or item in ({}, _AUTO):
            continue
        if key in ("parameters", "parametersJsonSchema"):
            key, item = "parameters", _gemini(item)
            if item == {"type": "object", "required": []}:
                continue
        out["responseSchema" if key == "responseJsonSchema" else key] = _gemini(item)
    if "functionCall" in out or "functionResponse" in out:
        (kind,) = {"functionCall", "functionResponse"} & set(out)
        out[kind].pop("id", None)
        if "response" in out[kind]:
            out[kind]["response"] = _answer(out[kind]["response"])
    return out


def _answer(told: dict[str, Any]) -> Any:
    """What a call returned, out of the wrapping that it is told in; or that it failed."""
    words = str(told)
    if "error" in told or any(word in words for word in _FAILED_WORDS):
        return "a failure"
    if set(told) == {"name", "content"}:
        return told["content"]
    return told["output"] if set(told) == {"output"} else told


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    """Rule 3."""
    silent = tool.get("strict") is False
    return {key: value for key, value in tool.items() if not (silent and key == "strict")}


def _message(message: dict[str, Any], failed: frozenset[str]) -> dict[str, Any]:
    if message.get("tool_call_id") in failed:
        return {**message, "content": "a failure"}
    return {**message, "content": _text(message.get("content"))}


def _item(item: dict[str, Any], failed: frozenset[str]) -> dict[str, Any]:
    kind = item.get("type", "message")
    if kind in ("message", "reasoning", "item_reference") and "id" in item:
        return {"refers to": item["id"]}
    if kind == "function_call":
        return {key: value for key, value in item.items() if key != "id"}
    if kind == "function_call_output" and item["call_id"] in failed:
        return {**item, "output": "a failure"}
    if "role" in item:
        return {**item, "content": _text(item["content"])}
    return item


def _text(content: Any) -> Any:
    """Rule 2."""
    if isinstance(content, list) and len(content) == 1 and set(content[0]) == {"type", "text"}:
        return content[0]["text"]
    return content


def _form(form: dict[str, Any]) -> dict[str, Any]:
    """Rule 5."""
    return {
        key: _form(value) if isinstance(value, dict) and key != "properties" else value
        for key, value in form.items()
        if key not in ("$schema", "name")
    }
