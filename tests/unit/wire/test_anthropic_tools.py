"""The tools that Anthropic defines: their versions, their settings, who runs them."""

from __future__ import annotations

from typing import Any

import pytest

from ai_sdk import InvalidArgumentError, ProviderTool, Tool, anthropic
from ai_sdk.providers import _anthropic_tools as tools
from ai_sdk.types.call import LanguageModelCall
from ai_sdk.types.content import TextPart
from ai_sdk.types.messages import UserMessage
from ai_sdk.wire.anthropic_messages import PROTOCOL
from ai_sdk.wire.anthropic_messages._generated import MessageRequest
from ai_sdk.wire.anthropic_messages.dialect import ANTHROPIC
from ai_sdk.wire.anthropic_messages.tools import wire_name
from tests.strangers import strangers

MADE: dict[str, Any] = {
    "advisor": lambda version: tools.advisor(version=version, model="claude-opus-5"),
    "bash": lambda version: tools.bash(version=version),
    "browser_toolset": lambda version: tools.browser_toolset(version=version),
    "code_execution": lambda version: tools.code_execution(version=version),
    "computer": lambda version: tools.computer(
        version=version, display_width_px=8, display_height_px=6
    ),
    "computer_toolset": lambda version: tools.computer_toolset(version=version),
    "memory": lambda version: tools.memory(version=version),
    "text_editor": lambda version: tools.text_editor(version=version),
    "tool_search_tool_bm25": lambda version: tools.tool_search_bm25(version=version),
    "tool_search_tool_regex": lambda version: tools.tool_search_regex(version=version),
    "web_fetch": lambda version: tools.web_fetch(version=version),
    "web_search": lambda version: tools.web_search(version=version),
}
ALL = [(name, version) for name, versions in tools.VERSIONS.items() for version in versions]
LOCAL = ("bash", "computer", "memory", "text_editor")


def sent(tool: Any) -> dict[str, Any]:
    definition = tool if isinstance(tool, ProviderTool) else tool.definition()
    call = LanguageModelCall((UserMessage((TextPart("a"),)),), tools=(definition,))
    body = PROTOCOL.build(ANTHROPIC, "claude-sonnet-5", call, False).json
    found: dict[str, Any] = body["tools"][0]
    return found


def test_every_tool_has_its_versions() -> None:
    assert MADE.keys() == tools.VERSIONS.keys()


@pytest.mark.parametrize(("name", "version"), ALL)
def test_every_version_is_known_to_the_spec(name: str, version: str) -> None:
    from ai_sdk.wire._convert import structure

    wire = sent(MADE[name](version))
    assert wire["type"] == f"{name}_{version}"
    assert wire.get("name") == wire_name(wire["type"])
    request = {"model": "m", "max_tokens": 1, "messages": [], "tools": [dict(wire)]}
    assert list(strangers(structure(request, MessageRequest))) == []


@pytest.mark.parametrize("name", sorted(MADE))
def test_another_version_may_be_asked_for(name: str) -> None:
    assert sent(MADE[name]("20300101"))["type"] == f"{name}_20300101"
    with pytest.raises(InvalidArgumentError, match="version must be a date"):
        MADE[name]("latest")


@pytest.mark.parametrize("name", LOCAL)
def test_a_tool_with_a_function_runs_here(name: str) -> None:
    version = tools.VERSIONS[name][-1]
    settings = {"display_width_px": 8, "display_height_px": 6} if name == "computer" else {}
    make = getattr(tools, name)
    made = make(version=version, execute=lambda call: call, **settings)
    assert isinstance(made, Tool)
    assert sent(made) == sent(make(version=version, **settings))
    assert made.execute is not None and made.execute({"a": 1}) == {"a": 1}


def test_what_the_service_runs_may_answer_later() -> None:
    hosted = [
        name
        for name, make in MADE.items()
        if getattr(make(tools.VERSIONS[name][0]), "supports_deferred_results", False)
    ]
    assert sorted(hosted) == [
        "advisor",
        "code_execution",
        "tool_search_tool_bm25",
        "tool_search_tool_regex",
        "web_fetch",
        "web_search",
    ]


def test_further_settings_go_as_they_are() -> None:
    search = anthropic.tools.web_search(response_inclusion="full", max_uses=None)
    assert search.args == {"response_inclusion": "full"}
    assert anthropic.tools.mcp_toolset(server="docs").name == "docs"
