"""The provider server as Amazon Bedrock: envelopes, frames, keys, signatures, refusals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.types.http import HTTPRequest
from ai_sdk.wire.aws.event_stream import EventStreamDecoder, EventStreamMessage
from ai_sdk.wire.aws.sigv4 import AWSCredentials, sign
from ai_sdk.wire.bedrock_messages.events import BedrockEvents

CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0"
USER = {"role": "user", "content": "hi"}
SECRET = "wJalr/secret+key"


@pytest.fixture(scope="module")
def server() -> Iterator[ProviderServer]:
    with ProviderServer() as running:
        yield running


def ask(**body: Any) -> dict[str, Any]:
    version = {"anthropic_version": "bedrock-2023-05-31"}
    return {**version, "max_tokens": 2000, "messages": [USER], **body}


def sent(server: ProviderServer, body: Any, *, model: str = CLAUDE, **options: Any) -> Any:
    operation = options.pop("operation", "invoke")
    return httpx.post(f"{server.origin}/model/{model}/{operation}", json=body, **options)


def frames(reply: Any) -> list[EventStreamMessage]:
    decoder = EventStreamDecoder()
    found = decoder.feed(reply.content)
    decoder.finish()
    return found


def events(reply: Any) -> list[dict[str, Any]]:
    return [json.loads(each.data) for each in BedrockEvents().feed(reply.content)]


def test_an_answer_and_what_its_head_tells() -> None:
    with ProviderServer([Reply.text("Hello there")]) as server:
        reply = sent(server, ask())

    assert reply.json()["content"] == [{"type": "text", "text": "Hello there"}]
    assert reply.json()["model"] == "claude-sonnet-4-5-20250929"
    assert reply.headers["x-amzn-bedrock-output-token-count"] == "2"
    assert reply.headers["x-amzn-requestid"] == "req_000001"


def test_a_stream_comes_in_frames() -> None:
    with ProviderServer([Reply.text("Hello there")]) as server:
        reply = sent(server, ask(), operation="invoke-with-response-stream")

    assert reply.headers["content-type"] == "application/vnd.amazon.eventstream"
    assert {(each.kind, each.name) for each in frames(reply)} == {("event", "chunk")}
    assert frames(reply)[0].headers[":content-type"] == "application/json"
    told = events(reply)
    assert [each["type"] for each in told] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert told[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] == 2


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("server_error", "internalServerException"),
        ("rate_limit_error", "throttlingException"),
        ("overloaded_error", "serviceUnavailableException"),
        ("modelStreamErrorException", "modelStreamErrorException"),
    ],
)
def test_a_failure_in_mid_stream_is_an_exception(kind: str, name: str) -> None:
    script = [Reply.failed("It broke.", type=kind, text="Well")]
    with ProviderServer(script) as server:
        *_, last = frames(sent(server, ask(), operation="invoke-with-response-stream"))

    assert (last.kind, last.name) == ("exception", name)
    assert json.loads(last.payload) == {"message": "It broke."}


# ---- what is refused

BODIES: list[tuple[Any, str]] = [
    ([], "not valid JSON"),
    ({"max_tokens": 1, "messages": [USER]}, "anthropic_version: Field required"),
    (ask(anthropic_version="2023-06-01"), "Invalid API version"),
    (ask(model="claude"), "model: Extra inputs"),
    (ask(stream=True), "stream: Extra inputs"),
    (ask(anthropic_beta="one"), "anthropic_beta: Input should be a valid list"),
    (ask(max_tokens=0), "max_tokens: Input should be greater"),
    (ask(tools=[{"type": "web_search_20250305", "name": "w"}]), "tools.0: Input tag 'web_search"),
    (
        ask(messages=[{"role": "user", "content": [{"type": "image", "source": {"type": "url"}}]}]),
        "messages.0.content.0.image.source: Input tag 'url'",
    ),
]


@pytest.mark.parametrize(("body", "words"), BODIES)
def test_bodies_that_are_refused(body: Any, words: str, server: ProviderServer) -> None:
    reply = sent(server, body)

    assert reply.status_code == 400
    assert words in reply.json()["message"]
    assert reply.headers["x-amzn-errortype"].startswith("ValidationException:http://")


def test_a_model_that_does_not_exist(server: ProviderServer) -> None:
    reply = sent(server, ask(), model="anthropic.does-not-exist-v1%3A0")

    assert (reply.status_code, reply.json()) == (
        400,
        {"message": "The provided model identifier is invalid."},
    )


@pytest.mark.parametrize(
    ("error", "name", "words"),
    [
        (Reply.error(429), "ThrottlingException", "Too many requests"),
        (Reply.error(403), "AccessDeniedException", "access to the model"),
        (Reply.error(424, "no"), "ModelErrorException", "no"),
        (Reply.error(500), "InternalServerException", "unexpected error"),
        (Reply.error(400, code="context_length_exceeded"), "ValidationException", "too long"),
        (Reply.error(403, "old", type="ExpiredTokenException"), "ExpiredTokenException", "old"),
        (
            Reply.error(400, code="insufficient_quota"),
            "ServiceQuotaExceededException",
            "quota is exceeded",
        ),
    ],
)
def test_errors_of_a_script(error: Reply, name: str, words: str) -> None:
    with ProviderServer([error]) as server:
        reply = sent(server, ask())

    assert reply.headers["x-amzn-errortype"].partition(":")[0] == name
    assert words in reply.json()["message"]


# ---- who asks


def signed(server: ProviderServer, secret: str = SECRET, **options: Any) -> dict[str, str]:
    request = HTTPRequest(
        "POST",
        f"{server.origin}/model/{CLAUDE}/invoke",
        {"content-type": "application/json"},
        content=json.dumps(ask()).encode(),
    )
    settings = {"region": "eu-central-1", "service": "bedrock", **options}
    return dict(sign(request, AWSCredentials("AKIDEXAMPLE", secret), **settings).headers)


def posted(server: ProviderServer, headers: dict[str, str]) -> Any:
    url = f"{server.origin}/model/{CLAUDE}/invoke"
    return httpx.post(url, content=json.dumps(ask()).encode(), headers=headers)


def refusal(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.headers["x-amzn-errortype"].partition(":")[0]


def test_a_key_in_its_header_or_behind_a_signature_is_taken() -> None:
    with ProviderServer(api_key=SECRET) as server:
        bearer = posted(server, {"authorization": f"Bearer {SECRET}"})
        signature = posted(server, signed(server))

    assert (bearer.status_code, signature.status_code) == (200, 200)


def test_keys_and_signatures_that_are_wrong() -> None:
    with ProviderServer(api_key=SECRET) as server:
        none = posted(server, {})
        bearer = posted(server, {"authorization": "Bearer other"})
        signature = posted(server, signed(server, "other"))
        changed = httpx.post(
            f"{server.origin}/model/{CLAUDE}/invoke", json=ask(), headers=signed(server)
        )
        unread = posted(server, {"authorization": "AWS4-HMAC-SHA256 Credential=x"})

    assert refusal(none) == (403, "MissingAuthenticationTokenException")
    assert refusal(bearer) == (403, "AccessDeniedException")
    assert refusal(signature) == (403, "InvalidSignatureException")
    assert refusal(changed) == (403, "InvalidSignatureException")
    assert refusal(unread)[0] == 403


def test_what_no_signature_can_be_is_refused_without_a_key_too(server: ProviderServer) -> None:
    old = datetime.now(UTC) - timedelta(minutes=6)
    service = posted(server, signed(server, service="s3"))
    expired = posted(server, signed(server, now=old))
    incomplete = posted(server, {"authorization": "AWS4-HMAC-SHA256 Credential=x"})

    assert refusal(service) == (403, "InvalidSignatureException")
    assert "correct service" in service.json()["message"]
    assert "Signature expired" in expired.json()["message"]
    assert refusal(incomplete) == (403, "IncompleteSignatureException")


def test_a_signature_of_botocore_is_taken() -> None:
    auth = pytest.importorskip("botocore.auth", reason="botocore is not installed")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    with ProviderServer(api_key=SECRET) as server:
        headers = {"accept": "application/json", "x-amzn-bedrock-accept": "application/json"}
        url = f"{server.origin}/model/{CLAUDE}/invoke"
        request = AWSRequest("POST", url, headers=headers, data=json.dumps(ask()).encode())
        credentials = Credentials("AKIDEXAMPLE", SECRET, "a-session")
        auth.SigV4Auth(credentials, "bedrock", "eu-central-1").add_auth(request)
        reply = posted(server, dict(request.headers))

    assert "accept" in request.headers["Authorization"]
    assert reply.status_code == 200
