"""The services of a provider that lists its models and keeps no files for prompts."""

from __future__ import annotations

from ..services import ServicesProtocol
from . import parse_error
from .models import MODELS

__all__ = ["PROTOCOL"]

PROTOCOL = ServicesProtocol("openai_services.models_only", parse_error, MODELS)
"""The services, for their driver."""
