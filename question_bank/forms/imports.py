"""Uploading question sheets and going through their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from question_bank.content import DIFFICULTIES, Key
from question_bank.enums import QUESTION_TYPE_CHOICES, RowStanding
from question_bank.forms.content import ANSWER_HELP, ContentForm, content_initial
from question_bank.forms.files import UploadField
from question_bank.keys import UnclearKeyError
from question_bank.models import QuestionBank
from question_bank.sheets import ParsedQuestion

#: Of suggestions so sure nearly all are right.
_SURE = 95


class SheetUploadForm(forms.Form):
    """A question sheet, and the bank it is for where there are several."""

    file = UploadField(
        label=_("试题文件"),
        accept=".xlsx,.docx,.txt,.csv",
        help_text=_("Excel（.xlsx）、Word（.docx）、纯文本（.txt）或 CSV，不超过 20 MB。"),
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = QuestionBank.objects.filter(office=office)
        if banks.count() > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("导入到"), queryset=banks, to_field_name="uuid", empty_label=None
            )


class DeskForm(forms.Form):
    """Which rows the desk shows and which of them is open; it lives in the address."""

    status = forms.ChoiceField(required=False, choices=[("", ""), *RowStanding.choices])
    row = forms.IntegerField(required=False, min_value=1)

    @property
    def standing(self) -> RowStanding | None:
        """Return what the rows are narrowed to."""
        self.is_valid()
        chosen = self.cleaned_data.get("status")
        return RowStanding(chosen) if chosen else None

    @property
    def number(self) -> int | None:
        """Return the row asked for."""
        self.is_valid()
        return self.cleaned_data.get("row")


class ThresholdForm(forms.Form):
    """How sure a suggestion must be to be taken unseen."""

    at_least = forms.IntegerField(min_value=50, max_value=100)

    @property
    def sure(self) -> int:
        """Return what is asked for; what is not understood asks for much."""
        return self.cleaned_data["at_least"] if self.is_valid() else _SURE


class BankChoiceForm(forms.Form):
    """Which of an office's banks a page is about; it lives in the address."""

    bank = forms.UUIDField(required=False)

    def __init__(self, office: Office, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.banks = list(QuestionBank.objects.filter(office=office).select_related("office").order_by("pk"))

    @property
    def chosen(self) -> QuestionBank | None:
        """Return the bank asked for, else the first; none where the office has none."""
        asked = self.cleaned_data.get("bank") if self.is_valid() else None
        first = self.banks[0] if self.banks else None
        return next((bank for bank in self.banks if bank.uuid == asked), first)


class _Due(forms.Field):
    """A question needs it in the end, so it is not marked 选填; but a row may be saved without it."""

    def validate(self, value: Any) -> None:
        """Let pass what is empty."""
        if value not in self.empty_values:
            super().validate(value)


class _DueChoiceField(_Due, forms.ChoiceField):
    pass


class _DueCharField(_Due, forms.CharField):
    pass


class RowForm(ContentForm):
    """A row mended in place; it may be saved while something is still missing."""

    use_required_attribute = False

    type = _DueChoiceField(label=_("题型"), choices=[("", _("看不出")), *QUESTION_TYPE_CHOICES])
    stem = _DueCharField(label=_("题干"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    answer = _DueCharField(
        label=_("答案"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}), help_text=ANSWER_HELP
    )
    topic = forms.CharField(label=_("知识点"), max_length=50, required=False)
    citation = forms.CharField(
        label=_("依据"), max_length=300, required=False, help_text=_("例如：《…办法》第十二条第二款")
    )

    def __init__(self, parsed: ParsedQuestion, data: Mapping[str, Any] | None = None) -> None:
        initial = {
            **content_initial(parsed.type, parsed.stem, parsed.key, parsed.explanation),
            **({"answer": unread} if (unread := parsed.written("key")) and parsed.key is None else {}),
            "topic": parsed.topic,
            "citation": parsed.citation,
            "difficulty": parsed.difficulty,
        }
        super().__init__(data, initial=initial, options=parsed.options)
        self._parsed = parsed
        levels = dict.fromkeys(filter(None, [*DIFFICULTIES, parsed.difficulty]))
        self.fields["difficulty"] = forms.ChoiceField(
            label=_("难度"), required=False, choices=[("", _("未定")), *((level, level) for level in levels)]
        )
        self.order_fields(["type", "stem"])

    @property
    def key(self) -> Key | None:
        """Return the answer as a key; what the sheet has there and nobody touched stays unread, and is no mistake."""
        try:
            return super().key
        except UnclearKeyError:
            if self._parsed.key is None and self.text("answer") == self._parsed.written("key"):
                return None
            raise

    @property
    def changes(self) -> dict[str, Any]:
        """Return only what is different now: a reader's doubt about a field stands until that field is set."""
        written = {
            "type": self.question_type,
            "stem": self.text("stem"),
            "options": self.options,
            "key": self.key,
            "explanation": self.text("explanation"),
            "topic": self.text("topic"),
            "citation": self.text("citation"),
            "difficulty": self.cleaned_data["difficulty"],
        }
        return {name: value for name, value in written.items() if value != getattr(self._parsed, name)}
