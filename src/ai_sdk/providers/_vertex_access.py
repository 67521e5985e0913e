"""Vertex AI's addresses and tokens, found at the time of each call."""

from __future__ import annotations

import os
import re
from typing import Any, ClassVar, Final

from ..concurrency.sync import Lock
from ..errors import ConfigurationError
from ..extras import optional
from ..http_rules.urls import path_segment
from ..types._value import field, value

__all__ = ["EXPRESS_KEY_VARIABLE", "VertexAddress", "VertexToken"]

EXPRESS_KEY_VARIABLE: Final = "GOOGLE_VERTEX_API_KEY"
_PROJECTS: Final = ("GOOGLE_VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT")
_LOCATIONS: Final = ("GOOGLE_VERTEX_LOCATION", "GOOGLE_CLOUD_LOCATION")
_LOCATION: Final = re.compile(r"[a-z0-9-]{1,40}")
_SCOPES: Final = ("https://www.googleapis.com/auth/cloud-platform",)
_lock = Lock()
_found: list[Any] = []  # the credentials of this machine, once somebody asked


def _first(variables: tuple[str, ...]) -> str | None:
    return next((found for name in variables if (found := os.environ.get(name))), None)


@value
class VertexAddress:
    """Where a project's models are served.

    Attributes:
        project: the project's id; by default GOOGLE_VERTEX_PROJECT or GOOGLE_CLOUD_PROJECT.
        location: a region, "us", "eu" or "global"; by default GOOGLE_VERTEX_LOCATION or
            GOOGLE_CLOUD_LOCATION, else "global".
        express: True for the address without a project that takes keys; None to use it where
            GOOGLE_VERTEX_API_KEY is set.

    Example:
        >>> VertexAddress("mine", "europe-west4", express=False)()
        'https://europe-west4-aiplatform.googleapis.com/v1beta1/projects/mine/locations/europe-west4'
    """

    project: str | None = None
    location: str | None = None
    express: bool | None = None

    def __call__(self) -> str:
        """The address, up to and without "/publishers"."""
        express = self.express
        if express is None:
            express = bool(os.environ.get(EXPRESS_KEY_VARIABLE))
        if express:
            return "https://aiplatform.googleapis.com/v1beta1"
        project = self.project or _first(_PROJECTS)
        if not project:
            raise ConfigurationError(
                f"google_vertex: set the environment variable {_PROJECTS[0]} or pass project= to "
                f"create_google_vertex(); express mode wants only a key, in {EXPRESS_KEY_VARIABLE}"
            )
        location = self.location or _first(_LOCATIONS) or "global"
        if not _LOCATION.fullmatch(location):
            raise ConfigurationError(f"google_vertex: {location!r} is no location")
        place = f"projects/{path_segment(project, 'project')}/locations/{location}"
        return f"https://{_host(location)}/v1beta1/{place}"


def _host(location: str) -> str:
    if location == "global":
        return "aiplatform.googleapis.com"
    if location in ("us", "eu"):
        return f"aiplatform.{location}.rep.googleapis.com"
    return f"{location}-aiplatform.googleapis.com"


@value
class VertexToken:
    """The token of a call: from credentials of google-auth, fresh when the old one runs out.

    Attributes:
        credentials: the credentials; by default those of this machine.
        yields: leave it to the key in GOOGLE_VERTEX_API_KEY where that is set.
        blocking: it may ask a server, so the asynchronous face calls it in a thread.
    """

    credentials: Any = field(default=None, repr=False)
    yields: bool = False
    blocking: ClassVar[bool] = True

    def __call__(self) -> str:
        """The token; none where a key of the environment is used instead."""
        if self.yields and os.environ.get(EXPRESS_KEY_VARIABLE):
            return ""
        with _lock:
            credentials = self.credentials or _of_this_machine()
            if not credentials.valid:
                _refresh(credentials)
            return str(credentials.token)


def _of_this_machine() -> Any:
    if not _found:
        auth = optional("google.auth", "vertex", "Vertex AI without token= or api_key=")
        try:
            _found.append(auth.default(scopes=_SCOPES)[0])
        except auth.exceptions.DefaultCredentialsError as error:
            raise ConfigurationError(
                "google_vertex: this machine has no Google credentials: run `gcloud auth "
                "application-default login`, or pass token=, credentials= or api_key= to "
                "create_google_vertex()"
            ) from error
    return _found[0]


def _refresh(credentials: Any) -> None:
    transport = optional("google.auth.transport.requests", "vertex", "A token for Vertex AI")
    auth = optional("google.auth.exceptions", "vertex", "A token for Vertex AI")
    try:
        credentials.refresh(transport.Request())
    except auth.GoogleAuthError as error:
        raise ConfigurationError(f"google_vertex: no token could be had: {error}") from error
