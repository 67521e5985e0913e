"""Claude on Amazon Bedrock: addresses, tokens, signatures, streams in AWS's own framing."""

from __future__ import annotations

import pickle
from json import dumps
from typing import Any

import pytest

from ai_sdk.aio import (
    APICallError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ContextOverflowError,
    InvalidResponseError,
    LoadAPIKeyError,
    OverloadedError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    StreamInterruptedError,
    UserMessage,
    bedrock,
    create_bedrock,
    generate_object,
    generate_text,
    is_step_count,
    messages_from_json,
    messages_to_json,
    stream_text,
    tool,
)
from ai_sdk.concurrency import ManualClock, clock
from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.testing.server.aws_frames import chunk, event

BOTH = pytest.mark.parametrize("streaming", [False, True], ids=["plain", "streamed"])
CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
PATH = "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0"
FRAMES = {"content-type": "application/vnd.amazon.eventstream"}
KEY = {"access_key_id": "AKIDEXAMPLE", "secret_access_key": "canary-secret"}

STRANGER = {**KEY, "secret_access_key": "other", "region": "eu-central-1"}


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "AWS_BEARER_TOKEN_BEDROCK",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "BEDROCK_BASE_URL",
    ):
        monkeypatch.delenv(name, raising=False)


@tool
def weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def start(**usage: int) -> dict[str, Any]:
    told = {"input_tokens": 3, "output_tokens": 1, **usage}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude"}
    return {"type": "message_start", "message": {**message, "content": [], "usage": told}}


def block(index: int, begin: Any, *deltas: Any) -> list[dict[str, Any]]:
    named = {"index": index}
    return [
        {"type": "content_block_start", **named, "content_block": begin},
        *({"type": "content_block_delta", **named, "delta": delta} for delta in deltas),
        {"type": "content_block_stop", **named},
    ]


def ending(reason: str = "end_turn") -> list[dict[str, Any]]:
    delta = {"stop_reason": reason, "stop_sequence": None}
    return [
        {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 5}},
        {"type": "message_stop", "amazon-bedrock-invocationMetrics": {"inputTokenCount": 3}},
    ]


def said(text: str) -> list[dict[str, Any]]:
    deltas = [{"type": "text_delta", "text": word} for word in text.split(" ")]
    return [start(), *block(0, {"type": "text", "text": ""}, *deltas), *ending()]


def whole(*content: Any, reason: str = "end_turn") -> Reply:
    body = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": content,
        "stop_reason": reason,
        "usage": {"input_tokens": 3, "output_tokens": 5},
    }
    return Reply.raw(200, {"content-type": "application/json"}, dumps(body))


def framed(events: list[dict[str, Any]], *, cut: int = 0, size: int | None = None) -> Reply:
    data = b"".join(map(chunk, events))
    reply = Reply.raw(200, FRAMES, data[: len(data) - cut])
    return reply if size is None else reply.dribbled(size)


