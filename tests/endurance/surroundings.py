"""What a run needs around it, and what it may leave behind: models, nonces, descriptors, threads."""

from __future__ import annotations

import os
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

__all__ = [
    "PROTOCOLS",
    "busy_threads",
    "deaf_address",
    "descriptors",
    "model_of",
    "new_nonce",
]

PROTOCOLS = ("openai_chat", "openai_responses", "anthropic_messages", "google_genai")


def model_of(face: Any, protocol: str, origin: str, name: str, client: Any = None) -> Any:
    """The model `name` at `origin`, of the face that is given."""
    given: dict[str, Any] = {"api_key": "key", "client": client}
    if protocol == "anthropic_messages":
        return face.create_anthropic(base_url=f"{origin}/v1", **given)(name)
    if protocol == "google_genai":
        return face.create_google(base_url=f"{origin}/v1beta", **given)(name)
    openai = face.create_openai(base_url=f"{origin}/v1", **given)
    return {"openai_chat": openai.chat, "openai_responses": openai.responses}[protocol](name)


def new_nonce(rng: random.Random) -> str:
    """Marks a request, so that no other's reply can pass for its own."""
    return f"nonce-{rng.getrandbits(64):016x}"


def descriptors() -> int:
    """How many files and sockets this process holds."""
    return len(os.listdir("/proc/self/fd"))


def busy_threads() -> int:
    """How many threads run, but for the library's idle ones, which end by themselves."""
    from ai_sdk.concurrency import threads

    return threading.active_count() - len(threads._idle.inboxes)


@contextmanager
def deaf_address() -> Iterator[str]:
    """An address at which nobody ever takes a connection, and none is refused."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        where = listener.getsockname()
        for _ in range(3):  # fill its queue
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(where)
        yield f"http://127.0.0.1:{where[1]}"
