"""Reading any provider's description of its API into one normal form.

OpenAPI 3.0 and 3.1, Google discovery documents and botocore service models all become a `Document`:
operations, and schemas that use a handful of keywords (see `schemas`). Every schema remembers in
`x-origin` where in the file it was written.
"""

from __future__ import annotations

from .form import Document, Node, Operation, Parameter
from .load import UnreadableError, load
from .read import normal_form, read

__all__ = [
    "Document",
    "Node",
    "Operation",
    "Parameter",
    "UnreadableError",
    "load",
    "normal_form",
    "read",
]
