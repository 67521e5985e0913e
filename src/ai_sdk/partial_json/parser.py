"""`PartialJSON`: JSON text as it arrives, with the value so far at any time."""

from __future__ import annotations

import re
from typing import Any

from ..json_error import MAX_DEPTH, JSONError
from .copies import Copies, add_entry, last_entry
from .errors import PartialJSONDepthError, PartialJSONError
from .numbers import number_of
from .strings import OpenString, StringProblem

__all__ = ["PartialJSON"]

# One token with the space before it. A string without escapes is one token; of others, and of
# those that are cut, the second group is the start and the third is empty.
_TOKEN = re.compile(
    r'[ \t\n\r]*(?:([{}\[\],:])|"([^"\\\x00-\x1f]*)("?)|([-+.0-9A-Za-z]+))', re.ASCII
)
_WORD = re.compile(r"[-+.0-9A-Za-z]*", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_NUMBER_BEGUN = re.compile(
    r"-?(?:(?:0|[1-9][0-9]*)(?:\.(?:[0-9]+(?:[eE][-+]?[0-9]*)?)?|[eE][-+]?[0-9]*)?)?", re.ASCII
)
_LITERALS = {"true": True, "false": False, "null": None}
_BEGUN: dict[str, Any] = {
    word[:length]: value for word, value in _LITERALS.items() for length in range(1, len(word) + 1)
}

# What may come next; the first two take a value.
_VALUE, _VALUE_OR_END, _KEY_OR_END, _KEY, _COLON, _COMMA, _DONE = range(7)


class PartialJSON:
    """A JSON parser that takes its text in pieces of any size; its work is linear in the text.

    Strings are seen as they grow, `true`, `false` and `null` as soon as their first letter leaves
    no doubt, numbers only when their last digit is certain, keys with their value. Half a
    surrogate pair becomes U+FFFD. Of two equal keys the later one counts.

    Args:
        fenced: allow a Markdown code fence around the text.
        loose: pass over whatever comes after the value.

    Attributes:
        chars_visited: characters looked at so far, those seen twice counted twice.

    Example:
        >>> parser = PartialJSON()
        >>> parser.feed('{"name": "Ad'), parser.snapshot()
        (True, {'name': 'Ad'})
        >>> parser.feed('a", "age": 3'), parser.snapshot()
        (True, {'name': 'Ada'})
        >>> parser.feed("6}"), parser.end()
        (True, {'name': 'Ada', 'age': 36})
    """

    __slots__ = (
        "_begun",
        "_changed",
        "_copied",
        "_failed",
        "_fence",
        "_fenced",
        "_keys",
        "_loose",
        "_position",
        "_root",
        "_shown",
        "_stack",
        "_stale",
        "_string",
        "_want",
        "_word",
        "chars_visited",
        "rewritten",
    )

    def __init__(self, *, fenced: bool = False, loose: bool = False) -> None:
        self._root: Any = None
        self._stack: list[Any] = []  # open containers, innermost last
        self._keys: list[Any] = []  # the key or None under which each one's next value goes
        self._copied: list[tuple[Any, Copies]] = []  # the open containers and their copies
        self._want = _VALUE
        self._string: OpenString | None = None
        self._word: list[str] = []  # pieces of a number or literal that may go on
        self._shown = False  # the open string or literal stands in its container already
        self._stale = False  # ... but the open string has grown since
        self._begun = False
        self._changed = False
        self._fenced = fenced
        self._loose = loose
        self._fence = "" if fenced else None  # text held back until it is known to be a fence
        self._failed: JSONError | None = None
        self._position = 0
        self.chars_visited = 0
        self.rewritten = 0
        """How often a key came again."""

    @property
    def done(self) -> bool:
        """Whether the value is complete. A number that is the whole text never is before
        `end()`.
        """
        return self._want == _DONE

    @property
    def begun(self) -> bool:
        """Whether there is a value to see; without one `value` is None."""
        return self._begun

    @property
    def value(self) -> Any:
        """The value so far, live: its containers change when more text comes."""
        if self._stale:
            self._refresh()
        return self._root

    def snapshot(self) -> Any:
        """The value so far, never to change: containers that are still open are copied, what is
        complete is shared between snapshots (and must not be changed by the caller).
        """
        if self._stale:
            self._refresh()
        stack = self._stack
        if not stack:
            return self._root
        copied = self._copied
        same = 0
        while same < min(len(copied), len(stack)) and copied[same][0] is stack[same]:
            same += 1
        del copied[same:]
        copied.extend((box, Copies()) for box in stack[same:])
        whole = outer = None
        for depth, (box, copies) in enumerate(copied):  # outermost first: it lets go of the inner
            innermost = depth == len(stack) - 1
            open_entry = self._shown if innermost else True
            copy = copies.take(box, len(box) - open_entry)
            if depth == 0:
                whole = copy
            else:
                add_entry(outer, self._keys[depth - 1], copy)
            if innermost and open_entry:
                add_entry(copy, self._keys[depth], last_entry(box, self._keys[depth]))
            outer = copy
        return whole

    def spine(self) -> tuple[list[Any], list[Any], bool]:
        """The open containers, live and innermost last; the key of each one's open entry (None in
        lists); whether the last one's last entry is a scalar that is still open.
        """
        if self._stale:
            self._refresh()
        return self._stack, self._keys, self._shown

    def feed(self, text: str) -> bool:
        """Take more text.

        Args:
            text: the next piece.

        Returns:
            Whether the visible value has changed.

        Raises:
            PartialJSONError: no JSON text goes on like this. The value so far stays readable; any
                further text raises the same error.
            PartialJSONDepthError: it nests deeper than `MAX_DEPTH`.
        """
        if self._failed is not None:
            raise self._failed
        self._changed = False
        if self._fence is not None:
            text = self._unfence(text)
        try:
            if text:
                self._read(text)
        except JSONError as error:
            self._failed = error
            raise
        self._position += len(text)
        return self._changed

    def end(self) -> Any:
        """Say that no more text comes.

        Returns:
            The complete value.

        Raises:
            PartialJSONError: the text has ended inside the value.
        """
        if self._failed is not None:
            raise self._failed
        if self._word:
            word = "".join(self._word)
            self._finish_word(word, -len(word))
        if self._want != _DONE:
            raise PartialJSONError("the text ends too early", self._position)
        return self.value

    def repair(self) -> bool:
        """Make the best of a text that has ended early: a number counts as far as it has come.

        Returns:
            Whether there is a value at all.
        """
        word = "".join(self._word)
        if not self._shown and _NUMBER_BEGUN.fullmatch(word) is None:
            return False
        found = _NUMBER.match(word)
        if found is not None and self._want <= _VALUE_OR_END:
            try:
                self._place(number_of(found), final=True)
            except (ValueError, OverflowError):
                return False
        return self._begun

    # the text

    def _read(self, text: str) -> None:
        end = len(text)
        at = 0
        self.chars_visited += end
        if self._string is not None:
            at = self._in_string(text, 0)
        elif self._word:
            at = self._in_word(text)
        match = _TOKEN.match
        while at < end:
            if self._loose and self._want == _DONE:
                return
            token = match(text, at)
            if token is None:
                self._only_space(text, at)
                return
            at = token.end()
            kind = token.lastindex
            if kind == 1:
                self._mark(token[1], token.start(1))
            elif kind == 3:
                at = self._quote(text, token)
            elif at < end:
                self._finish_word(token[4], token.start(4))
            else:
                self._begin_word(token[4], token.start(4))

    def _only_space(self, text: str, at: int) -> None:
        closing = self._fenced and self._want == _DONE
        rest = text[at:].lstrip(" \t\n\r`" if closing else " \t\n\r")
        if rest:
            raise self._wrong(f"unexpected {rest[0]!r}", len(text) - len(rest))

    def _wrong(self, problem: str, at: int) -> PartialJSONError:
        return PartialJSONError(problem, self._position + at)

    def _mark(self, mark: str, at: int) -> None:
        want = self._want
        if mark == ",":
            if want != _COMMA:
                raise self._wrong("unexpected ','", at)
            self._want = _KEY if type(self._stack[-1]) is dict else _VALUE
        elif mark == ":":
            if want != _COLON:
                raise self._wrong("unexpected ':'", at)
            self._want = _VALUE
        elif mark in "{[":
            if want > _VALUE_OR_END:
                raise self._wrong(f"unexpected {mark!r}", at)
            self._open({} if mark == "{" else [], self._position + at)
        else:
            self._close(dict if mark == "}" else list, mark, at)

    def _open(self, box: Any, at: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise PartialJSONDepthError(f"nested deeper than {MAX_DEPTH} levels", at)
        self._place(box, final=True)
        self._stack.append(box)
        self._keys.append(None)
        self._want = _KEY_OR_END if type(box) is dict else _VALUE_OR_END

    def _close(self, kind: type, mark: str, at: int) -> None:
        stack = self._stack
        empty = _KEY_OR_END if kind is dict else _VALUE_OR_END
        if not stack or type(stack[-1]) is not kind or self._want not in (_COMMA, empty):
            raise self._wrong(f"unexpected {mark!r}", at)
        stack.pop()
        self._keys.pop()
        self._want = _COMMA if stack else _DONE

    # strings

    def _quote(self, text: str, token: re.Match[str]) -> int:
        """A string begins; often it also ends in this piece of text."""
        want = self._want
        is_key = want in (_KEY, _KEY_OR_END)
        if not is_key and want > _VALUE_OR_END:
            raise self._wrong("unexpected string", token.start(2) - 1)
        if token[3]:
            if is_key:
                self._keys[-1] = token[2]
                self._want = _COLON
            else:
                self._place(token[2], final=True)
            return token.end()
        self._string = OpenString(token[2], is_key)
        if not is_key:
            self._stale = self._changed = self._begun = True
        return self._in_string(text, token.end())

    def _in_string(self, text: str, at: int) -> int:
        """Go on inside a string; returns where it ends, or the end of the text."""
        string = self._string
        assert string is not None
        string.grown = False
        try:
            at = string.feed(text, at)
        except StringProblem as problem:
            raise self._wrong(problem.problem, problem.at) from None
        if string.revisited:
            self.chars_visited += string.revisited
            string.revisited = 0
        if string.closed:
            self._string = None
            self._end_string(string)
        elif string.grown and not string.is_key:
            self._stale = self._changed = True
        return at

    def _end_string(self, string: OpenString) -> None:
        if string.is_key:
            self._keys[-1] = string.text()
            self._want = _COLON
            return
        changed = self._changed or string.grown
        self._place(string.text(), final=True)
        self._changed = changed
        self._stale = False

    def _refresh(self) -> None:
        """Show the open string as far as it has come."""
        assert self._string is not None
        changed = self._changed
        self._place(self._string.text(), final=False)
        self._changed = changed
        self._stale = False

    # numbers and literals

    def _in_word(self, text: str) -> int:
        at = _WORD.match(text).end()  # type: ignore[union-attr]  # it matches nothing too
        self._word.append(text[:at])
        if at < len(text):
            word = "".join(self._word)
            self._finish_word(word, at - len(word))
        elif self._shown:
            self._check_literal(at)
        return at

    def _begin_word(self, word: str, at: int) -> None:
        if self._want > _VALUE_OR_END:
            raise self._wrong(f"unexpected {word!r}", at)
        self._word.append(word)
        if word[0] in "tfn":
            self._check_literal(at)
            self._place(_BEGUN[word], final=False)
        elif word[0] not in "-0123456789":
            raise self._wrong(f"unexpected {word!r}", at)

    def _check_literal(self, at: int) -> None:
        word = "".join(self._word)
        if word not in _BEGUN:
            raise self._wrong(f"unexpected {word!r}", at)

    def _finish_word(self, word: str, at: int) -> None:
        if self._want > _VALUE_OR_END:
            raise self._wrong(f"unexpected {word!r}", at)
        if word in _LITERALS:
            changed = self._changed or not self._shown
            self._word.clear()
            self._place(_LITERALS[word], final=True)
            self._changed = changed
            return
        found = _NUMBER.fullmatch(word)
        if found is None:
            raise self._wrong(f"unexpected {word!r}", at)
        try:
            number = number_of(found)
        except (ValueError, OverflowError):
            raise self._wrong("a number out of range", at) from None
        self._word.clear()
        self._place(number, final=True)

    # the value

    def _place(self, value: Any, *, final: bool) -> None:
        """Put a value where the next one goes.

        Args:
            value: a scalar, or a container that has just been opened.
            final: it will not be replaced by more of itself.
        """
        self._begun = self._changed = True
        stack = self._stack
        if not stack:
            self._root = value
            self._shown = not final
            if final:
                self._want = _DONE
            return
        top = stack[-1]
        if type(top) is dict:
            key = self._keys[-1]
            if key in top and not self._shown:
                del top[key]  # to the end, where the open entry always is
                self._copied.clear()
                self.rewritten += 1
            top[key] = value
        elif self._shown:
            top[-1] = value
        else:
            top.append(value)
        self._shown = not final
        if final:
            self._want = _COMMA

    # fences

    def _unfence(self, text: str) -> str:
        """Hold text back until it is certain whether it begins with a fence."""
        held = (self._fence or "") + text
        self.chars_visited += len(held)
        bare = held.lstrip()
        if "```".startswith(bare[:3]) and "\n" not in bare and len(bare) < 32:
            self._fence = bare
            return ""
        self._fence = None
        return bare.partition("\n")[2] if bare.startswith("```") else bare
