"""Tables of what came of a long run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Table"]


@dataclass
class Table:
    """One table.

    Attributes:
        title: what it shows.
        columns: their names; the first one's cells are left-aligned.
        rows: the cells.
        failed: what is not as it must be, in words; empty when all is well.
    """

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """Add a row."""
        assert len(cells) == len(self.columns)
        self.rows.append(cells)

    def expect(self, holds: bool, otherwise: str) -> None:
        """Note a failure unless something holds."""
        if not holds:
            self.failed.append(otherwise)

    def shown(self) -> str:
        """The table in Markdown, and what failed."""
        lines = [self.columns, *(tuple(map(_cell, row)) for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.columns))]
        written = [
            "| "
            + " | ".join(
                cell.rjust(width) if column else cell.ljust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            + " |"
            for line in lines
        ]
        rule = "|" + "|".join("-" * (w + 1) + (":" if c else "-") for c, w in enumerate(widths))
        written.insert(1, rule + "|")
        verdict = [f"FAILED: {what}" for what in self.failed] or ["all as it must be"]
        return "\n".join([f"\n## {self.title}\n", *written, "", *verdict])

    def data(self) -> dict[str, Any]:
        """The table for `--json`."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "failed": self.failed}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
