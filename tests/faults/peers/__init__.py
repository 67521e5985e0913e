"""Other libraries under the same faults, where they are installed and speak the protocol."""

from __future__ import annotations

from .anthropic import ANTHROPIC, ANTHROPIC_ASYNC
from .base import Peer, judge_peer, peer_cases
from .google import GOOGLE_GENAI, GOOGLE_GENAI_ASYNC
from .litellm import LITELLM, LITELLM_ASYNC
from .openai import OPENAI, OPENAI_ASYNC
from .pydantic_ai import PYDANTIC_AI

__all__ = ["PEERS", "Peer", "judge_peer", "peer_cases"]

PEERS = {
    "openai": OPENAI,
    "openai, async": OPENAI_ASYNC,
    "anthropic": ANTHROPIC,
    "anthropic, async": ANTHROPIC_ASYNC,
    "google-genai": GOOGLE_GENAI,
    "google-genai, async": GOOGLE_GENAI_ASYNC,
    "pydantic-ai, async": PYDANTIC_AI,
    "litellm": LITELLM,
    "litellm, async": LITELLM_ASYNC,
}
