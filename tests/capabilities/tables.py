"""The tables: what passed, as Markdown between two marks of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from . import NAMES

__all__ = ["PAGES", "page_with", "stale_pages", "table"]

PAGES = Path(__file__).parents[2] / "docs" / "providers"
_BLOCK = re.compile(r"(<!-- capabilities: ([\w, -]+) -->\n).*?(<!-- end of capabilities -->)", re.S)

Passed = Mapping[str, Iterable[str]]
"""Provider -> the capabilities whose tests all passed, in both colours."""


def table(passed: Passed, providers: list[str]) -> str:
    """The table of one or several providers.

    Example:
        >>> print(table({"azure": ["text"]}, ["azure"]), end="")
        | capability | azure |
        |---|---|
        | Text | yes |
    """
    rows = [f"| capability | {' | '.join(providers)} |", f"|---|{'---|' * len(providers)}"]
    for capability, words in NAMES.items():
        marks = ["yes" if capability in passed.get(name, ()) else "" for name in providers]
        if any(marks):
            rows.append(f"| {words} | {' | '.join(marks)} |")
    return "\n".join(rows) + "\n"


def page_with(text: str, passed: Passed) -> str:
    """A page with its tables as they should be now."""

    def filled(found: re.Match[str]) -> str:
        providers = [name.strip() for name in found[2].split(",")]
        return f"{found[1]}\n{table(passed, providers)}\n{found[3]}"

    return _BLOCK.sub(filled, text)


def stale_pages(passed: Passed) -> dict[Path, str]:
    """The pages whose tables are out of date, with the text they should have."""
    found = {
        page: page_with(page.read_text("utf-8"), passed) for page in sorted(PAGES.glob("*.md"))
    }
    return {page: text for page, text in found.items() if page.read_text("utf-8") != text}
