"""The transforms of a stream, one behind the other. No waiting here: pauses are handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..errors import InvalidArgumentError
from ..types.stream_parts import StreamPart
from ..types.transform import Pause, StreamTransform, TransformFactory

__all__ = ["Pipeline", "transform_factories"]


def transform_factories(given: Any) -> tuple[TransformFactory, ...]:
    """`transform=` as a tuple.

    Raises:
        InvalidArgumentError: One is a transform instead of something that makes one, or neither.
    """
    if given is None:
        return ()
    listed = given if isinstance(given, Sequence) and not isinstance(given, str) else (given,)
    for item in listed:
        if hasattr(item, "feed") and not isinstance(item, type):
            kind = type(item).__name__
            raise InvalidArgumentError(
                f"transform got a {kind} object; pass its class or a function that makes one, such "
                f"as lambda: {kind}(...), because a transform has a state and each stream needs "
                "its own",
                parameter="transform",
                value=given,
            )
        if not callable(item):
            raise InvalidArgumentError(
                "transform must be a class with feed and finish, a function that makes such an "
                f"object, or a list of them, not {type(item).__name__}",
                parameter="transform",
                value=given,
            )
    return tuple(listed)


class Pipeline:
    """The transforms of one stream.

    Raises:
        InvalidArgumentError: What a factory makes is no transform.
    """

    def __init__(self, factories: Iterable[TransformFactory]) -> None:
        self._transforms = [_made(factory) for factory in factories]

    def feed(self, parts: Iterable[StreamPart]) -> Iterator[StreamPart | Pause]:
        """What the last transform hands on for `parts`."""
        for part in parts:
            yield from self._through(part, 0)

    def finish(self) -> Iterator[StreamPart | Pause]:
        """What the transforms still hold, after the last part."""
        for index, transform in enumerate(self._transforms):
            for item in transform.finish():
                yield from self._through(item, index + 1)

    def _through(self, item: Any, index: int) -> Iterator[StreamPart | Pause]:
        if index == len(self._transforms) or isinstance(item, Pause):
            yield item
            return
        for made in self._transforms[index].feed(item):
            yield from self._through(made, index + 1)


def _made(factory: TransformFactory) -> StreamTransform:
    transform: Any = factory()
    if not hasattr(transform, "feed") or not hasattr(transform, "finish"):
        raise InvalidArgumentError(
            f"transform made a {type(transform).__name__}, which has no feed and finish",
            parameter="transform",
            value=transform,
        )
    found: StreamTransform = transform
    return found
