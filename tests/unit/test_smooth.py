"""`smooth_stream`: where pieces end, what flushes, and that nothing is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, strategies as st

from ai_sdk import (
    InvalidArgumentError,
    Pause,
    ReasoningDelta,
    TextDelta,
    TextEnd,
    TextStart,
    ToolCall,
    smooth_stream,
)
from ai_sdk.engine.transforms import Pipeline, transform_factories


def through(parts: list[Any], **settings: Any) -> list[Any]:
    settings.setdefault("delay", None)
    line = Pipeline([smooth_stream(**settings)])
    return [*line.feed(parts), *line.finish()]


def pieces(texts: list[str], **settings: Any) -> list[str]:
    return [part.text for part in through([TextDelta("t", text) for text in texts], **settings)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Hello, world!"], ["Hello, ", "world!"]),
        (["Hel", "lo", ", wor", "ld! Bye"], ["Hello, ", "world! ", "Bye"]),
        (["a  \n b"], ["a  \n ", "b"]),
        (["  lead"], ["  lead"]),
        (["  lead on"], ["  lead ", "on"]),
        (["one "], ["one "]),
        (["one", " ", " two"], ["one ", " two"]),
        ([" ", "a", " "], [" a "]),
        (["", ""], []),
        (["a b c d"], ["a ", "b ", "c ", "d"]),
        (["ü\u00a0é x"], ["ü\u00a0", "é ", "x"]),
    ],
)
def test_words(texts: list[str], expected: list[str]) -> None:
    assert pieces(texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a b\nc", " d\n\n\ne"], ["a b\n", "c d\n\n\n", "e"]),
        (["\nx\n"], ["\n", "x\n"]),
        (["no line"], ["no line"]),
    ],
)
def test_lines(texts: list[str], expected: list[str]) -> None:
    assert pieces(texts, chunking="line") == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["こんにちは"], ["こ", "ん", "に", "ち", "は"]),
        (["你好 world! ", "再见。"], ["你", "好 ", "world! ", "再", "见", "。"]),
        (["한국어"], ["한", "국", "어"]),
        (["Python3は", "良い"], ["Python3は", "良", "い"]),
        (["𠮷野家"], ["𠮷", "野", "家"]),
    ],
)
def test_chinese_japanese_and_korean(texts: list[str], expected: list[str]) -> None:
    assert pieces(texts, chunking="cjk") == expected


def test_a_pattern() -> None:
    assert pieces(["a_b", "_c"], chunking=re.compile("_")) == ["a_", "b_", "c"]
    assert pieces(["x12", "y3"], chunking=re.compile(r"\d")) == ["x1", "2", "y3"]


def test_a_function() -> None:
    def by_three(text: str) -> str | None:
        return text[:3] if len(text) >= 3 else None

    assert pieces(["ab", "cdef", "g"], chunking=by_three) == ["abc", "def", "g"]


@pytest.mark.parametrize(
    ("chunking", "words"),
    [
        (lambda text: "", "empty piece"),
        (lambda text: "zzz", "not the beginning"),
        (lambda text: 7, "not the beginning"),
        (re.compile(r"(?=b)"), "empty piece"),
    ],
)
def test_a_bad_rule_is_told(chunking: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        pieces(["bbb"], chunking=chunking)


@pytest.mark.parametrize(
    ("settings", "parameter"),
    [
        ({"delay": -1}, "delay"),
        ({"delay": "fast"}, "delay"),
        ({"chunking": "sentence"}, "chunking"),
        ({"chunking": re.compile(r"\s*")}, "chunking"),
        ({"chunking": 7}, "chunking"),
    ],
)
def test_bad_settings_are_refused(settings: Any, parameter: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        smooth_stream(**settings)

    assert caught.value.parameter == parameter


def test_a_pause_follows_every_whole_piece_and_no_rest() -> None:
    assert through([TextDelta("t", "a b"), TextEnd("t")], delay=0.5) == [
        TextDelta("t", "a "),
        Pause(0.5),
        TextDelta("t", "b"),
        TextEnd("t"),
    ]


def test_other_parts_and_other_blocks_flush() -> None:
    call = ToolCall("c", "t", {})
    parts = [
        TextStart("t"),
        TextDelta("t", "I lo"),
        call,
        TextDelta("t", "ok"),
        TextDelta("u", "next"),
        ReasoningDelta("u", "hm"),
        TextEnd("t"),
    ]
    assert through(parts) == [
        TextStart("t"),
        TextDelta("t", "I "),
        TextDelta("t", "lo"),
        call,
        TextDelta("t", "ok"),
        TextDelta("u", "next"),
        ReasoningDelta("u", "hm"),
        TextEnd("t"),
    ]


def test_metadata_stays_with_the_text_it_came_with() -> None:
    parts = [
        ReasoningDelta("r", "a b", {"anthropic": {"x": 1}}),
        ReasoningDelta("r", "c"),
        ReasoningDelta("r", "", {"anthropic": {"signature": "s"}, "google": {"y": 2}}),
    ]
    assert through(parts) == [
        ReasoningDelta("r", "a ", {"anthropic": {"x": 1}}),
        ReasoningDelta("r", "bc", {"anthropic": {"signature": "s"}, "google": {"y": 2}}),
    ]


def test_metadata_without_text_is_handed_on() -> None:
    parts = [ReasoningDelta("r", "", {"anthropic": {"signature": "s"}}), TextEnd("r")]

    assert through(parts) == parts


def test_metadata_of_deltas_that_become_one_is_merged() -> None:
    parts = [TextDelta("t", "a", {"p": {"x": 1}}), TextDelta("t", "b", {"p": {"y": 2}})]

    assert through(parts) == [TextDelta("t", "ab", {"p": {"x": 1, "y": 2}})]


@given(
    st.lists(st.text("ab \n。世", max_size=6), max_size=12),
    st.sampled_from(["word", "line", "cjk", re.compile("a+"), re.compile("[ab] ")]),
)
def test_no_character_is_lost_or_moved(texts: list[str], chunking: Any) -> None:
    made = pieces(texts, chunking=chunking)

    assert "".join(made) == "".join(texts)
    assert all(made)


@given(st.lists(st.text("ab \n", max_size=6), max_size=12), st.sampled_from(["word", "line"]))
def test_how_the_provider_cuts_between_pieces_does_not_matter(
    texts: list[str], chunking: Any
) -> None:
    whole = "".join(texts)
    pattern = r"\s*\S+\s+" if chunking == "word" else r"[^\n]*\n+"
    rest = pieces([whole], chunking=chunking)
    ends = re.findall(pattern, whole)

    assert rest[: len(ends)] == ends


def test_a_long_stream_without_any_end_is_joined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    smoother: Any = smooth_stream(delay=None)()
    for _ in range(50_000):
        assert list(smoother.feed(TextDelta("t", "字"))) == []

    assert len(smoother._pieces) == 50_000
    (last,) = smoother.finish()
    assert last.text == "字" * 50_000


class Doubler:
    def feed(self, part: Any) -> list[Any]:
        return [part, Pause(1), part]

    def finish(self) -> list[Any]:
        return [TextDelta("end", "x")]


def test_several_transforms_get_what_the_one_before_hands_on() -> None:
    line = Pipeline([Doubler, smooth_stream(delay=None)])

    made = [*line.feed([TextDelta("t", "a ")]), *line.finish()]

    assert made == [TextDelta("t", "a "), Pause(1), TextDelta("t", "a "), TextDelta("end", "x")]


@pytest.mark.parametrize(
    ("given", "words"),
    [(Doubler(), "pass its class"), (7, "not int"), ("word", "not str"), ([Doubler, 7], "not int")],
)
def test_what_is_no_transform_is_refused(given: Any, words: str) -> None:
    with pytest.raises(InvalidArgumentError, match=words):
        transform_factories(given)


def test_a_factory_must_make_transforms() -> None:
    with pytest.raises(InvalidArgumentError, match="has no feed and finish"):
        Pipeline([lambda: 7])  # type: ignore[list-item,return-value]
