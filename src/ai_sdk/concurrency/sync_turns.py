"""Taking turns: what an event loop needs and threads get from the system."""

from __future__ import annotations


def take_turn() -> None:
    """Nothing: the system lets other threads run in between."""
