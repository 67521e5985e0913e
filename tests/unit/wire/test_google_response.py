"""Whole generateContent answers as results, and error replies as typed errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ai_sdk import (
    AuthenticationError,
    BadRequestError,
    ContextOverflowError,
    InvalidResponseError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
)
from ai_sdk.types.call import LanguageModelCall, ModelToolCall
from ai_sdk.types.content import (
    CustomPart,
    FilePart,
    FileURL,
    ReasoningPart,
    Source,
    TextPart,
    ToolResult,
)
from ai_sdk.types.http import HTTPReply
from ai_sdk.types.messages import UserMessage
from ai_sdk.types.usage import InputTokenDetails, OutputTokenDetails, Usage
from ai_sdk.wire.google_genai import PROTOCOL
from ai_sdk.wire.google_genai.dialect import GOOGLE, VERTEX
from ai_sdk.wire.google_genai.facts import usage_of
from ai_sdk.wire.protocol import WireRequest

ASKED = WireRequest("/")


def reply(body: Any, status: int = 200) -> HTTPReply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HTTPReply(status, {"content-type": "application/json"}, data, "https://host/v1beta")


def parse(body: Any, dialect: Any = GOOGLE, names: Any = None) -> Any:
    asked = WireRequest("/", context={"names": names or {}})
    return PROTOCOL.parse(dialect, reply(body), asked)


def answer(*parts: Any, finish: Any = "STOP", **candidate: Any) -> dict[str, Any]:
    content = {"role": "model", "parts": list(parts)}
    return {"candidates": [{"content": content, "finishReason": finish, **candidate}]}


class TestContent:
    def test_text_thoughts_and_signatures(self) -> None:
        result = parse(
            answer(
                {"text": "Hm", "thought": True},
                {"text": "Yes", "thoughtSignature": "c2ln+/=="},
                {"text": ""},
                {"thoughtSignature": "AA=="},
            )
        )

        assert result.content == (
            ReasoningPart("Hm", provider_metadata={"google": {"thought": True}}),
            TextPart("Yes", provider_metadata={"google": {"thought_signature": "c2ln+/=="}}),
            TextPart("", provider_metadata={"google": {"thought_signature": "AA=="}}),
        )
        assert (result.finish_reason, result.raw_finish_reason) == ("stop", "STOP")

    def test_calls_get_ids_of_their_own(self) -> None:
        call = {"functionCall": {"name": "look", "args": {"a": 1}}}
        named = {"functionCall": {"id": "x", "name": "look", "args": None}}
        result = parse(answer(call, call, named, named))

        calls = [part for part in result.content if isinstance(part, ModelToolCall)]
        assert [part.input for part in calls] == ['{"a":1}', '{"a":1}', "{}", "{}"]
        assert len({part.tool_call_id for part in calls}) == 4
        assert calls[2].tool_call_id == "x"
        assert calls[3].provider_metadata == {"google": {"call_id": "x"}}
        assert result.finish_reason == "tool-calls"

    def test_a_call_without_a_name_is_an_error(self) -> None:
        with pytest.raises(InvalidResponseError, match="name"):
            parse(answer({"functionCall": {"args": {}}}))

    def test_code_that_the_service_ran(self) -> None:
        code = {"executableCode": {"language": "PYTHON", "code": "print(1)"}}
        output = {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}}
        call, result = parse(answer(code, output), names={"code_execution": "python"}).content

        assert call.provider_executed and isinstance(result, ToolResult)
        assert call.tool_name == result.tool_name == "python"
        assert call.tool_call_id == result.tool_call_id
        assert json.loads(call.input) == {"language": "PYTHON", "code": "print(1)"}
        assert result.output == {"outcome": "OUTCOME_OK", "output": "1"}
        assert call.provider_metadata == {"google": {"part": code}}
        assert result.provider_metadata == {"google": {"part": output}}

    def test_tools_that_the_service_ran(self) -> None:
        call = {"toolCall": {"id": "s1", "toolType": "GOOGLE_SEARCH_WEB", "args": {"q": "x"}}}
        output = {
            "toolResponse": {"id": "s1", "toolType": "GOOGLE_SEARCH_WEB", "response": {"r": 1}}
        }
        found = parse(answer(call, output, {"toolCall": {"toolType": "NEW_ONE"}})).content

        assert [part.tool_name for part in found] == ["google_search", "google_search", "new_one"]
        assert found[0].tool_call_id == found[1].tool_call_id == "s1"
        assert found[1].output == {"r": 1}

    def test_files(self) -> None:
        result = parse(
            answer(
                {
                    "inlineData": {"mimeType": "image/png", "data": "eA=="},
                    "thoughtSignature": "AA==",
                },
                {"fileData": {"mimeType": "video/mp4", "fileUri": "gs://b/f"}},
                {"inlineData": {"mimeType": "image/png", "data": "eA=="}, "thought": True},
            )
        )

        signed = {"google": {"thought_signature": "AA=="}}
        assert result.content[0] == FilePart(b"x", "image/png", provider_metadata=signed)
        assert result.content[1] == FilePart(FileURL("gs://b/f"), "video/mp4")
        assert isinstance(result.content[2], CustomPart)  # a draft is no answer

    def test_a_file_that_is_no_base64_is_an_error(self) -> None:
        with pytest.raises(InvalidResponseError, match="base64"):
            parse(answer({"inlineData": {"mimeType": "image/png", "data": "?"}}))

    def test_unknown_parts_are_kept(self) -> None:
        assert parse(answer({"hologram": {"x": 1}})).content == (
            CustomPart("google.part", {"hologram": {"x": 1}}),
        )

    def test_of_several_candidates_the_first_is_read(self) -> None:
        second = {"index": 1, "content": {"parts": [{"text": "B"}]}, "finishReason": "STOP"}
        first = {"index": 0, "content": {"parts": [{"text": "A"}]}, "finishReason": "MAX_TOKENS"}
        result = parse({"candidates": [second, first]})

        assert result.content == (TextPart("A"),)
        assert result.finish_reason == "length"

    def test_sources(self) -> None:
        chunks = [
            {"web": {"uri": "https://a.com", "title": "A", "domain": "a.com"}},
            {"web": {"uri": "https://a.com", "title": "A", "domain": "a.com"}},
            {"maps": {"uri": "https://maps.com/1", "title": "Café", "placeId": "p"}},
            {"retrievedContext": {"title": "notes.pdf", "text": "…", "fileSearchStore": "s/1"}},
            {"retrievedContext": {"uri": "gs://bucket/dir/plan.txt", "title": "Plan"}},
            {"image": {"sourceUri": "https://pics.com/1", "imageUri": "https://pics.com/1.png"}},
            {"odd": {}},
        ]
        result = parse(answer({"text": "So"}, groundingMetadata={"groundingChunks": chunks}))

        sources = [part for part in result.content if isinstance(part, Source)]
        assert [(s.source_type, s.url, s.title, s.filename) for s in sources] == [
            ("url", "https://a.com", "A", None),
            ("url", "https://maps.com/1", "Café", None),
            ("document", None, "notes.pdf", "1"),
            ("document", "gs://bucket/dir/plan.txt", "Plan", "plan.txt"),
            ("url", "https://pics.com/1", None, None),
        ]
        assert sources[0].provider_metadata == {"google": {"kind": "web", "domain": "a.com"}}
        assert len({source.id for source in sources}) == 5
        assert "grounding_metadata" in result.provider_metadata["google"]


class TestFacts:
    @pytest.mark.parametrize(
        ("raw", "finish"),
        [
            ("STOP", "stop"),
            ("MAX_TOKENS", "length"),
            ("SAFETY", "content-filter"),
            ("RECITATION", "content-filter"),
            ("PROHIBITED_CONTENT", "content-filter"),
            ("SPII", "content-filter"),
            ("IMAGE_SAFETY", "content-filter"),
            ("MODEL_ARMOR", "content-filter"),
            ("MALFORMED_FUNCTION_CALL", "error"),
            ("UNEXPECTED_TOOL_CALL", "error"),
            ("OTHER", "other"),
            ("TOMORROWS_REASON", "other"),
        ],
    )
    def test_finish_reasons(self, raw: str, finish: str) -> None:
        result = parse(answer({"text": "a"}, finish=raw))

        assert (result.finish_reason, result.raw_finish_reason) == (finish, raw)

    @pytest.mark.parametrize(("number", "finish"), [(1, "stop"), (2, "length"), (99, "other")])
    def test_reasons_may_be_numbers(self, number: int, finish: str) -> None:
        assert parse(answer({"text": "a"}, finish=number)).finish_reason == finish

    @pytest.mark.parametrize(
        "verdict", [{"blockReason": "SAFETY"}, {"blockReasonMessage": "No.", "safetyRatings": []}]
    )
    def test_a_refused_prompt(self, verdict: Any) -> None:
        result = parse({"promptFeedback": verdict, "usageMetadata": {"promptTokenCount": 3}})

        assert result.content == ()
        assert result.finish_reason == "content-filter"
        assert result.raw_finish_reason == verdict.get("blockReason", "BLOCKED_REASON_UNSPECIFIED")
        assert result.provider_metadata["google"]["prompt_feedback"] == verdict

    def test_who_answered(self) -> None:
        body = answer({"text": "a"}, avgLogprobs=-0.1, safetyRatings=[{"category": "C"}])
        body |= {
            "responseId": "r1",
            "modelVersion": "gemini-3",
            "createTime": "2026-01-02T03:04:05Z",
        }
        body["usageMetadata"] = {"promptTokenCount": 1, "trafficType": "ON_DEMAND"}
        result = parse(body, VERTEX)

        assert (result.response.id, result.response.model_id) == ("r1", "gemini-3")
        assert result.response.timestamp == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        assert result.provider_metadata == {
            "google_vertex": {
                "avg_logprobs": -0.1,
                "safety_ratings": [{"category": "C"}],
                "traffic_type": "ON_DEMAND",
            }
        }

    @pytest.mark.parametrize(
        ("raw", "usage"),
        [
            (
                {
                    "promptTokenCount": 10,
                    "cachedContentTokenCount": 4,
                    "toolUsePromptTokenCount": 5,
                    "candidatesTokenCount": 7,
                    "thoughtsTokenCount": 3,
                    "totalTokenCount": 25,
                },
                Usage(15, 10, 25, InputTokenDetails(11, 4), OutputTokenDetails(7, 3)),
            ),
            (
                {"promptTokenCount": 10, "totalTokenCount": 10},
                Usage(10, 0, 10, InputTokenDetails(10), OutputTokenDetails(0)),
            ),
            (
                {"promptTokenCount": 2, "thoughtsTokenCount": 3, "totalTokenCount": 5},
                Usage(2, 3, 5, InputTokenDetails(2), OutputTokenDetails(0, 3)),
            ),
            ({"trafficType": "ON_DEMAND"}, Usage()),
            ({}, Usage()),
            (None, Usage()),
        ],
    )
    def test_usage(self, raw: Any, usage: Usage) -> None:
        found = usage_of(raw)

        assert found.raw == (raw or None)
        assert (
            Usage(
                found.input_tokens,
                found.output_tokens,
                found.total_tokens,
                found.input_token_details,
                found.output_token_details,
            )
            == usage
        )


class TestBadReplies:
    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"", "empty"),
            (b"<html></html>", "web page"),
            (b"[1]", "list"),
            ({}, "no candidates"),
            ({"candidates": []}, "no candidates"),
            ({"candidates": "x"}, '"candidates"'),
        ],
    )
    def test_what_is_no_answer(self, body: Any, words: str) -> None:
        with pytest.raises(InvalidResponseError, match=words):
            parse(body)

    def test_an_error_inside_a_success(self) -> None:
        with pytest.raises(OverloadedError, match="busy") as caught:
            parse({"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}})
        assert caught.value.is_retryable

    @pytest.mark.parametrize(
        "content",
        [None, {}, {"parts": None}, {"parts": [{}, {"text": None}, {"functionCall": None}]}],
    )
    def test_senseless_content_never_crashes(self, content: Any) -> None:
        assert parse({"candidates": [{"content": content, "finishReason": "STOP"}]}).finish_reason

    @pytest.mark.parametrize(
        ("status", "error", "kind", "code"),
        [
            (
                400,
                {"status": "INVALID_ARGUMENT", "message": "bad"},
                BadRequestError,
                "INVALID_ARGUMENT",
            ),
            (
                400,
                {
                    "status": "INVALID_ARGUMENT",
                    "message": "API key not valid.",
                    "details": [{"reason": "API_KEY_INVALID"}],
                },
                AuthenticationError,
                "API_KEY_INVALID",
            ),
            (
                400,
                {
                    "status": "INVALID_ARGUMENT",
                    "message": "The input token count (9) exceeds the maximum number of tokens allowed (8).",
                },
                ContextOverflowError,
                "INVALID_ARGUMENT",
            ),
            (
                401,
                {"status": "UNAUTHENTICATED", "message": "no"},
                AuthenticationError,
                "UNAUTHENTICATED",
            ),
            (
                403,
                {"status": "PERMISSION_DENIED", "message": "no"},
                PermissionDeniedError,
                "PERMISSION_DENIED",
            ),
            (404, {"status": "NOT_FOUND", "message": "no"}, NotFoundError, "NOT_FOUND"),
            (
                429,
                {"status": "RESOURCE_EXHAUSTED", "message": "slow"},
                RateLimitError,
                "RESOURCE_EXHAUSTED",
            ),
            (503, {"status": "UNAVAILABLE", "message": "busy"}, OverloadedError, "UNAVAILABLE"),
        ],
    )
    def test_errors(self, status: int, error: Any, kind: Any, code: str) -> None:
        for body in ({"error": {"code": status, **error}}, [{"error": {"code": status, **error}}]):
            found = PROTOCOL.parse_error(GOOGLE, reply(body, status))

            assert type(found) is kind
            assert (found.status_code, found.code) == (status, code)
            assert found.message == error["message"]

    def test_how_long_to_wait_stands_in_the_details(self) -> None:
        details = [
            {"violations": [{"quotaId": "RequestsPerMinute"}]},
            {"retryDelay": "31.5s"},
        ]
        error = {"code": 429, "message": "slow", "status": "RESOURCE_EXHAUSTED", "details": details}
        found = PROTOCOL.parse_error(GOOGLE, reply({"error": error}, 429))

        assert (type(found), found.retry_after, found.is_retryable) == (RateLimitError, 31.5, True)

    def test_a_days_quota_is_not_tried_again(self) -> None:
        details = [{"violations": [{"quotaId": "GenerateRequestsPerDayPerProject-FreeTier"}]}]
        error = {
            "code": 429,
            "message": "spent",
            "status": "RESOURCE_EXHAUSTED",
            "details": details,
        }
        found = PROTOCOL.parse_error(GOOGLE, reply({"error": error}, 429))

        assert (type(found), found.is_retryable) == (QuotaExceededError, False)
        assert found.code == "RESOURCE_EXHAUSTED"

    def test_a_web_page(self) -> None:
        found = PROTOCOL.parse_error(GOOGLE, reply(b"<title>Bad Gateway</title>", 502))

        assert "Bad Gateway" in found.message and found.is_retryable


class TestTokenCount:
    CALL = LanguageModelCall((UserMessage("Hello"),), max_output_tokens=5)

    def test_the_question(self) -> None:
        assert PROTOCOL.count_tokens is not None
        wire = PROTOCOL.count_tokens.build(GOOGLE, "gemini-3-pro", self.CALL)
        theirs = PROTOCOL.count_tokens.build(VERTEX, "gemini-3-pro", self.CALL)

        contents = [{"role": "user", "parts": [{"text": "Hello"}]}]
        config = {"maxOutputTokens": 5}
        assert wire.path == "/models/gemini-3-pro:countTokens"
        assert wire.json == {
            "generateContentRequest": {
                "model": "models/gemini-3-pro",
                "contents": contents,
                "generationConfig": config,
            }
        }
        assert theirs.json == {"contents": contents, "generationConfig": config}

    def test_the_count(self) -> None:
        assert PROTOCOL.count_tokens is not None
        found = PROTOCOL.count_tokens.parse(
            GOOGLE, reply({"totalTokens": 9, "cachedContentTokenCount": 4}), ASKED, self.CALL
        )

        assert found.input_tokens == 9
        assert found.provider_metadata == {"google": {"cached_content_token_count": 4}}
        with pytest.raises(InvalidResponseError, match="totalTokens"):
            PROTOCOL.count_tokens.parse(GOOGLE, reply({}), ASKED, self.CALL)
