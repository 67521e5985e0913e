"""The catalogue of what goes wrong between a program and a provider, and where each of it is shown.

Entries are numbered. One that a server can do has the names of `ai_sdk.testing.faults`; one that
happens elsewhere has tests, as `file` or `file::name`, below tests/ (a coloured one has its twin).
An entry about something that the library does not have says what that is.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CATALOGUE", "Entry"]


@dataclass(frozen=True)
class Entry:
    """One thing that goes wrong.

    Attributes:
        what: in a few words.
        faults: names of faults, or how several begin.
        tests: tests that show it.
        absent: the part of the library that it is about and that is not there.
    """

    what: str
    faults: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    absent: str = ""


def _wire(what: str, *faults: str, tests: tuple[str, ...] = ()) -> Entry:
    return Entry(what, faults, tests)


def _shown(what: str, *tests: str) -> Entry:
    return Entry(what, (), tests)


_CONNECTIONS = "_async/test_http_connections.py"
_READING = "_async/test_http_reading.py"
_LIMITS = "_async/test_http_limits.py"
_TLS = "_async/test_http_tls.py"
_PROXIES = "_async/test_http_proxies.py"
_LOOPS = "_async/test_http_loops.py"
_THREADS = "unit/test_http_threads.py"
_OPENAI = "_async/test_openai_end_to_end.py"
_CANCEL = "unit/test_cancel_everywhere.py"

CATALOGUE: dict[int, Entry] = {
    # connect and head
    1: _shown("connection refused", f"{_CONNECTIONS}::test_nobody_listens"),
    2: _shown("unknown or slow name", f"{_CONNECTIONS}::test_an_unknown_host", f"{_LIMITS}::test_a_slow_resolver_counts_to_connecting"),
    3: _shown("a bad certificate", f"{_TLS}::test_a_bad_certificate_is_never_tried_again"),
    4: _shown("a handshake cut short", f"{_TLS}::test_a_handshake_that_is_cut_may_be_tried_again"),
    5: _wire("closed or reset before the head", "closed before the head", "reset before the head", "closed within the head", "reset within the head"),
    6: _wire("a stale connection", "a connection that the server closes without a word", tests=(f"{_CONNECTIONS}::test_a_connection_that_dies_as_we_write_is_replaced_once",)),
    7: _wire("a head that stalls", "silence instead of a head", "silence within the head"),
    8: _wire("no HTTP", "no HTTP", "no HTTP and silence", "a status of letters"),
    9: _wire("a bomb of a head", "a head of 400 KB", "a header line of 400 KB", "header after header"),
    10: _wire("nothing in a success", "status 204 without a body", "an empty reply"),
    11: _wire("a page in a success", "a login page", "no content type", "frames without a content type"),
    12: _wire("an error in a success", "an error under status 200"),
    13: _wire("interim replies", "early hints first", "100 Continue first"),
    14: _wire("a redirect", "redirect 307 to itself", "redirect 30"),
    15: _wire("a redirect to another host", "redirect 307 elsewhere", tests=("_async/test_secrets.py::test_no_redirect_of_a_call_is_followed",)),
    16: _wire("a ring of redirects", "redirect 307 to itself"),
    17: _shown("a redirect out of TLS", "_async/test_downloads.py::test_redirects_are_checked_like_any_url", "unit/test_download_policy.py::test_redirects_that_are_not"),
    18: _shown("proxies and authorities", f"{_PROXIES}::test_plain_requests_are_forwarded", f"{_PROXIES}::test_secure_requests_are_tunnelled", f"{_TLS}::test_authorities_from_the_environment"),
    19: _shown("a dead address beside a living one", f"{_CONNECTIONS}::test_a_dead_address_does_not_hide_a_living_one", f"{_CONNECTIONS}::test_ipv6"),
    # statuses
    20: _wire("429 with seconds", "status 429 with retry-after 0"),
    21: _wire("429 with milliseconds", "status 429 with retry-after-ms 1"),
    22: _wire("429 with a date", "status 429 with a date that has passed"),
    23: _shown("a date under a skewed clock", "unit/test_retry.py::test_a_wrong_clock_of_ours_does_no_harm"),
    24: _wire("hints that are none", "status 429 with retry-after nan", "status 429 with retry-after inf", "status 429 with retry-after -5", "status 429 with retry-after soon", "status 429 with retry-after 1e999", "status 429 with retry-after "),
    25: _wire("a hint of a day", "status 429 with retry-after 86400"),
    26: _wire("429 without a hint", "status 429"),
    27: _wire("a quota that is spent", "status 429 because the quota is spent", "status 400 because the credit is spent"),
    28: _shown("units of resets", "unit/test_retry.py::test_every_spelling"),
    29: _shown("times of resets in ISO 8601", "unit/test_retry.py::test_every_spelling"),
    30: _wire("408", "status 408"),
    31: _wire("409", "status 409"),
    32: _wire("425", "status 425"),
    33: _wire("500, then an answer", "status 500", tests=("unit/test_faults.py",)),
    34: _wire("502 and 503 with a page", "a proxy's page with status 502", "a proxy's page with status 404", "status 502", "status 503"),
    35: _wire("504", "status 504"),
    36: _wire("529", "status 529"),
    37: _wire("codes of CDNs", "status 520", "status 522", "status 524"),
    38: _wire("a server that says whether to retry", "status 500 that asks not to retry", "status 400 that asks to retry"),
    39: _shown("500 every time", "_async/test_http_retries.py::test_a_server_that_always_fails_is_asked_so_often"),
    40: _wire("what is not retried", *(f"status {code}" for code in (400, 401, 403, 404, 405, 410, 413, 415, 422, 451))),
    41: _wire("odd bodies of errors", "an empty error body", "an error body that is a string", "an error body that is a list", "an error body that is null", "an error body in invalid UTF-8", "an error body of 10 MB", "an error body of 20,000 levels", "an error that is a string"),
    42: _wire("402 and filters", "status 402", "status 400 because the content is filtered"),
    43: _wire("too long a prompt", "status 413", "status 400 because the context is too long", "status 400 because the prompt is too long", "status 400 because the input is too long"),
    # framing
    44: _wire("CRLF", "line ends CRLF"),
    45: _wire("CR", "line ends CR"),
    46: _wire("mixed ends", "line ends mixed"),
    47: _wire("CRLF in two pieces", "line ends CRLF", "byte by byte", tests=("unit/test_sse.py",)),
    48: _wire("every byte alone, or all at once", "byte by byte", "all frames in one piece"),
    49: _wire("a character in two pieces", "in pieces of 7 bytes", "every UTF-8 character split"),
    50: _wire("a byte order mark", "a byte order mark"),
    51: _wire("no space", "no space after the colon"),
    52: _wire("several data lines", "an event over several lines"),
    53: _wire("fields and headers nobody asked for", "headers of every type", "a frame without anything", "a header of an unknown type", "a header whose", "fields nobody asked for"),
    54: _wire("comments", "comments between events", "empty events"),
    55: _wire("line ends that are none", "byte by byte", tests=("unit/test_sse.py",)),
    56: _wire("invalid UTF-8, or bytes that were changed", "invalid UTF-8", "a wrong checksum", "a byte changed"),
    57: _wire("a large event", "an event of 8 MB"),
    58: _wire("an endless line or frame", "an endless line", "an endless frame", tests=("_async/test_caps.py::test_a_line_that_is_no_data",)),
    59: _wire("codings", "gzip", "deflate", "deflate without its wrapper", "gzip under its old name", "identity as a coding", "a coding nobody asked for", "a coding on a coding"),
    60: _wire("corrupt gzip", "corrupt gzip", "corrupt deflate", "gzip cut short"),
    61: _wire("a gzip bomb", "a gzip bomb", tests=("_async/test_caps.py::test_the_usual_cap_of_a_reply",)),
    62: _wire("bad sizes of chunks and frames", "a frame of no length", "a frame shorter", "headers longer", "headers shorter", "headers of 200 KB", "a chunk size of letters", "a negative chunk size", "a chunk longer than said"),
    63: _wire("wrong lengths", "a content length too long", "a content length too short", "a negative content length", "two content lengths"),
    64: _wire("chunks and a length", "chunks and a content length"),
    65: _wire("to the connection's end", "to the end of the connection"),
    66: _wire("trailers", "trailers", "chunk extensions"),
    67: _wire("an event without its end", "no newline after the last event"),
    # time
    68: _wire("a trickle", "1 bytes each 0.02 s"),
    69: _wire("silence in mid-stream", "silence after 4 events", "silence after 1 events", "silence after 9 bytes"),
    70: _wire("pings only", "pings only, after 0 events", "pings only, after 3 events", "pings only, as events", "pings only, as empty events", "pings only, as frames"),
    71: _shown("a deadline over everything", "_async/conformance/test_limits.py", f"{_LIMITS}::test_a_deadline_ends_the_wait"),
    72: _shown("a clock that jumps", "unit/test_concurrency_pure.py::test_a_jump_of_the_wall_clock_moves_no_deadline"),
    73: _shown("a machine that slept", "unit/test_concurrency_pure.py::test_a_deadline_that_was_slept_through_has_passed"),
    # ends
    74: _wire("a clean end too early", "ended cleanly after 4 events", "ended cleanly after 0 events", "ended cleanly after 1 events", "no end mark"),
    75: _wire("the connection's end too early", "ended by the connection's end after 3 events", "closed after 4 events", "closed after 0 events", "closed after 1 events"),
    76: _wire("an end within an event", "a frame cut in its prelude", "a frame cut in its headers", "a frame cut in its payload", "a frame cut in its checksum", *(f"ended cleanly at {part}% of the body" for part in (30, 60, 90))),
    77: _wire("the same at the connection's end", *(f"a frame cut in its {part}, and a close" for part in ("prelude", "headers", "payload", "checksum")), *(f"closed at {part}% of the body" for part in (30, 60, 90))),
    78: _wire("a chunk cut short", "a chunk cut short", "no last chunk"),
    79: _wire("a reset in mid-stream", *(f"reset after {n} events" for n in (0, 1, 4)), *(f"reset at {part}% of the body" for part in (30, 60, 90))),
    80: _wire("no [DONE]", "finished, without [DONE]"),
    81: _wire("an end mark by halves", "[DONE], without finish", "stopped, without a reason", "a reason, without the stop"),
    82: _wire("junk after the end mark, or before the first event", "junk before the first frame", "junk after the last frame", "junk after the end mark"),
    83: _wire("no newline at the end", "no newline after the last event"),
    84: _wire("an open connection after the end", "an open connection after the end mark"),
    85: _wire("a half-closed connection", "half-closed after the body"),
    # errors inside
    86: _wire("an error object", "an error event whose error is an object"),
    87: _wire("an event named error", "an event named error", "a frame with", "a first frame with", "an exception", "an error in the headers of a frame", "an error frame"),
    88: _wire("an error as text", "an error event whose error is a string"),
    89: _wire("an error in a choice", "a choice with an error", tests=("unit/wire/test_openai_chat_stream.py",)),
    90: _wire("Anthropic's error event", "an error in mid-stream", "an event named error"),
    91: _wire("Gemini's error object", "an error in mid-stream"),
    92: _wire("a failed response", "an error in mid-stream", "a failure named completed"),
    93: _wire("an error after usage", "an error in mid-stream"),
    94: _wire("no JSON", "a frame whose payload is no JSON", "a frame without bytes", "a frame whose bytes", "a frame whose base64", "lines in place of frames", "an event that is no JSON", "a reply that is no JSON"),
    95: _wire("JSON of another kind", "a frame whose payload is an array", "an event that is an array", "an event that is null", "an event that is a string", "an event that is a number", "a reply that is an array", "a reply that is null", "an empty object as reply", "an empty object as event", "text that is", "content that", "choices that are an object", "a choice that is null", "a delta that is a text", "a message that is null", tests=("unit/wire/test_wrong_types.py",)),
    96: _wire("deep JSON", "a frame of 20,000 levels", "an event of 20,000 levels", "a reply of 20,000 levels"),
    # payloads
    97: _wire("no choices", "a chunk without choices", "a chunk whose choices are null", "a chunk whose choices are missing", "a chunk of filter results only"),
    98: _wire("null deltas", "deltas null where they are empty", "no index of the choice", "no log probabilities"),
    99: _wire("unknown fields", "fields of tomorrow everywhere"),
    100: _wire("unknown finish reasons", "a finish reason of tomorrow", "no finish reason"),
    101: _wire("unknown events", "a frame of an event nobody knows", "a frame of a message type nobody knows", "an event of a kind nobody knows", "an output item of tomorrow", "no events that repeat the text", "no events that open or close items", "an empty final response"),
    102: _shown("unknown words in a list of models", "_async/test_services.py::test_models_with_what_the_provider_tells"),
    103: _wire("odd usage", "no usage", "usage null", "usage empty", "usage as a string", "usage as a list", "usage figures as strings", "usage figures negative"),
    104: _wire("two choices", "two choices", "two choices, interleaved"),
    105: _shown("a content filter", f"{_OPENAI}::test_finish_reasons", "_async/test_google.py::test_safety_settings_and_what_was_blocked"),
    106: _shown("a refusal", f"{_OPENAI}::test_a_refusal_is_text_that_is_marked", "_async/test_anthropic.py::test_a_refusal_is_seen"),
    107: _shown("a length", f"{_OPENAI}::test_finish_reasons", "_async/test_anthropic.py::test_the_limit_is_seen"),
    108: _shown("an empty answer", "_async/conformance/test_results.py::test_an_empty_answer_is_an_answer"),
    109: _wire("the role again", "the role in every delta"),
    110: _wire("content as parts", "content as a list of parts"),
    111: _wire("odd numbers", "usage figures beyond 64 bits", "usage figures as fractions", tests=("unit/test_embeddings.py",)),
    112: _wire("doubled keys", "arguments with a doubled key"),
    113: _wire("keys that mean something elsewhere", "keys that mean something elsewhere"),
    114: _wire("no id, no model", "no id and no model"),
    115: _wire("blocks out of order", "blocks with odd indexes"),
    # tools
    116: _shown("arguments over many deltas", "_async/conformance/test_tool_deltas.py::test_behaviour_60_fragments_find_their_calls"),
    117: _wire("calls interleaved", "calls interleaved"),
    118: _wire("odd indexes", "an index of a billion", "indexes with gaps"),
    119: _wire("no index or type", "a piece without an index", "calls without a type"),
    120: _wire("no id", "a call without an id", "ids null", "ids missing", "items without call ids"),
    121: _wire("one id twice", "two calls of one id", "the id in every piece"),
    122: _wire("no name", "a tool without a name", "names missing", "items without names"),
    123: _wire("arguments that are no text", "arguments as an object", "arguments null", "arguments that are a text", "pieces of arguments that are objects", "calls that are"),
    124: _wire("arguments that are no JSON", "arguments that are no JSON", "arguments that are a list", "arguments that are null", "arguments of 20,000 levels"),
    125: _wire("arguments cut short", "arguments cut off within", "calls cut off by the length", "calls, then a filter", "a call cut off cleanly", "a call cut off by a close", "a call cut off by a reset"),
    126: _wire("an unknown tool", "a tool nobody offered"),
    127: _wire("calls and the reason stop", "calls, but the finish reason stop"),
    128: _wire("arguments against the schema", "arguments against the schema", "arguments without what is required", "no arguments at all"),
    129: _shown("a tool that fails", "_async/conformance/test_tools.py::test_behaviour_12_a_tools_exception_is_told_to_the_model", "_async/test_runs.py::test_a_tool_that_takes_too_long_fails_alone", "_async/test_tool_results.py::test_what_no_model_can_read_is_an_error_and_never_distorted"),
    130: _shown("a loop without end", "_async/conformance/test_loop.py::test_behaviour_07_default_loop_is_one_step", "_async/conformance/test_loop.py::test_behaviour_08_loop_ends_without_calls_or_by_any_condition", "_async/conformance/test_loop.py::test_behaviour_08_the_tokens_of_a_run_are_capped"),
    131: _shown("a result of no call", f"{_OPENAI}::test_a_result_of_a_call_that_was_never_made_is_refused", "unit/test_provider_server_refusals_google.py::test_contents", "unit/test_prompt.py::test_unanswered_calls_are_found"),
    # process and loop
    132: _shown("a cancelled task", f"{_CANCEL}::test_cancelled_at_every_wait", "_async/test_run_cancellation.py::test_a_cancelled_task_closes_the_connection_and_tells_on_abort"),
    133: _shown("scopes of asyncio and anyio", f"{_CANCEL}", _LOOPS),
    134: _shown("closing twice", "_async/conformance/test_streams.py", f"{_READING}::test_leaving_early_closes_the_socket"),
    135: _shown("a stream nobody read", f"{_LOOPS}::test_a_dropped_stream_leaves_no_connection_behind"),
    136: _shown("an interrupt", f"{_THREADS}::test_an_interrupt_ends_a_blocked_read", "_async/test_secrets.py::test_an_interrupt_shows_no_key"),
    137: _shown("loop after loop", _LOOPS, "unit/test_complaints.py::test_complaint_04_one_handle_works_in_loop_after_loop"),
    138: _shown("a loop closed under a stream", f"{_LOOPS}::test_a_loop_that_dies_under_a_stream"),
    139: _shown("a fork", f"{_THREADS}::test_forks_never_share_a_connection", "endurance/processes.py"),
    140: _shown("many threads", f"{_THREADS}::test_32_threads_share_one_client"),
    141: _shown("a client that is collected", "unit/test_complaints.py::test_complaint_07_the_collector_closes_no_client_in_use"),
    142: _shown("the interpreter's end", f"{_THREADS}::test_an_interpreter_that_ends_with_open_streams_is_quiet"),
    143: _shown("no file descriptors left", f"{_THREADS}::test_no_file_descriptors_left"),
    144: _shown("a consumer out of memory", "_async/test_streams.py::test_a_consumer_that_runs_out_of_memory_leaves_no_connection"),
    145: _shown("a slow consumer", f"{_READING}::test_a_large_reply_waits_for_its_reader", f"{_LIMITS}::test_a_slow_consumer_is_not_timed_out"),
    146: _shown("two readers of one stream", "_async/test_streams.py::test_a_second_reader_takes_over_and_the_first_is_told"),
    147: _shown("other interpreters", "all_pythons.py"),
    148: _shown("pickling", "unit/test_handles.py", "_async/test_http_settings.py::test_clients_are_never_pickled_or_copied"),
    # above the wire
    149: Entry("targets of a router", absent="routing"),
    150: Entry("another target after the first byte", absent="routing"),
    151: Entry("a cache's entry that is none", absent="caching"),
    152: Entry("a cache that is down", absent="caching"),
    153: Entry("a limiter's store that fails over", absent="rate limits"),
    154: Entry("a batch with odd ids", absent="batches"),
    155: Entry("a batch that ends half way", absent="batches"),
    156: Entry("a webhook replayed", absent="batches"),
}  # fmt: skip
