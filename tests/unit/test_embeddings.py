"""`Embeddings`: one buffer, lists on demand; the values and batches of `embed_many`."""

from __future__ import annotations

import copy
import pickle
from array import array
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from ai_sdk import InvalidArgumentError, InvalidResponseError
from ai_sdk.engine.embedding import Gathering, batches, embed_result, value_of, values_of
from ai_sdk.engine.media import media_setup
from ai_sdk.engine.vector_buffer import VectorBuffer
from ai_sdk.types.call import CallWarning, EmbeddingModelResult, RequestInfo, ResponseInfo
from ai_sdk.types.embeddings import Embeddings
from ai_sdk.types.plain import to_plain
from ai_sdk.types.usage import EmbeddingUsage

THREE = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
SETUP = media_setup({})


def test_a_sequence_of_lists() -> None:
    vectors = Embeddings.of(THREE)

    assert len(vectors) == 3
    assert vectors.dimensions == 2
    assert vectors.shape == (3, 2)
    assert vectors[0] == [1.0, 2.0]
    assert vectors[-1] == [5.0, 6.0]
    assert list(vectors) == vectors.tolist() == THREE
    assert type(vectors[1]) is list
    assert [3.0, 4.0] in vectors
    assert repr(vectors) == "<Embeddings: 3 vectors of 2 numbers>"
    with pytest.raises(IndexError):
        vectors[3]


def test_slices_are_embeddings() -> None:
    vectors = Embeddings.of(THREE)

    assert isinstance(vectors[1:], Embeddings)
    assert vectors[1:] == THREE[1:]
    assert vectors[::2] == THREE[::2]
    assert vectors[::-1] == THREE[::-1]
    assert vectors[3:].shape == (0, 2)


def test_the_buffer_is_the_memory_and_read_only() -> None:
    numbers = array("f", [1, 2, 3, 4])
    vectors = Embeddings(numbers, 2)

    assert vectors.buffer.readonly
    assert vectors.buffer.format == "f"
    assert vectors.buffer.tolist() == [1, 2, 3, 4]
    with pytest.raises(TypeError):
        vectors.buffer[0] = 5.0
    with pytest.raises(BufferError):  # nobody can resize what others look at
        numbers.append(1.0)


def test_the_array_interface_names_the_same_memory() -> None:
    vectors = Embeddings.of(THREE)
    interface = vectors.__array_interface__

    assert interface["shape"] == (3, 2)
    assert interface["typestr"] in ("<f4", ">f4")
    assert interface["data"] is vectors.buffer


def test_numpy_reads_without_copying() -> None:
    numpy = pytest.importorskip("numpy")
    vectors = Embeddings.of(THREE)

    matrix = numpy.asarray(vectors)

    assert matrix.dtype == numpy.float32
    assert matrix.tolist() == THREE
    assert numpy.shares_memory(matrix, numpy.frombuffer(vectors.buffer, dtype=numpy.float32))
    assert numpy.asarray(Embeddings.of([])).shape == (0, 0)


def test_nothing_at_all() -> None:
    empty = Embeddings.of([])

    assert len(empty) == 0
    assert list(empty) == []
    assert empty.shape == (0, 0)
    assert empty == []
    assert empty[:] == empty
    assert empty.__array_interface__["data"] == (0, True)


def test_equality() -> None:
    vectors = Embeddings.of(THREE)

    assert vectors == Embeddings.of(THREE)
    assert vectors == THREE
    assert vectors != THREE[:2]
    assert vectors != Embeddings(array("f", [1, 2, 3, 4, 5, 6]), 3)
    assert vectors != "vectors"
    with pytest.raises(TypeError):
        hash(vectors)


def test_copies_and_pickles() -> None:
    vectors = Embeddings.of(THREE)

    assert pickle.loads(pickle.dumps(vectors)) == vectors
    assert copy.deepcopy(vectors) == vectors
    assert to_plain(vectors) == THREE


def test_embeddings_are_taken_as_they_are() -> None:
    vectors = Embeddings.of(THREE)

    assert Embeddings.of(vectors) is vectors


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_vectors_of_several_calls_meet_at_their_places(order: tuple[int, ...]) -> None:
    buffer = VectorBuffer(3)

    for place in order:
        buffer.put(place, THREE[place : place + 1])

    assert buffer.whole() == THREE
    assert buffer.whole().buffer.nbytes == 24


def test_no_calls_no_vectors() -> None:
    assert VectorBuffer(0).whole() == []


