"""Intents for Chat Completions."""

from __future__ import annotations

import base64
from typing import Any

from openai import OpenAI
from pydantic import BaseModel

from ai_sdk import (
    FilePart,
    FileReference,
    ImagePart,
    Output,
    generate_object,
    generate_text,
    is_step_count,
    stream_object,
    stream_text,
    tool,
)
from ai_sdk.providers._openai import OpenAIProvider
from ai_sdk.testing import Reply

from .intents import JPEG, PDF, PNG, WAV, WEATHER, intent


def ask(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


def data_url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


TOOL: Any = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": WEATHER,
    },
}
STRICT_TOOL: Any = {"type": "function", "function": {**TOOL["function"], "strict": True}}


@tool
def get_weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: Name of the city.
    """
    return f"sunny in {city}"


strict_weather = tool(strict=True)(get_weather.execute)  # type: ignore[arg-type]


class Step(BaseModel):
    explanation: str
    value: float


class Solution(BaseModel):
    steps: list[Step]
    answer: str
    note: str | None


@intent
class chat_text:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(model="gpt-4o", messages=ask("Hello"))

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai.chat("gpt-4o"), prompt="Hello")


@intent
class chat_text_beyond_ascii:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask('Grüße, "世界" \U0001f642\n\t\x7f\\')
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai.chat("gpt-4o"), prompt='Grüße, "世界" \U0001f642\n\t\x7f\\')


@intent
class chat_system:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {"role": "system", "content": "You are terse."},
                {"role": "user", "content": "Why is the sky blue?"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"), instructions="You are terse.", prompt="Why is the sky blue?"
        )


@intent
class chat_developer:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-5",
            messages=[
                {"role": "developer", "content": "You are terse."},
                {"role": "user", "content": "Why is the sky blue?"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-5"), instructions="You are terse.", prompt="Why is the sky blue?"
        )


@intent
class chat_multi_turn:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {"role": "user", "content": "My name is Ann."},
                {"role": "assistant", "content": "Hello Ann."},
                {"role": "user", "content": "What is my name?", "name": "ann"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            messages=[
                {"role": "user", "content": "My name is Ann."},
                {"role": "assistant", "content": "Hello Ann."},
                {
                    "role": "user",
                    "content": "What is my name?",
                    "provider_options": {"openai": {"name": "ann"}},
                },
            ],
        )


@intent
class chat_image_url:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "What is this?"},
                        {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            messages=[
                {
                    "role": "user",
                    "content": ["What is this?", ImagePart("https://example.com/a.png")],
                }
            ],
        )


@intent
class chat_image_bytes:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "Compare."},
                        {"type": "image_url", "image_url": {"url": data_url("image/png", PNG)}},
                        {"type": "image_url", "image_url": {"url": data_url("image/jpeg", JPEG)}},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            messages=[{"role": "user", "content": ["Compare.", ImagePart(PNG), ImagePart(JPEG)]}],
        )


@intent
class chat_image_detail:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "Read the sign."},
                        {
                            "type": "image_url",
                            "image_url": {"url": "https://example.com/a.png", "detail": "high"},
                        },
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        image = ImagePart(
            "https://example.com/a.png", provider_options={"openai": {"detail": "high"}}
        )
        generate_text(
            openai.chat("gpt-4o"),
            messages=[{"role": "user", "content": ["Read the sign.", image]}],
        )


@intent
class chat_pdf:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "file",
                            "file": {
                                "filename": "report.pdf",
                                "file_data": data_url("application/pdf", PDF),
                            },
                        },
                        {"type": "text", "text": "Sum it up."},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            messages=[
                {"role": "user", "content": [FilePart(PDF, filename="report.pdf"), "Sum it up."]}
            ],
        )


@intent
class chat_file_id:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {"type": "file", "file": {"file_id": "file-abc123"}},
                        {"type": "text", "text": "Sum it up."},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        file = FilePart(FileReference({"openai": "file-abc123"}), "application/pdf")
        generate_text(
            openai.chat("gpt-4o"), messages=[{"role": "user", "content": [file, "Sum it up."]}]
        )


@intent
class chat_audio_in:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o-audio-preview",
            messages=[
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": "What is said?"},
                        {
                            "type": "input_audio",
                            "input_audio": {
                                "data": base64.b64encode(WAV).decode(),
                                "format": "wav",
                            },
                        },
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o-audio-preview"),
            messages=[{"role": "user", "content": ["What is said?", FilePart(WAV)]}],
        )


@intent
class chat_audio_out:
    script = (Reply.text("Good morning."),)

    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o-audio-preview",
            modalities=["text", "audio"],
            audio={"voice": "alloy", "format": "wav"},
            messages=ask("Say good morning."),
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o-audio-preview"),
            prompt="Say good morning.",
            provider_options=openai.chat_options(
                modalities=["text", "audio"], audio={"voice": "alloy", "format": "wav"}
            ),
        )


@intent
class chat_tools:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Weather in Oslo?"), tools=[TOOL]
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai.chat("gpt-4o"), prompt="Weather in Oslo?", tools=[get_weather])


@intent
class chat_strict_tools:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Weather in Oslo?"), tools=[STRICT_TOOL]
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai.chat("gpt-4o"), prompt="Weather in Oslo?", tools=[strict_weather])


@intent
class chat_no_parallel_tool_calls:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Weather in Oslo?"),
            tools=[TOOL],
            parallel_tool_calls=False,
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Weather in Oslo?",
            tools=[get_weather],
            provider_options=openai.chat_options(parallel_tool_calls=False),
        )


@intent
class chat_tool_choice_required:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Oslo"), tools=[TOOL], tool_choice="required"
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"), prompt="Oslo", tools=[get_weather], tool_choice="required"
        )


@intent
class chat_tool_choice_none:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Oslo"), tools=[TOOL], tool_choice="none"
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai.chat("gpt-4o"), prompt="Oslo", tools=[get_weather], tool_choice="none")


@intent
class chat_tool_choice_named:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Oslo"),
            tools=[TOOL],
            tool_choice={"type": "function", "function": {"name": "get_weather"}},
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Oslo",
            tools=[get_weather],
            tool_choice={"type": "tool", "tool_name": "get_weather"},
        )


@intent
class chat_allowed_tools:
    script = (Reply.text("ok"),)

    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-5",
            messages=ask("Oslo"),
            tools=[TOOL],
            tool_choice={
                "type": "allowed_tools",
                "allowed_tools": {
                    "mode": "required",
                    "tools": [{"type": "function", "function": {"name": "get_weather"}}],
                },
            },
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-5"),
            prompt="Oslo",
            tools=[get_weather],
            provider_options={
                "openai": {"allowed_tools": {"mode": "required", "tools": ["get_weather"]}}
            },
        )


@intent
class chat_custom_tool:
    script = (Reply.text("ok"),)

    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-5",
            messages=ask("Count the users."),
            tools=[{"type": "custom", "custom": {"name": "sql", "description": "Runs SQL."}}],
        )

    def ours(openai: OpenAIProvider) -> None:
        sql = openai.tools.custom(name="sql", description="Runs SQL.")
        generate_text(openai.chat("gpt-5"), prompt="Count the users.", tools=[sql])


@intent
class chat_tool_result:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            tools=[TOOL],
            messages=[
                {"role": "user", "content": "Weather in Oslo and Rome?"},
                {
                    "role": "assistant",
                    "content": "Let me look.",
                    "tool_calls": [
                        {
                            "id": "call_1",
                            "type": "function",
                            "function": {"name": "get_weather", "arguments": '{"city":"Oslo"}'},
                        },
                        {
                            "id": "call_2",
                            "type": "function",
                            "function": {"name": "get_weather", "arguments": '{"city":"Rome"}'},
                        },
                    ],
                },
                {"role": "tool", "tool_call_id": "call_1", "content": "rain"},
                {"role": "tool", "tool_call_id": "call_2", "content": '{"sky":"clear"}'},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        def result(call_id: str, output: object) -> dict[str, object]:
            return {
                "type": "tool-result",
                "tool_call_id": call_id,
                "tool_name": "get_weather",
                "output": output,
            }

        def call(call_id: str, city: str) -> dict[str, object]:
            return {
                "type": "tool-call",
                "tool_call_id": call_id,
                "tool_name": "get_weather",
                "input": {"city": city},
            }

        generate_text(
            openai.chat("gpt-4o"),
            tools=[get_weather],
            messages=[
                {"role": "user", "content": "Weather in Oslo and Rome?"},
                {
                    "role": "assistant",
                    "content": ["Let me look.", call("call_1", "Oslo"), call("call_2", "Rome")],
                },
                {
                    "role": "tool",
                    "content": [result("call_1", "rain"), result("call_2", {"sky": "clear"})],
                },
            ],
        )


@intent
class chat_tool_loop:
    """Two requests: the second holds what the server answered to the first."""

    def official(client: OpenAI) -> None:
        messages = ask("What's the weather in Oslo?")
        first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[TOOL])
        message = first.choices[0].message
        messages.append(message)
        for call in message.tool_calls or []:
            messages.append({"role": "tool", "tool_call_id": call.id, "content": "sunny in Oslo"})
        client.chat.completions.create(model="gpt-4o", messages=messages, tools=[TOOL])

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="What's the weather in Oslo?",
            tools=[get_weather],
            stop_when=is_step_count(2),
        )


@intent
class chat_json_schema_of_a_type:
    def official(client: OpenAI) -> None:
        client.chat.completions.parse(
            model="gpt-4o", messages=ask("Solve 8x + 31 = 2."), response_format=Solution
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_object(openai.chat("gpt-4o"), Solution, prompt="Solve 8x + 31 = 2.")


@intent
class chat_json_schema_by_hand:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Where was Ibsen born?"),
            response_format={
                "type": "json_schema",
                "json_schema": {
                    "name": "place",
                    "description": "A place.",
                    "schema": WEATHER,
                    "strict": True,
                },
            },
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_object(
            openai.chat("gpt-4o"),
            WEATHER,
            schema_name="place",
            schema_description="A place.",
            prompt="Where was Ibsen born?",
        )


@intent
class chat_json_object:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("A city as JSON, please."),
            response_format={"type": "json_object"},
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_object(openai.chat("gpt-4o"), output="no-schema", prompt="A city as JSON, please.")


@intent
class chat_reasoning_effort:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="o3-mini",
            messages=ask("Prove it."),
            reasoning_effort="high",
            max_completion_tokens=5000,
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("o3-mini"), prompt="Prove it.", reasoning="high", max_output_tokens=5000
        )


@intent
class chat_verbosity:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-5", messages=ask("Hello"), verbosity="low", reasoning_effort="minimal"
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-5"),
            prompt="Hello",
            reasoning="minimal",
            provider_options=openai.chat_options(text_verbosity="low"),
        )


@intent
class chat_sampling:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Hello"),
            max_tokens=100,
            temperature=0.7,
            top_p=0.9,
            presence_penalty=0.5,
            frequency_penalty=-0.25,
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Hello",
            max_output_tokens=100,
            temperature=0.7,
            top_p=0.9,
            presence_penalty=0.5,
            frequency_penalty=-0.25,
        )


@intent
class chat_stop_and_seed:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Count to 5"), stop=["3", "\n"], seed=42, temperature=0
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Count to 5",
            stop_sequences=["3", "\n"],
            seed=42,
            temperature=0,
        )


@intent
class chat_logprobs:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Hello"), logprobs=True, top_logprobs=3
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Hello",
            provider_options=openai.chat_options(logprobs=True, top_logprobs=3),
        )


@intent
class chat_logit_bias:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o", messages=ask("Hello"), logit_bias={"50256": -100, "1734": 5}
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Hello",
            provider_options=openai.chat_options(logit_bias={"50256": -100, "1734": 5}),
        )


@intent
class chat_prediction:
    script = (Reply.text("class User {}"),)

    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Rename it."),
            prediction={"type": "content", "content": "class User {}"},
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Rename it.",
            provider_options=openai.chat_options(
                prediction={"type": "content", "content": "class User {}"}
            ),
        )


@intent
class chat_web_search:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o-search-preview",
            messages=ask("News?"),
            web_search_options={
                "search_context_size": "low",
                "user_location": {"type": "approximate", "approximate": {"country": "NO"}},
            },
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o-search-preview"),
            prompt="News?",
            provider_options=openai.chat_options(
                web_search_options={
                    "search_context_size": "low",
                    "user_location": {"type": "approximate", "approximate": {"country": "NO"}},
                }
            ),
        )


@intent
class chat_bookkeeping:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Hello"),
            user="u-1",
            metadata={"team": "blue"},
            store=True,
            service_tier="flex",
            safety_identifier="hash-1",
            prompt_cache_key="greetings",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Hello",
            provider_options=openai.chat_options(
                user="u-1",
                metadata={"team": "blue"},
                store=True,
                service_tier="flex",
                safety_identifier="hash-1",
                prompt_cache_key="greetings",
            ),
        )


@intent
class chat_stream:
    def official(client: OpenAI) -> None:
        with client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Count to 3"),
            stream=True,
            stream_options={"include_usage": True},
        ) as stream:
            list(stream)

    def ours(openai: OpenAIProvider) -> None:
        with stream_text(openai.chat("gpt-4o"), prompt="Count to 3") as stream:
            list(stream)


@intent
class chat_stream_without_usage:
    def official(client: OpenAI) -> None:
        with client.chat.completions.create(
            model="gpt-4o", messages=ask("Count to 3"), stream=True
        ) as stream:
            list(stream)

    def ours(openai: OpenAIProvider) -> None:
        with stream_text(
            openai.chat("gpt-4o"),
            prompt="Count to 3",
            provider_options={"openai": {"include_usage": False}},
        ) as stream:
            list(stream)


@intent
class chat_stream_of_an_object:
    def official(client: OpenAI) -> None:
        with client.chat.completions.stream(
            model="gpt-4o",
            messages=ask("Solve 8x + 31 = 2."),
            response_format=Solution,
            stream_options={"include_usage": True},
        ) as stream:
            list(stream)

    def ours(openai: OpenAIProvider) -> None:
        with stream_object(openai.chat("gpt-4o"), Solution, prompt="Solve 8x + 31 = 2.") as stream:
            list(stream.partial_object_stream)


@intent
class chat_text_and_object_and_tools:
    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Weather in Oslo?"),
            tools=[TOOL],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "city", "schema": WEATHER, "strict": True},
            },
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Weather in Oslo?",
            tools=[get_weather],
            output=Output.object(WEATHER, name="city"),
        )


@intent
class chat_unknown_fields_and_headers:
    script = (Reply.text("ok"),)

    def official(client: OpenAI) -> None:
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("Hello"),
            extra_body={"brand_new": {"x": [1, None]}},
            extra_headers={"X-Team": "blue"},
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai.chat("gpt-4o"),
            prompt="Hello",
            extra_body={"brand_new": {"x": [1, None]}},
            headers={"X-Team": "blue"},
        )


@intent
class chat_organization_and_project:
    settings = {"organization": "org-1", "project": "proj_1"}

    def official(client: OpenAI) -> None:
        client.chat.completions.create(model="gpt-4o", messages=ask("Hello from a project"))

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai.chat("gpt-4o"), prompt="Hello from a project")
