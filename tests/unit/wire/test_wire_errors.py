"""Status, code and message to typed error; error bodies of every shape."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk.errors import (
    APICallError,
    AuthenticationError,
    BadRequestError,
    ContentFilteredError,
    ContextOverflowError,
    InvalidArgumentError,
    InvalidResponseError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
)
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire.error_body import MAX_ERROR_BODY, find_error
from ai_sdk.wire.errors import error_for, error_from_reply, error_from_value, error_in_answer
from ai_sdk.wire.json_text import json_text, read_object


@pytest.mark.parametrize(
    ("status", "kind", "retryable"),
    [
        (400, BadRequestError, False),
        (401, AuthenticationError, False),
        (402, QuotaExceededError, False),
        (403, PermissionDeniedError, False),
        (404, NotFoundError, False),
        (405, BadRequestError, False),
        (408, APICallError, True),
        (409, APICallError, True),
        (410, NotFoundError, False),
        (413, ContextOverflowError, False),
        (422, BadRequestError, False),
        (425, APICallError, True),
        (429, RateLimitError, True),
        (500, ServerError, True),
        (502, ServerError, True),
        (503, OverloadedError, True),
        (504, ServerError, True),
        (524, ServerError, True),
        (529, OverloadedError, True),
    ],
)
def test_the_status_alone(status: int, kind: type[APICallError], retryable: bool) -> None:
    error = error_for(status, "no")
    assert (type(error), error.status_code, error.is_retryable) == (kind, status, retryable)


@pytest.mark.parametrize(
    ("status", "code", "type_", "kind"),
    [
        (429, "insufficient_quota", "insufficient_quota", QuotaExceededError),
        (400, "insufficient_quota", None, QuotaExceededError),
        (400, "context_length_exceeded", "invalid_request_error", ContextOverflowError),
        (400, 400, "exceed_context_size_error", ContextOverflowError),
        (400, "content_policy_violation", None, ContentFilteredError),
        (400, "moderation_blocked", "image_generation_user_error", ContentFilteredError),
        (400, "model_not_found", "invalid_request_error", NotFoundError),
        (400, "API_KEY_INVALID", None, AuthenticationError),
        (401, "invalid_api_key", "invalid_request_error", AuthenticationError),
        (403, None, "invalid_request_error", PermissionDeniedError),
        (413, "rate_limit_exceeded", "tokens", RateLimitError),
        (413, None, "invalid_request_error", ContextOverflowError),
        (413, None, "request_too_large", ContextOverflowError),
        (500, "server_is_overloaded", None, OverloadedError),
        (400, None, "overloaded_error", OverloadedError),
    ],
)
def test_the_code_knows_better_than_the_status(
    status: int, code: Any, type_: str | None, kind: type[APICallError]
) -> None:
    error = error_for(status, "no", code=code, type=type_)
    assert type(error) is kind
    assert error.status_code == status


@pytest.mark.parametrize(
    ("code", "type_", "kind", "status"),
    [
        ("rate_limit_exceeded", None, RateLimitError, 429),
        ("insufficient_quota", None, QuotaExceededError, 429),
        ("server_error", None, ServerError, 500),
        (503, None, OverloadedError, 503),
        ("429", None, RateLimitError, 429),
        (502, "provider_error", ServerError, 502),
        (None, "invalid_request_error", BadRequestError, 400),
        (None, "authentication_error", AuthenticationError, 401),
        ("something_new", None, ServerError, 500),
        (200, None, ServerError, 500),
        (True, None, ServerError, 500),
    ],
)
def test_an_error_inside_a_good_reply_has_the_status_it_stands_for(
    code: Any, type_: str | None, kind: type[APICallError], status: int
) -> None:
    for outer in (None, 200):
        error = error_for(outer, "no", code=code, type=type_)
        assert (type(error), error.status_code) == (kind, status)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("This model's maximum context length is 8192 tokens.", ContextOverflowError),
        ("request (2009 tokens) exceeds the available context size", ContextOverflowError),
        ("prompt is too long: 250000 tokens > 200000 maximum", ContextOverflowError),
        ("Your prompt was flagged as potentially violating our usage policy", ContentFilteredError),
        ("The response was filtered due to the content management policy", ContentFilteredError),
        ("Your credit balance is too low to access the API", QuotaExceededError),
        ("Invalid 'temperature': decimal above maximum value.", BadRequestError),
    ],
)
def test_the_message_where_the_code_is_silent(message: str, kind: type[APICallError]) -> None:
    assert type(error_for(400, message, code="invalid_value")) is kind


def test_the_message_does_not_overrule_a_rate_limit() -> None:
    text = "Request too large: the context length counts against tokens per minute"
    assert type(error_for(429, text)) is RateLimitError


@pytest.mark.parametrize(
    ("told", "status", "retryable"), [("false", 500, False), ("true", 400, True)]
)
def test_the_server_says_whether_to_retry(told: str, status: int, retryable: bool) -> None:
    assert error_for(status, "no", headers={"x-should-retry": told}).is_retryable is retryable


def test_headers_give_wait_and_request_id() -> None:
    error = error_for(429, "slow", headers={"retry-after": "7", "x-request-id": "req_1"})
    assert (error.retry_after, error.request_id) == (7.0, "req_1")
    assert error_for(500, "no", data={"request_id": "req_2"}).request_id == "req_2"


def reply(status: int, body: bytes) -> HTTPReply:
    return HTTPReply(status, {}, body, "https://api.example/v1/chat/completions")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"error": {"message": "bad", "code": "x"}}', "bad"),
        (b'{"error": "bad"}', "bad"),
        (b'{"message": "bad"}', "bad"),
        (b'{"object": "error", "message": "bad", "code": 40301}', "bad"),
        (b'{"detail": "bad"}', "bad"),
        (b'{"detail": [{"loc": ["body", "n"], "msg": "bad"}, {"msg": "worse"}]}', "bad; worse"),
        (b'{"errors": [{"message": "bad"}]}', "bad"),
        (b'[{"error": {"message": "bad"}}]', "bad"),
        (b'"bad"', "bad"),
        (b'{"error": {"code": "strange"}}', "the provider reported the error 'strange'"),
        (b"", "400 Bad Request (the body is empty)"),
        (b"{}", "400 Bad Request: {}"),
        (b"upstream\n  broke", "400 Bad Request: upstream broke"),
        (b"\xff\xfe no utf-8", "400 Bad Request: �� no utf-8"),
        (
            b"<html><head><title>Bad\nGateway</title></head><body>x</body></html>",
            "400 Bad Request: a web page: Bad Gateway",
        ),
        (b"<p>no <b>title</b></p>", "400 Bad Request: a web page: no title"),
        (b'{"error": {"message": ', '400 Bad Request: {"error": {"message":'),
    ],
)
def test_the_message_of_a_body(body: bytes, message: str) -> None:
    error = error_from_reply(reply(400, body))
    assert error.message == message
    assert error.url == "https://api.example/v1/chat/completions"


def test_code_data_and_body_of_a_reply() -> None:
    body = b'{"error": {"message": "bad", "type": "invalid_request_error", "param": "n"}}'
    error = error_from_reply(reply(400, body))
    assert error.code == "invalid_request_error"
    assert error.data == {"message": "bad", "type": "invalid_request_error", "param": "n"}
    assert error.body == body.decode()


def test_an_unknown_status_without_words() -> None:
    assert error_from_reply(reply(599, b"")).message == "599 (the body is empty)"


def test_a_huge_body_is_capped() -> None:
    error = error_from_reply(reply(500, b'{"error": "' + b"x" * 10_000_000 + b'"}'))
    assert type(error) is ServerError
    assert error.data is None
    assert len(error.message) < 1_000
    assert len(error.body or "") < 3_000
    assert MAX_ERROR_BODY == 65_536


def test_a_deep_body_is_no_json() -> None:
    error = error_from_reply(reply(500, b"[" * 20_000))
    assert type(error) is ServerError


def test_no_key_gets_into_an_error() -> None:
    secret = "sk-proj-abcdefghijklmnop"
    text = f"Incorrect API key provided: {secret}."
    body = json.dumps({"error": {"message": text, "x": [{secret: secret}]}}).encode()
    error = error_from_reply(reply(401, body))
    assert secret not in f"{error} {error.message} {error.body} {error.data}"
    assert secret not in repr(pickle.loads(pickle.dumps(error)).__dict__)


def test_azure_filters_say_it_in_an_inner_error() -> None:
    found = error_from_value(
        {"message": "no", "code": "x", "innererror": {"code": "ResponsibleAIPolicyViolation"}}
    )
    assert type(found) is ContentFilteredError


def test_data_nested_without_end_is_cut() -> None:
    deep: dict[str, Any] = {}
    for _ in range(50):
        deep = {"message": deep}
    assert type(error_from_value(deep)) is ServerError


@pytest.mark.parametrize("value", [None, 3, [], "", {}, True])
def test_an_error_without_words(value: Any) -> None:
    assert "the provider reported an error" in error_from_value(value).message


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"error": {"message": "a"}}, {"message": "a"}),
        ({"error": "a", "code": 3}, {"error": "a", "message": "a", "code": 3}),
        ({"error": {}}, {}),
        ({"error": None, "choices": []}, None),
        ({"error": ""}, None),
        ({"type": "error", "message": "a"}, {"type": "error", "message": "a"}),
        ({"detail": "a"}, {"detail": "a"}),
        ({"detail": "a", "choices": []}, None),
        ([], None),
        (None, None),
    ],
)
def test_find_error(data: Any, found: Any) -> None:
    assert find_error(data) == found


def test_an_error_in_a_good_answer() -> None:
    found = error_in_answer({"error": {"message": "later", "code": 429}}, reply(200, b"{}"))
    assert type(found) is RateLimitError
    assert found.status_code == 429
    assert error_in_answer({"choices": []}, reply(200, b"{}")) is None


@given(
    status=st.integers(400, 599),
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["error", "message", "code", "type", "detail", "innererror", "x"]),
                inner,
                max_size=4,
            ),
            max_leaves=12,
        ).map(lambda data: json.dumps(data).encode()),
    ),
)
@settings(max_examples=150, deadline=None)
def test_any_error_body_becomes_a_typed_error(status: int, body: bytes) -> None:
    error = error_from_reply(reply(status, body))
    assert isinstance(error, APICallError)
    assert error.status_code == status
    assert error.message
    assert type(pickle.loads(pickle.dumps(error))) is type(error)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "the answer is empty"),
        (b"  \n", "the answer is empty"),
        (b"<!DOCTYPE html><html>login</html>", "is a web page"),
        (b"not json", "is not a chat completion"),
        (b"[1]", "a JSON list"),
        (b"null", "a JSON NoneType"),
    ],
)
def test_read_object_refuses(body: bytes, says: str) -> None:
    with pytest.raises(InvalidResponseError, match=says) as caught:
        read_object(HTTPReply(200, {"x-request-id": "r"}, body, "u"), "a chat completion")
    assert (caught.value.status_code, caught.value.request_id, caught.value.url) == (200, "r", "u")


def test_json_text_refuses_what_is_no_json() -> None:
    assert json_text([1, "ä"], "the input") == '[1,"ä"]'
    with pytest.raises(InvalidArgumentError, match="the input cannot be sent"):
        json_text(object(), "the input")
