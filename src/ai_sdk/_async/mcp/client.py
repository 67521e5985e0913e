"""`AsyncMCPClient`: an MCP server's tools, resources and prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import InvalidArgumentError
from ...mcp import reading
from ...mcp.fingerprints import check_fingerprints
from ...mcp.protocol import require
from ...mcp.toolset import chosen, made_tool, schemas_of, typed
from ...tools import ToolContext
from ...types._value import EMPTY
from .connection import AsyncMCPConnection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...concurrency import CancelToken
    from ...mcp.values import (
        MCPCompletion,
        MCPPrompt,
        MCPPromptResult,
        MCPResource,
        MCPResourceContents,
        MCPResourceTemplate,
        MCPToolDefinition,
        MCPToolResult,
    )
    from ...tools import Tool

__all__ = ["AsyncMCPClient"]


class AsyncMCPClient(AsyncMCPConnection):
    """A connection to one MCP server. Use it as a context manager, or `connect` and `aclose` it.

    Texts that come from a server (descriptions, results, instructions) are data that somebody else
    wrote: give a model only servers that you would run code of.

    Args:
        transport: where the server is: an address (streamable HTTP), an `MCPHTTPTransport`,
            `MCPSSETransport` or `MCPStdioTransport`, or a transport of your own.
        name: what the server is told about who is asking.
        version: the version that goes with the name.
        capabilities: more of what this side can do, in the protocol's words.
        timeout: seconds that one request may take, tool calls included; None for no limit.
        on_elicitation: answers the server's questions to the person; without it, servers are told
            that nobody can be asked.
        on_session_expired: called with the session's id when the server has forgotten it; then a
            new session is opened and the request is sent once more.
        client: the HTTP client to use; the shared default one otherwise.

    Raises:
        InvalidArgumentError: An argument is wrong.
        ConfigurationError: The address is none, or `client` is of the other colour.

    Example:
        >>> client = MCPClient(MCPStdioTransport(["python", "server.py"]), timeout=30)
        >>> client.connected
        False
    """

    # ---- tools

    async def list_tools(self) -> list[MCPToolDefinition]:
        """The definitions of all tools, from every page of the list.

        Raises:
            UnsupportedFunctionalityError: The server offers no tools.
            AISDKError: It could not be asked, or its answer makes no sense.
        """
        return await self._all("tools", "tools/list", "tools", reading.tool_definition)

    async def call_tool(
        self,
        name: str,
        arguments: Mapping[str, Any] = EMPTY,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - seconds on a clock of ours
        cancel: CancelToken | None = None,
    ) -> MCPToolResult:
        """Call a tool.

        Args:
            name: its name at the server.
            arguments: its arguments, as plain JSON data.
            timeout: seconds it may take; the client's own by default.
            cancel: ends the call when it fires; the server is told.

        Returns:
            The answer. A tool that failed answers with `is_error`: that is no exception.

        Raises:
            MCPError: The server refused the call, for instance because there is no such tool.
            APITimeoutError: It took too long; the server was told.
            RunCancelledError: `cancel` fired.
            AISDKError: It could not be asked, or its answer makes no sense.
        """
        params = {"name": name, "arguments": dict(arguments)}
        found = await self._open().request("tools/call", params, seconds=timeout, cancel=cancel)
        return reading.tool_result(found)

    async def tools(
        self,
        *,
        schemas: Mapping[str, Any] | None = None,
        prefix: str = "",
        fingerprints: Mapping[str, str] | None = None,
    ) -> list[Tool[..., Any]]:
        """The server's tools, ready for `tools=` of `generate_text` and its like.

        Put those of several servers into one list: two tools of one name are refused there.

        Args:
            schemas: tool name -> type or JSON Schema of its input, or `MCPToolSchemas`; then only
                these tools are made, and they are no dynamic ones.
            prefix: stands before every name that models see, to tell servers apart.
            fingerprints: what `fingerprint_tools(client.list_tools())` gave when you looked at the
                tools; those that are new or changed since are refused.

        Returns:
            The tools; each runs over this connection, for as long as it is open.

        Raises:
            MCPToolsChangedError: Tools are not those with these fingerprints.
            InvalidArgumentError: `schemas` names a tool that is not there, or a schema is of no use.
            AISDKError: As `list_tools` does.
        """
        definitions = await self.list_tools()
        if fingerprints is not None:
            check_fingerprints(fingerprints, chosen(definitions, schemas), self.server.name)
        return self.tools_from_definitions(definitions, schemas=schemas, prefix=prefix)

    def tools_from_definitions(
        self,
        definitions: Iterable[MCPToolDefinition],
        *,
        schemas: Mapping[str, Any] | None = None,
        prefix: str = "",
    ) -> list[Tool[..., Any]]:
        """Tools from definitions that you have already; nothing is asked.

        Args:
            definitions: what `list_tools` gave, or some of it.
            schemas: as for `tools`.
            prefix: as for `tools`.

        Raises:
            InvalidArgumentError: As `tools` does, and where two names become the same.
        """
        made: dict[str, Tool[..., Any]] = {}
        for each in chosen(list(definitions), schemas):
            tool = self._tool(each, None if schemas is None else schemas[each.name], prefix)
            if tool.name in made:
                raise InvalidArgumentError(
                    f"two tools of the MCP server {self.server.name!r} would be named "
                    f"{tool.name!r}; choose among them with schemas=",
                    parameter="definitions",
                )
            made[tool.name] = tool
        return list(made.values())

    def _tool(self, definition: MCPToolDefinition, given: Any, prefix: str) -> Tool[..., Any]:
        schemas = schemas_of(given)

        async def execute(arguments: Any, about: ToolContext[Any] | None = None) -> Any:
            sent = arguments if about is None or schemas.input is None else about.input
            cancel = None if about is None else about.cancel
            result = await self.call_tool(definition.name, sent, cancel=cancel)
            return typed(result, schemas)

        return made_tool(
            definition, execute, schemas=schemas, prefix=prefix, server=self.server.name
        )

    # ---- resources, prompts, completion

    async def list_resources(self) -> list[MCPResource]:
        """All resources, from every page of the list.

        Raises:
            UnsupportedFunctionalityError: The server offers none.
            AISDKError: It could not be asked, or its answer makes no sense.
        """
        return await self._all("resources", "resources/list", "resources", reading.resource)

    async def list_resource_templates(self) -> list[MCPResourceTemplate]:
        """All resource templates, from every page of the list. Raises as `list_resources`."""
        return await self._all(
            "resources",
            "resources/templates/list",
            "resourceTemplates",
            reading.resource_template,
        )

    async def read_resource(self, uri: str) -> tuple[MCPResourceContents, ...]:
        """What a resource holds; several contents where it stands for several.

        Raises:
            MCPError: The server knows no such resource.
            AISDKError: As `list_resources` does.
        """
        require(self.server, "resources")
        return reading.resource_contents(await self._open().request("resources/read", {"uri": uri}))

    async def list_prompts(self) -> list[MCPPrompt]:
        """All prompts, from every page of the list.

        Raises:
            UnsupportedFunctionalityError: The server offers none.
            AISDKError: It could not be asked, or its answer makes no sense.
        """
        return await self._all("prompts", "prompts/list", "prompts", reading.prompt)

    async def get_prompt(self, name: str, arguments: Mapping[str, str] = EMPTY) -> MCPPromptResult:
        """A prompt with its arguments filled in.

        Raises:
            MCPError: The server knows no such prompt, or lacks an argument.
            AISDKError: As `list_prompts` does.
        """
        require(self.server, "prompts")
        params = {"name": name, "arguments": dict(arguments)}
        return reading.prompt_result(await self._open().request("prompts/get", params))

    async def complete(
        self,
        argument: str,
        value: str,
        *,
        prompt: str | None = None,
        resource_template: str | None = None,
        context: Mapping[str, str] = EMPTY,
    ) -> MCPCompletion:
        """How an argument of a prompt or a resource template could go on.

        Args:
            argument: its name.
            value: what is written so far.
            prompt: the prompt that takes it; or else
            resource_template: the URI template that has it.
            context: the other arguments, as far as they are known.

        Raises:
            InvalidArgumentError: Neither or both of prompt and template were given.
            UnsupportedFunctionalityError: The server completes nothing.
            AISDKError: It could not be asked, or its answer makes no sense.
        """
        if (prompt is None) == (resource_template is None):
            raise InvalidArgumentError(
                "complete takes prompt= or resource_template=", parameter="prompt"
            )
        require(self.server, "completions")
        of: dict[str, Any] = {"type": "ref/prompt", "name": prompt}
        if resource_template is not None:
            of = {"type": "ref/resource", "uri": resource_template}
        params: dict[str, Any] = {"ref": of, "argument": {"name": argument, "value": value}}
        if context:
            params["context"] = {"arguments": dict(context)}
        return reading.completion(await self._open().request("completion/complete", params))