def test_vectors_of_another_length_are_refused() -> None:
    buffer = VectorBuffer(2)
    buffer.put(1, [[1.0]])

    with pytest.raises(ValueError, match=r"different lengths: \[1, 2\]"):
        buffer.put(0, [[1.0, 2.0]])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Embeddings(array("d", [1.0]), 1), "32-bit"),
        (lambda: Embeddings(array("f", [1.0]), 0), "at least one"),
        (lambda: Embeddings(array("f", [1.0, 2.0, 3.0]), 2), "3 numbers are no vectors of 2"),
        (lambda: Embeddings.of([[1.0], [1.0, 2.0]]), "1 and of 2"),
    ],
)
def test_what_is_no_embeddings(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


@given(
    st.integers(1, 5).flatmap(
        lambda size: st.lists(
            st.lists(st.floats(width=32, allow_nan=False), min_size=size, max_size=size)
        )
    )
)
@settings(max_examples=50)
def test_any_vectors_come_back(rows: list[list[float]]) -> None:
    vectors = Embeddings.of(rows)

    assert vectors == rows
    assert [vectors[place] for place in range(len(rows))] == rows
    assert [*vectors[:1], *vectors[1:]] == rows


@pytest.mark.parametrize("limit", [None, 1, 2, 3, 7])
def test_batches_keep_order(limit: int | None) -> None:
    values = list(range(7))

    cut = batches(values, limit)

    assert [value for batch in cut for value in batch] == values
    assert all(len(batch) <= (limit or 7) for batch in cut)


def test_no_values_no_batches() -> None:
    assert batches([], None) == batches([], 2) == []


@pytest.mark.parametrize(
    ("value", "checked"), [("a", "a"), ([1, 2], [1, 2]), ((3,), [3]), (range(2), [0, 1])]
)
def test_values(value: Any, checked: Any) -> None:
    assert value_of(value) == checked
    assert values_of([value, "b"]) == (checked, "b")


@pytest.mark.parametrize("value", ["", [], [1.5], ["a"], None, 3, b"a", {"a": 1}, [True]])
def test_bad_values_are_named(value: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        value_of(value)
    assert caught.value.parameter == "value"

    with pytest.raises(InvalidArgumentError) as caught:
        values_of(["a", value])
    assert caught.value.parameter == "values[1]"


@pytest.mark.parametrize("values", ["text", b"x", {"a": 1}, None, 3])
def test_bad_lists_of_values(values: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="embed\\(\\)") as caught:
        values_of(values)
    assert caught.value.parameter == "values"


def gathered(values: tuple[str, ...], limit: int, results: Any, setup: Any = SETUP) -> Any:
    gathering = Gathering(values, limit)
    taken = [
        gathering.took(batch, each) for batch, each in zip(gathering.batches, results, strict=True)
    ]
    return gathering.result(taken, setup)


def answer(rows: list[list[float]], **fields: Any) -> EmbeddingModelResult:
    return EmbeddingModelResult(rows, **fields)


def test_results_of_several_calls_become_one() -> None:
    warning = CallWarning("unsupported", "no", setting="x")
    parts = [
        answer(
            rows,
            usage=EmbeddingUsage(2, raw={"prompt_tokens": 2}),
            warnings=(warning,),
            provider_metadata={"p": {"a": place, "many": [place]}},
            request=RequestInfo({"n": place}),
            response=ResponseInfo(id=str(place), body={"n": place}),
        )
        for place, rows in enumerate([THREE[:2], THREE[2:]])
    ]

    result = gathered(("a", "b", "c"), 2, parts)

    assert result.embeddings == THREE
    assert result.values == ("a", "b", "c")
    assert result.usage == EmbeddingUsage(4)
    assert result.warnings == (warning,)
    assert result.provider_metadata == {"p": {"a": 1, "many": [0, 1]}}
    assert [response.id for response in result.responses] == ["0", "1"]
    assert [response.body for response in result.responses] == [None, None]
    assert result.requests == (RequestInfo(), RequestInfo())


def test_one_call_keeps_the_raw_usage_and_bodies_when_asked() -> None:
    setup = media_setup({"include": ["request_body", "response_body"]})
    usage = EmbeddingUsage(2, raw={"prompt_tokens": 2})
    part = answer(THREE[:1], usage=usage, response=ResponseInfo(body=1), request=RequestInfo(2))

    many = gathered(("a",), 1, [part], setup)
    one = embed_result("a", part, setup)

    assert many.usage.raw == one.usage.raw == {"prompt_tokens": 2}
    assert many.responses[0].body == one.response.body == 1
    assert many.requests[0].body == one.request.body == 2
    assert one.embedding == [1.0, 2.0]


@pytest.mark.parametrize(
    ("first", "second"), [(THREE[:1], [[1.0]]), (THREE[:1], []), (THREE[:2], THREE[:1])]
)
def test_a_model_whose_vectors_do_not_fit(first: Any, second: Any) -> None:
    with pytest.raises(InvalidResponseError):
        gathered(("a", "b"), 1, [answer(first), answer(second)])


def test_vectors_are_kept_once() -> None:
    gathering = Gathering(("a", "b"), 1)

    taken = gathering.took(gathering.batches[1], answer(THREE[:1], usage=EmbeddingUsage(2)))

    assert taken.embeddings == ()
    assert taken.usage == EmbeddingUsage(2)
