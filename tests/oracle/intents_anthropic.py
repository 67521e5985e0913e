"""Intents for the Messages API: said with the official client and with this library."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import anthropic as official
from anthropic import Anthropic

from ai_sdk import (
    AssistantMessage,
    CustomPart,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    SystemMessage,
    TextPart,
    UserMessage,
    count_tokens,
    generate_object,
    generate_text,
    is_step_count,
    list_models,
    stream_text,
    tool,
    upload_file,
)
from ai_sdk.providers._anthropic import AnthropicProvider
from ai_sdk.testing import Reply

from .intents import PDF, PNG, WEATHER

__all__ = ["INTENTS", "Intent"]

OLDER = "2023-06-01"  # here some features are betas that the newer version has for everybody
SONNET, OPUS = "claude-sonnet-4-5", "claude-opus-4-8"
TOOL: Any = {"name": "get_weather", "description": "The weather.", "input_schema": WEATHER}
OK = (Reply.text("ok"),)
CITED: Any = {"anthropic": {"citations": {"enabled": True}}}
SERVER: Any = {"type": "url", "name": "docs", "url": "https://example.com/mcp"}
FILES = "files-api-2025-04-14"


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


get_weather = tool(
    name="get_weather",
    description="The weather.",
    input_schema=WEATHER,
    execute=lambda call: f"sunny in {call['city']}",
)


@dataclass(frozen=True)
class Intent:
    """One intent; see `intents.Intent`."""

    name: str
    official: Callable[[Anthropic], object]
    ours: Callable[[AnthropicProvider], object]
    script: Any = OK
    settings: dict[str, Any] = field(default_factory=dict)


INTENTS: list[Intent] = []


def said(
    name: str,
    theirs: dict[str, Any],
    ours: Callable[[AnthropicProvider], object],
    *,
    script: Any = OK,
    **settings: Any,
) -> None:
    """Register an intent whose official form is one `messages.create`."""
    fields = {"model": SONNET, "max_tokens": 100, "messages": "Hello", **theirs}
    if isinstance(fields["messages"], str):
        fields["messages"] = [{"role": "user", "content": fields["messages"]}]

    def speak(client: Anthropic) -> object:
        if "betas" in fields:
            return client.beta.messages.create(**fields)
        if fields.get("stream"):
            return list(client.messages.create(**fields))
        return client.messages.create(**fields)

    INTENTS.append(Intent(name, speak, ours, script, settings))


def ask(*, model: str = SONNET, options: Any = None, **settings: Any) -> Any:
    """Our form of an intent: one `generate_text` with these settings."""
    if "messages" not in settings:
        settings.setdefault("prompt", "Hello")
    settings.setdefault("max_output_tokens", 100)

    def speak(provider: AnthropicProvider) -> object:
        given = {} if options is None else {"provider_options": provider.options(**options)}
        return generate_text(provider(model), **given, **settings)

    return speak


def user(*parts: Any) -> list[Any]:
    return [UserMessage(list(parts))]


def blocks(*content: Any) -> list[Any]:
    return [{"role": "user", "content": list(content)}]


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, **more}


# ---- text and settings

said("text", {}, ask())
said("system", {"system": "Be terse."}, ask(instructions="Be terse."))
said(
    "system_blocks",
    {"system": [text("Be terse."), text("Be kind.", cache_control={"type": "ephemeral"})]},
    ask(
        instructions=[
            SystemMessage("Be terse."),
            SystemMessage("Be kind.", provider_options={"anthropic": {"cache_control": True}}),
        ]
    ),
)
said("stop_sequences", {"stop_sequences": ["END"]}, ask(stop_sequences=["END"]))
said("metadata", {"metadata": {"user_id": "u-1"}}, ask(options={"metadata": {"user_id": "u-1"}}))
said(
    "service_tier",
    {"service_tier": "standard_only"},
    ask(options={"service_tier": "standard_only"}),
)
said("inference_geo", {"inference_geo": "eu"}, ask(options={"inference_geo": "eu"}))
said(
    "sampling",
    {"extra_body": {"temperature": 0.5, "top_k": 3}},
    ask(temperature=0.5, top_k=3),
    api_version="2023-06-01",
)
said("top_p", {"extra_body": {"top_p": 0.9}}, ask(top_p=0.9), api_version="2023-06-01")
said(
    "several_turns",
    {
        "messages": [
            {"role": "user", "content": "My name is Ann."},
            {"role": "assistant", "content": "Hello Ann."},
            {"role": "user", "content": "What is my name?"},
        ]
    },
    ask(
        messages=[
            UserMessage("My name is Ann."),
            AssistantMessage("Hello Ann."),
            UserMessage("What is my name?"),
        ]
    ),
)
said(
    "first_words_of_the_answer",
    {
        "messages": [
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "content": "The sky is"},
        ]
    },
    ask(messages=[UserMessage("Hi"), AssistantMessage("The sky is ")]),
)
said(
    "system_in_mid_conversation",
    {
        "model": OPUS,
        "messages": [
            {"role": "user", "content": "a"},
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "b"},
        ],
    },
    ask(
        model=OPUS,
        messages=[UserMessage("a"), SystemMessage("Be brief."), UserMessage("b")],
        allow_system_in_messages=True,
    ),
)


def _stream(provider: AnthropicProvider) -> None:
    with stream_text(provider(SONNET), prompt="Hello", max_output_tokens=100) as stream:
        stream.result()


said("stream", {"stream": True}, _stream)

# ---- thinking

said(
    "thinking_budget",
    {"max_tokens": 2148, "thinking": {"type": "enabled", "budget_tokens": 2048}},
    ask(options={"thinking": {"type": "enabled", "budget_tokens": 2048}}),
)
said(
    "thinking_adaptive_with_effort",
    {"model": OPUS, "thinking": {"type": "adaptive"}, "output_config": {"effort": "high"}},
    ask(model=OPUS, reasoning="high"),
)
said("thinking_disabled", {"thinking": {"type": "disabled"}}, ask(reasoning="none"))
said(
    "thinking_omitted",
    {"model": OPUS, "thinking": {"type": "adaptive", "display": "omitted"}},
    ask(model=OPUS, options={"thinking": {"type": "adaptive", "display": "omitted"}}),
)
said(
    "effort",
    {"model": OPUS, "output_config": {"effort": "max"}},
    ask(model=OPUS, options={"effort": "max"}),
)
said(
    "task_budget",
    {
        "model": OPUS,
        "output_config": {"task_budget": {"type": "tokens", "total": 20_000}},
        "betas": ["task-budgets-2026-03-13"],
    },
    ask(model=OPUS, options={"task_budget": 20_000}),
)

# ---- what users send

said(
    "image",
    {
        "messages": blocks(
            text("What is it?"),
            {
                "type": "image",
                "source": {"type": "base64", "media_type": "image/png", "data": base64_of(PNG)},
            },
        )
    },
    ask(messages=user(TextPart("What is it?"), ImagePart(PNG))),
)
said(
    "image_by_url",
    {
        "messages": blocks(
            {"type": "image", "source": {"type": "url", "url": "https://x.org/a.png"}}
        )
    },
    ask(messages=user(ImagePart(FileURL("https://x.org/a.png")))),
)
said(
    "pdf",
    {
        "messages": blocks(
            {
                "type": "document",
                "title": "a.pdf",
                "source": {
                    "type": "base64",
                    "media_type": "application/pdf",
                    "data": base64_of(PDF),
                },
            }
        )
    },
    ask(messages=user(FilePart(PDF, "application/pdf", "a.pdf"))),
)
said(
    "pdf_by_url",
    {
        "messages": blocks(
            {"type": "document", "source": {"type": "url", "url": "https://x.org/a.pdf"}}
        )
    },
    ask(messages=user(FilePart(FileURL("https://x.org/a.pdf"), "application/pdf"))),
)
said(
    "text_document_with_citations",
    {
        "messages": blocks(
            {
                "type": "document",
                "source": {"type": "text", "media_type": "text/plain", "data": "Grass is green."},
                "citations": {"enabled": True},
            },
            text("Which colour?"),
        )
    },
    ask(
        messages=user(
            FilePart(b"Grass is green.", "text/plain", provider_options=CITED),
            TextPart("Which colour?"),
        )
    ),
)
said(
    "file_by_id",
    {
        "messages": blocks({"type": "document", "source": {"type": "file", "file_id": "file_1"}}),
        "betas": [FILES],
    },
    ask(messages=user(FilePart(FileReference({"anthropic": "file_1"}), "application/pdf"))),
    api_version=OLDER,
)
said(
    "image_by_id",
    {"messages": blocks({"type": "image", "source": {"type": "file", "file_id": "file_1"}})},
    ask(messages=user(FilePart(FileReference({"anthropic": "file_1"}), "image/png"))),
)
said(
    "file_for_the_container",
    {"messages": blocks({"type": "container_upload", "file_id": "file_1"}), "betas": [FILES]},
    ask(messages=user(FilePart(FileReference({"anthropic": "file_1"}), "text/csv"))),
    api_version=OLDER,
)
RESULT: Any = {
    "type": "search_result",
    "source": "https://x.org",
    "title": "X",
    "content": [text("Grass is green.")],
    "citations": {"enabled": True},
}
said(
    "search_result",
    {"messages": blocks(RESULT, text("Which colour?"))},
    ask(messages=user(CustomPart("anthropic.search_result", RESULT), TextPart("Which colour?"))),
)

# ---- caching

said(
    "cached_part",
    {"messages": blocks(text("a", cache_control={"type": "ephemeral", "ttl": "1h"}), text("b"))},
    ask(
        messages=user(
            TextPart("a", provider_options={"anthropic": {"cache_control": "1h"}}), TextPart("b")
        )
    ),
)
said(
    "cached_automatically",
    {"cache_control": {"type": "ephemeral"}},
    ask(options={"cache_control": {"type": "ephemeral"}}),
)

# ---- tools

said("tools", {"tools": [TOOL]}, ask(tools=[get_weather]))
for kind, ours_kind in (("any", "required"), ("none", "none"), ("auto", "auto")):
    said(
        f"tool_choice_{kind}",
        {"tools": [TOOL], "tool_choice": {"type": kind}},
        ask(tools=[get_weather], tool_choice=ours_kind),
    )
said(
    "tool_choice_of_one",
    {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "get_weather"}},
    ask(tools=[get_weather], tool_choice={"type": "tool", "tool_name": "get_weather"}),
)
said(
    "one_call_at_a_time",
    {"tools": [TOOL], "tool_choice": {"type": "auto", "disable_parallel_tool_use": True}},
    ask(tools=[get_weather], options={"disable_parallel_tool_use": True}),
)
said(
    "strict_tool",
    {"tools": [{**TOOL, "strict": True}]},
    ask(
        tools=[
            tool(name="get_weather", description="The weather.", input_schema=WEATHER, strict=True)
        ]
    ),
)
said(
    "tool_with_examples",
    {
        "tools": [{**TOOL, "input_examples": [{"city": "Oslo"}]}],
        "betas": ["advanced-tool-use-2025-11-20"],
    },
    ask(
        tools=[
            tool(
                name="get_weather",
                description="The weather.",
                input_schema=WEATHER,
                input_examples=[{"city": "Oslo"}],
            )
        ]
    ),
    api_version=OLDER,
)
said(
    "cached_tool",
    {"tools": [{**TOOL, "cache_control": {"type": "ephemeral"}}]},
    ask(
        tools=[
            tool(
                name="get_weather",
                description="The weather.",
                input_schema=WEATHER,
                provider_options={"anthropic": {"cache_control": {"type": "ephemeral"}}},
            )
        ]
    ),
)


def _tools_official(client: Anthropic) -> None:
    asked: Any = [{"role": "user", "content": "What is the weather in Rome?"}]
    first = client.messages.create(model=SONNET, max_tokens=100, tools=[TOOL], messages=asked)
    call = next(block for block in first.content if block.type == "tool_use")
    given: Any = {"type": "tool_result", "tool_use_id": call.id, "content": "sunny in Rome"}
    said_first: Any = {"role": "assistant", "content": first.content}
    client.messages.create(
        model=SONNET,
        max_tokens=100,
        tools=[TOOL],
        messages=[*asked, said_first, {"role": "user", "content": [given]}],
    )


INTENTS.append(
    Intent(
        "tool_round_trip",
        _tools_official,
        ask(
            prompt="What is the weather in Rome?",
            tools=[get_weather],
            stop_when=is_step_count(2),
        ),
        None,
    )
)


def _thinking_official(client: Anthropic) -> None:
    asked: Any = [{"role": "user", "content": "Hello"}]
    thinking: Any = {"type": "enabled", "budget_tokens": 2048}
    first = client.messages.create(model=SONNET, max_tokens=2148, thinking=thinking, messages=asked)
    history: Any = [
        *asked,
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": "And now?"},
    ]
    client.messages.create(model=SONNET, max_tokens=2148, thinking=thinking, messages=history)


def _thinking_ours(provider: AnthropicProvider) -> None:
    options = provider.options(thinking={"type": "enabled", "budget_tokens": 2048})
    settings: Any = {"max_output_tokens": 100, "provider_options": options}
    first = generate_text(provider(SONNET), prompt="Hello", **settings)
    history = [UserMessage("Hello"), *first.response_messages, UserMessage("And now?")]
    generate_text(provider(SONNET), messages=history, **settings)


INTENTS.append(Intent("thinking_round_trip", _thinking_official, _thinking_ours, None))


def _search_official(client: Anthropic) -> None:
    asked: Any = [{"role": "user", "content": "Find facts."}]
    search: Any = {"type": "web_search_20250305", "name": "web_search", "max_uses": 2}
    first = client.messages.create(model=SONNET, max_tokens=100, tools=[search], messages=asked)
    history: Any = [
        *asked,
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": "More?"},
    ]
    client.messages.create(model=SONNET, max_tokens=100, tools=[search], messages=history)


def _search_ours(provider: AnthropicProvider) -> None:
    settings: Any = {"max_output_tokens": 100, "tools": [provider.tools.web_search(max_uses=2)]}
    first = generate_text(provider(SONNET), prompt="Find facts.", **settings)
    history = [UserMessage("Find facts."), *first.response_messages, UserMessage("More?")]
    generate_text(provider(SONNET), messages=history, **settings)


INTENTS.append(Intent("web_search_round_trip", _search_official, _search_ours, None))


def hosted(
    name: str, wire: dict[str, Any], made: Callable[[Any], Any], *betas: str, **settings: Any
) -> None:
    """An intent with one of Anthropic's own tools."""
    theirs: dict[str, Any] = {"tools": [wire], **({"betas": list(betas)} if betas else {})}

    def ours(provider: AnthropicProvider) -> object:
        return ask(tools=[made(provider.tools)])(provider)

    said(name, theirs, ours, **settings)


