"""Embeddings on the wire: numbers and base64, order, and everything that is no vector."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk import InvalidResponseError, RateLimitError
from ai_sdk.types.call import EmbeddingCall
from ai_sdk.types.http import HTTPReply
from ai_sdk.wire import vectors
from ai_sdk.wire._convert import structure, unstructure
from ai_sdk.wire.openai_media._generated import EmbeddingRequest
from ai_sdk.wire.openai_media.dialect import OPENAI, MediaDialect, compatible
from ai_sdk.wire.openai_media.embeddings import PROTOCOL
from ai_sdk.wire.openai_media.vector_rows import careful_rows, quick_rows
from ai_sdk.wire.protocol import WireRequest

REQUEST = WireRequest("/embeddings")


def built(dialect: MediaDialect = OPENAI, **fields: Any) -> WireRequest:
    fields.setdefault("values", ("a", "b"))
    return PROTOCOL.build(dialect, "m", EmbeddingCall(**fields))


def parsed(body: Any, count: int = 1, dialect: MediaDialect = OPENAI) -> Any:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    call = EmbeddingCall(values=("x",) * count)
    return PROTOCOL.parse(dialect, HTTPReply(200, {"x-a": "1"}, text), REQUEST, call)


def packed(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def rows(*vectors: Any) -> dict[str, Any]:
    data = [{"object": "embedding", "index": n, "embedding": v} for n, v in enumerate(vectors)]
    usage = {"prompt_tokens": 5, "total_tokens": 5}
    return {"object": "list", "data": data, "model": "m-1", "usage": usage}


def test_the_request() -> None:
    wire = built(values=("a", [1, 2]))

    assert wire.path == "/embeddings"
    assert wire.method == "POST"
    assert wire.json == {"model": "m", "input": ["a", [1, 2]], "encoding_format": "base64"}
    assert wire.warnings == ()


def test_the_request_is_one_of_the_spec() -> None:
    options = {"openai": {"dimensions": 3, "user": "u"}}
    wire = built(provider_options=options)

    assert unstructure(structure(dict(wire.json), EmbeddingRequest)) == wire.json
    assert wire.json["dimensions"] == 3
    assert wire.json["user"] == "u"


@pytest.mark.parametrize(
    ("options", "sent"),
    [({"encoding_format": "float"}, "float"), ({"encodingFormat": "float"}, "float")],
)
def test_the_encoding_can_be_chosen(options: dict[str, Any], sent: str) -> None:
    assert built(provider_options={"openai": options}).json["encoding_format"] == sent


def test_the_encoding_can_be_left_out() -> None:
    options = {"openai": {"encoding_format": None}}

    assert "encoding_format" not in built(provider_options=options).json


def test_unknown_options_warn() -> None:
    wire = built(provider_options={"openai": {"dimension": 3}, "other": {"x": 1}})

    assert "dimension" not in wire.json
    assert [(w.type, w.setting) for w in wire.warnings] == [("unsupported", "dimension")]
    assert 'did you mean "dimensions"' in wire.warnings[0].message


def test_a_compatible_server_gets_what_it_is_given() -> None:
    wire = built(compatible("acme"), provider_options={"acme": {"truncate": True}})

    assert wire.json == {"model": "m", "input": ["a", "b"], "truncate": True}
    assert wire.warnings == ()


def test_the_extra_body_comes_last() -> None:
    wire = built(extra_body={"encoding_format": "float", "x": {"y": 1}})

    assert wire.json["encoding_format"] == "float"
    assert wire.json["x"] == {"y": 1}


@pytest.mark.parametrize(
    "vectors",
    [([1.0, 2.5], [3.0, -4.0]), (packed(1.0, 2.5), packed(3.0, -4.0)), ([1, 2.5], packed(3, -4))],
)
def test_numbers_and_base64(vectors: Any) -> None:
    result = parsed(rows(*vectors), 2)

    assert result.embeddings == [[1.0, 2.5], [3.0, -4.0]]
    assert result.usage.tokens == 5
    assert result.usage.raw == {"prompt_tokens": 5, "total_tokens": 5}
    assert result.response.model_id == "m-1"
    assert result.response.headers == {"x-a": "1"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": [{"embedding": "AACAPwAA\\u0041EA=", "index": 0}], "model": "m-1"}',
        b'{"data": [{"embedding": "AACAPwAAAEA=", "index": 0, "x": [[{}]]}], "model": "m-1"}',
        b'{"data": [{"embedding": [1, 2.0]}], "model": "m\\udc00", "model": "m-1"}',
        b' {"data": [], "data": [{"index": 0, "embedding": [1, 2.0]}], "model": "m-1"} ',
    ],
)
def test_answers_that_are_written_otherwise(body: bytes) -> None:
    result = parsed(body)

    assert result.embeddings == [[1.0, 2.0]]
    assert result.response.model_id == "m-1"


def test_an_answer_that_nests_too_deeply() -> None:
    body = b'{"data": [{"embedding": [1], "x": %s%s}]}' % (b"[" * 200_000, b"]" * 200_000)

    with pytest.raises(InvalidResponseError, match="nested deeper"):
        parsed(body)


def test_the_quick_way_reads_what_the_careful_one_does() -> None:
    body = json.dumps(rows(packed(1.0, 2.0), [3.0, 4.0])).encode()
    reply = HTTPReply(200, {}, body)
    quick = quick_rows(body)

    assert quick is not None
    fields, found = quick
    careful = careful_rows(json.loads(body)["data"], reply)
    assert fields == {k: v for k, v in json.loads(body).items() if k != "data"}
    assert found.indexes == careful.indexes == [0, 1]
    assert vectors.packed(found.vectors, reply) == vectors.packed(careful.vectors, reply)


def test_the_largest_numbers_are_finite() -> None:
    largest = struct.unpack("<f", b"\xff\xff\x7f\x7f")[0]

    assert parsed(rows(packed(largest, -largest))).embeddings == [[largest, -largest]]


def test_vectors_are_put_in_order() -> None:
    body = rows([1.0], [2.0], [3.0])
    body["data"] = [body["data"][place] for place in (2, 0, 1)]

    assert parsed(body, 3).embeddings == [[1.0], [2.0], [3.0]]


def test_no_index_at_all_means_as_they_stand() -> None:
    body = {"data": [{"embedding": [1]}, {"embedding": [2]}]}

    result = parsed(body, 2)

    assert result.embeddings == [[1.0], [2.0]]
    assert result.usage.tokens is None
    assert result.response.model_id is None


def test_the_total_stands_in_for_the_prompt() -> None:
    assert parsed({**rows([1.0]), "usage": {"total_tokens": 7}}).usage.tokens == 7


def test_what_else_a_server_says_is_kept() -> None:
    result = parsed({**rows([1.0]), "id": "e-1", "cost": 0.5}, dialect=compatible("acme"))

    assert result.response.id == "e-1"
    assert result.provider_metadata == {"acme": {"cost": 0.5}}


@pytest.mark.parametrize(
    ("body", "count", "words"),
    [
        (b"", 1, "empty"),
        (b"<html><body>no</body></html>", 1, "web page"),
        (b"{", 1, "ends too early"),
        ([], 1, "list"),
        ({}, 1, "no list of vectors"),
        ({"data": None}, 1, "no list of vectors"),
        ({"data": ["x"]}, 1, "no list of vectors"),
        (rows([1.0]), 2, "2 vectors were asked for, 1 came"),
        (rows([1.0], [2.0]), 1, "1 vectors were asked for, 2 came"),
        (rows([1.0], [2.0, 3.0]), 2, "vector 1 has 2 numbers, those before it 1"),
        (rows([]), 1, "vector 0 has 0 numbers"),
        (rows(""), 1, "vector 0 has 0 numbers"),
        (rows(None), 1, "neither numbers nor base64"),
        (rows({"a": 1}), 1, "neither numbers nor base64"),
        (rows([[1.0]]), 1, "neither numbers nor base64"),
        (rows([None]), 1, "neither numbers nor base64"),
        (rows("!!!!"), 1, "neither numbers nor base64"),
        (rows("AAAA"), 1, "neither numbers nor base64"),  # three bytes: no whole number
        (rows([10**400]), 1, "neither numbers nor base64|not JSON"),
        (rows(packed(float("nan"))), 1, "not finite"),
        (rows(packed(1.0, float("inf"))), 1, "not finite"),
        (rows(packed(float("inf"), float("-inf"))), 1, "not finite"),
        (rows([1e300]), 1, "not finite"),
        ({"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]}, 2, "indexes"),
        ({"data": [{"index": 1, "embedding": [1]}, {"index": 2, "embedding": [2]}]}, 2, "indexes"),
        ({"data": [{"index": 1, "embedding": [1]}, {"embedding": [2]}]}, 2, "indexes 0 to 1"),
        ({"data": [{"index": "0", "embedding": [1]}]}, 1, "indexes"),
    ],
)
def test_what_is_no_embeddings(body: Any, count: int, words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words) as caught:
        parsed(body, count)

    assert caught.value.status_code == 200


def test_an_error_in_a_success() -> None:
    with pytest.raises(RateLimitError, match="slow down"):
        parsed({"error": {"message": "slow down", "code": "rate_limit_exceeded"}})


def test_error_replies() -> None:
    body = b'{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}'

    error = PROTOCOL.parse_error(OPENAI, HTTPReply(429, {"retry-after": "2"}, body))

    assert isinstance(error, RateLimitError)
    assert (error.message, error.retry_after) == ("slow down", 2.0)


@given(
    st.lists(
        st.lists(
            st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(),
)
@settings(max_examples=40)
def test_both_encodings_give_the_same_in_any_order(vectors: list[list[float]], random: Any) -> None:
    plain, coded = rows(*vectors), rows(*(packed(*vector) for vector in vectors))
    random.shuffle(coded["data"])

    assert parsed(plain, len(vectors)).embeddings == vectors
    assert parsed(coded, len(vectors)).embeddings == vectors


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=8),
        lambda x: st.lists(x, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "embedding", "index", "usage", "model", "error"]),
            x,
            max_size=4,
        ),
        max_leaves=12,
    )
)
@settings(max_examples=100)
def test_any_json_gives_a_result_or_a_typed_error(body: Any) -> None:
    from ai_sdk import AISDKError

    try:
        parsed(body)
    except AISDKError:
        pass
