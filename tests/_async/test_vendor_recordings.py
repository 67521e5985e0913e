"""Every recorded interaction of Azure and the vendors through the public functions, over a socket."""

from __future__ import annotations

import pytest

from tests.recordings.records import cut_short, recordings_file
from tests.recordings.report import LIMIT, Report
from tests.recordings.vendor_books import VENDOR_BOOKS

from .recorded_calls import replay

FILE = recordings_file("azure")
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the recordings are not here: {FILE} (see AI_SDK_SHARED)"
)


@pytest.mark.parametrize("name", VENDOR_BOOKS)
async def test_every_record_is_shown_or_excepted_by_a_fact(name: str) -> None:
    book = VENDOR_BOOKS[name]
    report = Report.of(book, await replay(book, book.records()))

    assert report.unexplained == {}
    assert report.needless == ()
    assert report.excepted <= LIMIT * report.records


@pytest.mark.parametrize("name", VENDOR_BOOKS)
async def test_a_stream_broken_off_gives_its_error_and_what_had_come(name: str) -> None:
    book = VENDOR_BOOKS[name]
    streams = [record for record in book.records() if record.streamed and record.event_data]
    broken = [cut_short(record, len(record.event_data) // 2) for record in streams]
    outcomes = await replay(book, [record for record in broken if record.event_data])

    assert {o.record.id: o.answer for o in outcomes if o.answer} == {}
    assert len(outcomes) > 0.8 * len(streams)
