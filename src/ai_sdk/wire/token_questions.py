"""Asking how many tokens an answer's request has, where the question is that request, cut short."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from ..types._value import EMPTY, evolve
from .options import deep_merge

if TYPE_CHECKING:
    from ..types.call import LanguageModelCall
    from .protocol import WireRequest

__all__ = ["question"]


def question(
    build: Callable[[Any, str, LanguageModelCall, bool], WireRequest],
    dialect: Any,
    model_id: str,
    call: LanguageModelCall,
    fields: Collection[str],
    path: str,
) -> WireRequest:
    """What an answer would be asked with, without what is no input.

    Args:
        build: makes the request for an answer.
        dialect: the provider's way of speaking.
        model_id: the model's id.
        call: what would be asked; its `extra_body` is laid over the question.
        fields: names of the fields that the question may have.
        path: where the question is put, below the endpoint of answers.
    """
    asked = build(dialect, model_id, evolve(call, extra_body=EMPTY), False)
    body = {name: item for name, item in asked.json.items() if name in fields}
    if call.extra_body:
        body = deep_merge(body, call.extra_body)
    return evolve(asked, path=f"{dialect.path}{path}", json=body)
