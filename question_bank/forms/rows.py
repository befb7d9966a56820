"""A row of a question sheet, mended in place with the fields that questions are written with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from question_bank.content import DIFFICULTIES, Key, QuestionType
from question_bank.forms.authoring import AskedForm, Words
from question_bank.keys import UnclearKeyError, key_text, read_key
from question_bank.sheets import ParsedQuestion, Sureness, part_shares, revise, sureness

_WHOLE_MARK = 100
_UNREAD = ParsedQuestion(None, "")


@dataclass(frozen=True, slots=True)
class SurenessMark:
    """What stands beside a field that was not simply read: a word, and a tint for those who see one."""

    word: str
    tint: str


def sureness_marks(parsed: ParsedQuestion) -> dict[str, SurenessMark]:
    """Return the marks of the fields of which the reading is not sure; most fields have none."""
    marks = {
        Sureness.CONCLUDED: SurenessMark(_("推断"), "act"),
        Sureness.DOUBTED: SurenessMark(_("存疑"), "warn"),
        Sureness.UNREAD: SurenessMark(_("没读出"), "bad"),
    }
    return {field: marks[sure] for field, sure in sureness(parsed).items() if sure in marks}


class _RowPartForm(AskedForm):
    """The fields of one question of a row; it may be saved while something is still missing."""

    use_required_attribute = False
    parts: Sequence[_RowPartForm]  # type: ignore[assignment]  # those of a row are of a row's kind

    def __init__(
        self,
        parsed: ParsedQuestion,
        words: Words | None = None,
        data: Mapping[str, Any] | None = None,
        *,
        prefix: str | None = None,
    ) -> None:
        self._parsed = parsed
        super().__init__(words if words is not None else _row_words(parsed), data, prefix=prefix)

    def _part_form(self, words: Words, data: Mapping[str, Any] | None, number: int) -> _RowPartForm:
        return _RowPartForm(self._part_at(number - 1), words, data, prefix=f"part-{number}")

    def _part_at(self, place: int) -> ParsedQuestion:
        return self._parsed.parts[place] if place < len(self._parsed.parts) else _UNREAD

    def _add_fields(self, words: Words) -> None:
        super()._add_fields(words)
        kinds = self.fields["type"]
        kinds.choices = [("", _("看不出")), *kinds.choices]  # type: ignore[attr-defined]  # a choice field has them
        self._mark("type", "stem", "answer", "explanation")

    def _mark(self, *names: str) -> None:
        """Say beside fields where the reading is not sure."""
        marks = sureness_marks(self._parsed)
        for name in names:
            mark = marks.get("key" if name == "answer" else name)
            if mark and name in self.fields:
                self.fields[name].aside = mark  # type: ignore[attr-defined]  # for the template of a field

    def add_error(self, field: str | None, error: Any) -> None:
        """Let pass what is empty: a question needs it in the end, and the row stays open until then."""
        if field and isinstance(error, ValidationError) and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = ""
        else:
            super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that does not suit the type."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self._row_key()
            except UnclearKeyError as error:
                self.add_error("answer", str(error))
        return data

    @property
    def changes(self) -> dict[str, Any]:
        """Return only what is different now: a reader's doubt about a field stands until that field is set."""
        return {name: value for name, value in self._values().items() if value != getattr(self._parsed, name)}

    def _values(self) -> dict[str, Any]:
        chosen = self.cleaned_data["type"]
        return {
            "type": QuestionType(chosen) if chosen else None,
            "stem": self._text("stem"),
            "options": self._texts("option"),
            "targets": self._texts("target"),
            "key": self._row_key(),
            "explanation": self._text("explanation"),
            "is_order_free": bool(self.cleaned_data.get("is_order_free")),
            "marking_points": tuple(self._points()),
            "parts": self._mended_parts(),
        }

    def _texts(self, beginning: str) -> tuple[str, ...]:
        return tuple(map(self._text, self._filled(beginning)))

    def _mended_parts(self) -> tuple[ParsedQuestion, ...]:
        """Return the parts with what was changed in them; their marks are shared anew where a share was changed."""
        mended = [revise(self._part_at(place), **form.changes) for place, form in enumerate(self.parts)]
        weights = [form.cleaned_data.get("weight") or 1 for form in self.parts]
        if weights != part_shares(list(map(self._part_at, range(len(mended))))):
            mended = [revise(part, marks=weight * _WHOLE_MARK) for part, weight in zip(mended, weights, strict=True)]
        return tuple(mended)

    def _row_key(self) -> Key | None:
        """Return the answer as a key; what the sheet has there and nobody touched stays unread, and is no mistake."""
        if "answer" not in self.fields:
            return None
        chosen = self.cleaned_data.get("type")
        answer = self._text("answer")
        try:
            return read_key(QuestionType(chosen) if chosen else None, answer)
        except UnclearKeyError:
            if self._parsed.key is None and answer == self._parsed.written("key"):
                return None
            raise


class RowForm(_RowPartForm):
    """A row mended in place, with what a sheet says of a question besides."""

    def __init__(
        self, parsed: ParsedQuestion, words: Words | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(parsed, words, data)
        self.fields["topic"] = forms.CharField(label=_("知识点"), max_length=50, required=False)
        levels = dict.fromkeys(filter(None, [*DIFFICULTIES, parsed.difficulty]))
        self.fields["difficulty"] = forms.ChoiceField(
            label=_("难度"), required=False, choices=[("", _("未定")), *((level, level) for level in levels)]
        )
        self.fields["citation"] = forms.CharField(
            label=_("依据"), max_length=300, required=False, help_text=_("例如：《…办法》第十二条第二款")
        )
        self._mark("topic", "difficulty", "citation")

    def _values(self) -> dict[str, Any]:
        besides = {name: self._text(name) for name in ("topic", "difficulty", "citation")}
        return {**super()._values(), **besides}


def _row_words(parsed: ParsedQuestion) -> Words:
    """Return a question as read, in the words of the form."""
    points: Words = {}
    for number, point in enumerate(parsed.marking_points, start=1):
        points |= {f"point_{number}": point.text, f"weight_{number}": point.weight}
    return {
        "type": parsed.type.value if parsed.type else "",
        "stem": parsed.stem,
        **_lettered("option", parsed.options),
        **_lettered("target", parsed.targets),
        "answer": key_text(parsed.key) or parsed.written("key"),
        "is_order_free": parsed.is_order_free,
        **points,
        "explanation": parsed.explanation,
        "topic": parsed.topic,
        "difficulty": parsed.difficulty,
        "citation": parsed.citation,
        "parts": [
            {**_row_words(part), "weight": weight}
            for part, weight in zip(parsed.parts, part_shares(parsed.parts), strict=True)
        ],
    }


def _lettered(beginning: str, texts: Sequence[str]) -> Words:
    return {f"{beginning}_{letter}": text for letter, text in zip(ascii_uppercase, texts, strict=False)}
