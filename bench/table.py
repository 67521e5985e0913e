"""A row as a line of text, for the terminal."""

from __future__ import annotations

from .record import Row
from .verdict import verdict
from .workload import OURS


def number(figure: float) -> str:
    """As many digits as mean something."""
    if figure >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 1 else f"{figure:.2g}"


def line(row: Row) -> str:
    """Everybody's median, then what it says of us."""
    parts = [f"{who} {number(row.median(who) or 0)}" for who in row.samples]
    parts += [f"{who} failed ({why[:60]})" for who, why in row.failed.items()]
    for who in OURS:
        found = verdict(row, who)
        if found is None:
            continue
        low, high = row.spread(who)
        allowed = "" if found.allowed is None else f" of {number(found.allowed)}"
        share = f", server {row.server[who]:.0%}" if who in row.server else ""
        parts.append(
            f"\n    {who}: {found.said() or 'no budget'}{allowed} [{number(low)}-{number(high)}]{share}"
        )
    return f"{row.title:58} " + "  ".join(parts)
