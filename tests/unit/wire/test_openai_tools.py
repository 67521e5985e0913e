"""`openai.tools`: the constructors of OpenAI's own tools."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from ai_sdk import openai
from ai_sdk.providers import _openai_tools as tools
from ai_sdk.types.tools import ProviderTool
from ai_sdk.wire._model import field_names
from ai_sdk.wire.openai_responses import _generated as wire

CLASSES: dict[str, Any] = {
    "apply_patch": wire.ApplyPatchToolParam,
    "code_interpreter": wire.CodeInterpreterTool,
    "computer": wire.ComputerTool,
    "computer_use": wire.ComputerUsePreviewTool,
    "custom": wire.CustomToolParam,
    "file_search": wire.FileSearchTool,
    "image_generation": wire.ImageGenTool,
    "local_shell": wire.LocalShellToolParam,
    "mcp": wire.MCPTool,
    "namespace": wire.NamespaceToolParam,
    "programmatic_tool_calling": wire.ProgrammaticToolCallingParam,
    "shell": wire.FunctionShellToolParam,
    "tool_search": wire.ToolSearchToolParam,
    "web_search": wire.WebSearchTool,
    "web_search_preview": wire.WebSearchPreviewTool,
}


def test_every_constructor_is_listed() -> None:
    assert sorted(tools.__all__) == sorted(CLASSES)
    assert openai.tools is tools


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_keywords_are_fields_of_the_api(name: str) -> None:
    parameters = inspect.signature(getattr(tools, name)).parameters
    known = {key for key, one in parameters.items() if one.kind is one.KEYWORD_ONLY}
    assert known <= set(field_names(CLASSES[name]))
    assert "more" in parameters


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        (tools.web_search(), ProviderTool("openai.web_search")),
        (
            tools.web_search_preview(search_context_size="low"),
            ProviderTool("openai.web_search_preview", {"search_context_size": "low"}),
        ),
        (
            tools.file_search(vector_store_ids=("vs_1",), max_num_results=3),
            ProviderTool(
                "openai.file_search", {"vector_store_ids": ["vs_1"], "max_num_results": 3}
            ),
        ),
        (
            tools.code_interpreter(),
            ProviderTool("openai.code_interpreter", {"container": {"type": "auto"}}),
        ),
        (
            tools.code_interpreter(container="cntr_1"),
            ProviderTool("openai.code_interpreter", {"container": "cntr_1"}),
        ),
        (
            tools.image_generation(quality="low", new_field=1),
            ProviderTool("openai.image_generation", {"quality": "low", "new_field": 1}),
        ),
        (
            tools.mcp(server_label="docs", server_url="https://x.org"),
            ProviderTool(
                "openai.mcp", {"server_label": "docs", "server_url": "https://x.org"}, "docs"
            ),
        ),
        (tools.computer(), ProviderTool("openai.computer")),
        (
            tools.computer_use(display_width=1, display_height=2, environment="linux"),
            ProviderTool(
                "openai.computer_use_preview",
                {"display_width": 1, "display_height": 2, "environment": "linux"},
            ),
        ),
        (tools.local_shell(), ProviderTool("openai.local_shell")),
        (
            tools.shell(environment={"type": "container_auto"}),
            ProviderTool("openai.shell", {"environment": {"type": "container_auto"}}),
        ),
        (tools.apply_patch(), ProviderTool("openai.apply_patch")),
        (
            tools.tool_search(execution="client"),
            ProviderTool("openai.tool_search", {"execution": "client"}),
        ),
        (tools.programmatic_tool_calling(), ProviderTool("openai.programmatic_tool_calling")),
        (
            tools.namespace(name="crm", description="CRM", tools=[{"type": "function"}]),
            ProviderTool(
                "openai.namespace",
                {"name": "crm", "description": "CRM", "tools": [{"type": "function"}]},
                "crm",
            ),
        ),
        (
            tools.custom(name="sql", format={"type": "text"}),
            ProviderTool("openai.custom", {"name": "sql", "format": {"type": "text"}}, "sql"),
        ),
    ],
)
def test_constructors(tool: ProviderTool, expected: ProviderTool) -> None:
    assert tool == expected
