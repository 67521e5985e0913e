"""Signature Version 4 against botocore's signer, which is independent of ours."""

from __future__ import annotations

import hashlib
import hmac
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from ai_sdk.errors import ConfigurationError, InvalidArgumentError
from ai_sdk.http_rules.prepare import prepare
from ai_sdk.types._value import evolve
from ai_sdk.types.http import FormPart, HTTPRequest
from ai_sdk.wire.aws.sigv4 import AWSCredentials, sign

NOW = datetime(2026, 11, 28, 9, 30, 1, tzinfo=UTC)
KEY = AWSCredentials("AKIDEXAMPLE", "wJalr/secret+key")
SESSION = AWSCredentials("ASIAEXAMPLE", "another secret", "a-token/with+signs==")
HOST = "https://bedrock-runtime.eu-central-1.amazonaws.com"

REQUESTS = {
    "plain": HTTPRequest("GET", f"{HOST}/foundation-models"),
    "no-path": HTTPRequest("GET", HOST),
    "query": HTTPRequest("GET", f"{HOST}/x", query={"b": "2 3", "a": "x/y~z", "A": "ü&=+"}),
    "json": HTTPRequest("POST", f"{HOST}/model/m/invoke", json={"max_tokens": 1, "a": "ü"}),
    "encoded-path": HTTPRequest(
        "POST", f"{HOST}/model/eu.anthropic.claude%3A0/converse", json={"a": 1}
    ),
    "port": HTTPRequest("POST", "http://localhost:8080/x", content=b"\x00\xff"),
    "usual-port": HTTPRequest("POST", "https://example.com:443/x", content=b""),
    "headers": HTTPRequest(
        "POST",
        f"{HOST}/x",
        headers={
            "X-Amzn-Trace": "not signed",
            "X-Amz-Target": "Some   Target",
            "Content-Type": "application/x-ndjson",
            "Accept": "application/json",
        },
        content=b"{}\n",
    ),
}


def signed(request: HTTPRequest, credentials: AWSCredentials = KEY, **settings: Any) -> HTTPRequest:
    named: dict[str, Any] = {"region": "eu-central-1", "service": "bedrock", "now": NOW, **settings}
    return sign(request, credentials, **named)


@pytest.mark.parametrize("credentials", [KEY, SESSION], ids=["key", "session"])
@pytest.mark.parametrize("name", REQUESTS)
def test_behaviour_64_signatures_equal_those_of_botocore(
    name: str, credentials: AWSCredentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    auth = pytest.importorskip("botocore.auth", reason="botocore is not installed")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    ours = signed(REQUESTS[name], credentials)
    token = credentials.session_token
    theirs = auth.SigV4Auth(
        Credentials(
            credentials.access_key_id,
            credentials.secret_access_key.reveal(),
            token and token.reveal(),
        ),
        "bedrock",
        "eu-central-1",
    )
    wanted = {
        line: text
        for line, text in ours.headers.items()
        if line == "content-type" or line == "x-amz-target"
    }
    request = AWSRequest(
        ours.method, ours.url, headers=wanted, data=ours.content, params=dict(ours.query)
    )
    monkeypatch.setattr(auth, "get_current_datetime", lambda *_, **__: NOW.replace(tzinfo=None))
    theirs.add_auth(request)

    assert ours.headers["authorization"] == request.headers["Authorization"]
    assert ours.headers["x-amz-date"] == request.headers["X-Amz-Date"] == "20261128T093001Z"
    assert ours.headers.get("x-amz-security-token") == request.headers.get("X-Amz-Security-Token")


def test_behaviour_64_a_signature_computed_by_hand() -> None:
    """The published steps, written out for one request."""
    request = HTTPRequest("POST", "https://h.example/a%20b", query={"q": "1"}, json={"x": 1})
    ours = signed(request)
    body = b'{"x":1}'
    canonical = (
        "POST\n/a%2520b\nq=1\ncontent-type:application/json\nhost:h.example\n"
        "x-amz-date:20261128T093001Z\n\ncontent-type;host;x-amz-date\n"
        + hashlib.sha256(body).hexdigest()
    )
    scope = "20261128/eu-central-1/bedrock/aws4_request"
    told = f"AWS4-HMAC-SHA256\n20261128T093001Z\n{scope}\n"
    told += hashlib.sha256(canonical.encode()).hexdigest()
    key = b"AWS4wJalr/secret+key"
    for word in ("20261128", "eu-central-1", "bedrock", "aws4_request"):
        key = hmac.new(key, word.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, told.encode(), hashlib.sha256).hexdigest()

    assert ours.headers["authorization"] == (
        f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, "
        f"SignedHeaders=content-type;host;x-amz-date, Signature={signature}"
    )
    assert ours.content == body


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_signed_is_what_is_sent(name: str) -> None:
    ours = signed(REQUESTS[name])
    sent = prepare(ours)

    assert sent.body == (ours.content or b"")
    assert sent.headers["authorization"] == ours.headers["authorization"]
    assert "+" not in sent.url.partition("?")[2]  # a space is %20, as it was signed


def test_any_time_zone_is_the_same_moment() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=9)))
    assert signed(REQUESTS["json"], now=elsewhere) == signed(REQUESTS["json"])


def test_what_changes_changes_the_signature() -> None:
    request = REQUESTS["json"]
    lines = {
        signed(each, key, region=region, service=service).headers["authorization"]
        for each, key, region, service in [
            (request, KEY, "eu-central-1", "bedrock"),
            (evolve(request, json={}), KEY, "eu-central-1", "bedrock"),
            (evolve(request, method="PUT"), KEY, "eu-central-1", "bedrock"),
            (evolve(request, query={"a": "b"}), KEY, "eu-central-1", "bedrock"),
            (request, AWSCredentials("AKIDEXAMPLE", "other"), "eu-central-1", "bedrock"),
            (request, KEY, "us-east-1", "bedrock"),
            (request, KEY, "eu-central-1", "s4"),
        ]
    }
    assert len(lines) == 7


def test_signing_again_replaces_the_signature() -> None:
    again = signed(signed(REQUESTS["json"], SESSION), SESSION)
    assert again == signed(REQUESTS["json"], SESSION)


def test_secrets_are_not_shown() -> None:
    shown = repr(SESSION) + repr(signed(REQUESTS["json"], SESSION))
    assert "another secret" not in shown
    assert "a-token" not in shown
    with pytest.raises(Exception, match="(?i)secret|pickle"):
        pickle.dumps(SESSION)


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        (HTTPRequest("POST", HOST, form=(FormPart("a", b"b"),)), InvalidArgumentError),
        (HTTPRequest("POST", HOST, json={"a": object()}), InvalidArgumentError),
        (HTTPRequest("POST", "/x"), ConfigurationError),
    ],
)
def test_what_cannot_be_signed(request_: HTTPRequest, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        signed(request_)
