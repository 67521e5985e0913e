"""What came of a conversation, in one form for both libraries.

Two outcomes are equal when they are equal after these rules, and only these:

1. An error counts by its kind and status, not by its words.
2. Of the order of a stream's parts counts, for each step: the blocks of text and reasoning and
   what they hold, then how many calls, results and failures there were. The `start` part, blocks
   of text without a delta, and where a call's pieces lie among each other do not count. Nor does
   what comes from an `error` part on: we raise the error in its place.
3. A field that is empty in both forms (no list, an empty list, nothing) is not compared.
"""

from __future__ import annotations

from typing import Any

__all__ = ["comparable", "failure_of", "step_of", "tokens_of"]

_KINDS = {
    "AI_APICallError": "APICallError",
    "AI_StreamProviderError": "APICallError",
    "AI_NoObjectGeneratedError": "NoObjectGeneratedError",
    "AI_NoOutputGeneratedError": "NoOutputGeneratedError",
}
_CALLS = ("tool-call", "tool-result", "tool-error", "tool-approval-request", "tool-output-denied")
_SILENT = ("start", "custom", "tool-input-start", "tool-input-delta", "tool-input-end")


def tokens_of(usage: Any) -> list[int | None]:
    """Input and output tokens."""
    return [usage.input_tokens, usage.output_tokens]


def step_of(step: Any) -> dict[str, Any]:
    """One of our steps."""
    return {
        "text": step.text,
        "reasoning": step.reasoning_text,
        "finish": step.finish_reason,
        "usage": tokens_of(step.usage),
        "calls": [[call.tool_name, call.input, call.invalid] for call in step.tool_calls],
        "results": [[made.tool_name, made.output] for made in step.tool_results],
        "failures": [failed.tool_name for failed in step.tool_errors],
    }


def failure_of(error: BaseException) -> dict[str, Any]:
    """One of our errors: the names of its classes, and the status it came with."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    known = next((kind for kind in kinds if kind in _KINDS.values()), kinds[0])
    return {"name": known, "status": getattr(error, "status_code", None), "message": str(error)}


def comparable(outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome by the rules of this module."""
    out = {name: value for name, value in outcome.items() if value not in (None, [], "")}
    for name in ("error", "output_error"):
        if name in out:
            out[name] = _failure(out[name])
    if "order" in out:
        out["order"] = _order(out["order"])
    return {name: value for name, value in out.items() if value not in ([], ())}


def _failure(told: dict[str, Any]) -> tuple[str, int | None]:
    """Rule 1."""
    return _KINDS.get(told["name"], told["name"]), told["status"]


def _order(kinds: list[str]) -> list[Any]:
    """Rule 2."""
    steps: list[tuple[list[str], dict[str, int]]] = []
    for kind in kinds[: kinds.index("error") if "error" in kinds else None]:
        if kind == "start-step" or not steps:
            steps.append(([], {}))
        said, counts = steps[-1]
        if kind in _CALLS:
            counts[kind] = counts.get(kind, 0) + 1
        elif kind == "text-end" and said[-1:] == ["text-start"]:
            said.pop()
        elif kind not in _SILENT and said[-1:] != [kind]:
            said.append(kind)
    return [step for step in steps if any(step)]
