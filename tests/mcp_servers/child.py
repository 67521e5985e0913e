"""An MCP server as a child process, with the faults that its name says.

`python tests/mcp_servers/child.py KIND`; `server` has none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import Any

from ai_sdk import tool
from ai_sdk.testing import MCPServer


@tool
def add(a: int, b: int) -> int:
    """Adds two numbers."""
    return a + b


@tool
def environment() -> list[str]:
    """The names of the variables that the server sees."""
    return sorted(os.environ)


@tool
def die(status: int) -> str:
    """Ends the server."""
    os._exit(status)


@tool
def garbage() -> str:
    """Writes lines that are no messages, then answers."""
    print("starting up...\n[1, 2]\n{}\n\n", flush=True)
    return "after the garbage"


@tool
def flood(size: int) -> str:
    """Writes one endless line."""
    piece = "x" * 65_536
    for _ in range(size // len(piece)):
        sys.stdout.write(piece)
    sys.stdout.flush()
    return "never seen"


@tool
def hang() -> str:
    """Never answers."""
    threading.Event().wait()
    return "late"


@tool
def spawn() -> int:
    """Starts a child of its own that holds on to the pipes, and gives its process id."""
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    return subprocess.Popen([sys.executable, "-c", code]).pid


SERVER = MCPServer([add, environment, die, garbage, flood, hang, spawn], name="child")


def deaf() -> None:
    """Read nothing, say nothing."""
    threading.Event().wait()


def stubborn() -> None:
    """Serve, and stay when told to go."""
    import signal

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    SERVER.run_stdio()
    threading.Event().wait()


def asking() -> None:
    """Ask the client something before each answer to tools/call, and say what it answered."""
    pending: Any = None
    for line in sys.stdin:
        message = json.loads(line)
        if message.get("id") == "q1":
            told = message.get("result", message.get("error"))
            answer = {"content": [{"type": "text", "text": json.dumps(told)}]}
            print(json.dumps({"jsonrpc": "2.0", "id": pending, "result": answer}), flush=True)
        elif message.get("method") == "tools/call":
            pending = message["id"]
            params = message["params"]["arguments"]
            ask = {"jsonrpc": "2.0", "id": "q1", "method": params["method"], "params": params}
            print(json.dumps(ask), flush=True)
        else:
            answer = SERVER.answers.answer(message)
            if answer is not None:
                print(json.dumps(answer), flush=True)


def full() -> None:
    """Answer the opening, then read no more."""
    _answer_first()
    threading.Event().wait()


def shut() -> None:
    """Answer the opening; shut the input before the next answer, and stay."""
    _answer_first()
    sys.stdin.readline()  # that the client is ready
    asked = json.loads(sys.stdin.readline())
    os.close(sys.stdin.fileno())
    print(json.dumps(SERVER.answers.answer(asked)), flush=True)
    threading.Event().wait()


def _answer_first() -> None:
    print(json.dumps(SERVER.answers.answer(json.loads(sys.stdin.readline()))), flush=True)


KINDS = {
    "server": SERVER.run_stdio,
    "deaf": deaf,
    "stubborn": stubborn,
    "asking": asking,
    "full": full,
    "shut": shut,
}

if __name__ == "__main__":
    KINDS[sys.argv[1]]()
