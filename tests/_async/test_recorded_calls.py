"""The replay itself, on records of our own making: what it shows, and what it finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.recordings.driver import Book
from tests.recordings.openai_book import BOOK
from tests.recordings.records import Record
from tests.recordings.report import Report

from .recorded_calls import replay

BODY = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}], "temperature": 0.5}
CHUNK = (
    '{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}'
)
END = '{"id":"c","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}'


def _record(key: str, sent: dict[str, Any], status: int = 200, **response: Any) -> Record:
    request = {"method": "POST", "path": "/v1/chat/completions", "body": sent}
    answer = {"status": status, "headers": {}, "framing": None, **response}
    return Record(
        {"id": key, "api": "openai.chat", "kind": "x", "request": request, "response": answer}
    )


def _stream(key: str, body: dict[str, Any], *data: str) -> Record:
    events = [{"event": None, "data": line} for line in data]
    return _record(key, {**body, "stream": True}, framing="sse", sse=events, chunks=[7, 30])


def _book(**exceptions: str) -> Book:
    return replace(BOOK, exceptions=exceptions, no_call=frozenset({"no call"}))


async def test_whole_answers_streams_broken_streams_and_errors_are_shown() -> None:
    choice = {"index": 0, "message": {"role": "assistant", "content": "a"}, "finish_reason": "stop"}
    records = [
        _record("whole", BODY, body={"id": "c", "model": "m", "choices": [choice]}),
        _stream("stream", BODY, CHUNK, END, "[DONE]"),
        _stream("broken", BODY, CHUNK),
        _record("error", BODY, 429, body={"error": {"message": "slow down", "code": None}}),
    ]
    report = Report.of(_book(), await replay(_book(), records))
    assert (report.records, report.passed, report.requests) == (4, 4, 4)
    assert (report.unexplained, report.needless, report.ok) == ({}, (), True)


async def test_a_body_that_is_not_sent_as_recorded_is_found_unless_it_is_listed() -> None:
    record = _stream("odd", {**BODY, "no_such_field": 1}, CHUNK, END)
    found = Report.of(_book(), await replay(_book(), [record]))
    assert found.unexplained == {"odd": ("body.no_such_field: not sent: 1",)}
    listed = _book(odd="has a field that the API does not know")
    report = Report.of(listed, await replay(listed, [record]))
    assert (report.unexplained, report.excepted, report.passed) == ({}, 1, 0)
    assert "unexplained             0" in report.lines()


@pytest.mark.parametrize(("fact", "needless"), [("of no weight", ("fine",)), ("no call", ())])
async def test_a_listed_record_that_passes_is_needless(fact: str, needless: tuple[str]) -> None:
    book = _book(fine=fact)
    report = Report.of(book, await replay(book, [_stream("fine", BODY, CHUNK, END)]))
    assert report.needless == needless


async def test_a_request_that_is_no_call_of_ours_has_to_be_listed() -> None:
    record = _record("void", {**BODY, "messages": []}, 400, body={"error": {"message": "empty"}})
    report = Report.of(_book(), await replay(_book(), [record]))
    assert report.unexplained == {"void": ("not listed: an empty list of messages",)}
