"""Intents for the Responses API."""

from __future__ import annotations

from typing import Any

from openai import OpenAI

from ai_sdk import (
    FilePart,
    FileReference,
    ImagePart,
    TextPart,
    generate_object,
    generate_text,
    is_step_count,
    stream_object,
    stream_text,
    tool,
)
from ai_sdk.providers._openai import OpenAIProvider
from ai_sdk.testing import Reply

from .intents import PDF, PNG, WEATHER, intent
from .intents_chat import Solution, ask, data_url, get_weather, strict_weather

TOOL: Any = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city.",
    "parameters": WEATHER,
}
OK = (Reply.text("ok"),)


@intent
class responses_text:
    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", input="Hello")

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5"), prompt="Hello")


@intent
class responses_developer:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {"role": "developer", "content": "You are terse."},
                {"role": "user", "content": "Why is the sky blue?"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5"), instructions="You are terse.", prompt="Why is the sky blue?")


@intent
class responses_system:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-4o",
            input=[
                {"role": "system", "content": "You are terse."},
                {"role": "user", "content": "Why is the sky blue?"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-4o"), instructions="You are terse.", prompt="Why is the sky blue?"
        )


@intent
class responses_instructions:
    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", instructions="Talk like a pirate.", input="Hello")

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Hello",
            provider_options=openai.options(instructions="Talk like a pirate."),
        )


@intent
class responses_multi_turn:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {"role": "user", "content": "My name is Ann."},
                {"role": "assistant", "content": "Hello Ann."},
                {"role": "user", "content": "What is my name?"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            messages=[
                {"role": "user", "content": "My name is Ann."},
                {"role": "assistant", "content": "Hello Ann."},
                {"role": "user", "content": "What is my name?"},
            ],
        )


@intent
class responses_next_turn:
    """Two requests: the second holds the items that the server answered to the first."""

    def official(client: OpenAI) -> None:
        items = ask("Say 'hello'")
        first = client.responses.create(model="gpt-4o", input=items)
        items += first.output
        items += ask("Say 'goodbye'")
        client.responses.create(model="gpt-4o", input=items)

    def ours(openai: OpenAIProvider) -> None:
        messages = ask("Say 'hello'")
        first = generate_text(openai("gpt-4o"), messages=messages)
        messages += first.response_messages
        messages += ask("Say 'goodbye'")
        generate_text(openai("gpt-4o"), messages=messages)


@intent
class responses_image_url:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {
                    "role": "user",
                    "content": [
                        {"type": "input_text", "text": "What is this?"},
                        {"type": "input_image", "image_url": "https://example.com/a.png"},  # type: ignore[typeddict-item]
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            messages=[
                {
                    "role": "user",
                    "content": ["What is this?", ImagePart("https://example.com/a.png")],
                }
            ],
        )


@intent
class responses_image_bytes_detail:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "input_image",
                            "image_url": data_url("image/png", PNG),
                            "detail": "low",
                        }
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        image = ImagePart(PNG, provider_options={"openai": {"detail": "low"}})
        generate_text(openai("gpt-5"), messages=[{"role": "user", "content": [image]}])


@intent
class responses_image_file_id:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {
                    "role": "user",
                    "content": [
                        {"type": "input_image", "file_id": "file-img1", "detail": "auto"},
                        {"type": "input_text", "text": "And this?"},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        image = ImagePart(
            FileReference({"openai": "file-img1"}),
            provider_options={"openai": {"detail": "auto"}},
        )
        generate_text(openai("gpt-5"), messages=[{"role": "user", "content": [image, "And this?"]}])


@intent
class responses_pdf:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "input_file",
                            "filename": "report.pdf",
                            "file_data": data_url("application/pdf", PDF),
                        },
                        {"type": "input_text", "text": "Sum it up."},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            messages=[
                {"role": "user", "content": [FilePart(PDF, filename="report.pdf"), "Sum it up."]}
            ],
        )


@intent
class responses_pdf_url:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {
                    "role": "user",
                    "content": [
                        {"type": "input_file", "file_url": "https://example.com/report.pdf"},
                    ],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            messages=[{"role": "user", "content": [FilePart("https://example.com/report.pdf")]}],
        )


@intent
class responses_file_id:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {
                    "role": "user",
                    "content": [{"type": "input_file", "file_id": "file-abc123"}],
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        file = FilePart(FileReference({"openai": "file-abc123"}), "application/pdf")
        generate_text(openai("gpt-5"), messages=[{"role": "user", "content": [file]}])


@intent
class responses_tools:
    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", input="Weather in Oslo?", tools=[TOOL])

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5"), prompt="Weather in Oslo?", tools=[get_weather])


@intent
class responses_strict_tools:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5", input="Weather in Oslo?", tools=[{**TOOL, "strict": True}]
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5"), prompt="Weather in Oslo?", tools=[strict_weather])


@intent
class responses_tool_choice_required_one_at_a_time:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Oslo",
            tools=[TOOL],
            tool_choice="required",
            parallel_tool_calls=False,
            max_tool_calls=3,
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Oslo",
            tools=[get_weather],
            tool_choice="required",
            provider_options=openai.options(parallel_tool_calls=False, max_tool_calls=3),
        )


@intent
class responses_tool_choice_none:
    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", input="Oslo", tools=[TOOL], tool_choice="none")

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5"), prompt="Oslo", tools=[get_weather], tool_choice="none")


@intent
class responses_tool_choice_named:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Oslo",
            tools=[TOOL],
            tool_choice={"type": "function", "name": "get_weather"},
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Oslo",
            tools=[get_weather],
            tool_choice={"type": "tool", "tool_name": "get_weather"},
        )