hosted(
    "web_search_newer",
    {"type": "web_search_20260209", "name": "web_search", "allowed_domains": ["x.org"]},
    lambda tools: tools.web_search(version="20260209", allowed_domains=["x.org"]),
)
hosted(
    "web_fetch",
    {"type": "web_fetch_20250910", "name": "web_fetch", "citations": {"enabled": True}},
    lambda tools: tools.web_fetch(citations=True),
    "web-fetch-2025-09-10",
    api_version=OLDER,
)
hosted(
    "code_execution",
    {"type": "code_execution_20250825", "name": "code_execution"},
    lambda tools: tools.code_execution(),
    "code-execution-2025-08-25",
    api_version=OLDER,
)
hosted(
    "memory",
    {"type": "memory_20250818", "name": "memory"},
    lambda tools: tools.memory(),
    "context-management-2025-06-27",
    api_version=OLDER,
)
hosted(
    "tool_search",
    {"type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex"},
    lambda tools: tools.tool_search_regex(),
    "advanced-tool-use-2025-11-20",
    api_version=OLDER,
)
hosted("bash", {"type": "bash_20250124", "name": "bash"}, lambda tools: tools.bash())
hosted(
    "text_editor",
    {
        "type": "text_editor_20250728",
        "name": "str_replace_based_edit_tool",
        "max_characters": 1000,
    },
    lambda tools: tools.text_editor(max_characters=1000),
)
hosted(
    "computer",
    {
        "type": "computer_20250124",
        "name": "computer",
        "display_width_px": 800,
        "display_height_px": 600,
    },
    lambda tools: tools.computer(display_width_px=800, display_height_px=600),
    "computer-use-2025-01-24",
)
hosted(
    "advisor",
    {"type": "advisor_20260301", "name": "advisor", "model": OPUS},
    lambda tools: tools.advisor(model=OPUS),
    "advisor-tool-2026-03-01",
)
said(
    "mcp",
    {
        "tools": [{"type": "mcp_toolset", "mcp_server_name": "docs"}],
        "mcp_servers": [SERVER],
        "betas": ["mcp-client-2025-11-20"],
    },
    lambda provider: ask(
        tools=[provider.tools.mcp_toolset(server="docs")], options={"mcp_servers": [SERVER]}
    )(provider),
)

