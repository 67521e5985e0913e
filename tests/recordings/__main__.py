"""`python -m tests.recordings`: replay all recordings in both colours and print the counts."""

from __future__ import annotations

import asyncio
import sys

from tests._async import recorded_calls as asynchronous
from tests._sync import recorded_calls as synchronous

from .openai_book import BOOK
from .records import recordings_file
from .report import Report


def main() -> int:
    """Replay; 0 if everything is shown or excused by a fact."""
    if not recordings_file("openai").exists():
        print(f"no recordings at {recordings_file('openai')}; set AI_SDK_SHARED")
        return 2
    records = BOOK.records()
    reports = {
        "synchronous": Report.of(BOOK, synchronous.replay(BOOK, records)),
        "asynchronous": Report.of(BOOK, asyncio.run(asynchronous.replay(BOOK, records))),
    }
    for colour, report in reports.items():
        print(f"== openai, {colour}")
        print("\n".join(report.lines()))
    return 0 if all(report.ok for report in reports.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
