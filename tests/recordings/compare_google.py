"""When is a generateContent body we send the recorded one "in substance"? Besides the common rules:

1. The API reads names in camelCase and in snake_case; they are compared in camelCase. Within
   schemas, arguments, results and labels names are the caller's and stay.
2. One turn, one part, may stand without its list; a turn without a role is the user's, and the
   role of instructions does not count. Neighbouring turns of one role are one turn: the API reads
   the parts in their order.
3. A default that is written out counts as absent: `thought: false`, an empty unsigned text of the
   model, `candidateCount: 1`, calling mode AUTO, an empty description of a function, empty lists
   and objects beside the turns, the text form `text/plain`, `required: []`.
4. A tool object with several tools is several tool objects; all functions form one list. The order
   of the service's own tools does not count.
5. `model` in the body repeats the address. A request to count tokens may wrap the request it
   counts. The signature that stands in for one that nobody has counts as absent.
6. Base64 is compared by its bytes: the alphabet for URLs is read as well. A file whose type is
   unknown or a mere kind goes out with the kind's usual type.
7. Words of the API are compared without regard to case: levels of thinking, modes, types in
   schemas of its own subset.
8. One embedding in a batch is that embedding.
9. Results stand before whatever else is in their turn, and their order counts only among those of
   one function: the API pairs them with the calls by name.
"""

from __future__ import annotations

import base64
import re
from typing import Any

from .compare_names import AS_THEY_ARE, camel

FILLERS = ("skip_thought_signature_validator", "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=")
WORDS = frozenset(("mode", "thinkingLevel", "level", "type"))
SUBSET = frozenset(("parameters", "responseSchema", "response"))


def generate_body(body: dict[str, Any]) -> dict[str, Any]:
    """The body with everything dropped or folded that the rules name."""
    out = spelt(body)
    wrapped = out.pop("generateContentRequest", None)
    if isinstance(wrapped, dict):
        out = {**wrapped, **out}
    out.pop("model", None)
    out["contents"] = _turns(out.get("contents"))
    instructions = out.pop("systemInstruction", None)
    if parts := _parts(instructions, "user"):
        out["systemInstruction"] = parts
    out["tools"] = _tools(out.get("tools"))
    out["generationConfig"] = _config(out.get("generationConfig") or {})
    out["toolConfig"] = _tool_config(out.get("toolConfig") or {})
    return {key: item for key, item in out.items() if item not in (None, "", [], {})}


def spelt(item: Any, inside: str = "") -> Any:
    """The names in camelCase, except where they are the caller's."""
    if inside in AS_THEY_ARE:
        return item
    if isinstance(item, list):
        return [spelt(each, inside) for each in item]
    if isinstance(item, dict):
        found = {camel(key): each for key, each in item.items() if each is not None}
        return {key: spelt(each, key) for key, each in found.items()}
    if inside in WORDS and isinstance(item, str):
        return item.upper()
    return item


def _turns(contents: Any) -> list[dict[str, Any]]:
    turns = [contents] if isinstance(contents, dict) else contents or []
    joined: list[dict[str, Any]] = []
    for turn in turns:
        role = turn.get("role") or "user"
        role = "user" if role == "function" else role
        parts = _parts(turn, role)
        if joined and joined[-1]["role"] == role:
            joined[-1]["parts"] += parts
        elif parts:
            joined.append({"role": role, "parts": parts})
    for turn in joined:
        turn["parts"] = _in_order(turn["parts"])
    return joined


