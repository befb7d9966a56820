"""Moodle's cloze: a text with questions in braces, `{1:SHORTANSWER:=甲~%50%乙}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FIELD = re.compile(r"\{(?P<weight>\d*):(?P<kind>[A-Z_]+):(?P<answers>(?:\\.|[^}\\])*)\}", re.DOTALL)
_ANSWER = re.compile(r"(?P<sign>=|%-?\d+(?:\.\d+)?%)?(?P<text>.*)", re.DOTALL)
_PART = re.compile(r"(?:\\.|[^~\\])+", re.DOTALL)
_BEFORE_FEEDBACK = re.compile(r"(?:\\.|[^#\\])*", re.DOTALL)
_FIELD_LIKE = re.compile(r"\{(?=\d*:[A-Z_]+:)")
_SPECIAL = re.compile(r'[}#~/"\\]')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TEXT_KINDS = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC", "NUMERICAL", "NM"})
_CHOICE_KINDS = re.compile(r"(?:MULTICHOICE|MC|MULTIRESPONSE|MR)(?:_?[HVS]*)")


@dataclass(frozen=True, slots=True)
class ClozeField:
    """One question in braces: its kind, and its answers with their share in percent."""

    kind: str
    answers: tuple[tuple[float, str], ...]

    @property
    def is_text(self) -> bool:
        """Tell whether it is answered by typing."""
        return self.kind in _TEXT_KINDS

    @property
    def is_choice(self) -> bool:
        """Tell whether it is answered by choosing."""
        return bool(_CHOICE_KINDS.fullmatch(self.kind))


def read_cloze(text: str) -> tuple[tuple[str, ...], list[ClozeField]]:
    """Return the texts before, between and after the questions in braces, and these."""
    fields = [ClozeField(found["kind"], tuple(_answers(found["answers"]))) for found in _FIELD.finditer(text)]
    places = [0, *(place for found in _FIELD.finditer(text) for place in found.span()), len(text)]
    return tuple(text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)), fields


def written_field(accepted: Sequence[str]) -> str:
    """Return a question in braces that takes any of these answers."""
    return f"{{1:SHORTANSWER:{'~'.join(f'={_escaped(text)}' for text in accepted)}}}"


def protected(text: str) -> str:
    """Return running text that no reader takes for a question in braces."""
    return _FIELD_LIKE.sub("｛", text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _answers(raw: str) -> list[tuple[float, str]]:
    return [_answer(part.strip()) for part in _PART.findall(raw)]


def _answer(part: str) -> tuple[float, str]:
    found = _ANSWER.match(part)
    sign, rest = (found["sign"] or "", found["text"]) if found else ("", part)
    said = _BEFORE_FEEDBACK.match(rest)
    share = 100.0 if sign == "=" else float(sign.strip("%") or 0)
    return share, _ESCAPED.sub(r"\1", said[0] if said else rest).strip()
