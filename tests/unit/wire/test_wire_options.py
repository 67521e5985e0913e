"""Reading provider options: namespaces, spellings, unknown names."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk.errors import InvalidArgumentError
from ai_sdk.wire.options import deep_merge, own_fields, read_options, snake_case

KNOWN = frozenset(("service_tier", "reasoning_effort", "logprobs"))


@pytest.mark.parametrize(
    ("name", "snake"),
    [("reasoningEffort", "reasoning_effort"), ("top_p", "top_p"), ("x-y", "x_y"), ("N", "n")],
)
def test_snake_case(name: str, snake: str) -> None:
    assert snake_case(name) == snake


def test_wire_snake_and_camel_spelling() -> None:
    given = {"openai": {"serviceTier": "flex", "reasoning_effort": "low", "logProbs": 1}}
    options, warnings = read_options(given, ("openai",), KNOWN, aliases={"log_probs": "logprobs"})
    assert options == {"service_tier": "flex", "reasoning_effort": "low", "logprobs": 1}
    assert warnings == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("servce_tier", 'openai: no option "servce_tier"; did you mean "service_tier"?'),
        ("reasonEffort", 'openai: no option "reasonEffort"; did you mean "reasoning_effort"?'),
        ("zzz", 'openai: no option "zzz"'),
    ],
)
def test_an_unknown_name_is_warned_about_and_not_sent(name: str, message: str) -> None:
    options, (warning,) = read_options({"openai": {name: 1}}, ("openai",), KNOWN)
    assert options == {}
    assert (warning.type, warning.setting, warning.message) == ("unsupported", name, message)


def test_unknown_names_may_pass() -> None:
    options, warnings = read_options({"a": {"topK": 1}}, ("a",), KNOWN, pass_unknown=True)
    assert (options, warnings) == ({"topK": 1}, [])


def test_the_first_namespace_wins() -> None:
    given: dict[str, dict[str, Any]] = {
        "acme": {"logprobs": 1},
        "openai-compatible": {"logprobs": 2, "service_tier": "x"},
    }
    options, _ = read_options(given, ("acme", "openai_compatible"), KNOWN)
    assert options == {"logprobs": 1, "service_tier": "x"}


def test_options_of_others_are_left_alone() -> None:
    assert read_options({"anthropic": {"thinking": 1}}, ("openai",), KNOWN) == ({}, [])


def test_options_win_over_metadata() -> None:
    assert own_fields(("a",), {"a": {"x": 1}}, {"a": {"x": 2, "y": 3}}) == {"x": 1, "y": 3}
    assert own_fields(("a",)) == {}


@pytest.mark.parametrize("wrong", [None, 3, "x", ["a"]])
def test_options_that_are_no_mapping(wrong: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"provider_options\['openai'\]") as caught:
        read_options({"openai": wrong}, ("openai",), KNOWN)
    assert caught.value.parameter == "provider_options"


def test_deep_merge_leaves_its_arguments_alone() -> None:
    base = {"a": {"x": {"p": 1}}, "b": [1]}
    assert deep_merge(base, {"a": {"x": {"q": 2}}, "b": [2], "c": None}) == {
        "a": {"x": {"p": 1, "q": 2}},
        "b": [2],
        "c": None,
    }
    assert base == {"a": {"x": {"p": 1}}, "b": [1]}
