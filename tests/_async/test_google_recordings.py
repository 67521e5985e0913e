"""Every recorded Gemini interaction, Google's and Vertex AI's, over a socket."""

from __future__ import annotations

import pytest

from tests.recordings.driver import Book
from tests.recordings.google_book import BOOK, VERTEX_BOOK
from tests.recordings.records import cut_short, recordings_file
from tests.recordings.report import Report

from .recorded_calls import replay

FILE = recordings_file("google")
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the recordings are not here: {FILE} (see AI_SDK_SHARED)"
)
BOOKS = pytest.mark.parametrize("book", [BOOK, VERTEX_BOOK], ids=["google", "vertex"])


@BOOKS
async def test_every_record_is_shown_or_excepted_by_a_fact(book: Book) -> None:
    report = Report.of(book, await replay(book, book.records()))
    assert report.unexplained == {}
    assert report.needless == ()
    assert report.ok


@BOOKS
async def test_a_stream_broken_off_gives_its_error_and_what_had_come(book: Book) -> None:
    streams = [record for record in book.records() if record.streamed]
    broken = [cut_short(record, len(record.event_data) // 2) for record in streams]
    outcomes = await replay(book, [record for record in broken if record.event_data])
    assert {o.record.id: o.answer for o in outcomes if o.answer} == {}
    assert len(outcomes) > 0.4 * len(streams)
