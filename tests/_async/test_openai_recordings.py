"""Every recorded OpenAI interaction through the public functions, over a socket."""

from __future__ import annotations

import pytest

from tests.recordings.openai_book import BOOK
from tests.recordings.records import Record, cut_short, recordings_file
from tests.recordings.report import Report

from .recorded_calls import replay

FILE = recordings_file("openai")
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the recordings are not here: {FILE} (see AI_SDK_SHARED)"
)

GROUPS = ("chat", "completions", "responses", "embeddings", "images", "audio")


def _group(api: str) -> list[Record]:
    return [record for record in BOOK.records() if record.api == api]


@pytest.mark.parametrize("api", GROUPS)
async def test_every_record_is_shown_or_excepted_by_a_fact(api: str) -> None:
    report = Report.of(BOOK, await replay(BOOK, _group(api)))
    assert report.unexplained == {}
    assert report.needless == ()


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_stream_broken_off_gives_its_error_and_what_had_come(api: str) -> None:
    streams = [record for record in _group(api) if record.streamed]
    broken = [cut_short(record, len(record.event_data) // 2) for record in streams]
    outcomes = await replay(BOOK, [record for record in broken if record.event_data])
    assert {o.record.id: o.answer for o in outcomes if o.answer} == {}
    assert len(outcomes) > 0.9 * len(streams)
