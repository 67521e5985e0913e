"""When is a body we send the recorded one "in substance"? Both sides are normalised alike.

Two bodies are equal when they are equal after these rules, and only these:

1. The order of keys does not count, nor that of `required` in a schema; the order of other
   lists does. Numbers compare by value (1 = 1.0).
2. Outside of schemas and arguments a key with a null value counts as absent.
3. How the answer travels is not compared: `stream`, `stream_options`, and for embeddings
   `encoding_format`. (Whether the call streams decides which function is called.)
4. A default that is written out counts as absent: `n: 1` for chat and images, `model: dall-e-2`
   for images, `strict: false` in chat functions
   and in response formats, `response_format: {"type": "text"}` and `text.format` likewise,
   `tools: []`, `include: []`, `stop: []`; an empty description of a tool.
5. A list of one plain text part is that text, for every role of both protocols; one stop
   sequence is a list of one; Responses' `input` as a string is one user message.
6. Arguments of tool calls are compared as JSON, not as text, wherever they are JSON.
7. What a client echoes of an answer without meaning to the model is left out of messages and
   items: `status`, `annotations: []`, `logprobs: []`, `refusal: null`, a stream's `index` on tool
   calls; `"type": "message"` is implied by a role. An assistant message with tool calls and
   empty content (null, "", []) has no content; empty reasoning says nothing.
8. One embedding input, and one prompt of a completion, is the same alone or in a list of one.
9. Forms: fields compare by name and text (numbers by value), files by the name of their field
   (`image[]`, `image[0]` are `image`), their size and the bytes that the recorder kept; their
   names and declared media types are the caller's and are not compared.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from .compare_anthropic import messages_body
from .compare_google import embed_body, generate_body

ECHOES = ("status", "index")
EMPTY_DEFAULTS = ("tools", "include", "stop")


def differences(record_api: str, recorded: Any, sent: Any) -> list[str]:
    """Where the two bodies differ after normalisation, as readable lines."""
    left, right = normalised(record_api, recorded), normalised(record_api, sent)
    return list(_walk("body", left, right))


def normalised(api: str, body: dict[str, Any]) -> Any:
    """The body with everything dropped or folded that the module's rules name."""
    kept = {key: item for key, item in body.items() if item is not None}
    for key in ("stream", "stream_options"):
        kept.pop(key, None)
    for key in EMPTY_DEFAULTS:
        if kept.get(key) == []:
            del kept[key]
    rules = {
        "chat": _chat,
        "completions": _completion,
        "messages": messages_body,
        "responses": _responses,
        "generateContent": generate_body,
        "embeddings": _embeddings if "input" in kept else embed_body,
        "images": _images,
    }
    return rules[api](kept) if api in rules else kept


def _chat(body: dict[str, Any]) -> dict[str, Any]:
    if body.get("n") == 1:
        del body["n"]
    if isinstance(body.get("stop"), str):
        body["stop"] = [body["stop"]]
    if (body.get("response_format") or {}).get("type") == "text":
        del body["response_format"]
    form = (body.get("response_format") or {}).get("json_schema")
    if form:
        body["response_format"] = {"type": "json_schema", "json_schema": _unstrict(form)}
    if "tools" in body:
        body["tools"] = [
            {**tool, "function": _unstrict(tool["function"])} if "function" in tool else tool
            for tool in body["tools"]
        ]
    body["messages"] = [_chat_message(message) for message in body["messages"]]
    return body


def _completion(body: dict[str, Any]) -> dict[str, Any]:
    if body.get("n") == 1:
        del body["n"]
    if isinstance(body.get("stop"), str):
        body["stop"] = [body["stop"]]
    prompt = body.get("prompt")
    if isinstance(prompt, list) and len(prompt) == 1 and isinstance(prompt[0], str):
        body["prompt"] = prompt[0]
    return body


