"""Imports over a bare Python, and cold starts: a fresh process to its first reply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .commands import node_command, python_for
from .crew import Member
from .fresh import Fresh, FreshError, figures_of, fresh
from .modules import third_party
from .provider.process import Server
from .record import Budget, Row
from .roster import ROSTER, Entry
from .workload import FOUR, OURS

_WITHOUT_CLICK = "import sys; sys.modules['click'] = None; "  # or httpx imports its command line
_IMPORTS = {
    "httpx": f"{_WITHOUT_CLICK}import httpx",
    "httpx2": f"{_WITHOUT_CLICK}import httpx2",
    "aiohttp": "import aiohttp",
    "ai_sdk": "import ai_sdk",
    "openai": "import openai",
    "anthropic": "import anthropic",
    "google-genai": "from google import genai",
    "pydantic-ai": "import pydantic_ai",
    "litellm": "import os; os.environ['LITELLM_LOCAL_MODEL_COST_MAP'] = 'True'; import litellm",
    "langchain": "import langchain_openai",
    "instructor": "import instructor",
}
_FIRST = "from {module} import {cls}; {cls}({protocol!r}, {base!r}).{method}()"
_BUDGET = Budget("1.6 x httpx", 1.6, "httpx")


def _sampled(row: Row, who: str, measure: Callable[[], float]) -> None:
    if who not in row.failed:
        try:
            row.samples.setdefault(who, []).append(measure())
        except FreshError as failure:
            row.samples.pop(who, None)
            row.failed[who] = str(failure)


def imports(names: Sequence[str], rounds: int) -> Iterator[Row]:
    """Milliseconds over a bare Python, and how many modules of others come with it."""
    budget = Budget("5 ms, 0.11 x httpx", 5 / 47, "httpx")
    row = Row("import", "ms over bare Python", {"ai_sdk": budget})
    count = Row("import", "third-party modules", {"ai_sdk": Budget("0", 0)})

    def measure(who: str) -> float:
        bare, full = _imported(ROSTER[who])
        if not ROSTER[who].on_node:
            count.samples[who] = [len(third_party(full.modules - bare.modules))]
        return max(0.1, full.ms - bare.ms)

    for _ in range(rounds):
        for who in (name for name in names if name in _IMPORTS or ROSTER[name].on_node):
            _sampled(row, who, lambda who=who: measure(who))
    yield row
    yield count


def _imported(entry: Entry) -> tuple[Fresh, Fresh]:
    """A process that does nothing, and one that imports the library."""
    if entry.on_node:
        bare, full = node_command(entry, kind="bare"), node_command(entry, kind="import")
        return figures_of(bare), figures_of(full)
    python = python_for(entry)
    return fresh(python, "pass"), fresh(python, _IMPORTS[entry.name])


def _first(entry: Entry, protocol: str, base: str) -> Fresh:
    if entry.on_node:
        return figures_of(node_command(entry, kind="first", protocol=protocol, base=base))
    code = _FIRST.format(
        module=entry.module,
        cls=entry.cls,
        protocol=protocol,
        base=base,
        method="first" if entry.name == "instructor" else "unary",
    )
    return fresh(python_for(entry), code)


def _replies(protocol: str, members: Sequence[Member], base: str, rounds: int) -> Iterator[Row]:
    able = [m.entry.name for m in members if protocol in m.protocols and _can_begin(m)]
    name = f"cold start to first reply, {protocol}"
    budgets = dict.fromkeys(OURS, _BUDGET)
    time, size = (
        Row(name, "ms", budgets),
        Row(name, "peak MB", {who: Budget("36 MB", 36) for who in OURS}),
    )

    def measure(who: str) -> float:
        took = _first(ROSTER[who], protocol, base)
        size.samples.setdefault(who, []).append(took.mb)
        return took.ms

    for _ in range(rounds):
        for who in able:
            _sampled(time, who, lambda who=who: measure(who))
    yield time
    yield size


def _can_begin(member: Member) -> bool:
    return "unary" in member.can or member.entry.name == "instructor" or member.entry.on_node


def rows(
    members: Sequence[Member], server: Server, rounds: int, protocols: Sequence[str] = FOUR
) -> Iterator[Row]:
    """The imports' rows, then those of each protocol's first reply."""
    yield from imports([member.entry.name for member in members], rounds)
    for protocol in protocols:
        yield from _replies(protocol, members, f"{server.address}/unary", rounds)
