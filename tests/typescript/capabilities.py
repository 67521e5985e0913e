"""Conversations about what only one provider has: its options, its parts, its own tools."""

from __future__ import annotations

from typing import Any

from ai_sdk.testing import Reply

from .conversations import CITY, ECHO, PDF, PNG, Conversation

__all__ = ["CAPABILITIES"]

HI = [Reply.text("Hi.")]
CALLED = Reply.tool_calls([("weather", {"city": "Rome"})])
TEXT = "R3Jhc3MgaXMgZ3JlZW4u"

_RENAMED = "what a provider's tool found keeps the provider's own names; there they are renamed"
_REFUSED = "the API says `citations: null` of a page; there the whole answer is refused for it"
FOUND = {
    "web_search": {"steps": _RENAMED},
    "tool_search_tool_regex": {"steps": _RENAMED},
    "tool_search_tool_bm25": {"steps": _RENAMED},
    "code_execution": {
        "anthropic.steps": "calls have the API's own names, such as bash_code_execution"
    },
    "web_fetch": dict.fromkeys(("error", "steps", "usage"), _REFUSED),
}
"""Tool of a provider -> where its outcome differs and why."""
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
    return _call(f"tool_{name}", provider, call, differs=FOUND.get(name, {}))


def _file(kind: str, data: str, **more: Any) -> dict[str, Any]:
    return _asked({"type": "file", "data_base64": data, "media_type": kind, **more})


def _at(kind: str, url: str) -> dict[str, Any]:
    """A file by its address."""
    return _asked({"type": "file", "data": url, "media_type": kind})


def _held(kind: str, **ids: str) -> dict[str, Any]:
    """A file that the provider holds."""
    return _asked({"type": "file", "held_by": ids, "media_type": kind})


def _asked(part: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "text", "text": "What is this?"}
    return {"messages": [{"role": "user", "content": [part, text]}]}


def _told(part: dict[str, Any]) -> dict[str, Any]:
    """A conversation that the model has part in."""
    answer = [part, {"type": "text", "text": "Hello."}]
    return {
        "messages": [
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": answer},
            {"role": "user", "content": "Go on."},
        ]
    }


def _own(**metadata: str) -> dict[str, Any]:
    return {"anthropic": metadata}


def _signed(signature: str) -> dict[str, Any]:
    return {"google": {"thought_signature": signature}}


def _with_tool(**more: Any) -> dict[str, Any]:
    return {"prompt": "Hello", "tools": {"weather": {**ECHO["weather"], **more}}}


ANTHROPIC = [
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
    _options("adaptive_thinking", "anthropic", thinking={"type": "adaptive"}),
    _options("automatic_cache", "anthropic", cache_control={"type": "ephemeral", "ttl": "1h"}),
    _options("context_management", "anthropic", context_management={
        "edits": [{
            "type": "clear_tool_uses_20250919",
            "trigger": {"type": "input_tokens", "value": 30000},
            "clear_tool_inputs": True,
        }]
    }),
    _options("compaction", "anthropic", context_management={
        "edits": [{"type": "compact_20260112", "instructions": "Be brief."}]
    }),
    _options("mcp_servers", "anthropic", mcp_servers=[
        {"type": "url", "name": "docs", "url": "https://example.com/mcp"}
    ]),
    _options("skills", "anthropic", container={
        "skills": [{"type": "anthropic", "skill_id": "pptx", "version": "latest"}]
    }),
    _options("service_tier", "anthropic", service_tier="standard_only"),
    _options("task_budget", "anthropic", task_budget={"type": "tokens", "total": 20000}),
    _options("fast", "anthropic", speed="fast"),
    _call("hot", "anthropic", {"prompt": "Hello", "settings": {"temperature": 1.5}}),
    _call(
        "two_samplings",
        "anthropic",
        {"prompt": "Hello", "settings": {"temperature": 0.5, "top_p": 0.9}},
    ),
    _call(
        "no_penalties", "anthropic", {"prompt": "Hello", "settings": {"frequency_penalty": 1}}
    ),
    _call("cached_instructions", "anthropic", {
        "messages": [
            {"role": "system", "content": "Be brief.", "provider_options": EPHEMERAL},
            {"role": "user", "content": "Hello"},
        ],
        "settings": {"allow_system_in_messages": True},
    }),
    _call("cached_whole_message", "anthropic", {
        "messages": [
            {
                "role": "user",
                "content": [{"type": "text", "text": "A"}, {"type": "text", "text": "B"}],
                "provider_options": EPHEMERAL,
            },
        ]
    }),
    _call("cited_document", "anthropic", _file("application/pdf", PDF, provider_options={
        "anthropic": {"citations": {"enabled": True}, "title": "Grass", "context": "A report."}
    })),
    _call("text_document", "anthropic", _file("text/plain", TEXT, filename="a.txt")),
    _call("image_by_address", "anthropic", _at("image/png", "https://example.com/a.png")),
    _call("pdf_by_address", "anthropic", _at("application/pdf", "https://example.com/a.pdf")),
    _call("file_by_id", "anthropic", _held("application/pdf", anthropic="file_1")),
    _call("image_by_id", "anthropic", _held("image/png", anthropic="file_2")),
    _call("signed_thinking", "anthropic", _told(
        {"type": "reasoning", "text": "Hm.", "provider_metadata": _own(signature="c2ln")}
    )),
    _call("redacted_thinking", "anthropic", _told(
        {"type": "reasoning", "text": "", "provider_metadata": _own(redacted_data="c2ln")}
    )),
    _call("chosen_tool", "anthropic", {
        "prompt": "Hello",
        "tools": ECHO,
        "settings": {"tool_choice": {"type": "tool", "tool_name": "weather"}},
    }, CALLED),
    _call("no_tool", "anthropic", {
        "prompt": "Hello", "tools": ECHO, "settings": {"tool_choice": "none"}
    }),
    _call("strict_tool", "anthropic", _with_tool(strict=True)),
    _call("input_examples", "anthropic", _with_tool(input_examples=[{"city": "Rome"}])),
    _call("cached_tool", "anthropic", _with_tool(provider_options=EPHEMERAL)),
    _call("deferred_tool", "anthropic", _with_tool(
        provider_options={"anthropic": {"defer_loading": True}}
    )),
    _tool("web_fetch", "anthropic", "webFetch_20250910", "web_fetch", max_uses=3),
    _tool("code_execution", "anthropic", "codeExecution_20250825", "code_execution"),
    _tool("memory", "anthropic", "memory_20250818", "memory"),
    _tool(
        "str_replace_based_edit_tool", "anthropic", "textEditor_20250728", "text_editor",
        max_characters=900,
    ),
    _tool(
        "computer", "anthropic", "computer_20250124", "computer",
        display_width_px=800, display_height_px=600,
    ),
    _tool(
        "tool_search_tool_regex", "anthropic", "toolSearchRegex_20251119", "tool_search_regex"
    ),
    _tool("tool_search_tool_bm25", "anthropic", "toolSearchBm25_20251119", "tool_search_bm25"),
]  # fmt: skip

