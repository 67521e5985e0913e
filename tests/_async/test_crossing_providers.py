"""A stored conversation goes on with another provider, and back, as if nothing had happened.

The story is begun with one provider (a picture, reasoning with what seals it, a call and its
result, a source), stored as JSON, and goes on with a second one, with the first again, and once
more with the second. Whoever goes on is told all that was said, called, returned and shown; what
only its maker understands is left out, with a warning that names it, and comes back to its maker.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from ai_sdk.aio import (
    AssistantMessage,
    CustomPart,
    FilePart,
    ImagePart,
    ReasoningPart,
    Source,
    TextPart,
    ToolCall,
    ToolResult,
    UserMessage,
    generate_text,
    is_step_count,
    messages_from_json,
    messages_to_json,
    stream_text,
    tool,
)
from ai_sdk.cli.local import LOCAL
from ai_sdk.testing import ProviderServer, RecordedRequest, Reply
from ai_sdk.types._value import evolve

FOUR = ("openai", "anthropic", "google", "azure")
PAIRS = pytest.mark.parametrize(("first", "second"), list(permutations(FOUR, 2)))
BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0f01f0005000101a2b5d1ee0000000049454e44ae426082"
)
SHOW_THOUGHTS = {
    "openai": {"reasoning_summary": "auto"},
    "anthropic": {"thinking": {"type": "enabled", "budget_tokens": 1024}},
    "google": {"thinking_config": {"include_thoughts": True}},
}


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as started:
        yield started


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def model_of(server: ProviderServer, name: str, *script: Reply) -> Any:
    """A model of a provider for which one server stands in as for all, so that no id comes twice."""
    server.say_next(*script)
    return LOCAL[name].made(server.origin)(LOCAL[name].models["language"])


def stored(messages: Any) -> list[Any]:
    """The messages, once written and read again."""
    return list(messages_from_json(messages_to_json(messages)))


async def begun_with(server: ProviderServer, name: str) -> list[Any]:
    """The beginning of the story, as it was stored."""
    question = UserMessage([TextPart("What is the weather there?"), ImagePart(PNG, "image/png")])
    script = (
        Reply.tool_calls([("weather", {"city": "Oslo"})], "Let me look.", reasoning="It is Oslo."),
        Reply.reasoning("Now I know.", "It is sunny in Oslo."),
    )
    result = await generate_text(
        model_of(server, name, *script),
        messages=[question],
        tools=[weather],
        stop_when=is_step_count(3),
        reasoning="low",
        provider_options=SHOW_THOUGHTS,
    )
    assert result.reasoning_text == "Now I know."
    *earlier, last = result.response_messages
    source = Source(
        "src-0", "url", "https://weather.test", provider_metadata={name: {"kind": "web"}}
    )
    last = evolve(last, content=(*last.content, source))
    return stored([question, *earlier, last])


async def goes_on(
    server: ProviderServer, name: str, messages: list[Any], text: str, *, streaming: bool
) -> tuple[Any, RecordedRequest]:
    """One more question and its answer, which thinks and speaks; both are added to `messages`."""
    messages.append(UserMessage(f"And {text}?"))
    settings: dict[str, Any] = {
        "messages": stored(messages),
        "tools": [weather],
        "provider_options": SHOW_THOUGHTS,
        "max_retries": 0,
    }
    model = model_of(server, name, Reply.reasoning(f"{name} thinks.", f"Yes, {text}."))
    before = len(server.requests)
    if streaming:
        async with stream_text(model, **settings) as stream:
            result = await stream.result()
    else:
        result = await generate_text(model, **settings)
    (request,) = server.requests[before:]
    assert result.text == f"Yes, {text}."
    messages += result.response_messages
    return result, request


def seals(messages: list[Any], name: str) -> list[str]:
    """What only `name` understands of the messages: item ids, signatures, encrypted content."""
    found: list[str] = []
    for message in messages:
        for part in message.content if not isinstance(message.content, str) else ():
            fields = getattr(part, "provider_metadata", {}).get(name, {})
            named = ("item_id", "signature", "thought_signature", "reasoning_encrypted_content")
            found += [fields[key] for key in named if isinstance(fields.get(key), str)]
    return found


TOLD = (b"It is sunny in Oslo.", b"Let me look.", b"sunny in Oslo", b"iVBORw0KGgo", b"weather")


@PAIRS
@BOTH
async def test_a_conversation_crosses_twice_around(
    server: ProviderServer, first: str, second: str, streaming: bool
) -> None:
    talk = await begun_with(server, first)
    firsts = seals(talk, first)
    assert firsts, "the story begins with something that only its maker understands"

    crossed, request = await goes_on(server, second, talk, "tomorrow", streaming=streaming)
    told = [warning.message for warning in crossed.warnings]
    assert [piece for piece in TOLD if piece not in request.body] == []
    assert [seal for seal in firsts if seal.encode() in request.body] == []
    assert any("reasoning" in message for message in told)
    assert any("https://weather.test" in message for message in told)
    assert all(message.startswith(f"{second}: ") for message in told)

    back, request = await goes_on(server, first, talk, "next week", streaming=streaming)
    assert [piece for piece in (*TOLD, b"Yes, tomorrow.") if piece not in request.body] == []
    assert any(seal.encode() in request.body for seal in firsts), "its own comes back to it"
    assert [s for s in seals(talk, second) if s.encode() in request.body] == []
    assert not any("https://weather.test" in warning.message for warning in back.warnings)

    _, request = await goes_on(server, second, talk, "in spring", streaming=streaming)
    said = (*TOLD, b"Yes, tomorrow.", b"Yes, next week.")
    assert [piece for piece in said if piece not in request.body] == []
    assert [seal for seal in firsts if seal.encode() in request.body] == []

    await goes_on(server, first, talk, "for ever", streaming=streaming)
    assert len([message for message in talk if isinstance(message, UserMessage)]) == 5


@BOTH
async def test_all_four_in_turn_twice_around(server: ProviderServer, streaming: bool) -> None:
    talk = await begun_with(server, "openai")
    for turn, name in enumerate(2 * FOUR):
        _, request = await goes_on(server, name, talk, f"turn {turn}", streaming=streaming)
        before = [f"Yes, turn {earlier}.".encode() for earlier in range(turn)]
        assert [piece for piece in (*TOLD, *before) if piece not in request.body] == []
        for other in FOUR:
            if other != name:
                foreign = [seal.encode() for seal in seals(talk, other)]
                assert [seal for seal in foreign if seal in request.body] == []


def what_only(name: str) -> list[Any]:
    """A conversation full of what only `name` understands."""
    item = {"type": "web_search_call", "id": "ws_1", "status": "completed"}
    note = {name: {"item": item, "item_id": "ws_1", "signature": "c2VhbA=="}}
    ran: dict[str, Any] = {"provider_executed": True, "provider_metadata": note}
    return stored(
        [
            UserMessage("Look it up and draw it."),
            AssistantMessage(
                [
                    ReasoningPart("I look.", provider_metadata=note),
                    ToolCall("srv_1", "web_search", {"query": "x"}, **ran),
                    ToolResult("srv_1", "web_search", "found", **ran),
                    TextPart("Here it is."),
                    Source("src-0", "url", "https://found.test", provider_metadata=note),
                    FilePart(PNG, "image/png", provider_metadata=note),
                    CustomPart(f"{name}.secret_kind", {"type": "secret_kind", "id": "sk_1"}),
                ]
            ),
        ]
    )


@PAIRS
@BOTH
async def test_what_cannot_be_said_elsewhere_is_named(
    server: ProviderServer, first: str, second: str, streaming: bool
) -> None:
    result, request = await goes_on(server, second, what_only(first), "now", streaming=streaming)
    told = " | ".join(warning.message for warning in result.warnings)

    assert b"Here it is." in request.body
    for name in ("reasoning", "web_search", "https://found.test", f"{first}.secret_kind"):
        assert name in told
    assert b"iVBORw0KGgo" in request.body or "file" in told  # Gemini is shown the picture
    for foreign in (b"ws_1", b"c2VhbA==", b"secret_kind", b"sk_1"):
        assert foreign not in request.body


@pytest.mark.parametrize("name", ["openai", "azure"])
@pytest.mark.parametrize("first", ["anthropic", "google"])
async def test_chat_completions_say_so_too(server: ProviderServer, first: str, name: str) -> None:
    messages = [*what_only(first), UserMessage("And now?")]
    model = LOCAL[name].made(server.origin).chat("gpt-4o")
    result = await generate_text(model, messages=messages)
    (request,) = server.requests
    told = " | ".join(warning.message for warning in result.warnings)

    assert b"Here it is." in request.body
    for piece in ("reasoning", "web_search", "https://found.test", f"{first}.secret_kind", "file"):
        assert piece in told
    assert b"ws_1" not in request.body
