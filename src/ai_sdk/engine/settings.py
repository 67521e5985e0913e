"""Checks of the call settings: a bad value is refused with its name before anything is sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from ..errors import InvalidArgumentError
from ..types.call import ReasoningLevel
from ..types.download import Download
from ..types.headers import HeaderLines
from ..types.tools import ToolChoice
from .json_numbers import where_not_finite

__all__ = [
    "REASONING_LEVELS",
    "check_count",
    "check_download",
    "check_headers",
    "check_mapping",
    "check_number",
    "check_reasoning",
    "check_stop_sequences",
    "check_text",
    "hide_headers",
    "tool_choice_of",
]

REASONING_LEVELS: tuple[ReasoningLevel, ...] = (
    "provider-default",
    "none",
    "minimal",
    "low",
    "medium",
    "high",
    "xhigh",
)


def _refuse(parameter: str, value: Any, wanted: str) -> InvalidArgumentError:
    shown = repr(value)
    shown = shown if len(shown) <= 80 else shown[:77] + "..."
    return InvalidArgumentError(
        f"{parameter} must be {wanted}, not {shown}", parameter=parameter, value=value
    )


def check_number(
    parameter: str, value: Any, low: float | None = None, high: float | None = None
) -> None:
    """Refuse what is no finite number between `low` and `high`; None passes."""
    if value is None:
        return
    if low is None or high is None:
        wanted = "a number" if low is None else f"a number of at least {low:g}"
    else:
        wanted = f"a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _refuse(parameter, value, wanted)
    if (low is not None and value < low) or (high is not None and value > high):
        raise _refuse(parameter, value, wanted)


def check_count(parameter: str, value: Any, low: int | None = None) -> None:
    """Refuse what is no whole number of at least `low`; None passes."""
    if value is None:
        return
    wanted = "a whole number" if low is None else f"a whole number of at least {low}"
    if isinstance(value, bool) or not isinstance(value, int) or (low is not None and value < low):
        raise _refuse(parameter, value, wanted)


def check_text(parameter: str, value: Any, *, empty: bool = True) -> None:
    """Refuse what is no text; None passes, the empty text only with `empty`."""
    if value is None:
        return
    if not isinstance(value, str) or (not empty and not value):
        raise _refuse(parameter, value, "a str" if empty else "a non-empty str")


def check_mapping(parameter: str, value: Any) -> Mapping[str, Any]:
    """The mapping given, or an empty one for None. Refuses anything else, and NaN in it."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise _refuse(parameter, value, "a mapping with str keys")
    with suppress(RecursionError):  # what nests too deeply is refused where it is written
        found = where_not_finite(value)
        if found is not None:
            raise InvalidArgumentError(
                f"{parameter} holds {found}, for which JSON has no number; leave it out",
                parameter=parameter,
                value=value,
            )
    return value


def check_headers(value: Any) -> HeaderLines:
    """The headers of a call, out of sight of whoever prints them; None gives none.

    Raises:
        InvalidArgumentError: They are no mapping; the error does not show what they are.
    """
    if value is None:
        return HeaderLines()
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return HeaderLines(value)
    found = type(value).__name__
    del value  # errors show the locals of frames
    raise InvalidArgumentError(
        f"headers must be a mapping with str keys, not this {found}", parameter="headers"
    )


def hide_headers(settings: Mapping[str, Any]) -> None:
    """Check the headers among the settings that a public function was given, and hide them there.

    Its frame holds these very settings for as long as the call takes, and a traceback that shows
    local variables would show the keys in them.

    Raises:
        InvalidArgumentError: They are no mapping.
    """
    held: Any = settings
    if held.get("headers") is not None:
        held["headers"] = check_headers(held.pop("headers"))


def check_stop_sequences(value: Any) -> tuple[str, ...]:
    """The stop sequences as a tuple. A bare str is refused: it would be read letter by letter."""
    if value is None:
        return ()
    listed = isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))
    if not listed or not all(isinstance(item, str) for item in value):
        raise _refuse("stop_sequences", value, "a list of str")
    return tuple(value)


def check_reasoning(value: Any) -> ReasoningLevel | None:
    """The reasoning level, or an error that lists the levels there are."""
    if value is None or value in REASONING_LEVELS:
        return value  # type: ignore[no-any-return] # it is one
    raise _refuse("reasoning", value, "one of " + ", ".join(REASONING_LEVELS))


def tool_choice_of(value: Any, names: tuple[str, ...]) -> ToolChoice | None:
    """`tool_choice` in its normal form.

    Args:
        value: "auto", "none", "required", a tool's name as `{"type": "tool", "tool_name": ...}`,
            a `ToolChoice`, or None.
        names: the tools on offer; a choice must name one of them.
    """
    if value is None:
        return None
    if isinstance(value, str) and value in ("auto", "none", "required"):
        return ToolChoice(value)  # type: ignore[arg-type] # one of three
    if isinstance(value, Mapping):
        value = ToolChoice(value.get("type", "tool"), value.get("tool_name"))
    if not isinstance(value, ToolChoice) or value.type not in ("auto", "none", "required", "tool"):
        raise _refuse(
            "tool_choice",
            value,
            '"auto", "none", "required" or {"type": "tool", "tool_name": ...}',
        )
    if value.type == "tool" and value.tool_name not in names:
        known = ", ".join(names) or "none"
        raise InvalidArgumentError(
            f"tool_choice names the tool {value.tool_name!r}, but the tools are: {known}",
            parameter="tool_choice",
            value=value,
        )
    return value


def check_download(given: Any) -> Any:
    """`download=` if it is a `Download` or a function.

    Raises:
        InvalidArgumentError: It is neither.
    """
    if given is None or isinstance(given, Download) or callable(given):
        return given
    raise InvalidArgumentError(
        f"download must be Download(...) or a function that takes a URL, not {given!r:.80}",
        parameter="download",
        value=given,
    )