# ---- the rest

EDITS: Any = {
    "edits": [{"type": "clear_tool_uses_20250919", "keep": {"type": "tool_uses", "value": 2}}]
}
said(
    "context_management",
    {"context_management": EDITS, "betas": ["context-management-2025-06-27"]},
    ask(options={"context_management": EDITS}),
)
SKILLS: Any = {"skills": [{"type": "anthropic", "skill_id": "pptx", "version": "latest"}]}
said(
    "skills",
    {"container": SKILLS, "betas": ["skills-2025-10-02"]},
    ask(options={"container": SKILLS}),
    api_version=OLDER,
)
said("container", {"container": "container_1"}, ask(options={"container": "container_1"}))
hosted(
    "code_execution_newer",
    {"type": "code_execution_20260120", "name": "code_execution"},
    lambda tools: tools.code_execution(version="20260120"),
)
hosted(
    "web_fetch_newer",
    {"type": "web_fetch_20260309", "name": "web_fetch", "use_cache": False},
    lambda tools: tools.web_fetch(version="20260309", use_cache=False),
)
said(
    "fast",
    {"model": OPUS, "speed": "fast", "betas": ["fast-mode-2026-02-01"]},
    ask(model=OPUS, options={"speed": "fast"}),
)
said(
    "object",
    {"output_config": {"format": {"type": "json_schema", "schema": WEATHER}}},
    lambda provider: generate_object(
        provider(SONNET), WEATHER, prompt="Hello", max_output_tokens=100
    ),
    script=(Reply.json_object({"city": "Rome"}),),
)


def _count_official(client: Anthropic) -> None:
    client.messages.count_tokens(
        model=SONNET,
        system="Be terse.",
        tools=[TOOL],
        messages=[{"role": "user", "content": "Hello"}],
    )


def _count_ours(provider: AnthropicProvider) -> None:
    count_tokens(provider(SONNET), instructions="Be terse.", prompt="Hello", tools=[get_weather])


INTENTS.append(Intent("count_tokens", _count_official, _count_ours, None))
INTENTS.append(
    Intent(
        "list_models",
        lambda client: list(client.models.list(limit=1000)),
        lambda provider: list_models(provider),
        None,
    )
)
INTENTS.append(
    Intent(
        "upload_file",
        lambda client: client.files.upload(file=("a.pdf", PDF, "application/pdf")),
        lambda provider: upload_file(provider, PDF, filename="a.pdf"),
        None,
    )
)
assert official, "the client that speaks for Anthropic"
