"""The list of exceptions: every id is a record, and they are few."""

from __future__ import annotations

import pytest

from .exceptions import NO_CALL, OPENAI
from .openai_book import records
from .records import recordings_file
from .report import LIMIT


def test_reasons_without_a_call_are_reasons_in_use() -> None:
    assert set(OPENAI.values()) >= NO_CALL


@pytest.mark.skipif(not recordings_file("openai").exists(), reason="the recordings are not here")
def test_exceptions_are_records_and_few() -> None:
    ids = {record.id for record in records()}
    assert OPENAI.keys() <= ids
    assert len(OPENAI) <= LIMIT * len(ids)
