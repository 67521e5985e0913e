"""Streamed generateContent answers as parts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk import InvalidResponseError, OverloadedError, StreamInterruptedError
from ai_sdk.engine.assemble import Assembler
from ai_sdk.sse import ServerSentEvent
from ai_sdk.types.call import ModelFinish, ModelToolCall, ResponseMetadata
from ai_sdk.types.content import FilePart, ReasoningPart, Source, TextPart
from ai_sdk.types.stream_parts import (
    ReasoningDelta,
    ReasoningEnd,
    ReasoningStart,
    TextDelta,
    TextEnd,
    TextStart,
    ToolInputDelta,
    ToolInputEnd,
    ToolInputStart,
)
from ai_sdk.wire.google_genai import PROTOCOL
from ai_sdk.wire.google_genai.dialect import GOOGLE
from ai_sdk.wire.google_genai.partial_args import PartialArguments
from ai_sdk.wire.protocol import WireRequest


def decoder() -> Any:
    return PROTOCOL.decoder(GOOGLE, WireRequest("/", context={"names": {}}))


def event(body: Any) -> ServerSentEvent:
    return ServerSentEvent(None, body if isinstance(body, bytes) else json.dumps(body).encode())


def piece(*parts: Any, finish: Any = None, **body: Any) -> dict[str, Any]:
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": list(parts)}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], **body}


def decode(*bodies: Any) -> list[Any]:
    reader = decoder()
    out = [part for body in bodies for part in reader.feed(event(body))]
    return [*out, *reader.finish()]


def content(parts: list[Any]) -> Any:
    whole = Assembler()
    whole.feed(parts)
    return whole.content()


class TestText:
    def test_pieces_make_one_block_each_kind(self) -> None:
        parts = decode(
            piece({"text": "Hm", "thought": True}),
            piece({"text": "m", "thought": True}, {"text": "Ye"}),
            piece({"text": "s"}, {"text": ""}, finish="STOP"),
        )

        assert [part.type for part in parts] == [
            "reasoning-start",
            "reasoning-delta",
            "reasoning-delta",
            "reasoning-end",
            "text-start",
            "text-delta",
            "text-delta",
            "text-end",
            "model-finish",
        ]
        thought = {"google": {"thought": True}}
        assert content(parts) == (ReasoningPart("Hmm", provider_metadata=thought), TextPart("Yes"))

    def test_what_is_signed_is_a_block_of_its_own(self) -> None:
        parts = decode(
            piece({"text": "A"}),
            piece({"text": "B", "thoughtSignature": "Yg=="}),
            piece({"text": "C"}),
            piece({"text": "", "thoughtSignature": "ZA=="}, finish="STOP"),
        )

        def signed(signature: str) -> dict[str, Any]:
            return {"google": {"thought_signature": signature}}

        assert content(parts) == (
            TextPart("A"),
            TextPart("B", provider_metadata=signed("Yg==")),
            TextPart("C"),
            TextPart("", provider_metadata=signed("ZA==")),
        )

    def test_facts_and_metadata(self) -> None:
        parts = decode(
            piece(
                {"text": "A"},
                responseId="r1",
                modelVersion="m",
                usageMetadata={"promptTokenCount": 1},
            ),
            piece(
                {"text": "B"},
                finish="STOP",
                responseId="r1",
                modelVersion="m",
                usageMetadata={
                    "promptTokenCount": 1,
                    "candidatesTokenCount": 2,
                    "totalTokenCount": 3,
                },
            ),
        )

        assert parts[0] == ResponseMetadata("r1", "m")
        assert sum(isinstance(part, ResponseMetadata) for part in parts) == 1
        finish = parts[-1]
        assert isinstance(finish, ModelFinish)
        assert (finish.usage.input_tokens, finish.usage.output_tokens) == (1, 2)

    def test_sources_are_told_once(self) -> None:
        grounding = {"groundingChunks": [{"web": {"uri": "https://a.com", "title": "A"}}]}
        more = {
            "groundingChunks": [*grounding["groundingChunks"], {"web": {"uri": "https://b.com"}}]
        }
        first, second = piece({"text": "A"}), piece({"text": "B"}, finish="STOP")
        first["candidates"][0]["groundingMetadata"] = grounding
        second["candidates"][0]["groundingMetadata"] = more
        parts = decode(first, second)

        assert [part.url for part in parts if isinstance(part, Source)] == [
            "https://a.com",
            "https://b.com",
        ]
        assert parts[-1].provider_metadata["google"]["grounding_metadata"] == more

    def test_a_picture_between_words(self) -> None:
        picture = {"inlineData": {"mimeType": "image/png", "data": "eA=="}}
        parts = decode(piece({"text": "See:"}), piece(picture), piece({"text": "!"}, finish="STOP"))

        assert content(parts) == (TextPart("See:"), FilePart(b"x", "image/png"), TextPart("!"))

    def test_each_kind_is_a_block_until_something_else_comes(self) -> None:
        parts = decode(
            piece({"text": "a", "thought": True}, {"text": "b"}, {"text": "c"}),
            piece({"functionCall": {"name": "now", "id": "c1"}}),
            piece({"text": "d"}, {"thought": True}, {"text": "", "thought": True}, {"text": "e"}),
            piece({"thoughtSignature": "Yg=="}),
            piece({"thought": True, "thoughtSignature": "ZA=="}, finish="STOP"),
        )

        thought, call = {"google": {"thought": True}}, {"google": {"call_id": "c1"}}
        assert parts[:-1] == [
            *(ReasoningStart("1", thought), ReasoningDelta("1", "a"), ReasoningEnd("1")),
            *(TextStart("2"), TextDelta("2", "b"), TextDelta("2", "c"), TextEnd("2")),
            ToolInputStart("c1", "now", provider_metadata=call),
            *(ToolInputDelta("c1", "{}"), ToolInputEnd("c1")),
            ModelToolCall("c1", "now", "{}", provider_metadata=call),
            *(TextStart("3"), TextDelta("3", "d"), TextDelta("3", "e"), TextEnd("3")),
            *(TextStart("4", {"google": {"thought_signature": "Yg=="}}), TextEnd("4")),
            ReasoningStart("5", {"google": {"thought": True, "thought_signature": "ZA=="}}),
            ReasoningEnd("5"),
        ]
        assert (parts[-1].finish_reason, parts[-1].raw_finish_reason) == ("tool-calls", "STOP")

    def test_sources_end_the_text_before_them(self) -> None:
        first, second = piece({"text": "A"}), piece({"text": "B"}, finish="STOP")
        chunks = [{"web": {"uri": "https://a.com", "title": "A"}}]
        first["candidates"][0]["groundingMetadata"] = {"groundingChunks": chunks}

        kinds = [part.type for part in decode(first, second)]
        text = ["text-start", "text-delta", "text-end"]
        assert kinds == [*text, "source", *text, "model-finish"]

    def test_who_answers_is_told_when_it_is_known(self) -> None:
        told = [
            {"modelVersion": "m"},
            {"modelVersion": "m", "responseId": "r1"},
            {"responseId": "r1", "modelVersion": "m", "createTime": "2026-11-22T10:00:00Z"},
            {"modelVersion": "m"},
            {"responseId": "r1", "createTime": "2026-11-22T10:00:00Z"},
            {"modelVersion": "m2"},
            {"responseId": "r2"},
        ]
        parts = decode(*(piece(**each) for each in told), piece(finish="STOP"))

        moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
        assert parts[:-1] == [
            *(ResponseMetadata(None, "m"), ResponseMetadata("r1", "m")),
            ResponseMetadata("r1", "m", moment),
            *(ResponseMetadata("r1", "m2", moment), ResponseMetadata("r2", "m2", moment)),
        ]


class TestEnd:
    def test_the_last_usage_counts(self) -> None:
        parts = decode(
            piece({"text": "A"}, usageMetadata={"promptTokenCount": 4}), piece(finish="STOP")
        )

        assert parts[-1].usage.input_tokens == 4
        assert (parts[-1].finish_reason, parts[-1].raw_finish_reason) == ("stop", "STOP")

    def test_nothing_is_read_after_the_end(self) -> None:
        reader = decoder()
        assert reader.feed(event(piece(finish="STOP"))) == []
        assert len(reader.finish()) == 1
        assert reader.finish() == ()
        assert reader.feed(event(piece({"text": "A"}))) == ()

    @pytest.mark.parametrize("bodies", [(), (piece({"text": "A"}),)])
    def test_without_a_finish_reason_the_stream_is_interrupted(self, bodies: Any) -> None:
        what = "before its end mark" if bodies else "before its first event"
        with pytest.raises(StreamInterruptedError, match=what) as caught:
            decode(*bodies)
        assert caught.value.reason == "no end mark"

    def test_a_finish_reason_may_come_early(self) -> None:
        code = {"executableCode": {"language": "PYTHON", "code": "1"}}
        output = {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}}
        early = (piece(code, finish="STOP"), piece(output), piece({"text": "1"}))

        parts = decode(*early, piece({"text": "."}, finish="MAX_TOKENS"))
        assert parts[-1].finish_reason == "length"
        with pytest.raises(StreamInterruptedError):
            decode(*early)

    def test_a_refused_prompt(self) -> None:
        (finish,) = decode({"promptFeedback": {"blockReason": "OTHER"}})

        assert (finish.finish_reason, finish.raw_finish_reason) == ("content-filter", "OTHER")

    def test_facts_after_the_end_are_taken(self) -> None:
        parts = decode(
            piece({"text": "A"}, finish="STOP"), {"usageMetadata": {"promptTokenCount": 4}}
        )

        assert parts[-1].usage.input_tokens == 4

    def test_a_done_mark_of_a_proxy_is_no_end(self) -> None:
        with pytest.raises(StreamInterruptedError):
            decode(piece({"text": "A"}), b"[DONE]")

    @pytest.mark.parametrize(
        "data", [b"{", b"null", b"[]", b"5", b'"x"', b"{" * 600, b"[" + b"1," * 300 + b"1]"]
    )
    def test_what_is_no_object_is_an_error(self, data: bytes) -> None:
        with pytest.raises(InvalidResponseError, match="event") as caught:
            decode(data)
        more = f"... ({len(data)} in all)" if len(data) > 500 else ""
        assert caught.value.body == data.decode()[:500] + more

    @pytest.mark.parametrize("wrap", [False, True])
    def test_an_error_in_the_stream(self, wrap: bool) -> None:
        error = {"error": {"code": 503, "message": "busy", "status": "UNAVAILABLE"}}
        with pytest.raises(OverloadedError, match="busy") as caught:
            decode(piece({"text": "A"}), [error] if wrap else error)
        assert caught.value.body is not None and "UNAVAILABLE" in caught.value.body


class TestCalls:
    def test_whole_calls(self) -> None:
        call = {"functionCall": {"name": "look", "args": {"a": 1}}, "thoughtSignature": "AA=="}
        parts = decode(piece(call), piece({"functionCall": {"name": "now"}}, finish="STOP"))

        start, delta, end, whole = parts[:4]
        metadata = {"google": {"thought_signature": "AA=="}}
        assert start == ToolInputStart(whole.tool_call_id, "look", provider_metadata=metadata)
        assert delta == ToolInputDelta(whole.tool_call_id, '{"a":1}')
        assert end == ToolInputEnd(whole.tool_call_id)
        assert (whole.input, whole.provider_metadata) == ('{"a":1}', metadata)
        assert parts[7].input == "{}"
        assert parts[-1].finish_reason == "tool-calls"

    def test_arguments_in_pieces(self) -> None:
        def call(**fields: Any) -> Any:
            return piece({"functionCall": {"willContinue": True, **fields}})

        parts = decode(
            call(name="cook"),
            call(partialArgs=[{"jsonPath": "$.dish", "stringValue": "Las", "willContinue": True}]),
            call(partialArgs=[{"jsonPath": "$.dish", "stringValue": "agne"}]),
            call(partialArgs=[{"jsonPath": "$.for", "numberValue": 2}]),
            piece({"functionCall": {}}),
            piece({"functionCall": {"name": "now"}}, finish="STOP"),
        )

        deltas = [part.delta for part in parts if isinstance(part, ToolInputDelta)]
        calls = [part for part in parts if isinstance(part, ModelToolCall)]
        assert deltas == ['{"dish":"Las', 'agne"', ',"for":2', "}", "{}"]
        assert [(part.tool_name, json.loads(part.input)) for part in calls] == [
            ("cook", {"dish": "Lasagne", "for": 2}),
            ("now", {}),
        ]

    def test_a_call_in_pieces_part_by_part(self) -> None:
        note = {"google": {"thought_signature": "AA==", "call_id": "c1"}}
        more = {"google": {"call_id": "c2"}}
        begun = {"name": "cook", "id": "c1", "willContinue": True}
        number = {"jsonPath": "$.for", "numberValue": 2}
        parts = decode(
            piece({"text": "So"}),
            piece({"functionCall": begun, "thoughtSignature": "AA=="}),
            piece({"functionCall": {"willContinue": True, "partialArgs": [number]}}),
            piece({"functionCall": {"name": "wash", "id": "c2", "partialArgs": [number]}}),
            piece({"text": "!"}, finish="STOP"),
        )

        assert parts[2:-1] == [
            TextEnd("1"),
            ToolInputStart("c1", "cook", provider_metadata=note),
            *(ToolInputDelta("c1", '{"for":2'), ToolInputDelta("c1", "}"), ToolInputEnd("c1")),
            ModelToolCall("c1", "cook", '{"for":2}', provider_metadata=note),
            ToolInputStart("c2", "wash", provider_metadata=more),
            *(ToolInputDelta("c2", '{"for":2'), ToolInputDelta("c2", "}"), ToolInputEnd("c2")),
            ModelToolCall("c2", "wash", '{"for":2}', provider_metadata=more),
            *(TextStart("2"), TextDelta("2", "!"), TextEnd("2")),
        ]

    def test_code_that_the_service_runs(self) -> None:
        code = {"executableCode": {"language": "PYTHON", "code": "1"}}
        request = WireRequest("/", context={"names": {"code_execution": "run"}})
        reader = PROTOCOL.decoder(GOOGLE, request)
        start, delta, end, call = reader.feed(event(piece(code)))

        assert (call.tool_name, call.provider_executed) == ("run", True)
        assert start == ToolInputStart(
            call.tool_call_id, "run", True, call.dynamic, call.provider_metadata
        )
        assert delta == ToolInputDelta(call.tool_call_id, call.input)
        assert end == ToolInputEnd(call.tool_call_id)

    def test_a_call_that_is_cut_off_never_becomes_one(self) -> None:
        reader = decoder()
        parts = [
            *reader.feed(event(piece({"functionCall": {"name": "cook", "willContinue": True}}))),
            *reader.feed(event(piece(finish="STOP"))),
        ]

        assert [part.type for part in parts] == ["tool-input-start"]
        with pytest.raises(StreamInterruptedError):
            reader.finish()

    def test_a_piece_without_its_call_is_an_error(self) -> None:
        with pytest.raises(InvalidResponseError, match="name"):
            decode(piece({"functionCall": {"partialArgs": []}}))


def pieces_of(value: Any, path: str = "$") -> list[dict[str, Any]]:
    """A value as the service tells it piece by piece."""
    if isinstance(value, dict):
        return [p for k, v in value.items() for p in pieces_of(v, f"{path}.{k}")]
    if isinstance(value, list):
        return [p for i, v in enumerate(value) for p in pieces_of(v, f"{path}[{i}]")]
    if isinstance(value, str):
        half = len(value) // 2
        return [
            {"jsonPath": path, "stringValue": value[:half], "willContinue": True},
            {"jsonPath": path, "stringValue": value[half:]},
        ]
    if isinstance(value, bool):
        return [{"jsonPath": path, "boolValue": value}]
    if value is None:
        return [{"jsonPath": path, "nullValue": "NULL_VALUE"}]
    return [{"jsonPath": path, "numberValue": float(value)}]


LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=3)
    | st.dictionaries(st.from_regex(r"[a-z]{1,3}", fullmatch=True), inner, min_size=1, max_size=3),
    max_leaves=8,
)
ARGUMENTS = st.dictionaries(st.from_regex(r"[a-z]{1,3}", fullmatch=True), TREES, max_size=3)


class TestPartialArguments:
    @given(ARGUMENTS)
    @settings(max_examples=200, deadline=None)
    def test_the_text_is_the_value(self, value: Any) -> None:
        arguments = PartialArguments()
        text = "".join(arguments.add(each) for each in pieces_of(value)) + arguments.finish()

        assert json.loads(text) == arguments.value == value

    @given(ARGUMENTS, st.randoms(use_true_random=False))
    @settings(max_examples=200, deadline=None)
    def test_any_order_gives_the_value(self, value: Any, random: Any) -> None:
        whole = pieces_of(value)
        groups = list({p["jsonPath"]: None for p in whole})
        random.shuffle(groups)
        arguments = PartialArguments()
        for group in groups:
            for each in whole:
                if each["jsonPath"] == group:
                    arguments.add(each)
        arguments.finish()

        assert arguments.value == value

    @pytest.mark.parametrize(
        "piece",
        [
            {},
            {"jsonPath": 5},
            {"jsonPath": "$"},
            {"jsonPath": "$[0]", "numberValue": 1},
            {"jsonPath": "$.a[99999999]", "numberValue": 1},
        ],
    )
    def test_senseless_pieces_change_nothing(self, piece: Any) -> None:
        arguments = PartialArguments()
        arguments.add({"jsonPath": "$.a", "numberValue": 1})
        arguments.add(piece)

        assert arguments.value == {"a": 1}

    def test_quoted_names(self) -> None:
        arguments = PartialArguments()
        arguments.add({"jsonPath": "$['it\\'s'].x", "numberValue": 1.5})

        assert arguments.value == {"it's": {"x": 1.5}}


USUAL = {"responseId": "r", "modelVersion": "m", "usageMetadata": {"totalTokenCount": 1}}
ODD: list[dict[str, Any]] = [
    piece({"text": "a"}, **USUAL),
    piece({"text": ""}, **USUAL),
    piece({"text": "a"}, {"text": "b"}, **USUAL),
    piece({"text": "a", "thought": True}, **USUAL),
    piece({"text": "a", "thoughtSignature": "Yg=="}, **USUAL),
    piece({"text": "a"}, **{**USUAL, "modelVersion": "other"}),
    piece({"text": "a"}, **{**USUAL, "usageMetadata": {"trafficType": "ON_DEMAND"}}),
    piece({"text": "a"}, **USUAL, promptFeedback={"safetyRatings": [1]}),
    piece({"text": "a"}, finish="STOP", **USUAL),
    piece({"functionCall": {"name": "f", "args": {}}}, **USUAL),
    {"candidates": [{"content": {"parts": [{"text": "b"}]}, "safetyRatings": [2]}], **USUAL},
    {"candidates": [{"content": {"parts": [{"text": "b"}]}, "index": 1}], **USUAL},
    {"candidates": [{"content": {"parts": None}}, {"content": {}}], **USUAL},
    {"candidates": [], **USUAL},
]


@given(st.lists(st.sampled_from(ODD), max_size=8))
@settings(max_examples=150)
def test_an_event_of_text_alone_is_read_as_any_other(bodies: list[dict[str, Any]]) -> None:
    end = piece({"text": "z"}, finish="STOP")
    quick = decode(*bodies, end)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ai_sdk.wire.google_genai.stream.only_text", lambda body: None)
        careful = decode(*bodies, end)

    def told(parts: list[Any]) -> list[Any]:  # ids of calls are made up
        return [part for part in parts if "call" not in part.type and "input" not in part.type]

    assert told(quick) == told(careful)


def test_an_error_after_text_is_an_error() -> None:
    reader = decoder()
    reader.feed(event(piece({"text": "a"}, **USUAL)))

    with pytest.raises(OverloadedError):
        reader.feed(event({**piece({"text": "b"}), "error": {"code": 503, "message": "busy"}}))


class TestOddPieces:
    def test_an_end_is_told_once(self) -> None:
        reader = decoder()
        reader.feed(event(piece({"text": "a"}, finish="STOP")))

        assert any(isinstance(part, ModelFinish) for part in reader.finish())
        assert list(reader.finish()) == []

    def test_a_reason_that_is_unspecified_is_no_end(self) -> None:
        with pytest.raises(StreamInterruptedError):
            decode(piece({"text": "a"}, finish="FINISH_REASON_UNSPECIFIED"))

    @pytest.mark.parametrize(
        ("steps", "said", "value"),
        [
            ([("$.a", 1), ("$.a", 2)], '{"a":1', {"a": 2}),
            ([("$.a.b", 1), ("$.a", 2)], '{"a":{"b":1', {"a": 2}),
            ([("$.a", 1), ("$.a.b", 2)], '{"a":1}', {"a": 1}),
            ([("$.a", 1), ("$.a.b", "x")], '{"a":1}', {"a": 1}),
            ([("$.a[0]", 1), ("$.a.b", 2)], '{"a":[1]}', {"a": [1]}),
            ([("$.a.b", 1), ("$.a[0]", 2)], '{"a":{"b":1}}', {"a": {"b": 1}}),
            (
                [("$.a.b", 1), ("$.c", 2), ("$.a.d", 3), ("$.e", 4)],
                '{"a":{"b":1},"c":2',
                {"a": {"b": 1, "d": 3}, "c": 2, "e": 4},
            ),
            ([("$.a[0]", 1), ("$.a[2]", 3)], '{"a":[1', {"a": [1, None, 3]}),
            ([("$.a[1]", 1), ("$.a[0]", 3)], '{"a":[1', {"a": [3, 1]}),
            ([("$.a", "x"), ("$.b", "y"), ("$.a", "z")], '{"a":"x","b":"y"', {"a": "xz", "b": "y"}),
            ([("$.a", 2.0), ("$.b", 2.5)], '{"a":2,"b":2.5}', {"a": 2, "b": 2.5}),
        ],
    )
    def test_a_piece_for_a_finished_place_stops_the_text_and_not_the_value(
        self, steps: list[tuple[str, Any]], said: str, value: Any
    ) -> None:
        arguments = PartialArguments()
        pieces = [
            arguments.add(
                {"jsonPath": path, "stringValue" if isinstance(item, str) else "numberValue": item}
            )
            for path, item in steps
        ]

        assert "".join(pieces) + arguments.finish() == said
        assert arguments.value == value

    def test_text_after_the_end_takes_the_end_back(self) -> None:
        text, end = piece({"text": "a"}, **USUAL), piece(finish="STOP", **USUAL)
        assert decode(text, end)[-1].finish_reason == "stop"
        with pytest.raises(StreamInterruptedError):
            decode(text, end, text)

    def test_counts_beside_text_count(self) -> None:
        def counted(number: int) -> dict[str, Any]:
            return piece({"text": "a"}, usageMetadata={"promptTokenCount": number})

        end = piece({"text": "b"})
        end["candidates"][0]["finishReason"] = "STOP"
        assert decode(counted(1), counted(2), end)[-1].usage.input_tokens == 2
        assert decode(counted(1), piece({"text": "c"}), end)[-1].usage.input_tokens == 1

    def test_facts_that_change_amid_text_are_told(self) -> None:
        told = [{"responseId": "r"}, {"modelVersion": "m"}, {"createTime": "2026-11-22T10:00:00Z"}]
        parts = decode(*(piece({"text": "a"}, **each) for each in told), piece(finish="STOP"))
        moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
        assert [part for part in parts if isinstance(part, ResponseMetadata)] == [
            ResponseMetadata("r"),
            ResponseMetadata("r", "m"),
            ResponseMetadata("r", "m", moment),
        ]

    def test_a_list_is_made_no_longer_than_pieces_may_need(self) -> None:
        arguments = PartialArguments()
        arguments.add({"jsonPath": "$.a[1001]", "numberValue": 1})
        assert arguments.value == {"a": []}
        arguments.add({"jsonPath": "$.a[1000]", "numberValue": 1})
        assert arguments.value == {"a": [*[None] * 1000, 1]}

    def test_a_text_in_many_pieces(self) -> None:
        arguments = PartialArguments()
        texts = [
            arguments.add({"jsonPath": "$.a", "stringValue": letter, "willContinue": True})
            for letter in "abc"
        ]
        assert texts == ['{"a":"a', "b", "c"]
        assert arguments.value == {"a": "abc"}
        assert arguments.add({"stringValue": "x"}) == arguments.add({"jsonPath": "$"}) == ""
        assert arguments.add({"jsonPath": "$.b", "boolValue": True}) == '","b":true'
        assert arguments.finish() == "}"
