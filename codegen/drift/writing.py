"""Editing a YAML spec so that only the lines change that have to: order and comments stay."""

from __future__ import annotations

import difflib
import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

REVIEW = "review"
_STYLES = ((2, 4, 2), (2, 2, 0))
_WIDTH = 100


class SpecText:
    """A spec's text, its data to edit, and the text with what was edited.

    Args:
        text: The YAML as it is on the disk.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.data: CommentedMap = _writer(_STYLES[0]).load(text)
        written = {style: _dumped(_writer(style), self.data) for style in _STYLES}
        lines = set(text.splitlines())
        self._style = min(_STYLES, key=lambda each: len(lines ^ set(written[each].splitlines())))
        self._before = written[self._style]

    def edited(self) -> str:
        """The text with the edits in it; lines that no edit touches are as they were."""
        after = _dumped(_writer(self._style), self.data)
        return _carried(self._text, self._before, after)


def commented(node: Any, *, marked: bool = False) -> Any:
    """Plain data as the spec writes it: lists of words in one line, null in quotes.

    Args:
        node: The data.
        marked: Whether to begin with an empty description that asks for a word of ours.
    """
    if isinstance(node, list):
        items = CommentedSeq([commented(each) for each in node])
        if not any(isinstance(each, (dict, list)) for each in node):
            items.fa.set_flow_style()
        return items
    if not isinstance(node, dict):
        return node
    out = CommentedMap()
    if marked:
        out["description"] = ""
        out.yaml_add_eol_comment(REVIEW, "description")
    for key, value in node.items():
        out[key] = commented(value)
    if list(node) in (["$ref"], ["type"]) and not marked:
        out.fa.set_flow_style()
    return out


def _writer(style: tuple[int, int, int]) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDTH
    mapping, sequence, offset = style
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def _dumped(yaml: YAML, data: Any) -> str:
    out = io.StringIO()
    yaml.dump(data, out)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def _carried(text: str, before: str, after: str) -> str:
    """What changed from `before` to `after`, made in `text`, of which `before` is another writing.

    A merge of three: between lines that all three have in common, a stretch that was edited comes
    from `after`, and any other from `text`.
    """
    base, ours, theirs = (each.splitlines(keepends=True) for each in (before, text, after))
    in_ours, in_theirs = _matches(base, ours), _matches(base, theirs)
    out: list[str] = []
    a = o = t = 0
    for n in [*sorted(in_ours.keys() & in_theirs.keys()), len(base)]:
        end = in_ours.get(n, len(ours)), in_theirs.get(n, len(theirs))
        edited = theirs[t : end[1]] != base[a:n]
        out += theirs[t : end[1]] if edited else ours[o : end[0]]
        out += ours[end[0] : end[0] + 1]
        a, o, t = n + 1, end[0] + 1, end[1] + 1
    return "".join(out)


def _matches(one: list[str], two: list[str]) -> dict[int, int]:
    """Line number in `one` -> in `two`, of the lines that both have."""
    blocks = difflib.SequenceMatcher(None, one, two).get_matching_blocks()
    return {i + n: j + n for i, j, size in blocks for n in range(size)}
