"""Anthropic's options: the generated ones, and the few that are no field of a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ..wire.anthropic_options import AnthropicFileOptions, AnthropicMessageOptions

__all__ = ["FileOptions", "MessageOptions"]

Effort = Literal["low", "medium", "high", "xhigh", "max"] | str


class MessageOptions(AnthropicMessageOptions, total=False):
    """Options of messages.

    `effort` and `task_budget` (tokens) fill `output_config`; `disable_parallel_tool_use` allows one
    tool call at a time; `interleaved_thinking` lets older models think between tool calls;
    `tool_streaming` sends the input of tools as it is written; `send_reasoning` False leaves the
    model's earlier thinking out; `continue_paused` False shows a turn that Anthropic paused as it
    is, in place of going on with it; `betas` adds beta flags to those that a request needs anyway.
    """

    effort: Effort
    task_budget: int
    disable_parallel_tool_use: bool
    interleaved_thinking: bool
    tool_streaming: bool
    send_reasoning: bool
    continue_paused: bool
    betas: Sequence[str]


class FileOptions(AnthropicFileOptions, total=False):
    """Options of uploads. `expires_in_seconds` says when the file is deleted."""
