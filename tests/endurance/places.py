"""Where a call may be when it is cancelled: what is called, over which client, at which address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ai_sdk import APITimeoutError, Limits, RetryBudget, Timeout

from .server import Endpoints

__all__ = ["PLACES", "Churn", "Place"]


@dataclass(frozen=True)
class Place:
    """One kind of moment.

    Attributes:
        name: what the table calls it.
        model: the name of the model, which says what the server does.
        call: which function of `endurance_calls`.
        secure: over TLS, with a handshake for each call.
        deaf: to an address that takes no connection.
        connections: how many the client may have.
        settings: of the call.
    """

    name: str
    model: str
    call: str
    secure: bool = False
    deaf: bool = False
    connections: int = 10
    settings: dict[str, Any] = field(default_factory=dict)

    def origin(self, endpoints: Endpoints, deaf: str) -> str:
        """Where its calls go."""
        if self.deaf:
            return deaf
        return endpoints.secure if self.secure else endpoints.origin

    def client_settings(self, endpoints: Endpoints) -> dict[str, Any]:
        """What its client is made with."""
        expiry = 0.0 if self.secure else 20.0
        settings: dict[str, Any] = {
            "limits": Limits(max_connections=self.connections, keepalive_expiry=expiry),
            "retry_budget": RetryBudget(1e12),
        }
        settings["timeout"] = Timeout(connect=60)  # a busy machine is no fault
        return {**settings, "verify": endpoints.authority} if self.secure else settings


_SHORT = {"max_retries": 0, "timeout": Timeout(connect=0.05)}  # all that ends it in a thread

PLACES = (
    Place("whole reply", "say-3-3", "whole"),
    Place("stream", "say-8-2", "streamed"),
    Place("stream that is left early", "say-8-2", "left_early"),
    Place("steps with a tool in a thread", "tool-3-2", "with_tools"),
    Place("streamed steps with a tool", "tool-3-2", "with_tools_streamed"),
    Place("sleep before a retry", "busy-3-8", "whole", settings={"max_retries": 30}),
    Place("queue for a connection", "say-4-3", "streamed", connections=3),
    Place("TLS handshake", "say-3-1", "whole", secure=True),
    Place("connect", "say-3-1", "whole", deaf=True, settings=_SHORT),
)


@dataclass
class Churn:
    """What has come of the calls at one place."""

    cancelled: int = 0
    finished: int = 0
    wrong: list[str] = field(default_factory=list)
    _typical: float = 0.01

    def moment(self, share: float) -> float:
        """Seconds after which to cancel, for a number from 0 to 1: anywhere in a call's life.

        One in ten is left to come to its end, which tells how long a life is.
        """
        return 60.0 if share > 0.9 else share * self._typical * 1.2

    def took(self, seconds: float) -> None:
        """Note how long a call took that was not cancelled."""
        self.finished += 1
        self._typical += (seconds - self._typical) * 0.05

    def ended(self, error: Exception, seconds: float, place: Place) -> None:
        """Note what was raised by a call that was not cancelled: only a deaf address may."""
        if place.deaf and isinstance(error, APITimeoutError):
            self.took(seconds)
        else:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def waited(self, seconds: float) -> None:
        """Note that a call was cancelled after that time: it takes longer than that."""
        self.cancelled += 1
        if seconds > self._typical:
            self._typical += (seconds - self._typical) * 0.05
