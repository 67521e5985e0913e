"""The command line: every command against the local server, and how it fails."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import ai_sdk
from ai_sdk.cli import commands, main
from ai_sdk.cli.local import LOCAL
from ai_sdk.testing import ProviderServer, Reply
from ai_sdk.wire.protocol import protocol_named


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderServer]:
    with ProviderServer(api_key="right", after_script="builtin") as started:
        monkeypatch.setenv("OPENAI_BASE_URL", started.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "right")
        yield started
        ai_sdk.close()


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    yield
    ai_sdk.close()


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What stands on standard input, which is no terminal."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_demo_runs_every_scene_in_both_colours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0

    shown = capsys.readouterr().out
    assert "No key needed" in shown
    sync, _, later = shown.partition("== Asynchronous")
    for part in (sync, later):
        for scene in ("text", "stream", "tools", "object", "partial object", "embeddings", "image"):
            assert f"\n{scene} " in part
        assert "1 2 3 4 5" in part
        assert "which returned '18 degrees and sunny in Lisbon'" in part
        assert "Recipe(name='Pancakes'" in part
        assert "image/png" in part


def test_the_demo_reaches_openai_when_there_is_a_key(
    server: ProviderServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 0

    assert "this reaches openai" in capsys.readouterr().out
    assert {r.path for r in server.requests} >= {"/v1/responses", "/v1/embeddings"}
    assert all(r.headers["authorization"] == "Bearer right" for r in server.requests)


@pytest.mark.parametrize("provider", sorted(LOCAL))
def test_the_demo_of_every_provider(provider: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--local", "--provider", provider]) == 0

    sync, _, later = capsys.readouterr().out.partition("== Asynchronous")
    wanted = ["text", "stream", "object", "partial object"]
    wanted += ["tools"] * (provider != "perplexity")
    wanted += ["embeddings"] * ("embedding" in LOCAL[provider].models)
    wanted += ["image"] * ("image" in LOCAL[provider].models)
    for part in (sync, later):
        assert [scene for scene in wanted if f"\n{scene} " not in part] == []


def test_a_model_string_on_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--local", "-m", "azure:any-deployment", "Count", "to", "2"]) == 0
    assert capsys.readouterr().out == "1 2\n"
    assert main(["generate", "--local", "-m", "nobody:m", "Hi"]) == 1
    assert "does not stand in for 'nobody'" in capsys.readouterr().err


def test_the_demo_needs_its_adapters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ai_sdk.wire.openai_responses", None)
    protocol_named.cache_clear()  # whoever was asked before is remembered

    with pytest.raises(ImportError):
        main(["demo", "--local"])


def test_generate_streams(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--local", "Count", "to", "3"]) == 0

    assert capsys.readouterr().out == "1 2 3\n"


def test_generate_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "Count to 2\n")

    assert main(["generate", "--local", "--no-stream"]) == 0
    assert capsys.readouterr().out == "1 2\n"


def test_generate_as_json(server: ProviderServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--json", "--instructions", "Be brief", "-m", "openai:m", "Hi"]) == 0

    shown: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert shown["steps"][0]["finish_reason"] == "stop"
    assert shown["output"] == shown["steps"][0]["content"][0]["text"]
    (request,) = server.requests
    assert request.json["model"] == "m"
    assert request.json["input"][0]["content"] == "Be brief"


def test_chat_keeps_the_conversation(
    monkeypatch: pytest.MonkeyPatch, server: ProviderServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.say_next(Reply.text("Hello Ada."), Reply.text("Ada."))
    typed(monkeypatch, "My name is Ada.\nWhat is my name?\n\nnever sent\n")

    assert main(["chat"]) == 0

    assert capsys.readouterr().out == "Hello Ada.\nAda.\n"
    assert len(server.requests) == 2
    roles = [item["role"] for item in server.requests[1].json["input"]]
    assert roles == ["user", "assistant", "user"]


def test_chat_on_a_terminal_asks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(["Count to 2"])

    def answer(prompt: str) -> str:
        assert prompt == "> "
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)

    assert main(["chat", "--local"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "1 2\n"
    assert "Talking to openai:gpt-5 on this machine" in shown.err


@pytest.mark.parametrize("from_input", [False, True])
def test_embed(
    from_input: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "a cat\n\na dog\n")

    assert main(["embed", "--local", *([] if from_input else ["a cat", "a dog"])]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [
        ["a cat", "1536 dimensions"],
        ["a dog", "1536 dimensions"],
    ]


def test_embed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["embed", "--local", "--json", "a cat"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert shown["text"] == "a cat"
    assert len(shown["embedding"]) == 1536


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "-m", "nonsense", "Hi"], "InvalidArgumentError: a model string"),
        (["generate", "-m", "opnai:m", "Hi"], "did you mean 'openai'"),
        (["generate", "Hi"], "LoadAPIKeyError: No API key for openai: set the environment"),
        (["generate", "--local"], "InvalidArgumentError: give a prompt"),
        (["embed", "--local"], "InvalidArgumentError: give texts"),
    ],
)
def test_errors_are_one_line_and_exit_1(
    arguments: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed(monkeypatch, "")

    assert main(arguments) == 1

    shown = capsys.readouterr()
    assert words in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out == ""


def test_a_wrong_command_line_exits_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["dance"])
    assert caught.value.code == 2


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, 130), (BrokenPipeError, 0)])
def test_interrupts_and_closed_pipes(
    error: type[BaseException], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(options: object) -> int:
        raise error

    monkeypatch.setattr(commands, "generate", fail)
    monkeypatch.setattr("sys.stderr", io.StringIO())

    assert main(["generate", "Hi"]) == status


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ai_sdk", "generate", "--local", "Count to 3"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "1 2 3\n"
    assert done.stderr == ""
