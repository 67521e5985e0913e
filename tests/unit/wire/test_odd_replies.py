"""Replies with a good status that hold an error, or not what was asked for, across protocols."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ai_sdk import APICallError, InvalidResponseError, NotFoundError, OverloadedError
from ai_sdk.types.call import ImageCall, LanguageModelCall, RerankingCall
from ai_sdk.types.content import FilePart
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.messages import UserMessage
from ai_sdk.types.services import UploadCall
from ai_sdk.wire import (
    anthropic_services,
    openai_services,
    rerank,
)
from ai_sdk.wire.anthropic_messages import token_count as anthropic_count
from ai_sdk.wire.anthropic_messages.dialect import ANTHROPIC
from ai_sdk.wire.anthropic_services import files as anthropic_files, models as anthropic_models
from ai_sdk.wire.anthropic_services.times import moment_of
from ai_sdk.wire.google_genai import images as google_images, token_count as google_count
from ai_sdk.wire.google_genai.dialect import GOOGLE
from ai_sdk.wire.google_genai.facts import moment_of as google_moment
from ai_sdk.wire.openai_responses import dialect as responses_dialect, token_count as openai_count
from ai_sdk.wire.openai_services import (
    dialect as services,
    files as openai_files,
    models as openai_models,
)
from ai_sdk.wire.protocol import WireRequest
from ai_sdk.wire.rerank.dialect import RerankDialect

ASKED = WireRequest("/")
CALL = LanguageModelCall((UserMessage("Hi"),))
UPLOAD = UploadCall(FilePart(b"x", "text/plain", filename="a.txt"))
RANKING = RerankingCall("q", ("a",))
RANKS = RerankDialect("acme", ("acme",))

READ: dict[str, Callable[[HTTPReply], Any]] = {
    "anthropic count": lambda r: anthropic_count.parse(ANTHROPIC, r, ASKED, CALL),
    "anthropic file": lambda r: anthropic_files.parse(ANTHROPIC, UPLOAD, r),
    "anthropic models": lambda r: anthropic_models.parse(ANTHROPIC, r),
    "google count": lambda r: google_count.parse(GOOGLE, r, ASKED, CALL),
    "google images": lambda r: google_images.parse(GOOGLE, r, ASKED, ImageCall("a")),
    "openai count": lambda r: openai_count.parse(responses_dialect.OPENAI, r, ASKED, CALL),
    "openai file": lambda r: openai_files.parse(services.OPENAI, UPLOAD, r),
    "openai models": lambda r: openai_models.parse(services.OPENAI, r),
    "ranking": lambda r: rerank.parse(RANKS, r, ASKED, RANKING),
}


def reply(body: Any, status: int = 200) -> HTTPReply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HTTPReply(status, {"content-type": "application/json"}, data, "https://host/v1")


@pytest.mark.parametrize("name", READ)
def test_an_error_in_a_good_reply_is_that_error(name: str) -> None:
    error = {"type": "overloaded_error", "code": 503, "message": "Too much to do"}
    with pytest.raises(APICallError, match="Too much to do"):
        READ[name](reply({"type": "error", "error": error}))


@pytest.mark.parametrize("name", [name for name in READ if name != "google images"])
@pytest.mark.parametrize("body", [{}, [], {"data": 3}, {"data": [3]}, b"[", b"<html>"])
def test_what_holds_nothing_of_it_is_no_answer(name: str, body: Any) -> None:
    if name == "openai models" and body == []:
        assert READ[name](reply(body)).models == ()  # some servers send the bare list
        return
    with pytest.raises(InvalidResponseError):
        READ[name](reply(body))


@pytest.mark.parametrize("count", [-1, 1.5, "3", None, True])
def test_a_count_is_a_whole_number(count: Any) -> None:
    for name, field in (
        ("anthropic count", "input_tokens"),
        ("openai count", "input_tokens"),
        ("google count", "totalTokens"),
    ):
        with pytest.raises(InvalidResponseError, match="token count"):
            READ[name](reply({field: count}))


@pytest.mark.parametrize(
    ("protocol", "dialect"),
    [(anthropic_services, ANTHROPIC), (openai_services, services.OPENAI)],
    ids=["anthropic", "openai"],
)
def test_a_bad_status_of_a_service_is_typed(protocol: Any, dialect: Any) -> None:
    body = {"type": "error", "error": {"type": "not_found_error", "message": "No such file"}}

    error = protocol.parse_error(dialect, reply(body, 404))
    assert (type(error), error.status_code) == (NotFoundError, 404)
    assert "No such file" in str(error)


def test_a_busy_service_is_told_by_its_error() -> None:
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}}
    with pytest.raises(OverloadedError, match="Busy"):
        READ["anthropic file"](reply(body))


def test_images_without_a_picture_are_passed_over() -> None:
    rows = [{"mimeType": "image/png"}, {"raiFilteredReason": "too sad"}]
    result = READ["google images"](reply({"predictions": rows}))

    assert result.images == ()
    assert [warning.message for warning in result.warnings] == [
        "google: an image was held back: too sad"
    ]


def test_a_purpose_that_a_provider_has_no_field_for_is_told() -> None:
    wire = anthropic_files.build(ANTHROPIC, UploadCall(UPLOAD.file, purpose="batch"))

    assert [(each.setting, each.type) for each in wire.warnings] == [("purpose", "unsupported")]


@pytest.mark.parametrize("read", [moment_of, google_moment])
def test_moments(read: Callable[[object], datetime | None]) -> None:
    assert read("2026-01-02T03:04:05Z") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert read("soon") is read(3) is None


def test_extra_body_reaches_the_counts() -> None:
    call = LanguageModelCall(CALL.prompt, extra_body={"beta": {"on": True}})
    made = (
        anthropic_count.build(ANTHROPIC, "claude-sonnet-4-5", call),
        google_count.build(GOOGLE, "gemini-2.5-flash", call),
    )

    for wire in made:
        assert wire.json["beta"] == {"on": True}
