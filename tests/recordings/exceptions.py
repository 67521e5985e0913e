"""Records whose request is not shown, by id, with the fact of the record that says why.

Everything else must pass. A listed record that turns out to pass fails the tests too: the list
is never longer than it has to be. The answers of listed records are still replayed, unless the
answer is no answer of a function of ours (`NO_CALL`).
"""

from __future__ import annotations

COMPACT = "POST /responses/compact: compacts a stored conversation, no model call of ours"
DELETED = "DELETE of a stored response"
FILE = "removes or reads a file that is kept, no call of ours"
RETRIEVED = "GET of a stored response: there is no request body"
REFUSED = "malformed, and refused by the API for it (400)"
UNANSWERED = "the conversation leaves a tool call without a result"
NO_JSON = "JSON asked of a model of speech or pictures, refused by the API for it (400)"
ONE_VECTOR = "several parts make one vector: a value of ours is one text"
MISNAMED = "declares a PNG as a JPEG; images go by what their bytes say"
FETCHED = "the address of a kind of file that the API does not fetch: it is downloaded here first"
NO_OBJECT = "arguments that are no object, which go back as one: servers refuse others in a history"
CONTRADICTS = "a fixture edited by hand: its deltas are not the text of its finished item"

NO_CALL = frozenset({COMPACT, DELETED, FETCHED, FILE})
"""Reasons for which there is nothing to replay."""

NO_ONE_ANSWER = frozenset({CONTRADICTS})
"""Reasons for which the answer cannot be compared."""

OPENAI: dict[str, str] = {
    "0ada021116d7a116": FETCHED,
    "bc886e6c297ab23b": FETCHED,
    "2e65ebca5998093b": CONTRADICTS,
    "bfa7e8b3269bade7": REFUSED,  # whole messages as the parts of a message
    "d29da6fe57e0d8aa": REFUSED,  # no messages
    "ef99b3110c040308": REFUSED,  # a user message without content
    "3692f1f5dd85f710": NO_OBJECT,
    "4729176f33e02f2a": NO_OBJECT,
    "04f1767466431850": COMPACT,
    "0c744dfd4fbf1c0f": COMPACT,
    "207a2488d95f2db5": COMPACT,
    "24f98465a6099ac1": COMPACT,
    "4ebf491d3407f01b": COMPACT,
    "bd47096c360a8240": DELETED,
    "5b81b721b0415b85": RETRIEVED,
    "8f3856ca87009f7a": RETRIEVED,
    "bf3fc58715c53061": RETRIEVED,
    "d97586d843fde794": RETRIEVED,
    "f30796289c23abd7": RETRIEVED,
    "f93b048825ffa4eb": RETRIEVED,
}

ANTHROPIC: dict[str, str] = {
    "2a73ae93c3859d96": FILE,
    "4fb8c635ce7c2b61": FILE,
    "787332c65450fc56": FILE,
    "862df87b7dd7ef9d": FILE,
    "afc003680e99f76f": FILE,
    "cb1aa2df1da9de3e": FILE,
    "fa7688f4836287d1": REFUSED,  # a message that is a text
    "fcd26f473a5764c6": REFUSED,  # a message without content
    "3315b066fee211b1": UNANSWERED,  # the result is for a call of another conversation
    "7b195392a4617276": UNANSWERED,  # the same with another result
}

CLOUDS: dict[str, str] = {}

GOOGLE: dict[str, str] = {
    "4e9316aec277ae84": ONE_VECTOR,
    "108026233519460b": NO_JSON,
    "99c949f3f67e1505": NO_JSON,
    "a31a9d691552afc3": NO_JSON,
    "eb0b2dcb8ffca4f2": NO_JSON,
    "2eb035f5bd5ced12": UNANSWERED,  # the result is told in words
    "7fe3e51621928ee2": UNANSWERED,  # the same
    "9e319b7f67de1af9": UNANSWERED,  # the same
    "f15c7bce7f65d9df": UNANSWERED,  # the same
    "f33829cab7390e67": UNANSWERED,  # the same
}

VERTEX: dict[str, str] = {
    "7c8852fe718b2319": REFUSED,  # a turn of no known role
    "055980636d1ab901": UNANSWERED,  # the result is told in words
    "1f929b23f2653065": UNANSWERED,  # the same
    "93ec68ee1043f3ff": UNANSWERED,  # the same
    "bbb8a09749a06007": MISNAMED,
}

SYSTEM_PARTS = "a system message in several parts: ours hold one text"

TOOL_PICTURE = "a picture in the message of a tool: ours follows in a message of the user"
CACHED_CALL = "a cache mark on a tool call, for which the protocol has no place"

VENDORS: dict[str, dict[str, str]] = {
    "azure": {"fe63201e8774fbbe": SYSTEM_PARTS},
    "groq": {"dcb0267ea88c9541": NO_OBJECT},  # null
    "openrouter": {
        "1a019efef2c5aeb6": REFUSED,  # no messages
        "47a712c9ff659a59": REFUSED,  # a message without a role
        "79aea728425068e6": TOOL_PICTURE,
        "a7fc5e9d3b20413e": CACHED_CALL,
        "b30924f1d4a14f17": CACHED_CALL,
    },
}
"""Exceptions of Azure and the vendors that speak OpenAI's protocols, by provider."""
