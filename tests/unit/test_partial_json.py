"""Partial JSON: a table of cuts, what is refused, stable snapshots, linear work."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from ai_sdk.json_error import MAX_DEPTH, JSONDepthError
from ai_sdk.partial_json import (
    PartialJSON,
    PartialJSONDepthError,
    PartialJSONError,
    parse_partial_json,
)

FAILED = object()

# text, what parse_partial_json makes of it, what the incremental parser shows (NOTHING_YET: no
# value). They differ in numbers: a text that is over has the number it has, one that goes on may
# bring more digits.
NOTHING_YET = object()
SAME = object()
CUTS: list[tuple[str, Any, Any]] = [
    # literals
    ("n", None, SAME),
    ("nul", None, SAME),
    ("null", None, SAME),
    ("t", True, SAME),
    ("tru", True, SAME),
    ("true", True, SAME),
    ("f", False, SAME),
    ("fals", False, SAME),
    (" \n true", True, SAME),
    ("[n", [None], SAME),
    ('{"a": t', {"a": True}, SAME),
    ('{"a": fal', {"a": False}, SAME),
    # numbers
    ("12", 12, NOTHING_YET),
    ("-", FAILED, NOTHING_YET),
    ("-1", -1, NOTHING_YET),
    ("12.", 12, NOTHING_YET),
    ("12.2", 12.2, NOTHING_YET),
    ("1e", 1, NOTHING_YET),
    ("1e+", 1, NOTHING_YET),
    ("12e10", 12e10, NOTHING_YET),
    ("-0", 0, NOTHING_YET),
    ("[1", [1], []),
    ("[1,", [1], [1]),
    ("[1, 2", [1, 2], [1]),
    ("[1 ", [1], [1]),
    ("[-", [], []),
    ("[1e-", [1], []),
    ('{"a": 1', {"a": 1}, {}),
    ('{"a": 1.', {"a": 1}, {}),
    ('{"a": -', {}, {}),
    ('{"a": 12e-1}', {"a": 1.2}, SAME),
    # strings
    ('"', "", SAME),
    ('"abc', "abc", SAME),
    ('"abc"', "abc", SAME),
    ('"a\\', "a", SAME),
    ('"a\\n', "a\n", SAME),
    ('"a\\u', "a", SAME),
    ('"a\\u00', "a", SAME),
    ('"a\\u00e', "a", SAME),
    ('"a\\u00e9', "aé", SAME),
    ('"a\\ud83d', "a", SAME),
    ('"a\\ud83d\\', "a", SAME),
    ('"a\\ud83d\\ude0', "a", SAME),
    ('"a\\ud83d\\ude00', "a\U0001f600", SAME),
    ('"a\\ud83d!', "a\ufffd!", SAME),
    ('"a\\ud83d"', "a\ufffd", SAME),
    ('"a\\ud83d\\ud83d\\ude00"', "a\ufffd\U0001f600", SAME),
    ('"\\ude00\\n"', "\ufffd\n", SAME),
    ('"\\ud83d\\n"', "\ufffd\n", SAME),
    ('"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t', SAME),
    ('"{[:,', "{[:,", SAME),
    # arrays
    ("[", [], SAME),
    ("[]", [], SAME),
    ("[[", [[]], SAME),
    ("[[]", [[]], SAME),
    ("[[],", [[]], SAME),
    ('["a', ["a"], SAME),
    ('["a"', ["a"], SAME),
    ('["a",', ["a"], SAME),
    ('["a", "', ["a", ""], SAME),
    ("[true, f", [True, False], SAME),
    ("[{", [{}], SAME),
    ('[{"a": "b"', [{"a": "b"}], SAME),
    ('[{"a": "b"},', [{"a": "b"}], SAME),
    ("[1, [2, [3,", [1, [2, [3]]], SAME),
    # objects
    ("{", {}, SAME),
    ("{}", {}, SAME),
    ('{"', {}, SAME),
    ('{"a', {}, SAME),
    ('{"a\\u00e', {}, SAME),
    ('{"a"', {}, SAME),
    ('{"a":', {}, SAME),
    ('{"a" : ', {}, SAME),
    ('{"a": "', {"a": ""}, SAME),
    ('{"a": "b', {"a": "b"}, SAME),
    ('{"a": "b"', {"a": "b"}, SAME),
    ('{"a": "b",', {"a": "b"}, SAME),
    ('{"a": "b", "c', {"a": "b"}, SAME),
    ('{"a": "b", "c":', {"a": "b"}, SAME),
    ('{"a": {', {"a": {}}, SAME),
    ('{"a": {"b": [', {"a": {"b": []}}, SAME),
    ('{"a": {"b": 1}, "c": [1, {"d": "e', {"a": {"b": 1}, "c": [1, {"d": "e"}]}, SAME),
    ('{"\\u0061": "x', {"a": "x"}, SAME),
    ('{"": "x', {"": "x"}, SAME),
    ('{"a": 1, "a": [2', {"a": [2]}, {"a": []}),
    ('{"a": 1, "b": 2, "a": "x', {"b": 2, "a": "x"}, SAME),
    # nothing
    ("", FAILED, NOTHING_YET),
    (" \n", FAILED, NOTHING_YET),
]


@pytest.mark.parametrize(("text", "repaired", "_shown"), CUTS)
def test_parse_partial_json(text: str, repaired: Any, _shown: Any) -> None:
    found = parse_partial_json(text)
    if repaired is FAILED:
        assert found == (None, "failed-parse")
        return
    assert found.value == repaired
    assert type(found.value) is type(repaired)
    try:
        json.loads(text)
    except ValueError:
        assert found.state == "repaired-parse"
    else:
        assert found.state == "successful-parse"


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize(("text", "repaired", "shown"), CUTS)
def test_the_incremental_parser_shows(text: str, repaired: Any, shown: Any, size: int) -> None:
    parser = PartialJSON()
    for at in range(0, len(text), size):
        parser.feed(text[at : at + size])
    if shown is NOTHING_YET:
        assert not parser.begun
        return
    expected = repaired if shown is SAME else shown
    assert parser.begun
    assert parser.value == expected
    assert parser.snapshot() == expected


def test_no_text_is_undefined_input() -> None:
    assert parse_partial_json(None) == (None, "undefined-input")


REFUSED = [
    "}",
    "]",
    ",",
    ":",
    "[}",
    "{]",
    "[1}",
    "{,",
    "[,",
    "[1,]",
    '{"a":1,}',
    '{"a",',
    '{"a" "b"',
    '{"a":}',
    '{"a"::',
    "{1",
    "{t",
    "{a",
    "['a']",
    "tx",
    "nuller",
    "trux ",
    "truefalse",
    "[tr]",
    "Infinity",
    "NaN",
    "+1",
    "01 ",
    "1.e5 ",
    "--1 ",
    "[1.]",
    "[1 2",
    '["a" "b"',
    "1 2",
    "[] []",
    "{} x",
    '"a" "b"',
    '"\n',
    '"a\x01',
    '"\\x',
    '"\\u00g',
    '"\\u 12',
    '"\\u+123',
    "\ufeff1",
    "\xa01",
    "[\u0661]",
    "# hi",
    "1" * 5000 + " ",
]


@pytest.mark.parametrize("size", [1, 100_000])
@pytest.mark.parametrize("text", REFUSED)
def test_what_no_json_begins_with_is_refused(text: str, size: int) -> None:
    parser = PartialJSON()
    with pytest.raises(PartialJSONError, match="not JSON at character"):
        for at in range(0, len(text), size):
            parser.feed(text[at : at + size])
    assert parse_partial_json(text) == (None, "failed-parse")


def test_an_error_names_its_place_stays_and_leaves_the_value_readable() -> None:
    parser = PartialJSON()
    parser.feed('{"a": "b", ')
    with pytest.raises(PartialJSONError) as caught:
        parser.feed("}")
    assert caught.value.position == 11
    assert str(caught.value) == "not JSON at character 11: unexpected '}'"
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(PartialJSONError, match="character 11"):
        parser.feed('"c"')
    with pytest.raises(PartialJSONError, match="character 11"):
        parser.end()
    assert parser.value == {"a": "b"}


@pytest.mark.parametrize("text", ["", "[", '{"a": 1', '"a', "-", "tru", "1e"])
def test_ending_too_early(text: str) -> None:
    parser = PartialJSON()
    parser.feed(text)
    with pytest.raises(PartialJSONError):
        parser.end()


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("-1.5e2", -150.0), (" true", True)])
def test_a_scalar_is_complete_at_the_end(text: str, value: Any) -> None:
    parser = PartialJSON()
    parser.feed(text)
    assert not parser.done
    assert parser.end() == value
    assert parser.done


@pytest.mark.parametrize("one", ["[", '{"a":'])
def test_depth_is_capped(one: str) -> None:
    parser = PartialJSON()
    parser.feed(one * MAX_DEPTH)
    with pytest.raises(PartialJSONDepthError, match="nested deeper than 128") as caught:
        parser.feed(one)
    assert caught.value.position >= MAX_DEPTH
    assert parse_partial_json(one * 100_000).state == "failed-parse"
    assert issubclass(PartialJSONDepthError, (PartialJSONError, JSONDepthError))


def test_snapshots_never_change_and_share_what_is_complete() -> None:
    parser = PartialJSON()
    parser.feed('{"a": [{"x": 1}, {"y": [2')
    first = parser.snapshot()
    parser.feed(', 3]}, 4], "b": "he')
    second = parser.snapshot()
    parser.feed('llo"}')
    assert first == {"a": [{"x": 1}, {"y": []}]}
    assert second == {"a": [{"x": 1}, {"y": [2, 3]}, 4], "b": "he"}
    assert parser.snapshot() == {"a": [{"x": 1}, {"y": [2, 3]}, 4], "b": "hello"}
    assert first["a"][0] is second["a"][0]
    assert second["a"] is parser.snapshot()["a"]


def test_all_snapshots_of_a_long_list_may_be_kept() -> None:
    parser = PartialJSON()
    kept: list[Any] = []
    parser.feed('{"n": [')
    for number in range(200):
        parser.feed(f'{{"i": {number}}}, ')
        kept.append(parser.snapshot())
    assert [len(each["n"]) for each in kept] == list(range(1, 201))
    assert all(each["n"][-1] == {"i": at} for at, each in enumerate(kept))


def visits(size: int) -> tuple[int, int]:
    rows = [{"id": n, "name": "x" * 20, "tags": ["a", "b\\\u00e9"]} for n in range(size)]
    text = json.dumps(rows)
    parser = PartialJSON()
    for at in range(0, len(text), 7):
        parser.feed(text[at : at + 7])
        parser.snapshot()
    assert parser.end() == rows
    return parser.chars_visited, len(text)


def test_work_grows_as_the_text_does() -> None:
    for size in (10, 100, 1000):
        visited, length = visits(size)
        assert length <= visited <= 1.2 * length


@pytest.mark.parametrize("text", ["1" * 3000, '"' + "\\u00e9" * 500 + '"', '"' + "a" * 3000])
def test_long_scalars_are_looked_at_once(text: str) -> None:
    parser = PartialJSON()
    for char in text:
        parser.feed(char)
    assert parser.chars_visited <= 4 * len(text)  # an escape's few characters are held back


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"a": [1]}\n```',
        '\n ```\n{"a": [1]}```\n\n',
        '  {"a": [1]}',
        '{"a": [1]}\n',
    ],
)
def test_a_code_fence_is_allowed_on_request(text: str, size: int) -> None:
    parser = PartialJSON(fenced=True)
    for at in range(0, len(text), size):
        parser.feed(text[at : at + size])
    assert parser.end() == {"a": [1]}
    assert parse_partial_json(text, fenced=True) == ({"a": [1]}, "successful-parse")
    if "`" in text:
        assert parse_partial_json(text).state == "failed-parse"


NEWS = [
    '{"a": "b\\n", "c": [true, null, 12, "x"], "a": {"d": false}, "k\\u00e9y": [[], {}]}',
    ' "a\\ud83d\\ude00b\\ud83d!"',
    "[1.5e2, -0, nul",
    "true ",
    "12 ",
]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("text", NEWS)
@pytest.mark.parametrize("look", [False, True])
def test_news_are_told_exactly_when_there_are_some(text: str, size: int, look: bool) -> None:
    parser, seen = PartialJSON(), None
    for at in range(0, len(text), size):
        told = parser.feed(text[at : at + size])
        now = repr(parser.snapshot() if look else parser.value) if parser.begun else None
        assert told is (now != seen), (text[:at], seen, now)
        seen = now
        if look and parser.begun:
            assert repr(parser.value) == now


@pytest.mark.parametrize(
    ("pieces", "position", "problem"),
    [
        (["[ ", ' "a" "b'], 7, "unexpected string"),
        (["[1] ", " x"], 5, "unexpected 'x'"),
        (["[1] ", "  ]"], 6, "unexpected ']'"),
        (['{"a": ', " }"], 7, "unexpected '}'"),
        (['["a', '", tx '], 6, "unexpected 'tx'"),
        (["[ t", "ru", "x "], 2, "unexpected 'trux'"),
        (["[ 1", ".", " "], 2, "unexpected '1.'"),
        (["[ ", "1" * 5000, "]"], 2, "a number out of range"),
        (["[ ", "1e999", "]"], 2, "a number out of range"),
        (["[ 1 ", " 2"], 5, "unexpected '2'"),
        (["[ 1 ", " 2 "], 5, "unexpected '2'"),
        (["[ ", " #  "], 3, "unexpected '#'"),
        (['["', "a\x01"], 3, "control character '\\x01' in a string"),
        (['["', "a\\x"], 3, "bad escape \\x"),
        (["["], 1, "the text ends too early"),
        (["[ 1", "2"], 4, "the text ends too early"),
        ([" 12", "."], 1, "unexpected '12.'"),
        (["[" * 100, "[" * 100], 128, "nested deeper than 128 levels"),
    ],
)
def test_where_an_error_is(pieces: list[str], position: int, problem: str) -> None:
    parser = PartialJSON()
    with pytest.raises(PartialJSONError) as caught:
        for piece in pieces:
            parser.feed(piece)
        parser.end()
    assert (caught.value.problem, caught.value.position) == (problem, position)


def test_the_spine_is_what_is_open() -> None:
    parser = PartialJSON()
    parser.feed('{"a": [1, "x')
    assert parser.spine() == ([{"a": [1, "x"]}, [1, "x"]], ["a", None], True)
    parser.feed("y")
    assert parser.spine() == ([{"a": [1, "xy"]}, [1, "xy"]], ["a", None], True)
    parser.feed('", ')
    assert parser.spine() == ([{"a": [1, "xy"]}, [1, "xy"]], ["a", None], False)


def test_a_key_that_comes_again_counts_and_leaves_snapshots_alone() -> None:
    parser = PartialJSON()
    assert parser.rewritten == 0
    parser.feed('{"a": 1, "b": 2, "c": [')
    before = parser.snapshot()
    parser.feed('], "a": "x')
    assert parser.snapshot() == {"b": 2, "c": [], "a": "x"}
    assert parser.rewritten == 1
    parser.feed('y", "b')
    assert list(parser.snapshot().items()) == [("b", 2), ("c", []), ("a", "xy")]
    parser.feed('": t')
    parser.feed("rue}")
    assert parser.rewritten == 2
    assert before == {"a": 1, "b": 2, "c": []}
    assert parser.snapshot() == {"c": [], "a": "xy", "b": True}


def test_snapshots_of_lists_that_follow_each_other() -> None:
    parser = PartialJSON()
    seen = []
    for piece in ("[[1, ", "2, ", "3, ", "4], [5, ", "6, ", "7], [", "8, "):
        parser.feed(piece)
        seen.append(parser.snapshot())
    assert seen[2] == [[1, 2, 3]]
    assert seen[3:] == [
        [[1, 2, 3, 4], [5]],
        [[1, 2, 3, 4], [5, 6]],
        [[1, 2, 3, 4], [5, 6, 7], []],
        [[1, 2, 3, 4], [5, 6, 7], [8]],
    ]


def rows(entries: list[Any]) -> str:
    return "".join(json.dumps(entry) + ", " for entry in entries)


def test_snapshots_of_long_lists_that_follow_each_other() -> None:
    parser = PartialJSON()
    long, longer = list(range(30)), list(range(100, 140))
    parser.feed("[[" + rows(long))
    parser.snapshot()
    parser.feed("30], [" + rows(longer))
    assert parser.snapshot() == [[*long, 30], longer]
    parser.feed('140], {"a": ' + "1")
    parser.snapshot()
    parser.feed(', "b": [')
    assert parser.snapshot() == [[*long, 30], [*longer, 140], {"a": 1, "b": []}]


@pytest.mark.parametrize("extra", [" x", "]", "\n```", "```", ' {"b": 2}'])
def test_a_loose_parser_passes_over_what_comes_after_the_value(extra: str) -> None:
    parser = PartialJSON(loose=True)
    assert [parser.feed(piece) for piece in ('{"a"', ": 1", "}" + extra, extra)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert parser.end() == {"a": 1}
    with pytest.raises(PartialJSONError):
        PartialJSON(loose=True).feed("[1 x")


@pytest.mark.parametrize(
    ("text", "fenced"),
    [("```json\n`[1]", True), ("[1]`", False), ("[1]\n```", False), ("[`", True)],
)
def test_backquotes_elsewhere_are_refused(text: str, fenced: bool) -> None:
    with pytest.raises(PartialJSONError, match="unexpected '`'"):
        PartialJSON(fenced=fenced).feed(text)


def test_a_first_line_that_is_too_long_is_no_fence() -> None:
    first = "```" + "x" * 28
    held, over = PartialJSON(fenced=True), PartialJSON(fenced=True)
    held.feed(first)
    held.feed("x\n[1]")
    assert held.end() == [1]
    with pytest.raises(PartialJSONError):
        over.feed(first + "x")
        over.feed("x\n[1]")


@pytest.mark.parametrize(
    ("pieces", "visited"),
    [
        (['{"a": 1}'], 8),
        (['"a\\', 'n"'], 6),
        (['"\\u00', 'e9"'], 12),
        (['"\\u', "00", 'e9"'], 14),
        (["1", "2", " "], 3),
    ],
)
def test_characters_looked_at_are_counted(pieces: list[str], visited: int) -> None:
    parser = PartialJSON()
    assert parser.chars_visited == 0
    for piece in pieces:
        parser.feed(piece)
    assert parser.chars_visited == visited


def test_a_fence_is_counted() -> None:
    parser = PartialJSON(fenced=True)
    parser.feed("``")
    parser.feed("`\n[1]")
    assert parser.chars_visited == 2 + 7 + 3


@pytest.mark.parametrize("text", ["[" + "1" * 5000, "1e999", "-", "+", "[1e999"])
def test_numbers_that_no_repair_helps(text: str) -> None:
    assert parse_partial_json(text) == (None, "failed-parse")


@pytest.mark.parametrize(
    ("escapes", "text"),
    [
        ("\\ud800\\udc00", "\U00010000"),
        ("\\ud83d\\udfff", "\U0001f7ff"),
        ("\\udbff\\udfff", "\U0010ffff"),
        ("\\ud83d\\ue000", "\ufffd\ue000"),
        ("\\ud7ff", "\ud7ff"),
        ("\\ud800", "\ufffd"),
        ("\\udc00", "\ufffd"),
        ("\\udfff", "\ufffd"),
        ("\\ue000", "\ue000"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100])
def test_halves_of_pairs(escapes: str, text: str, size: int) -> None:
    parser = PartialJSON()
    whole = f'["{escapes}0", 1]'
    for at in range(0, len(whole), size):
        parser.feed(whole[at : at + size])
    assert parser.end() == [text + "0", 1]


def test_an_error_without_a_place_is_one_of_the_first_character() -> None:
    assert PartialJSONError("nothing").position == 0
