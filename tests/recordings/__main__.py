"""`python -m tests.recordings`: replay all recordings in both colours and print the counts."""

from __future__ import annotations

import asyncio
import sys

from tests._async import recorded_calls as asynchronous
from tests._sync import recorded_calls as synchronous

from .books import BOOKS
from .records import shared_folder
from .report import Report


def main() -> int:
    """Replay all books, or those named as arguments; 0 if everything is shown or excused."""
    if not (shared_folder() / "recordings").exists():
        print(f"no recordings in {shared_folder()}; set AI_SDK_SHARED")
        return 2
    return max(_replay(name) for name in sys.argv[1:] or BOOKS)


def _replay(name: str) -> int:
    book = BOOKS[name]
    records = book.records()
    reports = {
        "synchronous": Report.of(book, synchronous.replay(book, records)),
        "asynchronous": Report.of(book, asyncio.run(asynchronous.replay(book, records))),
    }
    for colour, report in reports.items():
        print(f"== {name}, {colour}")
        print("\n".join(report.lines()))
    return 0 if all(report.ok for report in reports.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