def _unstrict(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition without nulls, empty description and the default `strict: false`."""
    kept = _described(definition)
    if kept.get("strict") is False:
        del kept["strict"]
    return kept


def _described(definition: dict[str, Any]) -> dict[str, Any]:
    kept = {key: item for key, item in definition.items() if item is not None}
    if kept.get("description") == "":
        del kept["description"]
    return kept


def _chat_message(message: dict[str, Any]) -> dict[str, Any]:
    kept = {key: item for key, item in message.items() if item is not None and item != []}
    if "content" in kept:
        kept["content"] = _folded(kept["content"], "text")
    if kept.get("reasoning_content") == "":
        del kept["reasoning_content"]
    if kept.get("tool_calls"):
        kept["tool_calls"] = [_chat_call(call) for call in kept["tool_calls"]]
        if not kept.get("content"):
            kept.pop("content", None)
    return kept


def _chat_call(call: dict[str, Any]) -> dict[str, Any]:
    kept = {key: item for key, item in call.items() if key not in ECHOES}
    if "function" in kept:
        function = kept["function"]
        kept["function"] = {**function, "arguments": _arguments(function["arguments"])}
    return kept


def _arguments(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def _folded(content: Any, *kinds: str) -> Any:
    """A list of one plain text part as its text; other parts without nulls and empty echoes."""
    if not isinstance(content, list):
        return content
    parts = [_part(part) for part in content]
    if len(parts) == 1 and parts[0].keys() == {"type", "text"} and parts[0]["type"] in kinds:
        return parts[0]["text"]
    return parts


def _part(part: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in part.items() if item is not None and item != []}


def _responses(body: dict[str, Any]) -> dict[str, Any]:
    given = body.get("input")
    items = [{"role": "user", "content": given}] if isinstance(given, str) else given or []
    body["input"] = [_item(item) for item in items]
    if isinstance(body.get("reasoning"), dict):
        body["reasoning"] = {k: v for k, v in body["reasoning"].items() if v is not None}
    text = {key: item for key, item in (body.get("text") or {}).items() if item is not None}
    if (text.get("format") or {}).get("type") == "text":
        del text["format"]
    elif "format" in text:
        text["format"] = _unstrict(text["format"])
    body.pop("text", None)
    if text:
        body["text"] = text
    if "tools" in body:
        body["tools"] = [_described(tool) for tool in body["tools"]]
    return body


def _item(item: dict[str, Any]) -> dict[str, Any]:
    kept = {key: part for key, part in item.items() if part is not None and key not in ECHOES}
    if kept.get("type") == "message":
        del kept["type"]
    if "content" in kept:
        kept["content"] = _folded(kept["content"], "input_text", "output_text")
    if isinstance(kept.get("output"), list):
        kept["output"] = _folded(kept["output"], "input_text")
    if "arguments" in kept:
        kept["arguments"] = _arguments(kept["arguments"])
    return kept


def _embeddings(body: dict[str, Any]) -> dict[str, Any]:
    body.pop("encoding_format", None)
    given = body.get("input")
    if isinstance(given, str) or (given and isinstance(given[0], int)):
        body["input"] = [given]
    return body


def _images(body: dict[str, Any]) -> dict[str, Any]:
    defaults = {"n": 1, "model": "dall-e-2"}
    return {key: item for key, item in body.items() if defaults.get(key) != item}


def form_differences(recorded: list[dict[str, Any]], sent: list[dict[str, Any]]) -> list[str]:
    """Where two forms differ. A sent file has its whole content in `head_base64`."""
    left, right = _form(recorded), _form(sent)
    lines: list[str] = []
    for name in sorted(left.keys() | right.keys()):
        ours, theirs = right.get(name, []), left.get(name, [])
        if len(ours) != len(theirs) or not all(map(_same_part, theirs, ours)):
            lines.append(f"form.{name}: recorded {_brief(theirs)}, sent {_brief(ours)}")
    return lines


FORM_DEFAULTS = (("n", "1"), ("model", "dall-e-2"))


def _form(parts: list[dict[str, Any]]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for part in parts:
        name = part["name"].partition("[")[0]
        if "text" in part and "filename" not in part:
            if (name, part["text"]) not in FORM_DEFAULTS and name != "stream":
                grouped.setdefault(name, []).append(_number(part["text"]))
        else:
            head = base64.b64decode(part.get("head_base64") or "")
            head = head or str(part.get("text") or "").encode()
            grouped.setdefault(name, []).append((part["size"], head))
    return grouped


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _same_part(recorded: Any, sent: Any) -> bool:
    if isinstance(recorded, tuple) and isinstance(sent, tuple):
        return bool(recorded[0] == sent[0] and sent[1].startswith(recorded[1]))
    return bool(recorded == sent)


def _walk(path: str, left: Any, right: Any) -> Any:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(left.keys() | right.keys()):
            if key not in right:
                yield f"{path}.{key}: not sent: {_brief(left[key])}"
            elif key not in left:
                yield f"{path}.{key}: not recorded: {_brief(right[key])}"
            elif key == "required" and _names(left[key]) and _names(right[key]):
                yield from _walk(f"{path}.{key}", sorted(left[key]), sorted(right[key]))
            else:
                yield from _walk(f"{path}.{key}", left[key], right[key])
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _walk(f"{path}[{index}]", one, other)
    elif left != right or isinstance(left, bool) != isinstance(right, bool):
        yield f"{path}: recorded {_brief(left)}, sent {_brief(right)}"


def _names(item: Any) -> bool:
    return isinstance(item, list) and all(isinstance(name, str) for name in item)


def _brief(item: Any) -> str:
    text = repr(item)
    return text if len(text) <= 160 else text[:120] + f"... ({len(text)})"
