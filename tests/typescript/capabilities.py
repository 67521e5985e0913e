"""Conversations about what only one provider has: its options, its parts, its own tools."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import Reply

from .conversations import CITY, ECHO, PDF, PNG, Conversation

__all__ = ["CAPABILITIES"]

HI = [Reply.text("Hi.")]
CALLED = Reply.tool_calls([("weather", {"city": "Rome"})])
EPHEMERAL = {"anthropic": {"cache_control": {"type": "ephemeral"}}}


def _options(name: str, provider: str, **options: Any) -> Conversation:
    """One option of a provider."""
    return Conversation(
        f"{provider}_{name}",
        {
            "prompt": "Hello",
            "settings": {"provider_options": {provider: options}, "max_output_tokens": 4000},
        },
        HI,
        functions=("text",),
        protocols=(provider,),
    )


def _call(
    name: str, provider: str, call: dict[str, Any], reply: Reply = HI[0], **told: Any
) -> Conversation:
    return Conversation(
        f"{provider}_{name}", call, [reply], functions=("text",), protocols=(provider,), **told
    )


def _tool(name: str, provider: str, there: str, ours: str, **args: Any) -> Conversation:
    """One of the tools that a provider runs itself."""
    tool = {"provider": provider, "name": name, "there": there, "ours": ours, "args": args}
    call = {"prompt": "Hello", "provider_tools": [tool]}
    why = "what a provider's tool found keeps the provider's own names; there they are renamed"
    told = {"steps": why} if name == "web_search" else {}
    return _call(f"tool_{name}", provider, call, differs=told)


def _file(kind: str, data: str, **more: Any) -> dict[str, Any]:
    part = {"type": "file", "data_base64": data, "media_type": kind, **more}
    text = {"type": "text", "text": "What is this?"}
    return {"messages": [{"role": "user", "content": [part, text]}]}


CAPABILITIES = [
    _options("thinking", "anthropic", thinking={"type": "enabled", "budget_tokens": 2000}),
    _options("no_thinking", "anthropic", thinking={"type": "disabled"}),
    _options("effort", "anthropic", effort="medium"),
    _options("user", "anthropic", metadata={"user_id": "u-1"}),
    _call("top_k", "anthropic", {"prompt": "Hello", "settings": {"top_k": 5}}),
    _call(
        "stop_sequences", "anthropic", {"prompt": "Hello", "settings": {"stop_sequences": ["END"]}}
    ),
    _call(
        "cached_message",
        "anthropic",
        {
            "messages": [
                {
                    "role": "user",
                    "content": [{"type": "text", "text": "Hello", "provider_options": EPHEMERAL}],
                }
            ]
        },
    ),
    _call("pdf", "anthropic", _file("application/pdf", PDF)),
    _call("image", "anthropic", _file("image/png", PNG)),
    _call(
        "one_tool_at_a_time",
        "anthropic",
        {
            "prompt": "Hello",
            "tools": ECHO,
            "settings": {"provider_options": {"anthropic": {"disable_parallel_tool_use": True}}},
        },
    ),
    _call(
        "forced_tool",
        "anthropic",
        {"prompt": "Hello", "tools": ECHO, "settings": {"tool_choice": "required"}},
        CALLED,
    ),
    _call(
        "schema",
        "anthropic",
        {"prompt": "Hello", "output": {"kind": "object", "schema": CITY}},
        Reply.json_object({"city": "Rome"}),
    ),
    _tool("web_search", "anthropic", "webSearch_20250305", "web_search", max_uses=3),
    _tool("bash", "anthropic", "bash_20250124", "bash"),
    _options("thinking", "google", thinking_config={"thinking_budget": 1000}),
    _options("safety", "google", safety_settings=[
        {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}
    ]),
    _options("cached_content", "google", cached_content="cachedContents/abc"),
    _options("modalities", "google", response_modalities=["TEXT"]),
    _options("media_resolution", "google", media_resolution="MEDIA_RESOLUTION_LOW"),
    _call("top_k", "google", {"prompt": "Hello", "settings": {"top_k": 5}}),
    _call("seed", "google", {"prompt": "Hello", "settings": {"seed": 7}}),
    _call("pdf", "google", _file("application/pdf", PDF)),
    _call("image", "google", _file("image/png", PNG)),
    _call(
        "forced_tool",
        "google",
        {"prompt": "Hello", "tools": ECHO, "settings": {"tool_choice": "required"}},
        CALLED,
    ),
    _call(
        "no_tool",
        "google",
        {"prompt": "Hello", "tools": ECHO, "settings": {"tool_choice": "none"}},
    ),
    _tool("google_search", "google", "googleSearch", "google_search"),
    _tool("url_context", "google", "urlContext", "url_context"),
    _tool("code_execution", "google", "codeExecution", "code_execution"),
]  # fmt: skip
