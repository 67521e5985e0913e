"""100,000 calls cancelled at random moments, in both colours, and what they leave behind.

Nothing may: no connection that the server still sees, no task or thread, no descriptor. And every
slot of the client's pools must answer afterwards, all of them at once.
"""

from __future__ import annotations

from collections.abc import Callable

from . import cancels_async, cancels_sync
from .places import PLACES, Churn, Place
from .report import Table
from .server import Endpoints, running_server
from .surroundings import deaf_address

__all__ = ["run"]

FULL, SMALL = 100_000, 450

_COLUMNS = (
    "cancelled in",
    "cancelled",
    "finished first",
    "connections left",
    "tasks or threads left",
    "descriptors left",
    "slots that answer",
)
_Churned = tuple[Churn, tuple[int, int, int, int]]
_Play = Callable[[Place, Endpoints, str, int], _Churned]


def run(*, small: bool = False) -> list[Table]:
    """Cancel in both colours; a table for each."""
    count = SMALL if small else FULL
    players: dict[str, _Play] = {
        "asynchronous": cancels_async.play,
        "synchronous": cancels_sync.play,
    }
    return [_table(colour, play, count) for colour, play in players.items()]


def _table(colour: str, play: _Play, count: int) -> Table:
    table = Table(f"{count:,} random cancels, {colour}", _COLUMNS)
    total = [0, 0]
    with running_server() as endpoints, deaf_address() as deaf:
        for place in PLACES:
            churn, left = play(place, endpoints, deaf, -(-count // len(PLACES)))
            connections, jobs, files, answered = left
            table.add(
                place.name, churn.cancelled, churn.finished, connections, jobs, files,
                f"{answered} of {place.connections}",
            )  # fmt: skip
            total = [total[0] + churn.cancelled, total[1] + churn.finished]
            for wrong in churn.wrong[:3]:
                table.expect(False, f"{place.name}: {wrong}")
            table.expect(
                (connections, jobs, files) == (0, 0, 0), f"{place.name}: something is left behind"
            )
            table.expect(answered == place.connections, f"{place.name}: a slot is dead")
    table.add("all", *total, "", "", "", "")
    return table
