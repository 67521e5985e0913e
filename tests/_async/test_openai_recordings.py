"""Every recorded OpenAI interaction through the public functions, over a socket."""

from __future__ import annotations

import pytest

from ..recordings.openai_book import BOOK
from ..recordings.records import Record, recordings_file
from ..recordings.report import Report
from .recorded_calls import replay

FILE = recordings_file("openai")
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the recordings are not here: {FILE} (see AI_SDK_SHARED)"
)

GROUPS = ("chat", "responses", "embeddings", "images", "audio")


def _group(api: str) -> list[Record]:
    return [record for record in BOOK.records() if record.api == api]


@pytest.mark.parametrize("api", GROUPS)
async def test_every_record_is_shown_or_excepted_by_a_fact(api: str) -> None:
    report = Report.of(BOOK, await replay(BOOK, _group(api)))
    assert report.unexplained == {}
    assert report.needless == ()