@intent
class responses_tool_result:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            tools=[TOOL],
            input=[
                {"role": "user", "content": "Weather in Oslo?"},
                {
                    "type": "function_call",
                    "call_id": "call_1",
                    "name": "get_weather",
                    "arguments": '{"city":"Oslo"}',
                },
                {"type": "function_call_output", "call_id": "call_1", "output": '{"sky":"grey"}'},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        call = {"tool_call_id": "call_1", "tool_name": "get_weather"}
        generate_text(
            openai("gpt-5"),
            tools=[get_weather],
            messages=[
                {"role": "user", "content": "Weather in Oslo?"},
                {
                    "role": "assistant",
                    "content": [{"type": "tool-call", **call, "input": {"city": "Oslo"}}],
                },
                {
                    "role": "tool",
                    "content": [{"type": "tool-result", **call, "output": {"sky": "grey"}}],
                },
            ],
        )


@intent
class responses_tool_result_with_an_image:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input=[
                {"role": "user", "content": "Take a picture."},
                {
                    "type": "function_call",
                    "call_id": "call_1",
                    "name": "camera",
                    "arguments": "{}",
                },
                {
                    "type": "function_call_output",
                    "call_id": "call_1",
                    "output": [
                        {"type": "input_text", "text": "Here it is."},
                        {"type": "input_image", "image_url": data_url("image/png", PNG)},
                    ],
                },
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        call = {"tool_call_id": "call_1", "tool_name": "camera"}
        shown = {"type": "content", "value": [TextPart("Here it is."), FilePart(PNG)]}
        generate_text(
            openai("gpt-5"),
            messages=[
                {"role": "user", "content": "Take a picture."},
                {"role": "assistant", "content": [{"type": "tool-call", **call, "input": {}}]},
                {"role": "tool", "content": [{"type": "tool-result", **call, "output": shown}]},
            ],
        )


@intent
class responses_tool_loop:
    """Two requests: the second holds the items that the server answered to the first."""

    def official(client: OpenAI) -> None:
        items = ask("What's the weather in Oslo?")
        first = client.responses.create(model="gpt-4o", input=items, tools=[TOOL])
        items += first.output
        for item in first.output:
            if item.type == "function_call":
                items.append(
                    {
                        "type": "function_call_output",
                        "call_id": item.call_id,
                        "output": "sunny in Oslo",
                    }
                )
        client.responses.create(model="gpt-4o", input=items, tools=[TOOL])

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-4o"),
            prompt="What's the weather in Oslo?",
            tools=[get_weather],
            stop_when=is_step_count(2),
        )


@intent
class responses_reasoning_tool_loop:
    """As before, with a reasoning item in between and nothing stored."""

    def official(client: OpenAI) -> None:
        items = ask("What's the weather in Oslo?")
        settings: Any = {
            "model": "gpt-5",
            "tools": [TOOL],
            "store": False,
            "include": ["reasoning.encrypted_content"],
            "reasoning": {"effort": "low", "summary": "auto"},
        }
        first = client.responses.create(input=items, **settings)
        items += first.output
        for item in first.output:
            if item.type == "function_call":
                items.append(
                    {
                        "type": "function_call_output",
                        "call_id": item.call_id,
                        "output": "sunny in Oslo",
                    }
                )
        client.responses.create(input=items, **settings)

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="What's the weather in Oslo?",
            tools=[get_weather],
            reasoning="low",
            stop_when=is_step_count(2),
            provider_options=openai.options(store=False, reasoning_summary="auto"),
        )


