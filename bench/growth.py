"""How a call grows with its history and its tools: neither may grow faster than its size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import ai_sdk
from ai_sdk import AssistantMessage, UserMessage

from .apis import APIS
from .measure import cpu

HISTORIES = (10, 100, 1_000, 10_000)
TOOLS = (1, 10, 100, 500)


def _history(size: int) -> dict[str, Any]:
    turns = [UserMessage("Tell me more."), AssistantMessage("There is more to tell.")]
    return {"messages": [turns[number % 2] for number in range(size - 1)] + [turns[0]]}


def _tools(size: int) -> dict[str, Any]:
    def look_up(name: str, minutes: int) -> str:
        """Look something up."""
        return name * minutes

    tools = {f"look_up_{number}": ai_sdk.tool(look_up) for number in range(size)}
    return {"prompt": "Hi", "tools": tools}


_KINDS: dict[str, tuple[tuple[int, ...], Callable[[int], dict[str, Any]]]] = {
    "history, messages": (HISTORIES, _history),
    "tools": (TOOLS, _tools),
}


def growth(url: str, rounds: int) -> Iterator[dict[str, Any]]:
    """The least milliseconds for each size, and the exponent of the last step."""
    model = APIS["chat"].model(url, "unary")
    for name, (sizes, make) in _KINDS.items():
        spent = []
        for size in sizes:
            arguments = make(size)

            def work(arguments: dict[str, Any] = arguments) -> None:
                ai_sdk.generate_text(model, **arguments)

            work()
            spent.append(min(cpu(work) for _ in range(rounds)) * 1000)
        step = math.log(spent[-1] / spent[-2]) / math.log(sizes[-1] / sizes[-2])
        yield {"name": name, "sizes": sizes, "ms": spent, "exponent": step}
