"""Token counts of Chat Completions, in the forms that servers tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types._value import evolve
from ...types.usage import InputTokenDetails, OutputTokenDetails, Usage
from .._convert import structure
from ._generated import ChatUsage

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["usage_beside", "usage_object", "usage_of"]

# Where servers tell how much came from a cache, besides `prompt_tokens_details`.
_CACHED: Final = ("prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens")


def usage_object(body: Mapping[str, Any]) -> object:
    """The usage object of an answer or a chunk, where OpenAI has it."""
    return body.get("usage")


def usage_of(raw: object) -> Usage:
    """The token counts of a usage object; unknown or senseless ones are None."""
    if not isinstance(raw, dict) or not raw:
        return Usage()
    usage = structure(dict(raw), ChatUsage)  # a copy: what is structured changes, raw must not
    read = usage.prompt_tokens_details or None
    made = usage.completion_tokens_details or None
    total_in, total_out = _count(usage.prompt_tokens), _count(usage.completion_tokens)
    cached = _count(getattr(read, "cached_tokens", None))
    for name in _CACHED:
        cached = _count(raw.get(name)) if cached is None else cached
    written = _count(getattr(read, "cache_write_tokens", None))
    thought = _count(getattr(made, "reasoning_tokens", None))
    return Usage(
        total_in,
        total_out,
        _count(usage.total_tokens),
        InputTokenDetails(_rest(total_in, cached, written), cached, written),
        OutputTokenDetails(_rest(total_out, thought), thought),
        raw=raw,
    )


def _count(value: object) -> int | None:
    """A number of tokens, also where it comes as text or as a float."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def _rest(total: int | None, *shares: int | None) -> int | None:
    """What the known shares leave of the total; None where the total or the first is unknown."""
    if total is None or shares[0] is None:
        return None
    return max(0, total - sum(share or 0 for share in shares))


def usage_beside(raw: object) -> Usage:
    """The token counts of a server that counts reasoning beside the answer, not in it.

    Example:
        >>> raw = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 17}
        >>> usage_beside({**raw, "completion_tokens_details": {"reasoning_tokens": 5}}).output_tokens
        8
    """
    usage = usage_of(raw)
    thought, said = usage.output_token_details.reasoning, usage.output_tokens
    if not thought or said is None or usage.input_tokens is None:
        return usage
    if usage.total_tokens != usage.input_tokens + said + thought:
        return usage
    return evolve(
        usage,
        output_tokens=said + thought,
        output_token_details=OutputTokenDetails(said, thought),
    )
