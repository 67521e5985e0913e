"""The logger: silent by itself, told what to say by AI_SDK_LOG, and never of a secret."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from ai_sdk import logs

PROGRAM = """
import logging
{before}
from ai_sdk import create_openai, generate_text
from ai_sdk.testing import ProviderServer, Reply

with ProviderServer([Reply.error(500, "down", retry_after=0), Reply.text("fine")]) as server:
    model = create_openai(base_url=server.base_url, api_key="canary-key")("gpt-5")
    print(generate_text(model, prompt="a secret prompt").text)
"""


def run(monkeypatch: pytest.MonkeyPatch, level: str | None, before: str = "") -> str:
    """What the program writes to standard error."""
    monkeypatch.delenv("AI_SDK_LOG", raising=False)
    if level is not None:
        monkeypatch.setenv("AI_SDK_LOG", level)
    command = [sys.executable, "-W", "error", "-c", PROGRAM.format(before=before)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "fine\n"
    return done.stderr


def test_nothing_is_said_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, None) == ""
    assert run(monkeypatch, "warning") == ""


@pytest.mark.parametrize("level", ["debug", " DEBUG "])
def test_requests_and_retries_are_told(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    first, retry, second = run(monkeypatch, level).splitlines()

    assert "ai_sdk DEBUG POST http://127.0.0.1" in first
    assert "/v1/responses: status 500 after" in first
    assert "try 1 failed: down" in retry
    assert "status 200 after" in second


def test_no_secret_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = run(monkeypatch, "debug")

    assert "canary-key" not in told
    assert "secret prompt" not in told


def test_a_program_with_logging_of_its_own_hears_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    own = 'logging.basicConfig(format="mine %(message)s")'
    lines = run(monkeypatch, "debug", own).splitlines()

    assert [line for line in lines if "ai_sdk DEBUG" in line] == []
    assert sum(": status" in line for line in lines) == 2


def test_a_level_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = run(monkeypatch, "loud", "logging.basicConfig()")
    assert "AI_SDK_LOG may be debug, info, warning, not 'loud'" in told


@pytest.fixture
def own_logger(monkeypatch: pytest.MonkeyPatch) -> logging.Logger:
    """A logger in place of the library's."""
    made = logging.getLogger("in place of the library's")
    made.handlers.clear()
    made.filters.clear()
    made.setLevel(logging.NOTSET)
    monkeypatch.setattr(logging, "getLogger", lambda name=None: made if name else logging.root)
    return made


@pytest.mark.parametrize(
    ("wanted", "level", "handlers"),
    [("", logging.NOTSET, 1), ("info", logging.INFO, 2), (" DEBUG ", logging.DEBUG, 2)],
)
def test_the_level_is_the_one_wanted(
    own_logger: logging.Logger, wanted: str, level: int, handlers: int
) -> None:
    found = logs.set_up(wanted)

    assert found is own_logger
    assert (found.level, len(found.handlers)) == (level, handlers)


def test_a_level_that_there_is_not_is_told(own_logger: logging.Logger) -> None:
    told: list[str] = []
    own_logger.addFilter(lambda record: told.append(record.getMessage()) or False)  # type: ignore[func-returns-value]
    logs.set_up("loud")

    assert told == ["AI_SDK_LOG may be debug, info, warning, not 'loud'"]
