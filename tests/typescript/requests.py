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
"""

from __future__ import annotations

import json
from typing import Any

from ai_sdk.testing import RecordedRequest
from tests.oracle.test_official_client_requests import body

__all__ = ["failed_calls", "substance"]

_FAILURES = ('{"error":', "Tool call execution denied.")


def failed_calls(requests: list[RecordedRequest]) -> frozenset[str]:
    """The ids of the calls whose failure the TypeScript SDK tells the model (rule 6)."""
    found: set[str] = set()
    for request in requests:
        for item in [*request.json.get("messages", ()), *request.json.get("input", ())]:
            told = item.get("output", item.get("content"))
            if isinstance(told, str) and told.startswith(_FAILURES):
                found.add(item.get("call_id") or item.get("tool_call_id"))
    return frozenset(found)


def substance(request: RecordedRequest, failed: frozenset[str]) -> dict[str, Any]:
    """The request by the rules of this module.

    Args:
        request: as the server saw it.
        failed: ids of the tool calls that failed (rule 6).
    """
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
    return {"line": (request.method, request.path), "body": json.loads(json.dumps(out))}


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
