"""`wrap_language_model`: a model with middleware around it is a model again."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from ..errors import ConfigurationError, InvalidArgumentError
from ..middleware.base import PureMiddleware
from ..types._value import field, value
from ..types.models import ModelCapabilities
from .registry import resolve

if TYPE_CHECKING:
    from ..types.models import LanguageModel

__all__ = ["WrappedLanguageModel", "wrap_language_model"]


@value
class WrappedLanguageModel:
    """A language model whose calls go through middleware.

    Attributes:
        model: the model inside.
        middleware: what stands around it, the first outermost.
        provider_id: another name of the provider, or None.
        model_id_override: another id of the model, or None.
        capabilities_override: what the model can do in the eyes of the engine, or None.
    """

    model: Any
    middleware: tuple[PureMiddleware, ...]
    provider_id: str | None = None
    model_id_override: str | None = None
    capabilities_override: ModelCapabilities | None = field(default=None, repr=False)
    kind: ClassVar[str] = "language"

    @property
    def provider(self) -> str:
        """The provider's name."""
        return self.provider_id or self.model.provider

    @property
    def model_id(self) -> str:
        """The model's id."""
        return self.model_id_override or self.model.model_id

    @property
    def capabilities(self) -> ModelCapabilities:
        """What the model can do."""
        found: ModelCapabilities | None = self.capabilities_override
        return found or getattr(self.model, "capabilities", None) or _DEFAULT

    @property
    def client(self) -> Any:
        """The HTTP client of the model inside, or None."""
        return getattr(self.model, "client", None)

    @property
    def endpoint(self) -> Any:
        """The address and credentials of the model inside, or None."""
        return getattr(self.model, "endpoint", None)

    def bind_sync(self, client: Any = None) -> Any:
        """A blocking driver."""
        return import_module("ai_sdk._sync.middleware").bind_wrapped(
            self.model, self.middleware, client
        )

    def bind_async(self, client: Any = None) -> Any:
        """A driver for the running event loop."""
        return import_module("ai_sdk._async.middleware").bind_wrapped(
            self.model, self.middleware, client
        )

    def __getstate__(self) -> dict[str, Any]:
        try:
            pickle.dumps(self.middleware)
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise ConfigurationError(
                f"cannot pickle {self!r}: middleware holds something that cannot be imported "
                f"({error}). Define its classes and functions at the top level of a module, or "
                "wrap the model where it is used"
            ) from error
        return dict(self.__dict__)


_DEFAULT = ModelCapabilities()


def wrap_language_model(
    model: str | LanguageModel,
    middleware: PureMiddleware | Sequence[PureMiddleware],
    *,
    provider_id: str | None = None,
    model_id: str | None = None,
    capabilities: ModelCapabilities | None = None,
) -> WrappedLanguageModel:
    """A model whose calls go through middleware on their way to `model`, and its answers back.

    Args:
        model: "provider:model-id" or a model, which may be wrapped itself.
        middleware: one, or several of which the first is outermost: it sees the call first and
            the answer last.
        provider_id: the provider's name that results show, if not its own.
        model_id: the model's id that results show, if not its own.
        capabilities: what the model can do once it is wrapped, if that differs.

    Returns:
        A model, for everything that takes one.

    Raises:
        InvalidArgumentError: One is no middleware, or `model` no model.
        NoSuchProviderError: The string names an unknown provider.

    Example:
        >>> model = wrap_language_model(
        ...     "openai:gpt-4o", [default_settings_middleware({"temperature": 0})]
        ... )
        >>> result = generate_text(model, prompt="Hi")
    """
    inside = resolve(model, "language")
    listed: Any = (middleware,) if isinstance(middleware, PureMiddleware) else middleware
    if not isinstance(listed, Sequence) or not all(isinstance(m, PureMiddleware) for m in listed):
        raise InvalidArgumentError(
            "middleware must be a PureMiddleware, a Middleware (AsyncMiddleware in ai_sdk.aio), or "
            f"a list of them, not {middleware!r:.80}",
            parameter="middleware",
            value=middleware,
        )
    return WrappedLanguageModel(inside, tuple(listed), provider_id, model_id, capabilities)
