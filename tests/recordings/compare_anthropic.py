"""When is a Messages body we send the recorded one "in substance"? Besides the common rules:

1. Neighbouring messages of one role are one message: the API joins them. A list of one plain text
   block is that text, for messages, `system` and tool results; no content of a tool result is "".
2. White space at the end of the assistant's last word does not count: the API refuses it.
3. A default that is written out counts as absent: `type: custom` and an empty description of a
   tool, `tool_choice: {"type": "auto"}`, `disable_parallel_tool_use: false`, `is_error: false`,
   a `ttl` of five minutes, an empty `required`, and empty lists, objects and texts beside the
   messages.
4. A null counts as absent everywhere but within schemas and inputs.
"""

from __future__ import annotations

from typing import Any

CACHED = {"type": "ephemeral", "ttl": "5m"}


def messages_body(body: dict[str, Any]) -> dict[str, Any]:
    """The body with everything dropped or folded that the rules name."""
    out = {key: item for key, item in body.items() if item not in (None, "", [], {})}
    if "system" in out:
        out["system"] = _content(out["system"])
    if "tools" in out:
        out["tools"] = [_tool(each) for each in out["tools"]]
    choice = {
        k: v for k, v in (out.pop("tool_choice", None) or {}).items() if v not in (None, False)
    }
    if choice and choice != {"type": "auto"}:
        out["tool_choice"] = choice
    if "cache_control" in out:
        out["cache_control"] = _cache(out["cache_control"])
    out["messages"] = _messages(out.get("messages") or [])
    return out


def _cache(given: Any) -> Any:
    return {"type": "ephemeral"} if given == CACHED else given


def _tool(tool: dict[str, Any]) -> dict[str, Any]:
    out = {key: item for key, item in tool.items() if item not in (None, "")}
    if out.get("type") == "custom":
        del out["type"]
    schema = out.get("input_schema")
    if isinstance(schema, dict) and schema.get("required") == []:
        out["input_schema"] = {k: v for k, v in schema.items() if k != "required"}
    if "cache_control" in out:
        out["cache_control"] = _cache(out["cache_control"])
    return out


def _messages(messages: list[Any]) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for message in messages:
        blocks = _blocks(message["content"])
        about = {k: v for k, v in message.items() if k != "content" and v is not None}
        last = joined[-1] if joined else {}
        if last and about == {k: v for k, v in last.items() if k != "content"} == {
            "role": about["role"]
        }:
            last["content"] += blocks
        else:
            joined.append({**about, "content": blocks})
    if joined and joined[-1]["role"] == "assistant" and joined[-1]["content"]:
        last_block = joined[-1]["content"][-1]
        if "text" in last_block:
            last_block["text"] = last_block["text"].rstrip()
    return joined


def _blocks(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [_block(each) for each in content]


def _block(block: dict[str, Any]) -> dict[str, Any]:
    out = {k: v for k, v in block.items() if v is not None or k in ("input", "data")}
    if "cache_control" in out:
        out["cache_control"] = _cache(out["cache_control"])
    if out.get("type") == "tool_result":
        out["content"] = _content(out.get("content") or "")
        if out.get("is_error") is False:
            del out["is_error"]
    if out.get("type") == "text" and out.get("citations") == []:
        del out["citations"]
    return out


def _content(content: Any) -> Any:
    blocks = _blocks(content)
    if len(blocks) == 1 and blocks[0].keys() == {"type", "text"}:
        return blocks[0]["text"]
    return blocks