CALL = {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Rome"}}


def calling(streaming: bool) -> Reply:
    if not streaming:
        return whole(CALL, reason="tool_use")
    parts = [{"type": "input_json_delta", "partial_json": it} for it in ('{"city":', ' "Rome"}')]
    begin = {**CALL, "input": {}}
    return framed([start(), *block(0, begin, *parts), *ending("tool_use")])


def answering(streaming: bool, text: str) -> Reply:
    return framed(said(text)) if streaming else whole({"type": "text", "text": text})


async def run(streaming: bool, model: Any, **settings: Any) -> Any:
    settings.setdefault("prompt", "hi")
    if not streaming:
        return await generate_text(model, **settings)
    async with stream_text(model, **settings) as stream:
        return await stream.result()


def model_of(server: ProviderServer, **settings: Any) -> Any:
    given = {"base_url": server.origin, "api_key": "test-key", **settings}
    return create_bedrock(**given)(CLAUDE)


def signing(server: ProviderServer, **settings: Any) -> Any:
    return create_bedrock(base_url=server.origin, region="eu-central-1", **KEY, **settings)(CLAUDE)


# ---- addresses and keys


@pytest.mark.capability("bedrock", "text", "streaming", "instructions")
@BOTH
async def test_what_is_sent(streaming: bool) -> None:
    with ProviderServer([answering(streaming, "Hello")]) as server:
        options = {"anthropic": {"betas": ["one-2025"]}, "bedrock": {"top_k": 3}}
        result = await run(
            streaming, model_of(server), provider_options=options, instructions="Be brief."
        )
        (request,) = server.requests

    operation = "invoke-with-response-stream" if streaming else "invoke"
    assert request.raw_path == f"{PATH}/{operation}"
    assert request.headers["authorization"] == "Bearer test-key"
    assert "anthropic-version" not in request.headers
    assert "anthropic-beta" not in request.headers
    body = request.json
    assert {"model", "stream"}.isdisjoint(body)
    assert body["anthropic_version"] == "bedrock-2023-05-31"
    assert body["anthropic_beta"] == ["one-2025"]
    assert body["messages"] == [{"role": "user", "content": "hi"}]
    assert result.text == "Hello"
    assert result.usage.output_tokens == 5
    assert result.finish_reason == "stop"


def test_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="AWS_REGION"):
        bedrock(CLAUDE).endpoint.address()
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-gov-west-1")
    assert bedrock(CLAUDE).endpoint.address() == (
        "https://bedrock-runtime.us-gov-west-1.amazonaws.com"
    )
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert "eu-central-1" in bedrock(CLAUDE).endpoint.address()
    with pytest.raises(ConfigurationError, match="no region of AWS"):
        create_bedrock(region="evil.example/")(CLAUDE).endpoint.address()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"api_key": "k", **KEY}, "not both"),
        ({"access_key_id": "a"}, "together"),
        ({"secret_access_key": "a"}, "together"),
        ({"session_token": "a"}, "together"),
    ],
)
def test_settings_that_cannot_be_meant(settings: Any, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        create_bedrock(**settings)


async def test_a_missing_key_names_the_variables() -> None:
    with pytest.raises(LoadAPIKeyError, match="AWS_ACCESS_KEY_ID") as caught:
        await generate_text(create_bedrock(region="eu-central-1")(CLAUDE), prompt="hi")
    assert caught.value.variable == "AWS_BEARER_TOKEN_BEDROCK"


@BOTH
async def test_a_key_of_the_environment_signs(
    streaming: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "canary-session")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    with ProviderServer([answering(streaming, "Hello")]) as server:
        monkeypatch.setenv("BEDROCK_BASE_URL", server.origin)
        result = await run(streaming, f"bedrock:{CLAUDE}")
        (request,) = server.requests

    line = request.headers["authorization"]
    assert line.startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert "/eu-central-1/bedrock/aws4_request, " in line
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, " in line
    assert request.headers["x-amz-security-token"] == "canary-session"
    assert request.headers["host"] == server.origin.removeprefix("http://")
    assert result.text == "Hello"


async def test_a_token_of_the_environment_comes_before_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-secret")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "bearer")
    with ProviderServer(lambda _: answering(False, "Hello")) as server:
        await generate_text(create_bedrock(base_url=server.origin)(CLAUDE), prompt="hi")
        await generate_text(signing(server), prompt="hi")
        first, second = server.requests

    assert first.headers["authorization"] == "Bearer bearer"
    assert second.headers["authorization"].startswith("AWS4-HMAC-SHA256")


async def test_every_try_is_signed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from ai_sdk.providers import _bedrock_access

    signed: list[Any] = []
    real = _bedrock_access.sign

    def counting(request: Any, *args: Any, **settings: Any) -> Any:
        signed.append(request)
        return real(request, *args, **settings)

    monkeypatch.setattr(_bedrock_access, "sign", counting)
    with ProviderServer([Reply.error(500), answering(False, "Hello")]) as server:
        with clock.use(ManualClock()):
            await generate_text(signing(server), prompt="hi")

    assert len(signed) == 2


@BOTH
async def test_a_server_of_its_own_that_knows_the_key(streaming: bool) -> None:
    with ProviderServer(lambda _: "Hello there", api_key="canary-secret") as server:
        one = await run(streaming, signing(server, session_token="canary-session"))
        two = await run(streaming, model_of(server, api_key="canary-secret"))
        with pytest.raises(AuthenticationError, match="signature"):
            await run(streaming, create_bedrock(**{**STRANGER, "base_url": server.origin})(CLAUDE))
        with pytest.raises(PermissionDeniedError, match="API Key is valid"):
            await run(streaming, model_of(server, api_key="other"))

    assert (one.text, two.text) == ("Hello there", "Hello there")
    assert one.usage.output_tokens == 2


@BOTH
async def test_a_server_that_throttles_in_mid_stream(streaming: bool) -> None:
    failed = Reply.failed("Too fast.", type="rate_limit_error", text="Well")
    with ProviderServer([failed]) as server:
        with pytest.raises(RateLimitError, match="Too fast") as caught:
            await run(streaming, model_of(server), max_retries=0)

    assert (caught.value.partial is not None) == streaming


def test_handles_are_values(monkeypatch: pytest.MonkeyPatch) -> None:
    model = create_bedrock(region="eu-central-1")(CLAUDE)
    assert pickle.loads(pickle.dumps(model)) == model
    assert hash(model) == hash(create_bedrock(region="eu-central-1")(CLAUDE))
    secret = create_bedrock(region="eu-central-1", **KEY)(CLAUDE)
    assert "canary-secret" not in repr(secret)
    with pytest.raises(ConfigurationError):
        pickle.dumps(secret)


# ---- answers


@pytest.mark.capability("bedrock", "tools")
@BOTH
async def test_tools_in_two_steps(streaming: bool) -> None:
    with ProviderServer([calling(streaming), answering(streaming, "Sunny")]) as server:
        result = await run(streaming, model_of(server), tools=[weather], stop_when=is_step_count(2))
        sent = server.requests[1].json["messages"]

    assert result.text == "Sunny"
    assert result.tool_results[0].output == "sunny in Rome"
    assert sent[1]["content"] == [CALL]
    assert sent[2]["content"][0]["tool_use_id"] == "toolu_1"


@pytest.mark.capability("bedrock", "objects")
async def test_objects_come_through_a_tool() -> None:
    def made(request: Any) -> Reply:
        (only,) = request.json["tools"]
        call = {"type": "tool_use", "id": "t", "name": only["name"], "input": {"city": "Rome"}}
        return whole(call, reason="tool_use")

    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    with ProviderServer(made) as server:
        result = await generate_object(model_of(server), schema, prompt="Rome")

    assert result.object == {"city": "Rome"}


THOUGHT = {"type": "thinking", "thinking": "Hm.", "signature": "c2lnbmVk"}


def thinking(streaming: bool) -> Reply:
    if not streaming:
        return whole(THOUGHT, {"type": "text", "text": "Yes"})
    begin = {"type": "thinking", "thinking": "", "signature": ""}
    parts = [
        {"type": "thinking_delta", "thinking": "Hm."},
        {"type": "signature_delta", "signature": "c2lnbmVk"},
    ]
    text = block(1, {"type": "text", "text": ""}, {"type": "text_delta", "text": "Yes"})
    return framed([start(), *block(0, begin, *parts), *text, *ending()])


@pytest.mark.capability("bedrock", "reasoning", "reasoning-back", "conversation")
@BOTH
async def test_thinking_goes_back_byte_for_byte(streaming: bool) -> None:
    with ProviderServer([thinking(streaming), answering(streaming, "Sure")]) as server:
        first = await run(streaming, model_of(server), reasoning="low")
        stored = messages_from_json(messages_to_json(first.response_messages))
        again = [UserMessage("hi"), *stored, UserMessage("Sure?")]
        await run(streaming, model_of(server), prompt=None, messages=again, reasoning="low")
        one, two = (request.json for request in server.requests)

    assert one["thinking"]["type"] == "enabled"
    assert first.reasoning_text == "Hm."
    assert two["messages"][1]["content"] == [THOUGHT, {"type": "text", "text": "Yes"}]


@pytest.mark.parametrize("size", [1, 5, 100])
async def test_frames_in_pieces(size: int) -> None:
    with ProviderServer([framed(said("one two three"), size=size)]) as server:
        result = await run(True, model_of(server))

    assert result.text == "onetwothree"


# ---- faults


@pytest.mark.parametrize("cut", [1, 20, 400])
async def test_a_stream_that_is_cut_is_interrupted(cut: int) -> None:
    events = said("one two three")[:-2]
    with ProviderServer([framed(events, cut=cut)]) as server:
        with pytest.raises(StreamInterruptedError) as caught:
            await run(True, model_of(server))

    assert caught.value.partial.text.startswith("one")


async def test_a_damaged_stream_is_an_error() -> None:
    data = bytearray(b"".join(map(chunk, said("one two three"))))
    data[len(data) // 2] ^= 1
    with ProviderServer([Reply.raw(200, FRAMES, bytes(data))]) as server:
        with pytest.raises((InvalidResponseError, StreamInterruptedError)) as caught:
            await run(True, model_of(server))

    assert caught.value.partial.text in ("", "one", "onetwo", "onetwothree")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("throttlingException", RateLimitError),
        ("serviceUnavailableException", OverloadedError),
        ("internalServerException", ServerError),
        ("modelStreamErrorException", ServerError),
        ("validationException", BadRequestError),
    ],
)
async def test_exceptions_in_mid_stream(name: str, kind: type[APICallError]) -> None:
    data = b"".join(map(chunk, said("one two")[:4]))
    failure = event(name, b'{"message":"it broke"}', "exception")
    with ProviderServer([Reply.raw(200, FRAMES, data + failure)]) as server:
        with pytest.raises(kind, match="it broke") as caught:
            await run(True, model_of(server), max_retries=0)

    assert caught.value.partial.text == "onetwo"


