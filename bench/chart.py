"""The chart: each workload a line, each library a dot, at so many times our cost; written as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from .record import Row
from .roster import ROSTER

_LEFT, _RIGHT, _TOP, _LINE = 270, 30, 96, 30
_WIDTH = 900
_COLOURS = {
    "limit": "#7f8c8d",
    "httpx": "#5dade2",
    "httpx raw": "#aed6f1",
    "httpx2": "#2471a3",
    "httpx2 raw": "#154360",
    "aiohttp": "#48c9b0",
    "ai_sdk fast": "#f1c40f",
    "openai": "#27ae60",
    "openai[aiohttp]": "#82e0aa",
    "anthropic": "#d35400",
    "google-genai": "#8e44ad",
    "pydantic-ai": "#e91e8c",
    "litellm": "#c0392b",
    "langchain": "#b7950b",
    "instructor": "#6e7b3a",
    "npm ai": "#566573",
}
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #24292f }
.soft { fill: #57606a; font-size: 12px } .title { font-size: 16px; font-weight: 600 }
.paper { fill: #ffffff } .grid { stroke: #d8dee4 } .one { stroke: #24292f; stroke-width: 2 }
.dot { stroke: #ffffff; stroke-width: 1 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .soft { fill: #9198a1 } .paper { fill: #0d1117 }
  .grid { stroke: #30363d } .one { stroke: #e6edf3 } .dot { stroke: #0d1117 }
}
"""


def ratios(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Workload -> library -> times our cost on the same wire, on the first wire that it speaks."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        ours = row.median("ai_sdk")
        if not ours or not row.unit.startswith(("us", "ms")):
            continue
        name = row.name
        for protocol in ("chat", "responses", "anthropic", "gemini"):
            name = name.removesuffix(f", {protocol}")
        for who in row.samples:
            if who in _COLOURS:
                found.setdefault(name, {}).setdefault(who, (row.median(who) or ours) / ours)
    return found


def svg(rows: Sequence[Row]) -> str:
    """The chart of these rows."""
    found = ratios(rows)
    if not found:
        return ""
    scale = _Scale([ratio for figures in found.values() for ratio in figures.values()])
    height = _TOP + _LINE * len(found) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>CPU time in multiples of ai_sdk's</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{height}" rx="8"/>',
        '<text class="title" x="20" y="30">CPU time, in multiples of ai_sdk\'s (log scale)</text>',
        *_legend({who for figures in found.values() for who in figures}),
        *scale.grid(height),
    ]
    for index, (name, figures) in enumerate(found.items()):
        parts += _line(name, figures, _TOP + _LINE * index + 20, scale)
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Scale:
    """From a ratio to a place, over whole decades."""

    def __init__(self, figures: Sequence[float]) -> None:
        self.low = math.floor(math.log10(min(*figures, 1)))
        self.high = math.ceil(math.log10(max(*figures, 1.01)))

    def x(self, ratio: float) -> float:
        part = (math.log10(ratio) - self.low) / (self.high - self.low)
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def grid(self, height: int) -> list[str]:
        lines = []
        for power in range(self.low, self.high + 1):
            x, kind = self.x(10**power), "one" if power == 0 else "grid"
            shown = "ai_sdk = 1" if power == 0 else f"{10.0**power:g} x"
            lines.append(f'<path class="{kind}" d="M{x:.1f} {_TOP}V{height - 32}"/>')
            lines.append(
                f'<text class="soft" x="{x:.1f}" y="{height - 12}" text-anchor="middle">{shown}</text>'
            )
        return lines


def _legend(names: set[str]) -> list[str]:
    parts, x, y = [], 20, 52
    for who in (who for who in ROSTER if who in names):
        if x > _WIDTH - 110:
            x, y = 20, y + 20
        parts.append(f'<circle class="dot" cx="{x + 5}" cy="{y}" r="5" fill="{_COLOURS[who]}"/>')
        parts.append(f'<text class="soft" x="{x + 15}" y="{y + 4}">{escape(who)}</text>')
        x += 36 + 7 * len(who)
    return parts


def _line(name: str, figures: Mapping[str, float], y: int, scale: _Scale) -> list[str]:
    parts = [
        f'<text x="20" y="{y + 4}">{escape(name)}</text>',
        f'<path class="grid" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>',
    ]
    for who, ratio in figures.items():
        place = f'cx="{scale.x(ratio):.1f}" cy="{y}" r="6" fill="{_COLOURS[who]}"'
        parts.append(
            f'<circle class="dot" {place}><title>{escape(who)}: {ratio:.2g} x</title></circle>'
        )
    return parts
