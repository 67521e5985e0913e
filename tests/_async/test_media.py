"""Embeddings, images, speech and transcription through the public functions, over sockets."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from ai_sdk.aio import (
    AsyncHTTPClient,
    AuthenticationError,
    BadRequestError,
    CancelToken,
    DownloadError,
    FilePart,
    FileReference,
    FileURL,
    ImagePart,
    InvalidArgumentError,
    InvalidResponseError,
    LoadAPIKeyError,
    NoImageGeneratedError,
    NoSpeechGeneratedError,
    NoSuchModelError,
    NoTranscriptGeneratedError,
    OverloadedError,
    RateLimitError,
    RunCancelledError,
    Timeout,
    UnsupportedFunctionalityError,
    create_openai,
    embed,
    embed_many,
    generate_image,
    generate_speech,
    openai_compatible,
    transcribe,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import Gate, ProviderServer, Reply
from ai_sdk.types._value import evolve

PNG = b"\x89PNG\r\n\x1a\n0000"
WAV = b"RIFF\x00\x00\x00\x00WAVEfmt "
MODEL = "text-embedding-3-small"


@pytest.fixture
async def client() -> AsyncIterator[AsyncHTTPClient]:
    async with AsyncHTTPClient() as opened:
        yield opened


def provider(server: ProviderServer, client: AsyncHTTPClient, **fields: Any) -> Any:
    return create_openai(base_url=server.base_url, api_key="test-key", client=client, **fields)


def error_body(message: str) -> str:
    return json.dumps({"error": {"message": message}})


async def test_embed(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.embeddings([[1.0, -0.5]], tokens=3)]) as server:
        openai = provider(server, client)
        options = openai.embedding_options(dimensions=2)
        result = await embed(openai.embedding(MODEL), "a day", provider_options=options)

    assert result.embedding == [1.0, -0.5]
    assert result.value == "a day"
    assert result.usage.tokens == 3
    assert result.response.model_id == MODEL
    assert [attempt.status for attempt in result.attempts] == [200]
    assert result.to_dict()["embedding"] == [1.0, -0.5]
    assert result.request.body is None
    assert result.response.body is None
    request = server.requests[0]
    assert request.path == "/v1/embeddings"
    assert request.headers["authorization"] == "Bearer test-key"
    assert request.json == {
        "model": MODEL,
        "input": ["a day"],
        "encoding_format": "base64",
        "dimensions": 2,
    }


async def test_embed_tokens(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        result = await embed(provider(server, client).embedding(MODEL), (1, 2, 3))

    assert len(result.embedding) == 1536
    assert server.requests[0].json["input"] == [[1, 2, 3]]


async def test_bodies_are_kept_when_asked_for(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        model = provider(server, client).embedding(MODEL)
        both = await embed(model, "a", include=["request_body", "response_body"])
        one = await embed(model, "a", include=["request_body"])

    assert both.request.body == server.requests[0].json
    assert both.response.body["object"] == "list"
    assert one.request.body == server.requests[1].json
    assert one.response.body is None


async def test_embed_many_cuts_joins_and_keeps_order(client: AsyncHTTPClient) -> None:
    def vectors(request: Any) -> Reply:
        texts = request.json["input"]
        return Reply.embeddings([[float(text), 1.0] for text in texts], tokens=len(texts))

    values = [str(number) for number in range(10)]
    with ProviderServer(vectors) as server:
        model = evolve(provider(server, client).embedding(MODEL), max_embeddings_per_call=3)
        result = await embed_many(model, iter(values))

    assert result.embeddings == [[float(value), 1.0] for value in values]
    assert result.values == tuple(values)
    assert result.usage.tokens == 10
    assert len(result.responses) == len(result.requests) == len(result.attempts) == 4
    assert sorted(len(request.json["input"]) for request in server.requests) == [1, 3, 3, 3]
    assert result.to_dict()["embeddings"][2] == [2.0, 1.0]


async def test_calls_run_side_by_side_up_to_the_limit(client: AsyncHTTPClient) -> None:
    gates = [Gate(), Gate()]

    def held(request: Any) -> Reply:
        reply = Reply.embeddings([[1.0]])
        if request.number > 2:
            return reply
        if request.number == 2:  # the second call came while the first was still open
            gates[0].open()
        return reply.gated(gates[0])

    with ProviderServer(held) as server:
        model = evolve(provider(server, client).embedding(MODEL), max_embeddings_per_call=1)
        result = await embed_many(model, ["a", "b", "c", "d"], max_parallel_calls=2)
        assert server.connections.opened <= 2

    assert result.embeddings == [[1.0]] * 4


async def test_one_after_the_other_where_a_model_wants_it(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        model = evolve(
            provider(server, client).embedding(MODEL),
            max_embeddings_per_call=1,
            supports_parallel_calls=False,
        )
        result = await embed_many(model, ["a", "b", "c"])

        assert server.connections.opened == 1
    assert [request.json["input"] for request in server.requests] == [["a"], ["b"], ["c"]]
    assert len(result.embeddings) == 3


async def test_no_values_no_call(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        result = await embed_many(provider(server, client).embedding(MODEL), [])

    assert result.embeddings == []
    assert result.usage.tokens == 0
    assert server.requests == []
    assert result.responses == ()


async def test_a_failed_batch_fails_the_whole(client: AsyncHTTPClient) -> None:
    def picky(request: Any) -> Reply:
        bad = request.json["input"] == ["c"]
        return Reply.error(400, "no c") if bad else Reply.embeddings([[1.0]])

    with ProviderServer(picky) as server:
        model = evolve(provider(server, client).embedding(MODEL), max_embeddings_per_call=1)
        with pytest.raises(BadRequestError, match="no c") as caught:
            await embed_many(model, ["a", "b", "c", "d"])

    assert caught.value.url == server.base_url + "/embeddings"
    assert len(caught.value.attempts) == 1


async def test_batches_of_other_lengths_do_not_go_together(client: AsyncHTTPClient) -> None:
    def odd(request: Any) -> Reply:
        return Reply.embeddings([[1.0] * (1 + (request.json["input"] == ["b"]))])

    with ProviderServer(odd) as server:
        model = evolve(provider(server, client).embedding(MODEL), max_embeddings_per_call=1)
        with pytest.raises(InvalidResponseError, match="different lengths"):
            await embed_many(model, ["a", "b"])


async def test_retries(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.error(503), Reply.embeddings([[1.0]])]) as server:
        with clock.use(ManualClock()):
            result = await embed(provider(server, client).embedding(MODEL), "a")

    assert [attempt.status for attempt in result.attempts] == [503, 200]


async def test_no_retries(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.error(503)]) as server:
        with pytest.raises(OverloadedError) as caught:
            await embed(provider(server, client).embedding(MODEL), "a", max_retries=0)

    assert len(caught.value.attempts) == 1


async def test_an_error_in_a_success_is_placed(client: AsyncHTTPClient) -> None:
    body = json.dumps({"error": {"message": "wait", "code": "rate_limit_exceeded"}})
    reply = Reply.raw(200, {"content-type": "application/json", "x-request-id": "r-1"}, body)
    with ProviderServer([reply]) as server:
        with pytest.raises(RateLimitError) as caught:
            await embed(provider(server, client).embedding(MODEL), "a", max_retries=0)

    assert caught.value.request_id == "r-1"
    assert caught.value.url == server.base_url + "/embeddings"


async def test_a_cancelled_call(client: AsyncHTTPClient) -> None:
    cancel = CancelToken()
    cancel.cancel("enough")
    with ProviderServer() as server:
        model = provider(server, client)
        with pytest.raises(RunCancelledError):
            await embed_many(model.embedding(MODEL), ["a"], cancel=cancel)
        with pytest.raises(RunCancelledError):
            await generate_image(model.image("gpt-image-1"), "a", cancel=cancel)
        with pytest.raises(RunCancelledError):
            await transcribe(model.transcription("whisper-1"), WAV, cancel=cancel)


async def test_the_clients_own_limits_hold_unless_the_call_has_some() -> None:
    from ai_sdk.engine.media import media_setup

    limits = Timeout(idle=7)

    assert media_setup({}).begun(limits).timeout is limits
    assert media_setup({}).begun(None).timeout == Timeout()
    assert media_setup({"timeout": 3}).begun(limits).timeout.total == 3
    total = media_setup({"timeout": 3}).begun(limits).total
    assert total is not None
    assert total.at is not None


async def test_generate_image(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        model = provider(server, client).image("gpt-image-1")
        result = await generate_image(model, "A lighthouse", size="64x32", seed=1)

    assert result.image is result.images[0]
    assert result.image.media_type == "image/png"
    assert result.image.bytes.startswith(PNG[:8])
    assert [warning.setting for warning in result.warnings] == ["seed"]
    assert result.usage.output_tokens == 272
    assert result.provider_metadata["openai"]["size"] == "64x32"
    assert server.requests[0].json == {
        "model": "gpt-image-1",
        "prompt": "A lighthouse",
        "size": "64x32",
    }
    assert base64.b64decode(result.to_dict()["images"][0]["data"]) == result.image.bytes


async def test_images_behind_links(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        openai = provider(server, client)
        options = openai.image_options(response_format="url")
        result = await generate_image(
            openai.image("dall-e-3"), "A cat", size="8x8", provider_options=options
        )

    assert isinstance(result.image.data, FileURL)
    assert result.image.data.url.startswith(server.origin)
    assert "blend" in result.image.provider_metadata["openai"]["revised_prompt"]


@pytest.mark.parametrize(
    ("model_id", "n", "limit", "shares"),
    [
        ("gpt-image-1", 5, 2, [1, 2, 2]),
        ("dall-e-3", 3, None, [1, 1, 1]),
        ("gpt-image-1", 3, None, [3]),
    ],
)
async def test_many_images_are_shared_out(
    client: AsyncHTTPClient, model_id: str, n: int, limit: int | None, shares: list[int]
) -> None:
    with ProviderServer() as server:
        result = await generate_image(
            provider(server, client).image(model_id),
            "A cat",
            n=n,
            size="8x8",
            seed=1,
            max_images_per_call=limit,
        )

    assert len(result.images) == n
    assert sorted(request.json.get("n", 1) for request in server.requests) == shares
    assert len(result.responses) == len(shares)
    assert len(result.provider_metadata["openai"]["images"]) == n
    assert len(result.warnings) == 1


async def test_an_edit_with_a_mask(client: AsyncHTTPClient, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    with ProviderServer() as server:
        model = provider(server, client).image("gpt-image-1")
        drawn = await generate_image(model, "A cat", size="8x8")
        path.write_bytes(drawn.image.bytes)
        await generate_image(model, "A hat", images=[], size="8x8")
        result = await generate_image(
            model,
            "A hat",
            images=path,
            mask=drawn.image,
            size="8x8",
            include=["request_body", "response_body"],
        )

    assert server.requests[1].path == "/v1/images/generations"
    request = server.requests[2]
    assert request.path == "/v1/images/edits"
    assert request.form["prompt"][0].text == "A hat"
    assert request.form["image"][0].data == drawn.image.bytes
    assert request.form["image"][0].filename == "cat.png"
    assert request.form["mask"][0].content_type == "image/png"
    assert result.requests[0].body[0] == {"name": "model", "text": "gpt-image-1"}
    assert result.requests[0].body[-1]["size"] == len(drawn.image.bytes)
    assert result.responses[0].body["size"] == "8x8"


async def test_every_way_to_give_an_image(client: AsyncHTTPClient) -> None:
    url = "data:image/png;base64," + base64.b64encode(PNG).decode()
    given: list[Any] = [
        PNG,
        bytearray(PNG),
        url,
        FilePart(PNG),
        ImagePart(PNG),
        base64.b64encode(PNG).decode(),
    ]
    with ProviderServer([Reply.images([PNG])]) as server:
        model = provider(server, client).image("gpt-image-1")
        await generate_image(model, "together", images=given)

    parts = server.requests[0].form["image[]"]
    assert [part.data for part in parts] == [PNG] * 6
    assert {part.content_type for part in parts} == {"image/png"}


async def test_no_image(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.images([])]) as server:
        with pytest.raises(NoImageGeneratedError) as caught:
            await generate_image(provider(server, client).image("gpt-image-1"), "A cat")

    assert caught.value.response.headers["content-type"] == "application/json"


async def test_speech(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        model = provider(server, client).speech("gpt-4o-mini-tts")
        result = await generate_speech(
            model, "Good morning", voice="coral", output_format="wav", speed=2, language="en"
        )

    assert result.audio.media_type == "audio/wav"
    assert result.audio.bytes[:4] == b"RIFF"
    assert [warning.setting for warning in result.warnings] == ["language"]
    assert server.requests[0].json == {
        "model": "gpt-4o-mini-tts",
        "input": "Good morning",
        "voice": "coral",
        "response_format": "wav",
        "speed": 2,
    }


async def test_speech_in_events(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        openai = provider(server, client)
        model = openai.speech("gpt-4o-mini-tts")
        whole = await generate_speech(model, "Good morning")
        events = await generate_speech(
            model, "Good morning", provider_options=openai.speech_options(stream_format="sse")
        )

    assert events.audio == whole.audio
    assert events.usage.input_tokens == 2


async def test_bytes_and_text_as_response_bodies(client: AsyncHTTPClient) -> None:
    replies = [Reply.audio(b"\xff\xfb\x90\x00", "audio/mpeg"), Reply.transcript("Hi")]
    with ProviderServer(replies) as server:
        openai = provider(server, client)
        spoken = await generate_speech(openai.speech("tts-1"), "Hi", include="response_body")
        text = await transcribe(
            openai.transcription("whisper-1"),
            WAV,
            include="response_body",
            provider_options=openai.transcription_options(response_format="text"),
        )

    assert spoken.response.body == b"\xff\xfb\x90\x00"
    assert spoken.request.body is None
    assert text.response.body.strip() == "Hi"


async def test_no_speech(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.raw(200, {"content-type": "audio/mpeg"}, b"")]) as server:
        with pytest.raises(NoSpeechGeneratedError):
            await generate_speech(provider(server, client).speech("tts-1"), "Hi")


async def test_what_is_spoken_is_heard(client: AsyncHTTPClient, tmp_path: Path) -> None:
    with ProviderServer() as server:
        openai = provider(server, client)
        spoken = await generate_speech(openai.speech("tts-1"), "Good morning", output_format="wav")
        path = tmp_path / "morning.wav"
        path.write_bytes(spoken.audio.bytes)
        result = await transcribe(openai.transcription("whisper-1"), path)
        again = await transcribe(openai.transcription("whisper-1"), spoken.audio)

    assert result.text == again.text
    assert result.text
    file = server.requests[1].form["file"][0]
    assert (file.filename, file.content_type) == ("morning.wav", "audio/wav")
    assert server.requests[2].form["file"][0].filename == "audio.wav"


@pytest.mark.parametrize(
    ("options", "segments", "duration"),
    [
        ({}, [], None),
        ({"response_format": "text"}, [], None),
        ({"response_format": "srt"}, [("Good day", 0.0, 2.0, None)], None),
        ({"response_format": "vtt"}, [("Good day", 0.0, 2.0, None)], None),
        ({"response_format": "verbose_json"}, [(" Good day", 0.0, 2.0, None)], 2.0),
        (
            {"timestamp_granularities": ["word"]},
            [("Good", 0.0, 1.0, None), ("day", 1.0, 2.0, None)],
            2.0,
        ),
        ({"response_format": "diarized_json"}, [("Good day", 0.0, 2.0, "A")], 2.0),
    ],
)
async def test_transcripts_of_every_format(
    client: AsyncHTTPClient, options: Any, segments: Any, duration: float | None
) -> None:
    with ProviderServer([Reply.transcript("Good day", seconds=2.0)]) as server:
        openai = provider(server, client)
        result = await transcribe(
            openai.transcription("whisper-1"), WAV, provider_options={"openai": options}
        )

    assert "Good day" in result.text
    found = [(part.text, part.start, part.end, part.speaker) for part in result.segments]
    assert found == segments
    assert result.duration == duration


async def test_the_media_type_can_be_told(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.transcript("Hi"), Reply.transcript("Hi")]) as server:
        model = provider(server, client).transcription("whisper-1")
        await transcribe(model, b"??", media_type="audio/ogg")
        await transcribe(model, FilePart(b"??", "audio/wav", "memo"), media_type="audio/flac")

    files = [request.form["file"][0] for request in server.requests]
    assert [(file.filename, file.content_type) for file in files] == [
        ("audio.ogg", "audio/ogg"),
        ("memo.flac", "audio/flac"),
    ]


async def test_a_transcript_in_events(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.transcript("Good day, everyone")]) as server:
        openai = provider(server, client)
        result = await transcribe(
            openai.transcription("gpt-4o-transcribe"),
            WAV,
            provider_options={"openai": {"stream": True}},
        )

    assert result.text == "Good day, everyone"
    assert server.requests[0].form["stream"][0].text == "true"


async def test_a_translation(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.transcript("Good day")]) as server:
        openai = provider(server, client)
        options = openai.transcription_options(translate=True)
        result = await transcribe(openai.transcription("whisper-1"), WAV, provider_options=options)

    assert result.text == "Good day"
    assert server.requests[0].path == "/v1/audio/translations"


async def test_silence(client: AsyncHTTPClient) -> None:
    body = {"text": " ", "usage": {"type": "tokens", "input_tokens": 2}}
    reply = Reply.raw(200, {"content-type": "application/json"}, json.dumps(body))
    with ProviderServer([reply]) as server:
        with pytest.raises(NoTranscriptGeneratedError) as caught:
            await transcribe(provider(server, client).transcription("whisper-1"), WAV)

    assert caught.value.usage.input_tokens == 2


async def test_audio_behind_a_link(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        whisper = provider(server, client).transcription("whisper-1")
        with pytest.raises(DownloadError, match="a name of a local network"):
            await transcribe(whisper, "https://intranet/a.mp3")
        with pytest.raises(UnsupportedFunctionalityError, match="bytes or a path"):
            await transcribe(whisper, FileReference({"openai": "file-1"}))

    assert server.requests == []


@pytest.mark.parametrize(
    ("function", "kind", "arguments"),
    [
        (embed, "embedding", ("a",)),
        (embed_many, "embedding", (["a"],)),
        (generate_image, "image", ("a",)),
        (generate_speech, "speech", ("a",)),
        (transcribe, "transcription", (WAV,)),
    ],
)
async def test_errors_of_every_function(
    client: AsyncHTTPClient, function: Any, kind: str, arguments: Any
) -> None:
    replies = [Reply.error(401, "who are you"), Reply.html_error(502), Reply.raw(200, (), "<html>")]
    with ProviderServer(replies) as server:
        model = getattr(provider(server, client), kind)("m")
        with pytest.raises(AuthenticationError, match="who are you"):
            await function(model, *arguments, max_retries=0)
        with pytest.raises(Exception, match="502"):
            await function(model, *arguments, max_retries=0)
        with pytest.raises(InvalidResponseError) as caught:
            await function(model, *arguments, max_retries=0)

    assert caught.value.url is not None
    assert caught.value.status_code == 200


@pytest.mark.parametrize(
    ("function", "arguments", "named", "parameter"),
    [
        (embed, ("",), {}, "value"),
        (embed, (["a"],), {}, "value"),
        (embed, ("a",), {"wrong": 1}, "wrong"),
        (embed, ("a",), {"max_retries": -1}, "max_retries"),
        (embed, ("a",), {"timeout": 0}, "timeout.total"),
        (embed, ("a",), {"cancel": 3}, "cancel"),
        (embed, ("a",), {"headers": 3}, "headers"),
        (embed, ("a",), {"provider_options": {"openai": 3}}, "provider_options"),
        (embed, ("a",), {"extra_body": [1]}, "extra_body"),
        (embed, ("a",), {"include": ["raw_chunks"]}, "include"),
        (embed_many, ("text",), {}, "values"),
        (embed_many, (["a"],), {"max_parallel_calls": 0}, "max_parallel_calls"),
        (embed_many, (["a", None],), {}, "values[1]"),
        (generate_image, (), {}, "prompt"),
        (generate_image, (3,), {}, "prompt"),
        (generate_image, ("a",), {"n": 0}, "n"),
        (generate_image, ("a",), {"n": None}, "n"),
        (generate_image, ("a",), {"n": 1.5}, "n"),
        (generate_image, ("a",), {"size": (1, 2)}, "size"),
        (generate_image, ("a",), {"aspect_ratio": 1}, "aspect_ratio"),
        (generate_image, ("a",), {"seed": "x"}, "seed"),
        (generate_image, ("a",), {"max_images_per_call": 0}, "max_images_per_call"),
        (generate_image, ("a",), {"max_parallel_calls": "2"}, "max_parallel_calls"),
        (generate_image, ("a",), {"images": 3}, "images"),
        (generate_image, ("a",), {"images": [b""]}, "images[0]"),
        (generate_image, ("a",), {"images": [PNG, "no base64!"]}, "images[1]"),
        (generate_image, ("a",), {"images": [Path("/nowhere/a.png")]}, "images[0]"),
        (generate_image, ("a",), {"mask": PNG}, "mask"),
        (generate_image, ("a",), {"images": PNG, "mask": 3}, "mask"),
        (generate_speech, ("",), {}, "text"),
        (generate_speech, (None,), {}, "text"),
        (generate_speech, ("a",), {"voice": 3}, "voice"),
        (generate_speech, ("a",), {"speed": "fast"}, "speed"),
        (generate_speech, ("a",), {"output_format": ""}, "output_format"),
        (generate_speech, ("a",), {"instructions": 3}, "instructions"),
        (generate_speech, ("a",), {"language": 3}, "language"),
        (transcribe, (b"",), {}, "audio"),
        (transcribe, (3,), {}, "audio"),
        (transcribe, (Path("/nowhere/a.wav"),), {}, "audio"),
        (transcribe, ("not base64!",), {}, "audio"),
        (transcribe, (WAV,), {"media_type": 3}, "media_type"),
    ],
)
async def test_bad_arguments_are_named_before_anything_is_sent(
    function: Any, arguments: Any, named: Any, parameter: str
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        await function("openai:m", *arguments, **named)

    assert caught.value.parameter == parameter


async def test_a_mistyped_argument_is_guessed() -> None:
    wrong: Any = {"max_retry": 1}
    with pytest.raises(InvalidArgumentError, match="did you mean 'max_retries'"):
        await embed("openai:m", "a", **wrong)


async def test_models_of_another_kind(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        chat = provider(server, client)("gpt-5")
        with pytest.raises(NoSuchModelError, match="needs a embedding model|embedding"):
            await embed(chat, "a")
        wrong: Any = 3
        with pytest.raises(InvalidArgumentError, match="model string|model handle"):
            await embed(wrong, "a")


async def test_a_missing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    with pytest.raises(LoadAPIKeyError, match="OPENAI_API_KEY"):
        await embed("openai:text-embedding-3-small", "a")


async def test_a_compatible_server(client: AsyncHTTPClient) -> None:
    with ProviderServer() as server:
        acme = openai_compatible(name="acme", base_url=server.base_url, client=client)
        vector = await embed(acme.embedding("m"), "a", provider_options={"acme": {"dimensions": 4}})
        image = await generate_image(acme.image("m"), "a cat", size="8x8")

    assert len(vector.embedding) == 4
    assert "encoding_format" not in server.requests[0].json
    assert image.image.bytes.startswith(PNG[:8])
    assert "authorization" not in server.requests[0].headers


async def test_headers_and_extra_body(client: AsyncHTTPClient) -> None:
    with ProviderServer([Reply.embeddings([[1.0]]), Reply.transcript("Hi")]) as server:
        openai = provider(server, client)
        settings: Any = {"headers": {"X-Trace": "t"}, "extra_body": {"tier": {"a": 1}}}
        await embed(openai.embedding(MODEL), "a", **settings)
        await transcribe(openai.transcription("whisper-1"), WAV, **settings)

    assert [request.headers["x-trace"] for request in server.requests] == ["t", "t"]
    assert server.requests[0].json["tier"] == {"a": 1}
    assert server.requests[1].form["tier[a]"][0].text == "1"
