"""The blocks of an answer: a turn's own, and those of the tools that the service runs itself."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from ..turn import Ask, Turn
from .anthropic_seals import sealed, signature_of
from .base import Exchange

__all__ = ["blocks_of"]

JSON = dict[str, Any]
_PAGE = "https://example.com/facts"
_REDACTED = "redact"
"""A word in the instructions that makes the thinking come back sealed."""


def blocks_of(turn: Turn, ask: Ask, exchange: Exchange) -> list[JSON]:
    """All blocks of a turn, in order."""
    blocks = [*_thoughts(turn, ask)]
    if not turn.tool_calls and turn.failure is None and _asked_now(ask):
        blocks += _hosted(ask, exchange)
    said = turn.refusal or turn.text
    if said or not (turn.tool_calls or blocks or turn.failure):
        blocks.append({"type": "text", "text": said, **_citations(ask, blocks)})
    return blocks + [
        {
            "type": "tool_use",
            "id": exchange.make_id("toolu", index) if call.id is None else call.id,
            "name": call.name,
            "input": call.input,
        }
        for index, call in enumerate(turn.tool_calls)
    ]


def _asked_now(ask: Ask) -> bool:
    return bool(ask.messages) and ask.messages[-1].role == "user" and ask.tool_choice != "none"


def _thoughts(turn: Turn, ask: Ask) -> Iterator[JSON]:
    if not turn.reasoning:
        return
    if any(_REDACTED in m.text for m in ask.messages if m.role == "system"):
        yield {"type": "redacted_thinking", "data": sealed(turn.reasoning)}
        return
    shown = (ask.body.get("thinking") or {}).get("display") != "omitted"
    thought = turn.reasoning if shown else ""
    yield {"type": "thinking", "thinking": thought, "signature": signature_of(thought)}


# --- tools that the service runs ---


def _hosted(ask: Ask, exchange: Exchange) -> list[JSON]:
    """A call and a result for each tool of the service that the request lists."""
    blocks: list[JSON] = []
    for index, tool in enumerate(ask.body.get("tools") or ()):
        kind = str(tool.get("type"))
        key = exchange.make_id("srvtoolu", index)
        if kind.startswith("web_search"):
            blocks += _search(key, ask.prompt)
        elif kind.startswith("web_fetch"):
            blocks += _fetch(key)
        elif kind.startswith("code_execution"):
            blocks += _code(key, kind)
        elif kind.startswith("tool_search_tool"):
            blocks += _found_tools(key, kind, ask)
        elif kind == "mcp_toolset":
            blocks += _mcp(key, tool["mcp_server_name"], ask.prompt)
    return blocks


def _call(key: str, name: str, given: JSON) -> JSON:
    return {"type": "server_tool_use", "id": key, "name": name, "input": given}


def _search(key: str, query: str) -> list[JSON]:
    found = {
        "type": "web_search_result",
        "url": _PAGE,
        "title": "Facts",
        "encrypted_content": _hidden("page"),
        "page_age": "2 days ago",
    }
    result = {"type": "web_search_tool_result", "tool_use_id": key, "content": [found]}
    return [_call(key, "web_search", {"query": query[:80]}), result]


def _fetch(key: str) -> list[JSON]:
    source = {"type": "text", "media_type": "text/plain", "data": "Facts about everything."}
    document = {"type": "document", "source": source, "title": "Facts", "citations": None}
    page = {
        "type": "web_fetch_result",
        "url": _PAGE,
        "content": document,
        "retrieved_at": "2026-01-02T03:04:05Z",
    }
    result = {"type": "web_fetch_tool_result", "tool_use_id": key, "content": page}
    return [_call(key, "web_fetch", {"url": _PAGE}), result]


def _code(key: str, kind: str) -> list[JSON]:
    older = kind == "code_execution_20250522"
    name = "code_execution" if older else "bash_code_execution"
    given = {"code": "print(6 * 7)"} if older else {"command": "python -c 'print(6 * 7)'"}
    content = {
        "type": f"{name}_result",
        "stdout": "42\n",
        "stderr": "",
        "return_code": 0,
        "content": [],
    }
    result = {"type": f"{name}_tool_result", "tool_use_id": key, "content": content}
    return [_call(key, name, given), result]


def _found_tools(key: str, kind: str, ask: Ask) -> list[JSON]:
    name = kind.removesuffix("_20251119")
    found = [{"type": "tool_reference", "tool_name": tool.name} for tool in ask.tools]
    content = {"type": "tool_search_tool_search_result", "tool_references": found}
    given = {"pattern" if name.endswith("regex") else "query": "weather"}
    result = {"type": "tool_search_tool_result", "tool_use_id": key, "content": content}
    return [_call(key, name, given), result]


def _mcp(key: str, server: str, prompt: str) -> list[JSON]:
    key = key.replace("srvtoolu", "mcptoolu")
    call = {
        "type": "mcp_tool_use",
        "id": key,
        "name": "echo",
        "server_name": server,
        "input": {"text": prompt[:80]},
    }
    content = [{"type": "text", "text": prompt[:80]}]
    result = {"type": "mcp_tool_result", "tool_use_id": key, "is_error": False, "content": content}
    return [call, result]


# --- citations ---


def _citations(ask: Ask, blocks: list[JSON]) -> JSON:
    """What the text rests on: a page that was found, else the first document to be cited."""
    if any(block["type"] == "web_search_tool_result" for block in blocks):
        cited = {
            "type": "web_search_result_location",
            "url": _PAGE,
            "title": "Facts",
            "encrypted_index": _hidden("index"),
            "cited_text": "Facts about everything.",
        }
        return {"citations": [cited]}
    for index, document in enumerate(_documents(ask)):
        if (document.get("citations") or {}).get("enabled"):
            return {"citations": [_of_document(index, document)]}
    return {}


def _documents(ask: Ask) -> Iterator[Mapping[str, Any]]:
    for message in ask.body.get("messages") or ():
        content = message.get("content")
        for block in content if isinstance(content, list) else ():
            if block.get("type") == "document":
                yield block


def _of_document(index: int, document: Mapping[str, Any]) -> JSON:
    source = document["source"]
    about = {"document_index": index, "document_title": document.get("title"), "file_id": None}
    if source["type"] == "text":
        text = source["data"][:24]
        place = {"start_char_index": 0, "end_char_index": len(text)}
        return {"type": "char_location", "cited_text": text, **place, **about}
    if source["type"] == "content":
        place = {"start_block_index": 0, "end_block_index": 1}
        return {"type": "content_block_location", "cited_text": "a block", **place, **about}
    place = {"start_page_number": 1, "end_page_number": 2}
    return {"type": "page_location", "cited_text": "a page", **place, **about}


def _hidden(what: str) -> str:
    return base64.b64encode(f"encrypted {what}".encode()).decode()
