"""AI models of every provider, asynchronous: the names of `ai_sdk`, to be awaited.

    from ai_sdk.aio import generate_text
    result = await generate_text("openai:gpt-5", prompt="Why is the sky blue?")

Values (messages, parts, results, errors, handles) are the very same classes in both faces.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for true; `typing` itself costs 10 ms to import

if TYPE_CHECKING:
    from typing import Any

    from ._async.count_tokens import count_tokens as count_tokens
    from ._async.download import download as download
    from ._async.embed import embed as embed, embed_many as embed_many
    from ._async.generate_image import generate_image as generate_image
    from ._async.generate_object import generate_object as generate_object
    from ._async.generate_speech import generate_speech as generate_speech
    from ._async.generate_text import generate_text as generate_text
    from ._async.http.client import AsyncHTTPClient as AsyncHTTPClient
    from ._async.http.defaults import aclose as close
    from ._async.list_models import list_models as list_models
    from ._async.mcp.client import AsyncMCPClient as AsyncMCPClient
    from ._async.mcp.create import create_mcp_client as create_mcp_client
    from ._async.mcp.port import (
        AsyncMCPTransport as AsyncMCPTransport,
    )
    from ._async.middleware import AsyncMiddleware as AsyncMiddleware
    from ._async.port import AsyncModelStream as AsyncModelStream
    from ._async.rerank import rerank as rerank
    from ._async.simulate import simulate_readable_stream as simulate_readable_stream
    from ._async.stream_object import (
        AsyncObjectStream as AsyncObjectStream,
        stream_object as stream_object,
    )
    from ._async.stream_text import stream_text as stream_text
    from ._async.text_stream import AsyncTextStream as AsyncTextStream
    from ._async.transcribe import transcribe as transcribe
    from ._async.ui_stream import (
        AsyncUIMessageWriter as AsyncUIMessageWriter,
        create_ui_message_stream as create_ui_message_stream,
        read_ui_message_stream as read_ui_message_stream,
        to_ui_message_stream as to_ui_message_stream,
        ui_message_stream_to_sse as ui_message_stream_to_sse,
    )
    from ._async.upload_file import upload_file as upload_file
    from .concurrency import CancelToken as CancelToken
    from .engine.callbacks import (
        AbortEvent as AbortEvent,
        ChunkEvent as ChunkEvent,
        EndEvent as EndEvent,
        ErrorEvent as ErrorEvent,
        StartEvent as StartEvent,
        StepEndEvent as StepEndEvent,
        StepStartEvent as StepStartEvent,
        ToolEndEvent as ToolEndEvent,
        ToolStartEvent as ToolStartEvent,
    )
    from .engine.ids import create_id_generator as create_id_generator, generate_id as generate_id
    from .engine.media import MediaSettings as MediaSettings
    from .engine.message_json import (
        messages_from_json as messages_from_json,
        messages_to_json as messages_to_json,
    )
    from .engine.objects import ObjectSettings as ObjectSettings
    from .engine.prepare_step import (
        PrepareStepContext as PrepareStepContext,
        PrepareStepResult as PrepareStepResult,
    )
    from .engine.prune import ToolCallPruning as ToolCallPruning, prune_messages as prune_messages
    from .engine.setup import TextSettings as TextSettings
    from .engine.similarity import cosine_similarity as cosine_similarity
    from .engine.smooth import smooth_stream as smooth_stream
    from .engine.stop import (
        has_tool_call as has_tool_call,
        is_loop_finished as is_loop_finished,
        is_step_count as is_step_count,
        is_token_count as is_token_count,
        step_count_is as step_count_is,
    )
    from .engine.telemetry import register_telemetry as register_telemetry
    from .engine.tool_repair import ToolCallRepair as ToolCallRepair
    from .errors import (
        AISDKError as AISDKError,
        APICallError as APICallError,
        APIConnectionError as APIConnectionError,
        APITimeoutError as APITimeoutError,
        AuthenticationError as AuthenticationError,
        BadRequestError as BadRequestError,
        ConfigurationError as ConfigurationError,
        ContentFilteredError as ContentFilteredError,
        ContextOverflowError as ContextOverflowError,
        DownloadError as DownloadError,
        InvalidArgumentError as InvalidArgumentError,
        InvalidPromptError as InvalidPromptError,
        InvalidResponseError as InvalidResponseError,
        InvalidToolApprovalError as InvalidToolApprovalError,
        InvalidToolApprovalSignatureError as InvalidToolApprovalSignatureError,
        InvalidToolInputError as InvalidToolInputError,
        InvalidToolOutputError as InvalidToolOutputError,
        LoadAPIKeyError as LoadAPIKeyError,
        MCPConnectionClosedError as MCPConnectionClosedError,
        MCPError as MCPError,
        MCPSessionExpiredError as MCPSessionExpiredError,
        MCPToolsChangedError as MCPToolsChangedError,
        MissingDependencyError as MissingDependencyError,
        MissingToolResultsError as MissingToolResultsError,
        NoImageGeneratedError as NoImageGeneratedError,
        NoObjectGeneratedError as NoObjectGeneratedError,
        NoOutputGeneratedError as NoOutputGeneratedError,
        NoSpeechGeneratedError as NoSpeechGeneratedError,
        NoSuchModelError as NoSuchModelError,
        NoSuchProviderError as NoSuchProviderError,
        NoSuchToolError as NoSuchToolError,
        NotFoundError as NotFoundError,
        NoTranscriptGeneratedError as NoTranscriptGeneratedError,
        OverloadedError as OverloadedError,
        PermissionDeniedError as PermissionDeniedError,
        QuotaExceededError as QuotaExceededError,
        RateLimitError as RateLimitError,
        RetryError as RetryError,
        RunCancelledError as RunCancelledError,
        ServerError as ServerError,
        StreamConsumedError as StreamConsumedError,
        StreamInterruptedError as StreamInterruptedError,
        ToolCallNotFoundForApprovalError as ToolCallNotFoundForApprovalError,
        ToolCallRepairError as ToolCallRepairError,
        ToolError as ToolError,
        ToolExecutionError as ToolExecutionError,
        UIMessageError as UIMessageError,
        UnsupportedFunctionalityError as UnsupportedFunctionalityError,
    )
    from .integrations.otel import OpenTelemetry as OpenTelemetry
    from .mcp.fingerprints import (
        ToolDrift as ToolDrift,
        detect_tool_drift as detect_tool_drift,
        fingerprint_tools as fingerprint_tools,
    )
    from .mcp.toolset import (
        MCPToolSchemas as MCPToolSchemas,
    )
    from .mcp.transports import (
        MCPHTTPTransport as MCPHTTPTransport,
        MCPSSETransport as MCPSSETransport,
        MCPStdioTransport as MCPStdioTransport,
    )
    from .mcp.values import (
        MCPCompletion as MCPCompletion,
        MCPElicitation as MCPElicitation,
        MCPElicitationResult as MCPElicitationResult,
        MCPPrompt as MCPPrompt,
        MCPPromptArgument as MCPPromptArgument,
        MCPPromptMessage as MCPPromptMessage,
        MCPPromptResult as MCPPromptResult,
        MCPResource as MCPResource,
        MCPResourceContents as MCPResourceContents,
        MCPResourceTemplate as MCPResourceTemplate,
        MCPServerInfo as MCPServerInfo,
        MCPToolDefinition as MCPToolDefinition,
        MCPToolResult as MCPToolResult,
    )
    from .middleware.base import (
        CallContext as CallContext,
        PartTransform as PartTransform,
        PureMiddleware as PureMiddleware,
    )
    from .middleware.calls import (
        add_tool_input_examples_middleware as add_tool_input_examples_middleware,
        default_instructions_middleware as default_instructions_middleware,
        default_settings_middleware as default_settings_middleware,
    )
    from .middleware.json_fences import extract_json_middleware as extract_json_middleware
    from .middleware.reasoning import extract_reasoning_middleware as extract_reasoning_middleware
    from .middleware.simulate import simulate_streaming_middleware as simulate_streaming_middleware
    from .output import Output as Output
    from .partial_json import parse_partial_json as parse_partial_json
    from .providers._anthropic import anthropic as anthropic, create_anthropic as create_anthropic
    from .providers._azure import azure as azure, create_azure as create_azure
    from .providers._bedrock import (
        BedrockProvider as BedrockProvider,
        bedrock as bedrock,
        create_bedrock as create_bedrock,
    )
    from .providers._cerebras import cerebras as cerebras, create_cerebras as create_cerebras
    from .providers._deepseek import create_deepseek as create_deepseek, deepseek as deepseek
    from .providers._fireworks import create_fireworks as create_fireworks, fireworks as fireworks
    from .providers._google import create_google as create_google, google as google
    from .providers._google_vertex import (
        create_google_vertex as create_google_vertex,
        google_vertex as google_vertex,
    )
    from .providers._groq import create_groq as create_groq, groq as groq
    from .providers._mistral import create_mistral as create_mistral, mistral as mistral
    from .providers._openai import create_openai as create_openai, openai as openai
    from .providers._openrouter import (
        create_openrouter as create_openrouter,
        openrouter as openrouter,
    )
    from .providers._perplexity import (
        create_perplexity as create_perplexity,
        perplexity as perplexity,
    )
    from .providers._together import create_together as create_together, together as together
    from .providers._xai import create_xai as create_xai, xai as xai
    from .providers.composed import (
        CustomProvider as CustomProvider,
        ProviderRegistry as ProviderRegistry,
        create_provider_registry as create_provider_registry,
        custom_provider as custom_provider,
    )
    from .providers.openai_compatible import openai_compatible as openai_compatible
    from .providers.wrapped import (
        WrappedLanguageModel as WrappedLanguageModel,
        wrap_language_model as wrap_language_model,
    )
    from .retry import RetryBudget as RetryBudget
    from .schema import Partial as Partial
    from .tools import (
        Tool as Tool,
        ToolContext as ToolContext,
        dynamic_tool as dynamic_tool,
        tool as tool,
    )
    from .tools.approval import (
        ToolApproval as ToolApproval,
        ToolApprovalContext as ToolApprovalContext,
    )
    from .types._value import evolve as evolve
    from .types.call import (
        CallWarning as CallWarning,
        FinishReason as FinishReason,
        LanguageModelCall as LanguageModelCall,
        ModelContent as ModelContent,
        ModelFinish as ModelFinish,
        ModelResult as ModelResult,
        ModelStreamPart as ModelStreamPart,
        ModelToolCall as ModelToolCall,
        ReasoningLevel as ReasoningLevel,
        RequestInfo as RequestInfo,
        ResponseInfo as ResponseInfo,
        TranscriptSegment as TranscriptSegment,
    )
    from .types.caps import Caps as Caps
    from .types.content import (
        CustomPart as CustomPart,
        FilePart as FilePart,
        FileReference as FileReference,
        FileURL as FileURL,
        ImagePart as ImagePart,
        ReasoningPart as ReasoningPart,
        Source as Source,
        TextPart as TextPart,
        ToolApprovalRequest as ToolApprovalRequest,
        ToolApprovalResponse as ToolApprovalResponse,
        ToolCall as ToolCall,
        ToolFailure as ToolFailure,
        ToolResult as ToolResult,
    )
    from .types.download import Download as Download, DownloadFunction as DownloadFunction
    from .types.embeddings import Embeddings as Embeddings
    from .types.http import Attempt as Attempt
    from .types.limits import Limits as Limits
    from .types.messages import (
        AssistantMessage as AssistantMessage,
        Message as Message,
        SystemMessage as SystemMessage,
        ToolMessage as ToolMessage,
        UserMessage as UserMessage,
    )
    from .types.models import (
        EmbeddingModel as EmbeddingModel,
        ImageModel as ImageModel,
        LanguageModel as LanguageModel,
        ModelCapabilities as ModelCapabilities,
        RerankingModel as RerankingModel,
        SpeechModel as SpeechModel,
        TranscriptionModel as TranscriptionModel,
    )
    from .types.performance import Performance as Performance
    from .types.ranking import RankedDocument as RankedDocument, RerankResult as RerankResult
    from .types.results import (
        EmbedManyResult as EmbedManyResult,
        EmbedResult as EmbedResult,
        GenerateTextResult as GenerateTextResult,
        ImageResult as ImageResult,
        ModelInfo as ModelInfo,
        ObjectResult as ObjectResult,
        SpeechResult as SpeechResult,
        StepResult as StepResult,
        TranscriptionResult as TranscriptionResult,
    )
    from .types.secret import Secret as Secret
    from .types.services import (
        AvailableModel as AvailableModel,
        ListModelsResult as ListModelsResult,
        TokenCount as TokenCount,
        UploadedFile as UploadedFile,
    )
    from .types.stream_parts import (
        Finish as Finish,
        FinishStep as FinishStep,
        Raw as Raw,
        ReasoningDelta as ReasoningDelta,
        ReasoningEnd as ReasoningEnd,
        ReasoningStart as ReasoningStart,
        StartStep as StartStep,
        StreamPart as StreamPart,
        TextDelta as TextDelta,
        TextEnd as TextEnd,
        TextStart as TextStart,
        ToolInputDelta as ToolInputDelta,
        ToolInputEnd as ToolInputEnd,
        ToolInputStart as ToolInputStart,
    )
    from .types.telemetry import (
        Telemetry as Telemetry,
        TelemetryIntegration as TelemetryIntegration,
    )
    from .types.telemetry_events import (
        TelemetryAbort as TelemetryAbort,
        TelemetryCall as TelemetryCall,
        TelemetryEnd as TelemetryEnd,
        TelemetryError as TelemetryError,
        TelemetryModelEnd as TelemetryModelEnd,
        TelemetryModelStart as TelemetryModelStart,
        TelemetryStart as TelemetryStart,
        TelemetryStepEnd as TelemetryStepEnd,
        TelemetryStepStart as TelemetryStepStart,
        TelemetryToolEnd as TelemetryToolEnd,
        TelemetryToolStart as TelemetryToolStart,
    )
    from .types.timeouts import Timeout as Timeout
    from .types.tools import (
        ContentOutput as ContentOutput,
        DeniedOutput as DeniedOutput,
        ErrorOutput as ErrorOutput,
        JSONOutput as JSONOutput,
        ProviderTool as ProviderTool,
        TextOutput as TextOutput,
        ToolChoice as ToolChoice,
    )
    from .types.transform import (
        Pause as Pause,
        StreamTransform as StreamTransform,
        TransformFactory as TransformFactory,
    )
    from .types.usage import (
        EmbeddingUsage as EmbeddingUsage,
        InputTokenDetails as InputTokenDetails,
        OutputTokenDetails as OutputTokenDetails,
        Usage as Usage,
    )
    from .ui.conversation import UIStreamEnd as UIStreamEnd
    from .ui.frames import UI_MESSAGE_STREAM_HEADERS as UI_MESSAGE_STREAM_HEADERS
    from .ui.model_messages import convert_to_model_messages as convert_to_model_messages


__all__ = [
    "AISDKError",
    "APICallError",
    "APIConnectionError",
    "APITimeoutError",
    "AbortEvent",
    "AssistantMessage",
    "AsyncHTTPClient",
    "AsyncMCPClient",
    "AsyncMCPTransport",
    "AsyncMiddleware",
    "AsyncModelStream",
    "AsyncObjectStream",
    "AsyncTextStream",
    "AsyncUIMessageWriter",
    "Attempt",
    "AuthenticationError",
    "AvailableModel",
    "BadRequestError",
    "BedrockProvider",
    "CallContext",
    "CallWarning",
    "CancelToken",
    "Caps",
    "ChunkEvent",
    "ConfigurationError",
    "ContentFilteredError",
    "ContentOutput",
    "ContextOverflowError",
    "CustomPart",
    "CustomProvider",
    "DeniedOutput",
    "Download",
    "DownloadError",
    "DownloadFunction",
    "EmbedManyResult",
    "EmbedResult",
    "EmbeddingModel",
    "EmbeddingUsage",
    "Embeddings",
    "EndEvent",
    "ErrorEvent",
    "ErrorOutput",
    "FilePart",
    "FileReference",
    "FileURL",
    "Finish",
    "FinishReason",
    "FinishStep",
    "GenerateTextResult",
    "ImageModel",
    "ImagePart",
    "ImageResult",
    "InputTokenDetails",
    "InvalidArgumentError",
    "InvalidPromptError",
    "InvalidResponseError",
    "InvalidToolApprovalError",
    "InvalidToolApprovalSignatureError",
    "InvalidToolInputError",
    "InvalidToolOutputError",
    "JSONOutput",
    "LanguageModel",
    "LanguageModelCall",
    "Limits",
    "ListModelsResult",
    "LoadAPIKeyError",
    "MCPCompletion",
    "MCPConnectionClosedError",
    "MCPElicitation",
    "MCPElicitationResult",
    "MCPError",
    "MCPHTTPTransport",
    "MCPPrompt",
    "MCPPromptArgument",
    "MCPPromptMessage",
    "MCPPromptResult",
    "MCPResource",
    "MCPResourceContents",
    "MCPResourceTemplate",
    "MCPSSETransport",
    "MCPServerInfo",
    "MCPSessionExpiredError",
    "MCPStdioTransport",
    "MCPToolDefinition",
    "MCPToolResult",
    "MCPToolSchemas",
    "MCPToolsChangedError",
    "MediaSettings",
    "Message",
    "MissingDependencyError",
    "MissingToolResultsError",
    "ModelCapabilities",
    "ModelContent",
    "ModelFinish",
    "ModelInfo",
    "ModelResult",
    "ModelStreamPart",
    "ModelToolCall",
    "NoImageGeneratedError",
    "NoObjectGeneratedError",
    "NoOutputGeneratedError",
    "NoSpeechGeneratedError",
    "NoSuchModelError",
    "NoSuchProviderError",
    "NoSuchToolError",
    "NoTranscriptGeneratedError",
    "NotFoundError",
    "ObjectResult",
    "ObjectSettings",
    "OpenTelemetry",
    "Output",
    "OutputTokenDetails",
    "OverloadedError",
    "PartTransform",
    "Partial",
    "Pause",
    "Performance",
    "PermissionDeniedError",
    "PrepareStepContext",
    "PrepareStepResult",
    "ProviderRegistry",
    "ProviderTool",
    "PureMiddleware",
    "QuotaExceededError",
    "RankedDocument",
    "RateLimitError",
    "Raw",
    "ReasoningDelta",
    "ReasoningEnd",
    "ReasoningLevel",
    "ReasoningPart",
    "ReasoningStart",
    "RequestInfo",
    "RerankResult",
    "RerankingModel",
    "ResponseInfo",
    "RetryBudget",
    "RetryError",
    "RunCancelledError",
    "Secret",
    "ServerError",
    "Source",
    "SpeechModel",
    "SpeechResult",
    "StartEvent",
    "StartStep",
    "StepEndEvent",
    "StepResult",
    "StepStartEvent",
    "StreamConsumedError",
    "StreamInterruptedError",
    "StreamPart",
    "StreamTransform",
    "SystemMessage",
    "Telemetry",
    "TelemetryAbort",
    "TelemetryCall",
    "TelemetryEnd",
    "TelemetryError",
    "TelemetryIntegration",
    "TelemetryModelEnd",
    "TelemetryModelStart",
    "TelemetryStart",
    "TelemetryStepEnd",
    "TelemetryStepStart",
    "TelemetryToolEnd",
    "TelemetryToolStart",
    "TextDelta",
    "TextEnd",
    "TextOutput",
    "TextPart",
    "TextSettings",
    "TextStart",
    "Timeout",
    "TokenCount",
    "Tool",
    "ToolApproval",
    "ToolApprovalContext",
    "ToolApprovalRequest",
    "ToolApprovalResponse",
    "ToolCall",
    "ToolCallNotFoundForApprovalError",
    "ToolCallPruning",
    "ToolCallRepair",
    "ToolCallRepairError",
    "ToolChoice",
    "ToolContext",
    "ToolDrift",
    "ToolEndEvent",
    "ToolError",
    "ToolExecutionError",
    "ToolFailure",
    "ToolInputDelta",
    "ToolInputEnd",
    "ToolInputStart",
    "ToolMessage",
    "ToolResult",
    "ToolStartEvent",
    "TranscriptSegment",
    "TranscriptionModel",
    "TranscriptionResult",
    "TransformFactory",
    "UIMessageError",
    "UIStreamEnd",
    "UI_MESSAGE_STREAM_HEADERS",
    "UnsupportedFunctionalityError",
    "UploadedFile",
    "Usage",
    "UserMessage",
    "WrappedLanguageModel",
    "add_tool_input_examples_middleware",
    "anthropic",
    "azure",
    "bedrock",
    "cerebras",
    "close",
    "convert_to_model_messages",
    "cosine_similarity",
    "count_tokens",
    "create_anthropic",
    "create_azure",
    "create_bedrock",
    "create_cerebras",
    "create_deepseek",
    "create_fireworks",
    "create_google",
    "create_google_vertex",
    "create_groq",
    "create_id_generator",
    "create_mcp_client",
    "create_mistral",
    "create_openai",
    "create_openrouter",
    "create_perplexity",
    "create_provider_registry",
    "create_together",
    "create_ui_message_stream",
    "create_xai",
    "custom_provider",
    "deepseek",
    "default_instructions_middleware",
    "default_settings_middleware",
    "detect_tool_drift",
    "download",
    "dynamic_tool",
    "embed",
    "embed_many",
    "evolve",
    "extract_json_middleware",
    "extract_reasoning_middleware",
    "fingerprint_tools",
    "fireworks",
    "generate_id",
    "generate_image",
    "generate_object",
    "generate_speech",
    "generate_text",
    "google",
    "google_vertex",
    "groq",
    "has_tool_call",
    "is_loop_finished",
    "is_step_count",
    "is_token_count",
    "list_models",
    "messages_from_json",
    "messages_to_json",
    "mistral",
    "openai",
    "openai_compatible",
    "openrouter",
    "parse_partial_json",
    "perplexity",
    "prune_messages",
    "read_ui_message_stream",
    "register_telemetry",
    "rerank",
    "simulate_readable_stream",
    "simulate_streaming_middleware",
    "smooth_stream",
    "step_count_is",
    "stream_object",
    "stream_text",
    "to_ui_message_stream",
    "together",
    "tool",
    "transcribe",
    "ui_message_stream_to_sse",
    "upload_file",
    "wrap_language_model",
    "xai",
]

# Module -> names it gives; PEP 562: a module is imported when one of its names is first used.
_LAZY: dict[str, tuple[str, ...]] = {
    "_async.count_tokens": ("count_tokens",),
    "_async.download": ("download",),
    "_async.embed": (
        "embed",
        "embed_many",
    ),
    "_async.generate_image": ("generate_image",),
    "_async.rerank": ("rerank",),
    "_async.generate_object": ("generate_object",),
    "_async.generate_speech": ("generate_speech",),
    "_async.generate_text": ("generate_text",),
    "_async.http.client": ("AsyncHTTPClient",),
    "_async.http.defaults": ("close=aclose",),
    "_async.list_models": ("list_models",),
    "_async.mcp.client": ("AsyncMCPClient",),
    "_async.mcp.create": ("create_mcp_client",),
    "_async.mcp.port": ("AsyncMCPTransport",),
    "_async.middleware": ("AsyncMiddleware",),
    "_async.port": ("AsyncModelStream",),
    "_async.simulate": ("simulate_readable_stream",),
    "_async.stream_object": (
        "AsyncObjectStream",
        "stream_object",
    ),
    "_async.stream_text": ("stream_text",),
    "_async.text_stream": ("AsyncTextStream",),
    "_async.transcribe": ("transcribe",),
    "_async.ui_stream": (
        "AsyncUIMessageWriter",
        "create_ui_message_stream",
        "read_ui_message_stream",
        "to_ui_message_stream",
        "ui_message_stream_to_sse",
    ),
    "_async.upload_file": ("upload_file",),
    "concurrency": ("CancelToken",),
    "engine.callbacks": (
        "AbortEvent",
        "ChunkEvent",
        "EndEvent",
        "ErrorEvent",
        "StartEvent",
        "StepEndEvent",
        "StepStartEvent",
        "ToolEndEvent",
        "ToolStartEvent",
    ),
    "engine.ids": (
        "create_id_generator",
        "generate_id",
    ),
    "engine.media": ("MediaSettings",),
    "engine.message_json": (
        "messages_from_json",
        "messages_to_json",
    ),
    "engine.objects": ("ObjectSettings",),
    "engine.prepare_step": (
        "PrepareStepContext",
        "PrepareStepResult",
    ),
    "engine.prune": (
        "ToolCallPruning",
        "prune_messages",
    ),
    "engine.setup": ("TextSettings",),
    "engine.similarity": ("cosine_similarity",),
    "engine.smooth": ("smooth_stream",),
    "engine.stop": (
        "has_tool_call",
        "is_loop_finished",
        "is_step_count",
        "is_token_count",
        "step_count_is",
    ),
    "engine.telemetry": ("register_telemetry",),
    "engine.tool_repair": ("ToolCallRepair",),
    "errors": (
        "AISDKError",
        "APICallError",
        "APIConnectionError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ContentFilteredError",
        "ContextOverflowError",
        "DownloadError",
        "InvalidArgumentError",
        "InvalidPromptError",
        "InvalidResponseError",
        "InvalidToolApprovalError",
        "InvalidToolApprovalSignatureError",
        "InvalidToolInputError",
        "InvalidToolOutputError",
        "LoadAPIKeyError",
        "MCPConnectionClosedError",
        "MCPError",
        "MCPSessionExpiredError",
        "MCPToolsChangedError",
        "MissingDependencyError",
        "MissingToolResultsError",
        "NoImageGeneratedError",
        "NoObjectGeneratedError",
        "NoOutputGeneratedError",
        "NoSpeechGeneratedError",
        "NoSuchModelError",
        "NoSuchProviderError",
        "NoSuchToolError",
        "NoTranscriptGeneratedError",
        "NotFoundError",
        "OverloadedError",
        "PermissionDeniedError",
        "QuotaExceededError",
        "RateLimitError",
        "RetryError",
        "RunCancelledError",
        "ServerError",
        "StreamConsumedError",
        "StreamInterruptedError",
        "ToolCallNotFoundForApprovalError",
        "ToolCallRepairError",
        "ToolError",
        "ToolExecutionError",
        "UIMessageError",
        "UnsupportedFunctionalityError",
    ),
    "integrations.otel": ("OpenTelemetry",),
    "mcp.fingerprints": (
        "ToolDrift",
        "detect_tool_drift",
        "fingerprint_tools",
    ),
    "mcp.toolset": ("MCPToolSchemas",),
    "mcp.transports": (
        "MCPHTTPTransport",
        "MCPSSETransport",
        "MCPStdioTransport",
    ),
    "mcp.values": (
        "MCPCompletion",
        "MCPElicitation",
        "MCPElicitationResult",
        "MCPPrompt",
        "MCPPromptArgument",
        "MCPPromptMessage",
        "MCPPromptResult",
        "MCPResource",
        "MCPResourceContents",
        "MCPResourceTemplate",
        "MCPServerInfo",
        "MCPToolDefinition",
        "MCPToolResult",
    ),
    "middleware.base": (
        "CallContext",
        "PureMiddleware",
        "PartTransform",
    ),
    "middleware.calls": (
        "add_tool_input_examples_middleware",
        "default_instructions_middleware",
        "default_settings_middleware",
    ),
    "middleware.json_fences": ("extract_json_middleware",),
    "middleware.reasoning": ("extract_reasoning_middleware",),
    "middleware.simulate": ("simulate_streaming_middleware",),
    "output": ("Output",),
    "partial_json": ("parse_partial_json",),
    "providers._anthropic": (
        "anthropic",
        "create_anthropic",
    ),
    "providers._azure": (
        "azure",
        "create_azure",
    ),
    "providers._bedrock": ("BedrockProvider", "bedrock", "create_bedrock"),
    "providers._cerebras": (
        "cerebras",
        "create_cerebras",
    ),
    "providers._deepseek": (
        "create_deepseek",
        "deepseek",
    ),
    "providers._fireworks": (
        "create_fireworks",
        "fireworks",
    ),
    "providers._google": (
        "create_google",
        "google",
    ),
    "providers._google_vertex": (
        "create_google_vertex",
        "google_vertex",
    ),
    "providers._groq": (
        "create_groq",
        "groq",
    ),
    "providers._mistral": (
        "create_mistral",
        "mistral",
    ),
    "providers._openai": (
        "create_openai",
        "openai",
    ),
    "providers._openrouter": (
        "create_openrouter",
        "openrouter",
    ),
    "providers._perplexity": (
        "create_perplexity",
        "perplexity",
    ),
    "providers._together": (
        "create_together",
        "together",
    ),
    "providers._xai": (
        "create_xai",
        "xai",
    ),
    "providers.composed": (
        "CustomProvider",
        "ProviderRegistry",
        "create_provider_registry",
        "custom_provider",
    ),
    "providers.openai_compatible": ("openai_compatible",),
    "providers.wrapped": (
        "WrappedLanguageModel",
        "wrap_language_model",
    ),
    "retry": ("RetryBudget",),
    "schema": ("Partial",),
    "tools": (
        "Tool",
        "ToolContext",
        "dynamic_tool",
        "tool",
    ),
    "tools.approval": (
        "ToolApproval",
        "ToolApprovalContext",
    ),
    "types._value": ("evolve",),
    "types.call": (
        "CallWarning",
        "FinishReason",
        "LanguageModelCall",
        "ModelContent",
        "ModelFinish",
        "ModelResult",
        "ModelStreamPart",
        "ModelToolCall",
        "ReasoningLevel",
        "RequestInfo",
        "ResponseInfo",
        "TranscriptSegment",
    ),
    "types.content": (
        "CustomPart",
        "FilePart",
        "FileReference",
        "FileURL",
        "ImagePart",
        "ReasoningPart",
        "Source",
        "TextPart",
        "ToolApprovalRequest",
        "ToolApprovalResponse",
        "ToolCall",
        "ToolFailure",
        "ToolResult",
    ),
    "types.download": (
        "Download",
        "DownloadFunction",
    ),
    "types.embeddings": ("Embeddings",),
    "types.http": ("Attempt",),
    "types.caps": ("Caps",),
    "types.limits": ("Limits",),
    "types.messages": (
        "AssistantMessage",
        "Message",
        "SystemMessage",
        "ToolMessage",
        "UserMessage",
    ),
    "types.models": (
        "RerankingModel",
        "EmbeddingModel",
        "ImageModel",
        "LanguageModel",
        "ModelCapabilities",
        "SpeechModel",
        "TranscriptionModel",
    ),
    "types.performance": ("Performance",),
    "types.ranking": ("RankedDocument", "RerankResult"),
    "types.results": (
        "EmbedManyResult",
        "EmbedResult",
        "GenerateTextResult",
        "ImageResult",
        "ModelInfo",
        "ObjectResult",
        "SpeechResult",
        "StepResult",
        "TranscriptionResult",
    ),
    "types.secret": ("Secret",),
    "types.services": (
        "AvailableModel",
        "ListModelsResult",
        "TokenCount",
        "UploadedFile",
    ),
    "types.stream_parts": (
        "Finish",
        "FinishStep",
        "Raw",
        "ReasoningDelta",
        "ReasoningEnd",
        "ReasoningStart",
        "StartStep",
        "StreamPart",
        "TextDelta",
        "TextEnd",
        "TextStart",
        "ToolInputDelta",
        "ToolInputEnd",
        "ToolInputStart",
    ),
    "types.telemetry": ("Telemetry", "TelemetryIntegration"),
    "types.telemetry_events": (
        "TelemetryAbort",
        "TelemetryCall",
        "TelemetryEnd",
        "TelemetryError",
        "TelemetryModelEnd",
        "TelemetryModelStart",
        "TelemetryStart",
        "TelemetryStepEnd",
        "TelemetryStepStart",
        "TelemetryToolEnd",
        "TelemetryToolStart",
    ),
    "types.timeouts": ("Timeout",),
    "types.tools": (
        "ContentOutput",
        "DeniedOutput",
        "ErrorOutput",
        "JSONOutput",
        "ProviderTool",
        "TextOutput",
        "ToolChoice",
    ),
    "types.transform": (
        "Pause",
        "StreamTransform",
        "TransformFactory",
    ),
    "types.usage": (
        "EmbeddingUsage",
        "InputTokenDetails",
        "OutputTokenDetails",
        "Usage",
    ),
    "ui.conversation": ("UIStreamEnd",),
    "ui.frames": ("UI_MESSAGE_STREAM_HEADERS",),
    "ui.model_messages": ("convert_to_model_messages",),
}

_MODULE_OF = {
    name.partition("=")[0]: (module, name.partition("=")[2] or name)
    for module, names in _LAZY.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _MODULE_OF[name]
    found = getattr(import_module(f"ai_sdk.{module}"), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
