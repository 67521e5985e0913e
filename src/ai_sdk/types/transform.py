"""Stream transforms: what stands between a run's parts and their reader, in either colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from ._value import value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .stream_parts import StreamPart

__all__ = ["Pause", "StreamTransform", "TransformFactory", "Transforms"]


@value
class Pause:
    """Among a transform's parts: let `seconds` pass before the next one is handed on."""

    seconds: float


@runtime_checkable
class StreamTransform(Protocol):
    """Changes, drops, adds or delays the parts of one stream. Plain code: it never waits itself.

    Example:
        >>> class Shout:
        ...     def feed(self, part):
        ...         match part:
        ...             case TextDelta(id=id, text=text):
        ...                 yield TextDelta(id, text.upper())
        ...             case _:
        ...                 yield part
        ...     def finish(self):
        ...         return ()
        >>> with stream_text(model, prompt="Hi", transform=Shout) as stream:
        ...     print("".join(stream.text_stream))
    """

    def feed(self, part: StreamPart) -> Iterable[StreamPart | Pause]:
        """What is handed on for `part`."""
        ...

    def finish(self) -> Iterable[StreamPart | Pause]:
        """What is still to be handed on after the last part."""
        ...


TransformFactory: TypeAlias = "Callable[[], StreamTransform]"
"""A transform's class, or any function that makes one: each stream gets its own."""

Transforms: TypeAlias = "TransformFactory | Sequence[TransformFactory] | None"
"""What `transform=` takes; of several, each gets what the one before it hands on."""