@intent
class responses_custom_tool:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Count the users.",
            tools=[
                {
                    "type": "custom",
                    "name": "sql",
                    "description": "Runs SQL.",
                    "format": {"type": "grammar", "syntax": "regex", "definition": "SELECT .*"},
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        sql = openai.tools.custom(
            name="sql",
            description="Runs SQL.",
            format={"type": "grammar", "syntax": "regex", "definition": "SELECT .*"},
        )
        generate_text(openai("gpt-5"), prompt="Count the users.", tools=[sql])


@intent
class responses_allowed_tools:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Oslo",
            tools=[TOOL],
            tool_choice={
                "type": "allowed_tools",
                "mode": "auto",
                "tools": [{"type": "function", "name": "get_weather"}],
            },
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Oslo",
            tools=[get_weather],
            provider_options=openai.options(allowed_tools=["get_weather"]),
        )


@intent
class responses_json_schema_of_a_type:
    def official(client: OpenAI) -> None:
        client.responses.parse(model="gpt-5", input="Solve 8x + 31 = 2.", text_format=Solution)

    def ours(openai: OpenAIProvider) -> None:
        generate_object(openai("gpt-5"), Solution, prompt="Solve 8x + 31 = 2.")


@intent
class responses_json_schema_not_strict:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="A city",
            text={
                "format": {
                    "type": "json_schema",
                    "name": "city",
                    "schema": {"type": "object", "properties": {"name": {"type": "string"}}},
                    "strict": False,
                }
            },
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_object(
            openai("gpt-5"),
            {"type": "object", "properties": {"name": {"type": "string"}}},
            schema_name="city",
            prompt="A city",
            provider_options=openai.options(strict_json_schema=False),
        )


@intent
class responses_json_object:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5", input="A city as JSON.", text={"format": {"type": "json_object"}}
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_object(openai("gpt-5"), output="no-schema", prompt="A city as JSON.")


@intent
class responses_reasoning:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Prove it.",
            reasoning={"effort": "high", "summary": "detailed"},
            max_output_tokens=5000,
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Prove it.",
            reasoning="high",
            max_output_tokens=5000,
            provider_options=openai.options(reasoning_summary="detailed"),
        )


@intent
class responses_encrypted_reasoning:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Prove it.",
            store=False,
            include=["reasoning.encrypted_content"],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"), prompt="Prove it.", provider_options=openai.options(store=False)
        )


@intent
class responses_verbosity:
    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", input="Hello", text={"verbosity": "low"})

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"), prompt="Hello", provider_options=openai.options(text_verbosity="low")
        )


@intent
class responses_sampling:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-4o", input="Hello", temperature=0.2, top_p=0.5, max_output_tokens=64
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-4o"), prompt="Hello", temperature=0.2, top_p=0.5, max_output_tokens=64
        )


@intent
class responses_sampling_without_reasoning:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5.1", input="Hello", reasoning={"effort": "none"}, temperature=0.2
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5.1"), prompt="Hello", reasoning="none", temperature=0.2)


@intent
class responses_logprobs:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-4o",
            input="Hello",
            top_logprobs=5,
            include=["message.output_text.logprobs"],
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-4o"), prompt="Hello", provider_options=openai.options(logprobs=5))


@intent
class responses_stream:
    def official(client: OpenAI) -> None:
        with client.responses.create(model="gpt-5", input="Count to 3", stream=True) as stream:
            list(stream)

    def ours(openai: OpenAIProvider) -> None:
        with stream_text(openai("gpt-5"), prompt="Count to 3") as stream:
            list(stream)


@intent
class responses_stream_without_obfuscation:
    script = OK

    def official(client: OpenAI) -> None:
        with client.responses.create(
            model="gpt-5",
            input="Count to 3",
            stream=True,
            stream_options={"include_obfuscation": False},
        ) as stream:
            list(stream)

    def ours(openai: OpenAIProvider) -> None:
        with stream_text(
            openai("gpt-5"),
            prompt="Count to 3",
            provider_options=openai.options(stream_options={"include_obfuscation": False}),
        ) as stream:
            list(stream)


@intent
class responses_stream_of_an_object:
    def official(client: OpenAI) -> None:
        with client.responses.stream(
            model="gpt-5", input="Solve 8x + 31 = 2.", text_format=Solution
        ) as stream:
            list(stream)

    def ours(openai: OpenAIProvider) -> None:
        with stream_object(openai("gpt-5"), Solution, prompt="Solve 8x + 31 = 2.") as stream:
            list(stream.partial_object_stream)


@intent
class responses_bookkeeping:
    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Hello",
            metadata={"team": "blue"},
            store=True,
            service_tier="priority",
            safety_identifier="hash-1",
            prompt_cache_key="greetings",
            truncation="auto",
            user="u-1",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Hello",
            provider_options=openai.options(
                metadata={"team": "blue"},
                store=True,
                service_tier="priority",
                safety_identifier="hash-1",
                prompt_cache_key="greetings",
                truncation="auto",
                user="u-1",
            ),
        )