async def test_an_exception_before_any_output_is_tried_again() -> None:
    failure = event("throttlingException", b'{"message":"slow down"}', "exception")
    script = [Reply.raw(200, FRAMES, failure), answering(True, "Hello")]
    with ProviderServer(script) as server, clock.use(ManualClock()):
        result = await run(True, model_of(server))

        assert len(server.requests) == 2
    assert result.text == "Hello"


@pytest.mark.capability("bedrock", "errors")
@BOTH
@pytest.mark.parametrize(
    ("status", "name", "message", "kind"),
    [
        (403, "ExpiredTokenException", "The security token is expired", AuthenticationError),
        (403, "InvalidSignatureException", "Signature expired", AuthenticationError),
        (403, "AccessDeniedException", "You have no access", PermissionDeniedError),
        (400, "ValidationException", "The model identifier is invalid", BadRequestError),
        (400, "ValidationException", "Input is too long for this model", ContextOverflowError),
        (429, "ThrottlingException", "Too many requests", RateLimitError),
        (503, "ServiceUnavailableException", "Try again", OverloadedError),
    ],
)
async def test_errors(
    status: int, name: str, message: str, kind: type[APICallError], streaming: bool
) -> None:
    headers = {
        "content-type": "application/json",
        "x-amzn-errortype": f"{name}:http://internal.amazon.com/coral/",
        "x-amzn-requestid": "request-1",
    }
    reply = Reply.raw(status, headers, dumps({"message": message}))
    with ProviderServer([reply]) as server:
        with pytest.raises(kind) as caught:
            await run(streaming, signing(server), max_retries=0)

    error = caught.value
    assert type(error) is kind
    assert (error.status_code, error.message) == (status, message)
    assert error.request_id == "request-1"
    assert "canary-secret" not in str(error) + repr(error)
