"""What generated packages are made of, used as such a package uses it."""

from __future__ import annotations

import enum
from typing import Any

import pytest

from ai_sdk.wire import protocol
from ai_sdk.wire.kit import Operation, model, structure, unstructure


@model
class Ask:
    text: str
    top_k: int | None = None


@model
class Answer:
    text: str


@model
class Piece:
    delta: str


class Colour(enum.Enum):
    RED = "red"


ASK: Operation[Ask, Answer, Piece] = Operation("POST", "/ask/{id}/{part}", Ask, Answer, Piece)


def test_an_operation_says_where_it_goes() -> None:
    assert ASK.at(id="a/b", part="ü ") == "/ask/a%2Fb/%C3%BC%20"
    assert repr(ASK) == "Operation(POST /ask/{id}/{part})"


def test_an_operation_writes_and_reads_its_classes() -> None:
    assert ASK.body(Ask(text="Hi", top_k=3)) == {"text": "Hi", "top_k": 3}
    answer, piece = ASK.answer({"text": "Yes", "new": 1}), ASK.event({"delta": "Y"})

    assert (type(answer), answer.text, unstructure(answer)) == (
        Answer,
        "Yes",
        {"text": "Yes", "new": 1},
    )
    assert (type(piece), piece.delta) == (Piece, "Y")


def test_what_is_no_wire_object_is_written_by_its_kind() -> None:
    assert unstructure({"colour": Colour.RED}) == {"colour": "red"}
    assert unstructure([structure({"text": "a"}, Answer), Colour.RED]) == [{"text": "a"}, "red"]


@pytest.mark.parametrize("name", ["openai_chat", "ai_sdk.wire.openai_chat:PROTOCOL"])
def test_a_protocol_by_its_name_or_where_it_lies(name: str) -> None:
    found: Any = protocol.protocol_named(name)

    assert found.name == "openai_chat"