@intent
class responses_previous_response:
    """Two requests: the second names the answer to the first."""

    def official(client: OpenAI) -> None:
        first = client.responses.create(model="gpt-5", input="Say 'hello'")
        client.responses.create(model="gpt-5", previous_response_id=first.id, input="And then?")

    def ours(openai: OpenAIProvider) -> None:
        first = generate_text(openai("gpt-5"), prompt="Say 'hello'")
        generate_text(
            openai("gpt-5"),
            prompt="And then?",
            provider_options=openai.options(previous_response_id=first.response.id),
        )


@intent
class responses_conversation:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", conversation="conv_123", input="And then?")

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="And then?",
            provider_options=openai.options(conversation="conv_123"),
        )


@intent
class responses_stored_prompt:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            prompt={"id": "pmpt_1", "version": "2", "variables": {"city": "Oslo"}},
            input="Go",
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="Go",
            provider_options=openai.options(
                prompt={"id": "pmpt_1", "version": "2", "variables": {"city": "Oslo"}}
            ),
        )


@intent
class responses_web_search:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="News?",
            tools=[
                {
                    "type": "web_search",
                    "search_context_size": "low",
                    "user_location": {"type": "approximate", "country": "NO"},
                    "filters": {"allowed_domains": ["example.com"]},
                }
            ],
            include=["web_search_call.action.sources"],
        )

    def ours(openai: OpenAIProvider) -> None:
        search = openai.tools.web_search(
            search_context_size="low",
            user_location={"type": "approximate", "country": "NO"},
            filters={"allowed_domains": ["example.com"]},
        )
        generate_text(
            openai("gpt-5"),
            prompt="News?",
            tools=[search],
            provider_options=openai.options(include=["web_search_call.action.sources"]),
        )


@intent
class responses_web_search_forced:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="News?",
            tools=[{"type": "web_search_preview"}],
            tool_choice={"type": "web_search_preview"},
        )

    def ours(openai: OpenAIProvider) -> None:
        generate_text(
            openai("gpt-5"),
            prompt="News?",
            tools=[openai.tools.web_search_preview()],
            tool_choice={"type": "tool", "tool_name": "web_search_preview"},
        )


@intent
class responses_mcp:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Roll 2d4+1",
            tools=[
                {
                    "type": "mcp",
                    "server_label": "dice",
                    "server_url": "https://example.com/mcp",
                    "require_approval": "never",
                    "allowed_tools": ["roll"],
                    "headers": {"x-a": "1"},
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        dice = openai.tools.mcp(
            server_label="dice",
            server_url="https://example.com/mcp",
            require_approval="never",
            allowed_tools=["roll"],
            headers={"x-a": "1"},
        )
        generate_text(openai("gpt-5"), prompt="Roll 2d4+1", tools=[dice])


@intent
class responses_hosted_tools:
    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Do it all.",
            tools=[
                {"type": "file_search", "vector_store_ids": ["vs_1"], "max_num_results": 3},
                {"type": "code_interpreter", "container": {"type": "auto"}},
                {"type": "image_generation", "quality": "low", "size": "1024x1024"},
                {
                    "type": "computer_use_preview",
                    "display_width": 1024,
                    "display_height": 768,
                    "environment": "browser",
                },
                {"type": "local_shell"},
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        tools = openai.tools
        generate_text(
            openai("gpt-5"),
            prompt="Do it all.",
            tools=[
                tools.file_search(vector_store_ids=["vs_1"], max_num_results=3),
                tools.code_interpreter(),
                tools.image_generation(quality="low", size="1024x1024"),
                tools.computer_use(display_width=1024, display_height=768, environment="browser"),
                tools.local_shell(),
            ],
        )


@intent
class responses_optional_arguments:
    """A tool with an optional parameter of a closed set of values."""

    script = OK

    def official(client: OpenAI) -> None:
        client.responses.create(
            model="gpt-5",
            input="Oslo",
            tools=[
                {  # type: ignore[typeddict-item]
                    "type": "function",
                    "name": "forecast",
                    "description": "A forecast.",
                    "parameters": {
                        "type": "object",
                        "properties": {
                            "city": {"type": "string"},
                            "days": {"type": "integer", "default": 3},
                        },
                        "required": ["city"],
                        "additionalProperties": False,
                    },
                }
            ],
        )

    def ours(openai: OpenAIProvider) -> None:
        @tool
        def forecast(city: str, days: int = 3) -> str:
            """A forecast."""
            return ""

        generate_text(openai("gpt-5"), prompt="Oslo", tools=[forecast])


@intent
class responses_query_and_headers:
    settings = {"query": {"api-version": "1"}, "headers": {"X-Gateway": "blue"}}

    def official(client: OpenAI) -> None:
        client.responses.create(model="gpt-5", input="Hello through a gateway")

    def ours(openai: OpenAIProvider) -> None:
        generate_text(openai("gpt-5"), prompt="Hello through a gateway")