def _in_order(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results by the names of their functions, where they stand before everything else."""
    results = [part for part in parts if "functionResponse" in part]
    results.sort(key=lambda part: str(part["functionResponse"].get("name")))
    return [*results, *(part for part in parts if "functionResponse" not in part)]


def _parts(turn: Any, role: str) -> list[dict[str, Any]]:
    if isinstance(turn, str):
        return [{"text": turn}]
    parts = (turn or {}).get("parts") or []
    parts = [parts] if isinstance(parts, dict) else parts
    kept = [_part(part) for part in parts]
    empty: tuple[Any, ...] = ({"text": ""}, {}, {"thought": True})
    return [part for part in kept if not (role == "model" and part in empty)]


def _part(part: dict[str, Any]) -> dict[str, Any]:
    out = dict(part)
    if not out.get("thought"):
        out.pop("thought", None)
    if out.get("text") == "" and len(out) > 1:
        del out["text"]
    signature = out.get("thoughtSignature")
    if signature in FILLERS or not signature:
        out.pop("thoughtSignature", None)
    else:
        out["thoughtSignature"] = signature.translate(str.maketrans("-_", "+/")).rstrip("=")
    for kind in ("inlineData", "fileData"):
        if kind in out:
            out[kind] = _file(out[kind])
    call = out.get("functionCall")
    if isinstance(call, dict):
        out["functionCall"] = {"args": {}, **call}
    answer = out.get("functionResponse")
    if isinstance(answer, dict) and answer.get("parts"):
        out["functionResponse"] = {**answer, "parts": [_part(each) for each in answer["parts"]]}
    return out


def _file(file: dict[str, Any]) -> dict[str, Any]:
    out = {key: item for key, item in file.items() if item and key != "displayName"}
    if isinstance(out.get("data"), str):
        text = "".join(out["data"].split()).translate(str.maketrans("-_", "+/")).rstrip("=")
        out["data"] = base64.b64decode(text + "=" * (-len(text) % 4))
    return out


def _tools(tools: Any) -> list[dict[str, Any]]:
    given = [tools] if isinstance(tools, dict) else tools or []
    functions: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for tool in given:
        for kind, item in tool.items():
            if kind == "functionDeclarations":
                functions += [_function(each) for each in item]
            else:
                others.append({kind: {k: v for k, v in (item or {}).items() if v is not None}})
    others.sort(key=repr)
    return [*others, {"functionDeclarations": functions}] if functions else others


def _function(function: dict[str, Any]) -> dict[str, Any]:
    out = {key: item for key, item in function.items() if item not in (None, "")}
    for key in ("parameters", "response"):
        if key in out:
            out[key] = subset(out[key])
    if not (out.get("parameters") or {}).get("properties"):
        out.pop("parameters", None)
    return out


def subset(schema: Any) -> Any:
    """A schema of the API's own subset: types in capitals, no defaults written out."""
    if isinstance(schema, list):
        return [subset(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    out = {camel(key): item for key, item in schema.items() if item not in (None, [], {})}
    for key, item in out.items():
        if key == "properties":
            out[key] = {name: subset(each) for name, each in item.items()}
        elif key in ("items", "anyOf"):
            out[key] = subset(item)
        elif key == "type" and isinstance(item, str):
            out[key] = item.upper()
    if out.get("nullable") is False:
        del out["nullable"]
    return out


def _config(config: dict[str, Any]) -> dict[str, Any]:
    out = {key: item for key, item in config.items() if item not in ([], {}, "")}
    if out.get("candidateCount") == 1:
        del out["candidateCount"]
    if out.get("responseMimeType") == "text/plain":
        del out["responseMimeType"]
    if "responseSchema" in out:
        out["responseSchema"] = subset(out["responseSchema"])
    return out


def _tool_config(config: dict[str, Any]) -> dict[str, Any]:
    out = dict(config)
    calling = {k: v for k, v in (out.pop("functionCallingConfig", None) or {}).items() if v}
    if calling and calling != {"mode": "AUTO"}:
        out["functionCallingConfig"] = calling
    return out


def embed_body(body: dict[str, Any]) -> dict[str, Any]:
    """A request for vectors: always as a list of requests."""
    out = spelt(body)
    if "instances" in out:
        return {**out, "instances": [_instance(each) for each in out["instances"]]}
    rows = out.get("requests", [out])
    return {"requests": [_embed_request(row) for row in rows]}


def _instance(instance: dict[str, Any]) -> dict[str, Any]:
    return {re.sub("taskType", "task_type", key): item for key, item in instance.items()}


def _embed_request(row: dict[str, Any]) -> dict[str, Any]:
    out = {key: item for key, item in row.items() if key not in ("model", "requests")}
    out["content"] = _parts(out.get("content"), "user")
    return out
