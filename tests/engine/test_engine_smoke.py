"""The engine serves what later tests ask of it, seen over plain HTTP."""

from __future__ import annotations

import json
import math
import urllib.request
from typing import Any

from .tiny_gguf import cached_model, write_model

MESSAGES = [{"role": "user", "content": "Hello"}]
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def post(url: str, body: dict[str, Any]) -> str:
    data = json.dumps({"model": "tiny", "seed": 1, **body}).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def chat(url: str, **body: Any) -> dict[str, Any]:
    return json.loads(post(f"{url}/chat/completions", {"messages": MESSAGES, **body}))


def test_the_model_is_the_same_each_time(tmp_path) -> None:
    write_model(tmp_path / "again.gguf")
    assert (tmp_path / "again.gguf").read_bytes() == cached_model().read_bytes()


def test_text(engine_url: str) -> None:
    reply = chat(engine_url, max_tokens=200)
    choice, usage = reply["choices"][0], reply["usage"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["content"].isascii()
    assert choice["message"]["content"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


def test_stream(engine_url: str) -> None:
    body = {"messages": MESSAGES, "max_tokens": 5, "stream": True}
    lines = post(f"{engine_url}/chat/completions", body).split("\n\n")
    assert lines[-2] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-2]]
    pieces = [chunk["choices"][0]["delta"].get("content") for chunk in chunks]
    whole = chat(engine_url, max_tokens=5)["choices"][0]["message"]["content"]
    assert "".join(piece or "" for piece in pieces) == whole
    assert chunks[-1]["choices"][0]["finish_reason"] == "length"


def test_required_tool(engine_url: str) -> None:
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": CITY}}
    reply = chat(engine_url, tools=[tool], tool_choice="required", max_tokens=1000)
    choice = reply["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    for call in choice["message"]["tool_calls"]:
        assert call["function"]["name"] == "get_weather"
        assert list(json.loads(call["function"]["arguments"])) == ["city"]


def test_json_schema(engine_url: str) -> None:
    form = {"type": "json_schema", "json_schema": {"name": "place", "schema": CITY}}
    reply = chat(engine_url, response_format=form, max_tokens=1000)
    value = json.loads(reply["choices"][0]["message"]["content"])
    assert list(value) == ["city"]
    assert isinstance(value["city"], str)


def test_responses(engine_url: str) -> None:
    reply = json.loads(
        post(f"{engine_url}/responses", {"input": "Hello", "max_output_tokens": 200})
    )
    assert reply["status"] == "completed"
    assert reply["output"][0]["content"][0]["text"].isascii()


def test_embeddings(embedding_engine_url: str) -> None:
    reply = json.loads(post(f"{embedding_engine_url}/embeddings", {"input": ["one", "two"]}))
    first, second = (item["embedding"] for item in reply["data"])
    assert len(first) == len(second) == 64
    assert math.isclose(math.hypot(*first), 1, rel_tol=1e-3)
    assert first != second
