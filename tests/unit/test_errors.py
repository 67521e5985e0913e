"""Errors: the tree, pickling, redaction."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from ai_sdk import errors
from ai_sdk.types.http import Attempt

LEAVES = [
    getattr(errors, name) for name in errors.__all__ if inspect.isclass(getattr(errors, name))
]


def made(kind: type[errors.AISDKError]) -> errors.AISDKError:
    """An instance with every attribute given."""
    sample = {
        "attempts": (Attempt(status=500, delay=0.5, error="x"),),
        "status_code": 500,
        "seconds": 1.5,
        "errors": (ValueError("a"),),
        "available": ("a", "b"),
        "tool_call_ids": ("c1",),
        "is_retryable": True,
        "retry_after": 2.0,
        "headers": {"x": "y"},
    }
    names = [
        p.name
        for p in inspect.signature(kind).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    return kind("what happened", **{name: sample.get(name, f"the {name}") for name in names})


@pytest.mark.parametrize("kind", LEAVES)
@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_survives_copy_and_pickle(kind: type[errors.AISDKError], copied: object) -> None:
    error = made(kind)
    error.__cause__ = ValueError("the cause")

    again = copied(error)  # type: ignore[operator]

    assert type(again) is kind
    assert str(again) == str(error)
    assert again.message == "what happened"
    assert {k: repr(v) for k, v in vars(again).items()} == {
        k: repr(v) for k, v in vars(error).items()
    }
    assert isinstance(again, errors.AISDKError)
    assert str(again.__cause__) == "the cause"


def test_a_foreign_cause_becomes_its_text() -> None:
    error = errors.APIConnectionError("gone")
    error.__cause__ = RuntimeError("socket 7 with sk-abcdefghijklmnop")

    again = pickle.loads(pickle.dumps(error))

    assert str(again.__cause__) == "RuntimeError: socket 7 with [redacted]"


@pytest.mark.parametrize(
    ("kind", "parent"),
    [
        (errors.QuotaExceededError, errors.RateLimitError),
        (errors.ContextOverflowError, errors.BadRequestError),
        (errors.APITimeoutError, TimeoutError),
        (errors.MissingDependencyError, ImportError),
        (errors.InvalidPromptError, ValueError),
        (errors.NoObjectGeneratedError, errors.NoOutputGeneratedError),
        (errors.StreamConsumedError, errors.StreamInterruptedError),
    ],
)
def test_parents(kind: type, parent: type) -> None:
    assert issubclass(kind, parent)


def test_the_drawing_names_every_class() -> None:
    assert errors.__doc__ is not None
    for kind in LEAVES:
        assert kind.__name__ in errors.__doc__


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect API key provided: sk-proj-abc123def456ghi.",
        "Bearer abcdef123456",
        "AIzaSyA1234567890abcdefghijklmnop",
        "key gsk_abcdefghijk123",
    ],
)
def test_keys_are_redacted(text: str) -> None:
    shown = errors.redact(text)

    assert "[redacted]" in shown
    assert "abc" not in shown.lower()


def test_a_call_error_shows_what_is_needed_to_act() -> None:
    error = errors.RateLimitError(
        "slow down", status_code=429, request_id="req_1", attempts=(Attempt(), Attempt())
    )

    assert str(error) == "slow down (status 429, request id req_1, 2 attempts)"


def test_excerpt_is_capped_and_redacted() -> None:
    assert errors.excerpt(None) is None
    assert errors.excerpt(b"sk-abcdefghijkl x") == "[redacted] x"
    long = errors.excerpt("a" * 5000, 100)
    assert long == "a" * 100 + "... (5000 in all)"


def test_retry_error_has_the_last() -> None:
    first, second = ValueError("1"), ValueError("2")

    assert errors.RetryError("x", errors=[first, second]).last is second
    assert errors.RetryError("x").last is None
