"""How much a model thinks, in the words of its generation: a level, or a budget of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...types.call import CallWarning

if TYPE_CHECKING:
    from ...types.call import ReasoningLevel
    from .dialect import GoogleDialect, ModelFacts

__all__ = ["thinking_config"]

# Tokens for each level, as Google's own mapping of efforts has them ("OpenAI compatibility").
_BUDGETS: Final = {"none": 0, "minimal": 512, "low": 1024, "medium": 8192, "high": 24576}
_LARGEST: Final = {"flash": 24576, "pro": 32768}
_LEAST_OF_PRO: Final = 128
_LEVELS: Final = {
    "none": "MINIMAL",
    "minimal": "MINIMAL",
    "low": "LOW",
    "medium": "MEDIUM",
    "high": "HIGH",
    "xhigh": "HIGH",
}


def thinking_config(
    dialect: GoogleDialect,
    facts: ModelFacts,
    level: ReasoningLevel | None,
    warnings: list[CallWarning],
) -> dict[str, Any] | None:
    """The `thinkingConfig` for a level; None where there is nothing to say.

    Example:
        >>> from ai_sdk.wire.google_genai.dialect import GOOGLE, facts_of
        >>> thinking_config(GOOGLE, facts_of("gemini-2.5-flash"), "low", [])
        {'includeThoughts': True, 'thinkingBudget': 1024}
    """
    if level is None or level == "provider-default":
        return None
    if facts.thinking is None:
        if level != "none":
            _warn(dialect, "this model does not think; it is left out", warnings)
        return None
    shown: dict[str, Any] = {} if level == "none" else {"includeThoughts": True}
    if facts.thinking == "budget":
        return {**shown, "thinkingBudget": _budget(dialect, facts, level, warnings)}
    return {**shown, "thinkingLevel": _level(dialect, facts, level, warnings)}


def _budget(
    dialect: GoogleDialect, facts: ModelFacts, level: str, warnings: list[CallWarning]
) -> int:
    if level == "xhigh":
        return _LARGEST["pro" if facts.pro else "flash"]
    if level == "none" and facts.pro:
        _warn(dialect, "this model cannot stop thinking; it thinks as little as it can", warnings)
        return _LEAST_OF_PRO
    return _BUDGETS[level]


def _level(
    dialect: GoogleDialect, facts: ModelFacts, level: str, warnings: list[CallWarning]
) -> str:
    found = "LOW" if facts.pro and level in ("none", "minimal") else _LEVELS[level]
    if level != found.lower():
        _warn(dialect, f"this model has no level {level!r}; it gets {found.lower()!r}", warnings)
    return found


def _warn(dialect: GoogleDialect, what: str, warnings: list[CallWarning]) -> None:
    kind: Any = "unsupported" if what.endswith("left out") else "compatibility"
    warnings.append(CallWarning(kind, f"{dialect.name}: {what}", setting="reasoning"))
