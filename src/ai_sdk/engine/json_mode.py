"""JSON from models that cannot be held to a schema: the schema goes into the instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..json_codec import dumps
from ..types._value import evolve
from ..types.call import ResponseFormat
from ..types.messages import SystemMessage

if TYPE_CHECKING:
    from ..types.models import ModelCapabilities
    from .setup import RunSetup

__all__ = ["with_json_mode"]


def with_json_mode(setup: RunSetup, model: Any) -> RunSetup:
    """`setup`, changed to what `model` can do: a schema in the instructions where it must be.

    Args:
        setup: a run that may ask for JSON.
        model: a language model; one without `capabilities` is taken to do everything.
    """
    asked = setup.call.response_format
    capabilities: ModelCapabilities | None = getattr(model, "capabilities", None)
    if asked is None or asked.type != "json" or capabilities is None or capabilities.json_schema:
        return setup
    text = "Answer with JSON only, without any text around it."
    if asked.schema is not None:
        text += f" It must match this JSON Schema:\n{dumps(asked.schema).decode()}"
    prompt = (SystemMessage(text), *setup.call.prompt)
    kept = ResponseFormat("json") if capabilities.json_object else None
    return evolve(setup, call=evolve(setup.call, prompt=prompt, response_format=kept))
