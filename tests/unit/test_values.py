"""Public values: secrets, endpoints, files, usage, plain forms."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ai_sdk.errors import ConfigurationError, InvalidPromptError, LoadAPIKeyError
from ai_sdk.types._value import EMPTY, FrozenDict
from ai_sdk.types.call import CallWarning
from ai_sdk.types.content import FilePart, FileURL, TextPart, ToolCall
from ai_sdk.types.endpoint import Endpoint
from ai_sdk.types.plain import to_plain
from ai_sdk.types.results import GenerateTextResult, ModelInfo, StepResult
from ai_sdk.types.secret import Secret
from ai_sdk.types.usage import EmbeddingUsage, InputTokenDetails, OutputTokenDetails, Usage

CANARY = "canary-key-7f3a"


@pytest.mark.parametrize(
    "show",
    [repr, str, lambda s: f"{s}", lambda s: f"{s:>20}", lambda s: "%s" % s, lambda s: str([s])],
)
def test_a_secret_never_shows(show: object) -> None:
    assert CANARY not in show(Secret(CANARY))  # type: ignore[operator]


def test_a_secret_is_a_value_and_reveals_on_request() -> None:
    assert Secret(CANARY) == Secret(CANARY)
    assert Secret(CANARY) != Secret("other")
    assert hash(Secret(CANARY)) == hash(Secret(CANARY))
    assert Secret(CANARY).reveal() == CANARY
    assert not hasattr(Secret(CANARY), "__dict__")


@pytest.mark.parametrize("leak", [pickle.dumps, copy.deepcopy, json.dumps])
def test_a_secret_cannot_be_serialised(leak: object) -> None:
    with pytest.raises((TypeError, ConfigurationError)) as caught:
        leak(Secret(CANARY))  # type: ignore[operator]
    assert CANARY not in str(caught.value)


def test_plain_form_masks_secrets() -> None:
    assert to_plain({"key": Secret(CANARY)}) == {"key": "Secret(***)"}


def test_frozen_dict_cannot_change_and_hashes() -> None:
    frozen = FrozenDict(a=1)
    for change in (
        lambda: frozen.update(b=2),
        lambda: frozen.pop("a"),
        lambda: frozen.__setitem__("a", 2),
        lambda: frozen.clear(),
    ):
        with pytest.raises(TypeError, match="immutable"):
            change()
    assert hash(frozen) == hash(FrozenDict(a=1))
    assert pickle.loads(pickle.dumps(frozen)) == {"a": 1}
    assert EMPTY == {}


def test_endpoint_reads_the_environment_at_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = Endpoint(
        "acme",
        default_base_url="https://api.acme.test/v1/",
        base_url_variable="ACME_BASE_URL",
        api_key_variable="ACME_API_KEY",
        header_variables={"x-org": "ACME_ORG"},
    )
    monkeypatch.delenv("ACME_API_KEY", raising=False)
    with pytest.raises(LoadAPIKeyError, match="ACME_API_KEY") as caught:
        endpoint.request_headers()
    assert caught.value.variable == "ACME_API_KEY"

    monkeypatch.setenv("ACME_API_KEY", f" {CANARY} ")
    monkeypatch.setenv("ACME_ORG", "org-1")
    assert endpoint.request_headers({"X-Mine": "1"}) == {
        "authorization": f"Bearer {CANARY}",
        "x-org": "org-1",
        "x-mine": "1",
    }
    assert endpoint.url("/x") == "https://api.acme.test/v1/x"
    monkeypatch.setenv("ACME_BASE_URL", "http://localhost:1/")
    assert endpoint.url("/x") == "http://localhost:1/x"
    assert CANARY not in repr(endpoint)


def test_endpoint_takes_a_function_or_no_key() -> None:
    assert Endpoint("a", base_url="http://x", api_key=lambda: "k1").key() == "k1"
    assert Endpoint("a", base_url="http://x").request_headers() == {}
    with pytest.raises(ConfigurationError, match="no base_url"):
        Endpoint("a").address()


def test_usage_sums_keep_unknown_apart_from_zero() -> None:
    one = Usage(3, 4, 7, InputTokenDetails(1, 2), OutputTokenDetails(4, 0), raw={"a": 1})
    two = Usage(input_tokens=1)

    total = one + two

    assert total == Usage(4, 4, 7, InputTokenDetails(1, 2), OutputTokenDetails(4, 0))
    assert total.raw is None
    assert (two + two).output_tokens is None
    assert EmbeddingUsage(2) + EmbeddingUsage() == EmbeddingUsage(2)


def test_a_file_has_bytes_and_base64() -> None:
    part = FilePart(b"abc", "text/plain")

    assert (part.bytes, part.base64) == (b"abc", "YWJj")
    with pytest.raises(TypeError, match="not here"):
        _ = FilePart(FileURL("http://x")).bytes
    assert "<3 bytes>" in repr(part)


def test_plain_form_of_everything() -> None:
    step = StepResult(
        0,
        ModelInfo("p", "m"),
        (TextPart("hi"), ToolCall("c", "t", {"a": 1}, error=ValueError("bad"))),
        "stop",
        warnings=(CallWarning("other", "w"),),
    )
    result = GenerateTextResult((step,), "hi")

    plain = result.to_dict()

    assert plain["steps"][0]["content"][0] == {"type": "text", "text": "hi"}
    assert plain["steps"][0]["content"][1]["error"] == {"error": "ValueError", "message": "bad"}
    assert plain["output"] == plain["text"] == "hi"
    assert plain["finish_reason"] == "stop"
    assert list(plain)[:3] == ["text", "finish_reason", "usage"]
    json.dumps(plain)
    assert to_plain([b"a", Path("x"), datetime(2026, 1, 1, tzinfo=UTC), object]) == [
        "YQ==",
        "x",
        "2026-01-01T00:00:00+00:00",
        repr(object),
    ]


def test_a_finished_result_that_is_awaited_says_what_to_do() -> None:
    step = StepResult(0, ModelInfo("p", "m"), (TextPart("hi"),), "stop")

    with pytest.raises(ConfigurationError, match="ai_sdk.aio"):
        GenerateTextResult((step,), "hi").__await__()


def test_a_bad_file_is_refused() -> None:
    from ai_sdk.engine.files import as_file

    with pytest.raises(InvalidPromptError, match="pathlib.Path"):
        as_file("no such thing!")
    with pytest.raises(InvalidPromptError, match="cannot be read"):
        as_file(Path("/does/not/exist.png"))
    with pytest.raises(InvalidPromptError, match="comma"):
        as_file("data:image/png;base64")
    with pytest.raises(InvalidPromptError, match="not int"):
        as_file(3)
