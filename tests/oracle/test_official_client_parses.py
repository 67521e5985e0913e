"""The official `openai` client reads every kind of answer that the provider server gives."""

from __future__ import annotations

import base64
import io
import json
import math
import struct
import urllib.request
import wave
import zlib
from typing import Any, Literal

import openai
import pytest
from openai.types.responses import ResponseFunctionToolCall, ResponseReasoningItem
from pydantic import BaseModel

from ai_sdk.testing import Reply, TokenCount, ToolCall

from .conftest import Connect

WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
CHAT_TOOL: Any = {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}
RESPONSE_TOOL: Any = {
    "type": "function",
    "name": "get_weather",
    "parameters": WEATHER,
    "strict": True,
}


class Person(BaseModel):
    name: str
    age: int
    tags: list[str]


def ask(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


# --- chat ---


def test_chat_text(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(
        model="gpt-4o", messages=ask("What is the capital of France?")
    )
    choice = reply.choices[0]
    assert choice.message.content == "The capital of France is Paris."
    assert (choice.message.role, choice.finish_reason, choice.message.refusal) == (
        "assistant",
        "stop",
        None,
    )
    assert reply.usage is not None
    assert reply.usage.completion_tokens == 7
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + 7
    assert reply._request_id == "req_000001"


def test_chat_choices(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(model="gpt-4o", n=3, messages=ask('Say "yes"'))
    assert [choice.message.content for choice in reply.choices] == ["yes"] * 3
    assert [choice.index for choice in reply.choices] == [0, 1, 2]


def test_chat_stream(client: openai.OpenAI) -> None:
    chunks = list(
        client.chat.completions.create(
            model="gpt-4o",
            messages=ask("What is the capital of France?"),
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    texts = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert texts == ["", "The", " capital", " of", " France", " is", " Paris.", None]
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].choices == []
    usage = chunks[-1].usage
    assert usage is not None
    assert (usage.completion_tokens, usage.total_tokens) == (7, usage.prompt_tokens + 7)
    assert all(chunk.usage is None for chunk in chunks[:-1])


def test_chat_stream_helper_accumulates(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(
        model="gpt-4o", messages=ask("Weather in Paris and London?"), tools=[CHAT_TOOL]
    ) as stream:
        kinds = {event.type for event in stream}
        message = stream.get_final_completion().choices[0].message
    assert "tool_calls.function.arguments.delta" in kinds
    assert message.tool_calls is not None
    assert [json.loads(call.function.arguments) for call in message.tool_calls] == [
        {"city": "Paris"},
        {"city": "London"},
    ]


def test_chat_tool_round_trip(client: openai.OpenAI) -> None:
    messages = ask("What's the weather in Oslo?")
    first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[CHAT_TOOL])
    assert first.choices[0].finish_reason == "tool_calls"
    message = first.choices[0].message
    assert message.content is None
    assert message.tool_calls is not None
    call = message.tool_calls[0]
    assert call.type == "function"
    assert (call.id, call.function.name) == ("call_000001_0", "get_weather")
    assert json.loads(call.function.arguments) == {"city": "Oslo"}
    messages.append(message.model_dump(exclude_none=True))
    messages.append({"role": "tool", "tool_call_id": call.id, "content": '{"temperature": 7}'})
    second = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[CHAT_TOOL])
    assert second.choices[0].message.content == "According to get_weather, temperature is 7."


def test_chat_parses_a_schema(client: openai.OpenAI) -> None:
    parsed = client.chat.completions.parse(
        model="gpt-4o", messages=ask("Ada Lovelace is 36 years old."), response_format=Person
    )
    person = parsed.choices[0].message.parsed
    assert person is not None
    assert (person.name, person.age, len(person.tags)) == ("Ada Lovelace", 36, 3)


def test_chat_json_object(client: openai.OpenAI) -> None:
    reply = client.chat.completions.create(
        model="gpt-4o",
        messages=ask('Say "yes" in JSON'),
        response_format={"type": "json_object"},
    )
    assert json.loads(reply.choices[0].message.content or "") == {"answer": "yes"}


def test_chat_length(client: openai.OpenAI) -> None:
    asked: Any = {"model": "gpt-4o", "messages": ask("count to 10"), "max_completion_tokens": 3}
    choice = client.chat.completions.create(**asked).choices[0]
    assert (choice.message.content, choice.finish_reason) == ("1 2 3", "length")
    stream = client.chat.completions.stream(**asked)
    with stream as running, pytest.raises(openai.LengthFinishReasonError) as caught:
        running.get_final_completion()
    assert caught.value.completion.choices[0].message.content == "1 2 3"


def test_chat_refusal_and_failure(connect: Connect) -> None:
    client = connect(Reply.refusal("I can't do that."), Reply.failed("It broke.", text="half"))
    reply = client.chat.completions.create(model="gpt-4o", messages=ask("x"))
    assert reply.choices[0].message.refusal == "I can't do that."
    assert reply.choices[0].message.content is None
    with pytest.raises(openai.APIError, match=r"It broke\."):
        list(client.chat.completions.create(model="gpt-4o", messages=ask("x"), stream=True))


def test_response_refusal_and_failure(connect: Connect) -> None:
    broken = Reply.failed("It broke.", text="half")
    client = connect(Reply.refusal("I can't do that."), broken, broken)
    response = client.responses.create(model="gpt-4o", input="x")
    content: Any = response.output[0].content  # type: ignore[union-attr]
    assert [(part.type, part.refusal) for part in content] == [("refusal", "I can't do that.")]
    failed = client.responses.create(model="gpt-4o", input="x")
    assert failed.error is not None
    assert (failed.status, failed.error.message) == ("failed", "It broke.")
    events = list(client.responses.create(model="gpt-4o", input="x", stream=True))
    assert [event.delta for event in events if event.type == "response.output_text.delta"] == [
        "half"
    ]
    error, last = events[-2:]
    assert error.type == "error"
    assert (error.code, error.message) == ("server_error", "It broke.")
    assert last.type == "response.failed"
    assert last.response.error is not None
    assert last.response.error.message == "It broke."


def test_chat_reasoning_is_counted_and_shown_where_scripted(connect: Connect) -> None:
    client = connect(Reply.reasoning("two words", "done", tokens=TokenCount(input=9, cached=4)))
    reply = client.chat.completions.create(model="o3", messages=ask("x"))
    assert reply.choices[0].message.content == "done"
    assert reply.choices[0].message.reasoning_content == "two words"  # type: ignore[attr-defined]
    usage = reply.usage
    assert usage is not None
    assert usage.completion_tokens_details is not None
    assert usage.prompt_tokens_details is not None
    assert usage.completion_tokens_details.reasoning_tokens == 2
    assert usage.prompt_tokens_details.cached_tokens == 4
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (9, 3, 12)


# --- responses ---


def test_response_text(client: openai.OpenAI) -> None:
    response = client.responses.create(
        model="gpt-4o", input="What is 6 times 7?", instructions="Be brief."
    )
    assert response.output_text == "6 times 7 is 42."
    assert (response.status, response.model, response.instructions) == (
        "completed",
        "gpt-4o",
        "Be brief.",
    )
    assert response.usage is not None
    assert response.usage.total_tokens == response.usage.input_tokens + 6


def test_response_conversation_is_remembered(client: openai.OpenAI) -> None:
    first = client.responses.create(model="gpt-4o", input="Hello, my name is Grace.")
    second = client.responses.create(
        model="gpt-4o", input="What is my name?", previous_response_id=first.id
    )
    assert second.output_text == "Your name is Grace."
    assert second.previous_response_id == first.id


def test_response_incomplete(client: openai.OpenAI) -> None:
    response = client.responses.create(model="gpt-4o", input="count to 90", max_output_tokens=16)
    assert response.status == "incomplete"
    assert response.incomplete_details is not None
    assert response.incomplete_details.reason == "max_output_tokens"
    assert response.output_text == " ".join(str(n) for n in range(1, 17))


def test_response_stream_events(client: openai.OpenAI) -> None:
    with client.responses.stream(
        model="gpt-5", input='Say "two words"', reasoning={"effort": "low", "summary": "auto"}
    ) as stream:
        events = list(stream)
        final = stream.get_final_response()
    kinds = [event.type for event in events]
    thoughts = kinds.count("response.reasoning_summary_text.delta")
    assert [kind for kind in kinds if not kind.endswith("summary_text.delta")] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert thoughts > 3
    assert [event.sequence_number for event in events] == list(range(len(events)))  # type: ignore[union-attr]
    assert final.output_text == "two words"
    reasoning = final.output[0]
    assert isinstance(reasoning, ResponseReasoningItem)
    assert "short and clear" in reasoning.summary[0].text
    assert final.usage is not None
    assert final.usage.output_tokens_details.reasoning_tokens > 0


def test_response_tool_round_trip(client: openai.OpenAI) -> None:
    items: list[Any] = ask("What's the weather in Oslo and Rome?")
    with client.responses.stream(model="gpt-4o", input=items, tools=[RESPONSE_TOOL]) as stream:
        deltas = "".join(
            e.delta for e in stream if e.type == "response.function_call_arguments.delta"
        )
        first = stream.get_final_response()
    calls = [item for item in first.output if isinstance(item, ResponseFunctionToolCall)]
    assert deltas == "".join(call.arguments for call in calls)
    assert [json.loads(call.arguments) for call in calls] == [{"city": "Oslo"}, {"city": "Rome"}]
    items += [call.model_dump(exclude_none=True, exclude={"parsed_arguments"}) for call in calls]
    items += [
        {"type": "function_call_output", "call_id": call.call_id, "output": f"{n} degrees"}
        for n, call in enumerate(calls)
    ]
    second = client.responses.create(model="gpt-4o", input=items, tools=[RESPONSE_TOOL])
    assert second.output_text == (
        "According to get_weather, the answer is 0 degrees. "
        "According to get_weather, the answer is 1 degrees."
    )


@pytest.mark.parametrize("stream", [False, True])
def test_response_scripted_tool_calls(connect: Connect, stream: bool) -> None:
    client = connect(Reply.tool_calls([ToolCall("a", {"x": 1}, id="one"), ("b", "{bad")], "Wait."))
    tools: Any = [{"type": "function", "name": "a", "parameters": WEATHER}]
    if stream:
        with client.responses.stream(model="gpt-4o", input="x") as running:
            response: Any = running.get_final_response()
    else:
        response = client.responses.create(model="gpt-4o", input="x", tools=tools)
    assert response.output_text == "Wait."
    calls = [item for item in response.output if item.type == "function_call"]
    assert [(c.call_id, c.name, c.arguments) for c in calls] == [
        ("one", "a", '{"x": 1}'),
        ("call_000001_1", "b", "{bad"),
    ]


def test_response_parses_a_schema(client: openai.OpenAI) -> None:
    parsed = client.responses.parse(
        model="gpt-4o", input="Ada Lovelace is 36 years old.", text_format=Person
    ).output_parsed
    assert parsed is not None
    assert (parsed.name, parsed.age) == ("Ada Lovelace", 36)


def test_response_encrypted_reasoning(client: openai.OpenAI) -> None:
    response = client.responses.create(
        model="gpt-5", input="hi", store=False, include=["reasoning.encrypted_content"]
    )
    item = response.output[0]
    assert isinstance(item, ResponseReasoningItem)
    assert base64.b64decode(item.encrypted_content or "") == b"sealed reasoning of rs_000001"
    assert item.summary == []


def test_response_sees_attachments(client: openai.OpenAI) -> None:
    png = base64.b64decode(
        client.images.generate(model="gpt-image-1", prompt="x", size="auto").data[0].b64_json or ""  # type: ignore[index]
    )
    url = "data:image/png;base64," + base64.b64encode(png).decode()
    content: Any = [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": url, "detail": "auto"},
        {
            "type": "input_file",
            "filename": "a.pdf",
            "file_data": "data:application/pdf;base64,YQ==",
        },
    ]
    response = client.responses.create(model="gpt-4o", input=[{"role": "user", "content": content}])
    assert response.output_text == (
        f"I can see an image (image/png, 1024 x 1024 pixels, {len(png)} bytes) "
        "and a file (a.pdf, application/pdf, 1 bytes)."
    )


# --- embeddings, images ---


@pytest.mark.parametrize("form", ["float", "base64"])
def test_embeddings(client: openai.OpenAI, form: Literal["float", "base64"]) -> None:
    texts = ["the cat sat", "the cat sits", "stock market prices"]
    reply = client.embeddings.create(
        model="text-embedding-3-small", input=texts, dimensions=256, encoding_format=form
    )
    vectors: list[Any] = [item.embedding for item in reply.data]
    if isinstance(vectors[0], str):
        vectors = [struct.unpack("<256f", base64.b64decode(vector)) for vector in vectors]
    assert [len(vector) for vector in vectors] == [256] * 3
    assert [item.index for item in reply.data] == [0, 1, 2]
    assert all(math.isclose(math.hypot(*vector), 1, rel_tol=1e-6) for vector in vectors)
    near, far = (sum(map(float.__mul__, vectors[0], vectors[i])) for i in (1, 2))
    assert near > 0.6 > 0.3 > far
    assert reply.usage.prompt_tokens == reply.usage.total_tokens == 9


def test_embedding_forms_agree(client: openai.OpenAI) -> None:
    asked: Any = {"model": "text-embedding-3-small", "input": "hello"}
    plain = client.embeddings.create(**asked, encoding_format="float").data[0].embedding
    assert client.embeddings.create(**asked).data[0].embedding == plain  # the default is base64
    assert len(plain) == 1536


def read_png(data: bytes) -> tuple[int, int, bytes]:
    """Check a PNG's chunks and give its size and its pixel rows."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert zlib.crc32(name + body) == int.from_bytes(
            data[at + 8 + size : at + 12 + size], "big"
        )
        chunks[name], at = body, at + 12 + size
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour) == (8, 2)
    return width, height, zlib.decompress(chunks[b"IDAT"])


def test_image(client: openai.OpenAI) -> None:
    reply = client.images.generate(model="gpt-image-1", prompt="a red fox", size="64x32", n=2)  # type: ignore[arg-type]
    assert reply.data is not None
    files = [base64.b64decode(image.b64_json or "") for image in reply.data]
    assert len(set(files)) == 2
    width, height, rows = read_png(files[0])
    assert (width, height, len(rows)) == (64, 32, 32 * (64 * 3 + 1))
    assert reply.usage is not None
    assert reply.usage.total_tokens == reply.usage.input_tokens + reply.usage.output_tokens
    assert (reply.size, reply.output_format) == ("64x32", "png")


def test_image_url_leads_to_the_picture(client: openai.OpenAI) -> None:
    reply = client.images.generate(model="dall-e-3", prompt="a fox", size="256x256")
    assert reply.data is not None
    assert reply.data[0].b64_json is None
    assert reply.data[0].revised_prompt == "a fox (a plain blend of two colours)"
    with urllib.request.urlopen(reply.data[0].url or "") as answer:
        assert answer.headers["content-type"] == "image/png"
        assert read_png(answer.read())[:2] == (256, 256)


def test_image_edit_with_mask(client: openai.OpenAI) -> None:
    made = client.images.generate(model="gpt-image-1", prompt="x", size="64x64")  # type: ignore[call-overload]
    png = base64.b64decode(made.data[0].b64_json)
    reply = client.images.edit(
        model="gpt-image-1",
        image=[("a.png", png, "image/png"), ("b.png", png, "image/png")],
        mask=("mask.png", png, "image/png"),
        prompt="make it blue",
        size="256x256",
    )
    assert reply.data is not None
    assert read_png(base64.b64decode(reply.data[0].b64_json or ""))[:2] == (256, 256)
    assert reply.usage is not None
    assert reply.usage.input_tokens_details.image_tokens == 194


def test_image_stream(client: openai.OpenAI) -> None:
    events = list(
        client.images.generate(
            model="gpt-image-1", prompt="a fox", stream=True, partial_images=2, size="1024x1024"
        )
    )
    assert [event.type for event in events] == [
        "image_generation.partial_image",
        "image_generation.partial_image",
        "image_generation.completed",
    ]
    assert read_png(base64.b64decode(events[-1].b64_json))[:2] == (1024, 1024)


# --- audio ---


def test_speech_and_back(client: openai.OpenAI) -> None:
    sound = client.audio.speech.create(
        model="gpt-4o-mini-tts", voice="alloy", input="Hello there", response_format="wav"
    ).read()
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
        assert file.getnframes() == 6_000
        assert any(file.readframes(6_000))
    heard = client.audio.transcriptions.create(
        model="gpt-4o-transcribe", file=("a.wav", sound, "audio/wav")
    )
    assert heard.text == "Hello there"
    assert heard.usage is not None
    assert heard.usage.type == "tokens"
    assert heard.usage.total_tokens == heard.usage.input_tokens + 2


def test_speech_events(client: openai.OpenAI) -> None:
    asked: Any = {"model": "gpt-4o-mini-tts", "voice": "alloy", "input": "Hello there"}
    whole = client.audio.speech.create(**asked, response_format="pcm").read()
    with client.audio.speech.with_streaming_response.create(
        **asked, response_format="pcm", stream_format="sse"
    ) as answer:
        lines = [line[6:] for line in answer.iter_lines() if line.startswith("data: ")]
    events = [json.loads(line) for line in lines]
    assert b"".join(base64.b64decode(e["audio"]) for e in events[:-1]) == whole
    assert events[-1]["type"] == "speech.audio.done"
    assert events[-1]["usage"]["input_tokens"] == 2


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")  # the client's own
@pytest.mark.parametrize("operation", ["transcriptions", "translations"])
def test_transcription_formats(connect: Connect, operation: str) -> None:
    spoken = Reply.transcript("Good morning", language="english", seconds=1.5)
    client = connect(*[spoken] * 5)
    create: Any = getattr(client.audio, operation).create
    asked: Any = {"model": "whisper-1", "file": ("a.mp3", b"sound", "audio/mpeg")}
    assert create(**asked).text == "Good morning"
    assert create(**asked, response_format="text") == "Good morning\n"
    srt = "1\n00:00:00,000 --> 00:00:01,500\nGood morning\n\n"
    assert create(**asked, response_format="srt") == srt
    vtt = "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nGood morning\n\n"
    assert create(**asked, response_format="vtt") == vtt
    verbose = create(**asked, response_format="verbose_json")
    assert (verbose.text, verbose.duration, verbose.language) == ("Good morning", 1.5, "english")
    assert [(s.start, s.end, s.text) for s in verbose.segments] == [(0.0, 1.5, " Good morning")]


def test_transcription_words(connect: Connect) -> None:
    client = connect(Reply.transcript("Good morning", seconds=1.5))
    verbose = client.audio.transcriptions.create(
        model="whisper-1",
        file=("a.mp3", b"sound"),
        response_format="verbose_json",
        timestamp_granularities=["word"],
    )
    assert verbose.words is not None
    assert [(w.word, w.start, w.end) for w in verbose.words] == [
        ("Good", 0.0, 0.75),
        ("morning", 0.75, 1.5),
    ]
    assert verbose.segments is None
    assert verbose.usage is not None
    assert (verbose.usage.type, verbose.usage.seconds) == ("duration", 2)


def test_transcription_diarized(connect: Connect) -> None:
    client = connect(Reply.transcript("Good morning", seconds=1.5))
    said = client.audio.transcriptions.create(
        model="gpt-4o-transcribe-diarize",
        file=("a.mp3", b"sound"),
        response_format="diarized_json",
    )
    assert [(s.speaker, s.start, s.end, s.text) for s in said.segments] == [
        ("A", 0.0, 1.5, "Good morning")
    ]


def test_transcription_stream(connect: Connect) -> None:
    client = connect(Reply.transcript("Good morning", seconds=1.5))
    events = list(
        client.audio.transcriptions.create(
            model="gpt-4o-transcribe",
            file=("a.mp3", b"sound"),
            stream=True,
            include=["logprobs"],
        )
    )
    deltas = [event.delta for event in events if event.type == "transcript.text.delta"]
    assert deltas == ["Good", " morning"]
    done = events[-1]
    assert done.type == "transcript.text.done"
    assert done.text == "Good morning"
    assert done.usage is not None
    assert (done.usage.input_tokens, done.usage.output_tokens) == (15, 2)
    assert [piece.token for piece in done.logprobs or ()] == ["Good", " morning"]


# --- models, errors ---


def test_models(connect: Connect) -> None:
    client = connect(models=["a", "b"])
    assert [model.id for model in client.models.list()] == ["a", "b"]
    assert client.models.retrieve("b").object == "model"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("c")
    assert caught.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("status", "kind", "type_", "code"),
    [
        (400, openai.BadRequestError, "invalid_request_error", None),
        (401, openai.AuthenticationError, "invalid_request_error", "invalid_api_key"),
        (403, openai.PermissionDeniedError, "invalid_request_error", None),
        (404, openai.NotFoundError, "invalid_request_error", None),
        (409, openai.ConflictError, "conflict_error", None),
        (422, openai.UnprocessableEntityError, "invalid_request_error", None),
        (429, openai.RateLimitError, "requests", "rate_limit_exceeded"),
        (500, openai.InternalServerError, "server_error", None),
        (503, openai.InternalServerError, "server_error", None),
    ],
)
def test_error_statuses(
    connect: Connect, status: int, kind: type[openai.APIStatusError], type_: str, code: str | None
) -> None:
    client = connect(Reply.error(status, retry_after=2))
    with pytest.raises(kind) as caught:
        client.responses.create(model="gpt-4o", input="x")
    error = caught.value
    assert (error.status_code, error.type, error.code) == (status, type_, code)
    assert (error.request_id, error.response.headers["retry-after"]) == ("req_000001", "2")


def test_error_details(connect: Connect) -> None:
    client = connect(Reply.error(400, "No.", type="odd", code="odd_code", param="input"))
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="gpt-4o", messages=ask("x"))
    error = caught.value
    assert (error.type, error.code, error.param) == ("odd", "odd_code", "input")
    assert error.body == {"message": "No.", "type": "odd", "code": "odd_code", "param": "input"}


def test_wrong_key(connect: Connect) -> None:
    client = connect(api_key="another-key")
    with pytest.raises(openai.AuthenticationError) as caught:
        client.models.list()
    assert caught.value.code == "invalid_api_key"
    assert "test-key" not in str(caught.value)


def test_unknown_model(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        client.chat.completions.create(model="does-not-exist", messages=ask("x"))
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="does-not-exist", input="x")
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
