"""Files that a provider already holds: the id to name one by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import UnsupportedFunctionalityError
from .options import is_own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..types.content import FileReference

__all__ = ["file_id"]


def file_id(namespaces: Sequence[str], reference: FileReference) -> str:
    """The id under which this provider keeps a file.

    Args:
        namespaces: the provider's names, its own first.
        reference: the file.

    Raises:
        UnsupportedFunctionalityError: only other providers hold it.

    Example:
        >>> from ai_sdk.types.content import FileReference
        >>> file_id(("openai",), FileReference({"openai": "file-1"}))
        'file-1'
    """
    for name, found in reference.ids.items():
        if found and is_own(name, namespaces):
            return found
    known = ", ".join(reference.ids) or "nobody"
    raise UnsupportedFunctionalityError(
        f"{namespaces[0]} does not hold this file: its ids are for {known}",
        functionality="file reference",
    )
