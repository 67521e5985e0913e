"""The four protocols as a caller sees them: where to post what, and where the text stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ai_sdk


@dataclass(frozen=True)
class API:
    """One protocol.

    Attributes:
        path: for a model and whether its answer is streamed.
        body: of a request with one short prompt.
        said: the text of a whole answer.
        delta: the text, or the piece of a tool's arguments, of an event; "" for other events.
        model: our model of that name, at that address.
    """

    path: Callable[[str, bool], str]
    body: Callable[[str, bool], dict[str, Any]]
    said: Callable[[Any], str]
    delta: Callable[[Any], str]
    model: Callable[[str, str], Any]


def _messages(model: str, streamed: bool) -> dict[str, Any]:
    body = {"model": model, "messages": [{"role": "user", "content": "Hi"}], "max_tokens": 100}
    return {**body, "stream": True} if streamed else body


def _input(model: str, streamed: bool) -> dict[str, Any]:
    body = {"model": model, "input": "Hi"}
    return {**body, "stream": True} if streamed else body


def _contents(_model: str, _streamed: bool) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}


def _gemini_path(model: str, streamed: bool) -> str:
    method = "streamGenerateContent?alt=sse" if streamed else "generateContent"
    return f"/v1beta/models/{model}:{method}"


def _chat_delta(event: Any) -> str:
    delta = event["choices"][0]["delta"]
    if "tool_calls" in delta:
        return str(delta["tool_calls"][0]["function"]["arguments"])
    return str(delta.get("content", ""))


def _claude_delta(event: Any) -> str:
    delta = event.get("delta", {})
    return str(delta.get("text") or delta.get("partial_json") or "")


def _said_by_gemini(answer: Any) -> str:
    return str(answer["candidates"][0]["content"]["parts"][0]["text"])


APIS = {
    "chat": API(
        lambda model, streamed: "/v1/chat/completions",
        _messages,
        lambda answer: str(answer["choices"][0]["message"]["content"]),
        _chat_delta,
        lambda url, name: ai_sdk.create_openai(base_url=f"{url}/v1", api_key="k").chat(name),
    ),
    "responses": API(
        lambda model, streamed: "/v1/responses",
        _input,
        lambda answer: str(answer["output"][0]["content"][0]["text"]),
        lambda event: str(event.get("delta", "")),
        lambda url, name: ai_sdk.create_openai(base_url=f"{url}/v1", api_key="k").responses(name),
    ),
    "anthropic": API(
        lambda model, streamed: "/v1/messages",
        _messages,
        lambda answer: str(answer["content"][0]["text"]),
        _claude_delta,
        lambda url, name: ai_sdk.create_anthropic(base_url=url, api_key="k")(name),
    ),
    "gemini": API(
        _gemini_path,
        _contents,
        _said_by_gemini,
        _said_by_gemini,
        lambda url, name: ai_sdk.create_google(base_url=f"{url}/v1beta", api_key="k")(name),
    ),
}