GOOGLE = [
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
    _options("thoughts", "google", thinking_config={"include_thoughts": True}),
    _options("thinking_level", "google", thinking_config={"thinking_level": "low"}),
    _options("one_threshold", "google", threshold="BLOCK_ONLY_HIGH"),
    _options("service_tier", "google", service_tier="flex"),
    _options("audio_timestamp", "google", audio_timestamp=True),
    _options("pictures", "google", response_modalities=["TEXT", "IMAGE"],
             image_config={"aspect_ratio": "16:9", "image_size": "2K"}),
    _options("place", "google", retrieval_config={
        "lat_lng": {"latitude": 59.9, "longitude": 10.7}
    }),
    _call("penalties", "google", {
        "prompt": "Hello", "settings": {"presence_penalty": 1, "frequency_penalty": 1}
    }),
    _call("stop_sequences", "google", {"prompt": "Hello", "settings": {"stop_sequences": ["END"]}}),
    _call("instructions", "google", {
        "prompt": "Hello", "settings": {"instructions": "Be brief."}
    }),
    _call("schema", "google", {
        "prompt": "Hello", "output": {"kind": "object", "schema": CITY}
    }, Reply.json_object({"city": "Rome"})),
    _call("schema_in_words", "google", {
        "prompt": "Hello",
        "output": {"kind": "object", "schema": CITY},
        "settings": {"provider_options": {"google": {"structured_outputs": False}}},
    }, Reply.json_object({"city": "Rome"})),
    _call("audio", "google", _file("audio/wav", TEXT)),
    _call("video", "google", _file("video/mp4", TEXT)),
    _call("text_file", "google", _file("text/plain", TEXT)),
    _call("any_image", "google", _file("image/*", PNG)),
    _call("film_by_address", "google", _at("video/mp4", "https://www.youtube.com/watch?v=x")),
    _call("file_by_address", "google", _at(
        "application/pdf", "https://generativelanguage.googleapis.com/v1beta/files/abc"
    )),
    _call("file_by_id", "google", _held(
        "application/pdf", google="https://generativelanguage.googleapis.com/v1beta/files/abc"
    )),
    _call("signed_text", "google", _told(
        {"type": "text", "text": "Hm.", "provider_metadata": _signed("c2ln")}
    )),
    _call("thought", "google", _told(
        {"type": "reasoning", "text": "Hm.", "provider_metadata": _signed("c2ln")}
    )),
    _call("signed_picture", "google", _told(
        {
            "type": "file", "data_base64": PNG, "media_type": "image/png",
            "provider_metadata": _signed("c2ln"),
        }
    )),
    _call("chosen_tool", "google", {
        "prompt": "Hello",
        "tools": ECHO,
        "settings": {"tool_choice": {"type": "tool", "tool_name": "weather"}},
    }, CALLED),
    _call("strict_tool", "google", _with_tool(strict=True)),
    _tool("google_maps", "google", "googleMaps", "google_maps"),
    _tool(
        "file_search", "google", "fileSearch", "file_search",
        file_search_store_names=["fileSearchStores/s"], top_k=3,
    ),
]  # fmt: skip

CAPABILITIES = [*ANTHROPIC, *GOOGLE]
