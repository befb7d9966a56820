"""The words of a question, as typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from question_bank.content import CHOICE_TYPES, MAX_OPTIONS, Key, QuestionContent, QuestionType, is_texts
from question_bank.enums import QUESTION_TYPE_CHOICES
from question_bank.keys import UnclearKeyError, key_text, read_key

ANSWER_HELP = _("选择题写字母，如 ABD；判断题写“正确”或“错误”；填空题每空一行，几种写法用 | 隔开；简答题写参考答案。")
_FEWEST_OPTION_FIELDS = 4
_SPARE_OPTION_FIELDS = 2


class ContentForm(forms.Form):
    """Type, stem, options, answer and explanation; whether they make a question is for the services to say."""

    type = forms.ChoiceField(label=_("题型"), choices=QUESTION_TYPE_CHOICES)
    stem = forms.CharField(label=_("题干"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    answer = forms.CharField(
        label=_("答案"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=ANSWER_HELP,
        error_messages={"required": _("没有答案。")},
    )
    explanation = forms.CharField(
        label=_("解析"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, options: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._option_names = [f"option_{letter}" for letter in ascii_uppercase[: _field_count(data, len(options))]]
        for name in self._option_names:
            letter = name[-1]
            self.fields[name] = forms.CharField(
                label=_("选项 %(letter)s") % {"letter": letter}, max_length=2000, required=False
            )
        for name, text in zip(self._option_names, options, strict=False):
            self.initial[name] = " ".join(text.split("\n"))
        self.order_fields(["type", "stem", *self._option_names])

    @property
    def option_fields(self) -> list[BoundField]:
        """Return the fields of the options, to be shown together."""
        return [self[name] for name in self._option_names]

    @property
    def question_type(self) -> QuestionType | None:
        """Return the type chosen."""
        chosen = self.cleaned_data.get("type")
        return QuestionType(chosen) if chosen else None

    @property
    def options(self) -> tuple[str, ...]:
        """Return the options up to the last one filled in; an empty one in between keeps its letter."""
        if self.question_type not in CHOICE_TYPES:
            return ()
        texts = [self.cleaned_data[name] for name in self._option_names]
        while texts and not texts[-1]:
            texts.pop()
        return tuple(texts)

    @property
    def key(self) -> Key | None:
        """Return the answer as a key."""
        return read_key(self.question_type, self.text("answer"))

    def text(self, name: str) -> str:
        """Return a field's text with the line ends that everything but browsers uses."""
        return str(self.cleaned_data[name]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that does not suit the type."""
        data = super().clean() or {}
        if not self.errors:
            try:
                self.key  # noqa: B018 -- read for its refusal
            except UnclearKeyError as error:
                self.add_error("answer", str(error))
        return data


def content_initial(
    question_type: QuestionType | None, stem: str, key: Key | None, explanation: str
) -> dict[str, str | None]:
    """Return what a content form begins with."""
    return {"type": question_type, "stem": stem, "answer": key_text(key), "explanation": explanation}


def lettered_key(content: QuestionContent) -> Key | None:
    """Return a key by the letters the options have on this form, whatever their ids.

    What a matching question joins is numbered on the left and lettered on the right.
    """
    letters = dict(zip((option.id for option in content.options), ascii_uppercase, strict=False))
    if isinstance(content.key, dict):
        numbers = {option.id: str(number) for number, option in enumerate(content.options, start=1)}
        right = dict(zip((target.id for target in content.targets), ascii_uppercase, strict=False))
        return {numbers[left]: right[target] for left, target in content.key.items() if left in numbers}
    if content.options and is_texts(content.key):
        key = [letters[id_] for id_ in content.key]
        return sorted(key) if content.type in CHOICE_TYPES else key
    return content.key


def _field_count(data: Mapping[str, Any] | None, given: int) -> int:
    """Return as many option fields as were sent, or enough to add some."""
    sent = sum(name.startswith("option_") for name in data or ())
    return min(MAX_OPTIONS, sent or max(_FEWEST_OPTION_FIELDS, given) + _SPARE_OPTION_FIELDS)
