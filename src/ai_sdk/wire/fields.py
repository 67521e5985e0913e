"""Fields that carry what a model said or calls: of the type that the protocol gives them, or an
error that names the field. What is dropped here would be missing from an answer that looks whole.

Null, a field that is absent and the empty text, with which some servers fill every field, hold
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeGuard

from ..errors import InvalidResponseError, excerpt
from ..json_codec import JSONError, dumps
from ._model import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_other_choice", "object_in", "objects_in", "text_in", "text_that_is_in", "wrong_type"]

_KINDS: Final = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    str: "text",
}
_SHOWN: Final = 200


def wrong_type(found: object, field: str, wanted: str) -> InvalidResponseError:
    """The error for a field of another type; it shows the start of what was found.

    Args:
        found: what stands there.
        field: the field's name, as it is on the wire.
        wanted: what should stand there, such as "text".

    Example:
        >>> str(wrong_type(5, "content", "text"))
        'the field "content" of the answer must be text, but it is a number'
    """
    nothing = found is None or found is UNSET
    kind = "missing or null" if nothing else _KINDS.get(type(found), "an object")
    message = f'the field "{field}" of the answer must be {wanted}, but it is {kind}'
    return InvalidResponseError(message, body=None if nothing else _start(found))


def _start(found: object) -> str | None:
    try:
        return excerpt(dumps(found), _SHOWN)
    except JSONError:  # of a wire object, which is none any more
        return None


def text_in(found: object, field: str) -> str:
    """The text of a field, "" where nothing stands.

    Raises:
        InvalidResponseError: something else stands there.

    Example:
        >>> text_in("Hi", "content"), text_in(None, "content")
        ('Hi', '')
    """
    if isinstance(found, str):
        return found
    if found is None or found is UNSET:
        return ""
    raise wrong_type(found, field, "text")


def text_that_is_in(found: object, field: str) -> str:
    """The text of a field that must be there, though it may be empty.

    Raises:
        InvalidResponseError: it is not there, or is no text.

    Example:
        >>> text_that_is_in("", "text")
        ''
    """
    if isinstance(found, str):
        return found
    raise wrong_type(found, field, "text")


def object_in(found: object, field: str) -> dict[str, Any] | None:
    """The object of a field, None where nothing stands.

    Raises:
        InvalidResponseError: something else stands there.

    Example:
        >>> object_in({"name": "look"}, "function"), object_in(None, "function")
        ({'name': 'look'}, None)
    """
    if isinstance(found, dict):
        return found
    if found is None or found is UNSET or found == "":
        return None
    raise wrong_type(found, field, "an object")


def objects_in(found: object, field: str) -> list[dict[str, Any]]:
    """The objects that a field lists, none where nothing stands.

    Raises:
        InvalidResponseError: it is no list, or holds something else.

    Example:
        >>> objects_in([{"index": 0}], "tool_calls"), objects_in(None, "tool_calls")
        ([{'index': 0}], [])
    """
    if isinstance(found, list):
        if not _only_objects(found):
            odd = next(item for item in found if not isinstance(item, dict))
            raise wrong_type(odd, f"{field}[]", "an object")
        return found
    if found is None or found is UNSET or found == "":
        return []
    raise wrong_type(found, field, "a list of objects")


def _only_objects(found: Iterable[object]) -> TypeGuard[list[dict[str, Any]]]:
    return all(isinstance(item, dict) for item in found)


def is_other_choice(index: object) -> bool:
    """Whether an index tells of another choice than the first, which alone is read.

    Raises:
        InvalidResponseError: it is no number, so nobody can tell whose the choice is.

    Example:
        >>> is_other_choice(1), is_other_choice(0), is_other_choice(None)
        (True, False, False)
    """
    if not index:
        return False
    if isinstance(index, (int, float)) and not isinstance(index, bool):
        return True
    raise wrong_type(index, "index", "a number")
