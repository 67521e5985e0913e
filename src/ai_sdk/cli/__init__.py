"""The command line: `python -m ai_sdk` and `ai-sdk`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    from .local import LOCAL

    parser = argparse.ArgumentParser(
        prog="ai-sdk", description="AI models of every provider, from the command line."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    demo = commands.add_parser("demo", help="run the main job for real, both colours")
    _where(demo)
    demo.add_argument(
        "--provider", default="openai", choices=tuple(LOCAL), help="whose (default openai)"
    )

    chat = commands.add_parser("chat", help="talk to a model")
    _model(chat, "openai:gpt-5")
    chat.add_argument("--instructions", help="what the model is to be and do")

    generate = commands.add_parser("generate", help="ask a model once")
    _model(generate, "openai:gpt-5")
    generate.add_argument("prompt", nargs="*", help="the prompt; standard input if left out")
    generate.add_argument("--instructions", help="what the model is to be and do")
    generate.add_argument("--json", action="store_true", help="print the whole result as JSON")
    generate.add_argument("--no-stream", action="store_true", help="wait for the whole answer")

    embed = commands.add_parser("embed", help="turn texts into vectors")
    _model(embed, "openai:text-embedding-3-small")
    embed.add_argument("texts", nargs="*", help="texts; the lines of standard input if left out")
    embed.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--local",
        action="store_true",
        help="use the provider server on this machine, whatever keys are set",
    )


def _model(parser: argparse.ArgumentParser, default: str) -> None:
    _where(parser)
    parser.add_argument(
        "--model", "-m", default=default, help=f'"provider:model-id" (default {default})'
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: the words after the program's name; those of the process by default.

    Returns:
        The exit status: 0, 1 after an error of a model or provider, 2 for a wrong command line,
        130 when interrupted.

    Example:
        >>> main(["generate", "--local", "Hello"])
    """
    from ..errors import AISDKError
    from . import commands

    options = _parser().parse_args(arguments)
    run = getattr(commands, options.command)
    try:
        return int(run(options))
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has gone: no error of ours
        sys.stderr.close()
        return 0
    except AISDKError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
