"""The settings of a call in the Messages API's words: length, sampling, thinking, effort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ...errors import InvalidArgumentError
from ...types.call import CallWarning

if TYPE_CHECKING:
    from ...types.call import LanguageModelCall
    from .dialect import MessagesDialect
    from .facts import ModelFacts

__all__ = ["SettingsWriter"]

_UNKNOWN: Final = ("presence_penalty", "frequency_penalty", "seed")
_LEAST_BUDGET: Final = 1024  # Anthropic's API reference, thinking.budget_tokens
_LEAST_TOP_P: Final = 0.95  # Anthropic's documentation, extended thinking
_SHARES: Final = {"minimal": 0.02, "low": 0.1, "medium": 0.3, "high": 0.6, "xhigh": 0.9}
"""Level of reasoning -> share of the longest answer that a model with a budget may think."""

_EFFORTS: Final[dict[str, tuple[str, ...]]] = {
    "minimal": ("low",),
    "low": ("low",),
    "medium": ("medium",),
    "high": ("high",),
    "xhigh": ("xhigh", "max", "high"),
}
"""Level of reasoning -> the efforts that come near it, the nearest first."""


class SettingsWriter:
    """Writes the settings; those that the model does not take become warnings.

    Args:
        dialect: the provider's way of speaking.
        facts: what the model can do.
        options: the provider options.
        warnings: takes what is left out or changed.
    """

    def __init__(
        self,
        dialect: MessagesDialect,
        facts: ModelFacts,
        options: Mapping[str, Any],
        warnings: list[CallWarning],
    ) -> None:
        self._dialect = dialect
        self._facts = facts
        self._options = options
        self._warnings = warnings

    def write(self, call: LanguageModelCall) -> dict[str, Any]:
        """The fields of a request's body.

        Raises:
            InvalidArgumentError: `thinking` is no object.
        """
        thinking = self._thinking(call)
        fields: dict[str, Any] = {
            "max_tokens": self._max_tokens(call, thinking),
            **self._sampling(call, thinking),
        }
        if call.stop_sequences:
            fields["stop_sequences"] = list(call.stop_sequences)
        if thinking is not None:
            fields["thinking"] = thinking
        if (effort := self._effort(call)) is not None:
            fields["output_config"] = {"effort": effort}
        return fields

    def _warn(self, what: str, setting: str, kind: Any = "unsupported") -> None:
        text = f"{self._dialect.name}: {what}"
        self._warnings.append(CallWarning(kind, text, setting=setting))

    # ---- thinking

    def _thinking(self, call: LanguageModelCall) -> dict[str, Any] | None:
        given = self._options.get("thinking")
        if given is not None:
            return self._given_thinking(given)
        level = call.reasoning
        if level is None or level == "provider-default":
            return None
        if self._facts.thinking == "no":
            if level != "none":
                self._warn("this model does not reason; it is left out", "reasoning")
            return None
        if level == "none":
            return {"type": "disabled"}
        if self._facts.thinking == "adaptive":
            return {"type": "adaptive"}
        budget = round(self._facts.max_tokens * _SHARES[level])
        return {"type": "enabled", "budget_tokens": max(_LEAST_BUDGET, budget)}

    def _given_thinking(self, given: Any) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            raise InvalidArgumentError(
                'thinking must be an object such as {"type": "adaptive"} or {"type": "enabled", '
                f'"budget_tokens": 2048}}, not {given!r}',
                parameter="provider_options",
                value=given,
            )
        if given.get("type") == "enabled" and "budget_tokens" not in given:
            self._warn(f"thinking has no budget_tokens; {_LEAST_BUDGET} are sent", "thinking")
            return {**given, "budget_tokens": _LEAST_BUDGET}
        return dict(given)

    def _effort(self, call: LanguageModelCall) -> Any:
        if "effort" in self._options:
            return self._options["effort"]
        config = self._options.get("output_config")
        said = isinstance(config, Mapping) and "effort" in config
        if said or self._facts.thinking != "adaptive" or self._options.get("thinking"):
            return None
        wanted = _EFFORTS.get(call.reasoning or "", ())
        return next((each for each in wanted if each in self._facts.efforts), None)

    # ---- length

    def _max_tokens(self, call: LanguageModelCall, thinking: Mapping[str, Any] | None) -> int:
        """The limit of answer and thinking together: a budget comes on top of what was asked."""
        wanted, ceiling = call.max_output_tokens, self._facts.ceiling
        budget = (thinking or {}).get("budget_tokens")
        most = self._facts.max_tokens if wanted is None else wanted
        if isinstance(budget, int) and (wanted is not None or budget >= most):
            most += budget
        if ceiling is None or most <= ceiling:
            return most
        if wanted is not None:
            what = f"{most} tokens are more than this model writes; {ceiling} are asked for"
            self._warn(what, "max_output_tokens", "compatibility")
        return ceiling

    # ---- sampling

    def _sampling(
        self, call: LanguageModelCall, thinking: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        for name in _UNKNOWN:
            if getattr(call, name) is not None:
                self._warn(f"the Messages API has no setting {name}; it is left out", name)
        wanted = {"temperature": call.temperature, "top_p": call.top_p, "top_k": call.top_k}
        thinks = thinking is not None and thinking.get("type") != "disabled"
        out: dict[str, Any] = {}
        for name, setting in wanted.items():
            if setting is None:
                continue
            if refusal := self._refusal(name, setting, out, thinks=thinks):
                self._warn(f"{refusal}; it is left out", name)
            else:
                out[name] = self._clamped(setting) if name == "temperature" else setting
        return out

    def _refusal(
        self, name: str, setting: float, sent: Mapping[str, Any], *, thinks: bool
    ) -> str | None:
        if self._dialect.newer:
            return f"the API version {self._dialect.version} has no setting {name}"
        usual = name == "temperature" and setting == 1
        if not (self._facts.sampling or usual):
            return f"this model does not take {name}"
        if thinks and not usual and not (name == "top_p" and setting >= _LEAST_TOP_P):
            return f"this model does not take {name} while it thinks"
        if name == "top_p" and self._facts.one_sampling and "temperature" in sent:
            return "this model takes top_p only without temperature"
        return None

    def _clamped(self, temperature: float) -> float:
        if 0 <= temperature <= 1:
            return temperature
        near = min(1.0, max(0.0, temperature))
        what = f"temperature goes from 0 to 1; {near:g} is sent in place of {temperature:g}"
        self._warn(what, "temperature", "compatibility")
        return near
