"""Making drafts from policy text and deciding about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from question_bank.enums import DRAFT_RULE_CHOICES, QUESTION_TYPE_CHOICES, DraftState
from question_bank.forms.authoring import AskedForm, Words, words_of
from question_bank.models import DraftedQuestion, QuestionBank, Topic
from question_bank.selectors import DRAFTED_TYPES, DraftFilter

_ALL = ("", _("全部"))
#: Why drafts are put aside most often; a word of one's own may follow.
REASONS = (
    _("干扰项太弱"),
    _("太简单"),
    _("题干不通顺"),
    _("离开条文看不懂"),
    _("答案有争议"),
    _("与别的题重复"),
    _("不值得考"),
    _("其他"),
)


def chapter_choices(chapters: Iterable[tuple[str, str]], everything: Any) -> list[tuple[str, Any]]:
    """Return a text's headings to choose from, after all of it."""
    return [("", everything), *chapters]


class DraftFilterForm(forms.Form):
    """Which drafts are gone through and which is shown; it lives in the address."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[*DraftState.choices, ("all", _("全部"))])
    rule = forms.ChoiceField(label=_("规则"), required=False, choices=[_ALL, *DRAFT_RULE_CHOICES])
    type = forms.ChoiceField(label=_("题型"), required=False, choices=[_ALL, *QUESTION_TYPE_CHOICES])
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any], *, chapters: Iterable[tuple[str, str]] = (), types: Iterable[str] = ()
    ) -> None:
        super().__init__(data)
        known = [(value, label) for value, label in QUESTION_TYPE_CHOICES if value in set(types)]
        self.fields["type"].choices = [_ALL, *known]  # type: ignore[attr-defined]  # a choice field has them
        if choices := list(chapters):
            self.fields["chapter"] = forms.ChoiceField(
                label=_("章节"), required=False, choices=chapter_choices(choices, _("全部"))
            )
        self.order_fields(["state", "rule", "type", "chapter"])

    @cached_property
    def wanted(self) -> DraftFilter:
        """Return the filter: what waits, unless something else is asked for; a value nobody offered narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        state = data.get("state") or DraftState.PENDING.value
        return DraftFilter(
            rule=data.get("rule", ""),
            type=data.get("type", ""),
            state="" if state == "all" else state,
            chapter=data.get("chapter", ""),
        )

    @property
    def asked(self) -> UUID | None:
        """Return the draft asked for."""
        found: UUID | None = self.cleaned_data.get("draft") if self.is_valid() else None
        return found

    @property
    def kept(self) -> dict[str, str]:
        """Return what of the address goes along to the next draft."""
        names = ("state", "rule", "type", "chapter", "bank", "topic")
        return {name: value for name in names if (value := str(self.data.get(name, "")))}


class DraftMakeForm(forms.Form):
    """Of which part of a text drafts are made."""

    def __init__(self, data: Mapping[str, Any] | None, *, chapters: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["chapter"] = forms.ChoiceField(
            label=_("范围"), required=False, choices=chapter_choices(chapters, _("整份文件"))
        )


class DraftModelForm(forms.Form):
    """Which provision a language model is asked about."""

    def __init__(self, data: Mapping[str, Any] | None, *, passages: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["p"] = forms.ChoiceField(label=_("条文"), choices=passages)


class DraftAcceptForm(forms.Form):
    """Into which bank a draft goes, and about what it is; asked only where there is a choice."""

    def __init__(self, office: Office, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        banks = office.banks.all()
        if len(banks) > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("题库"), queryset=banks, to_field_name="uuid", empty_label=None
            )
        names = Topic.objects.filter(bank__office=office).order_by("name").values_list("name", flat=True).distinct()
        if names:
            choices = [("", _("暂不定")), *((name, name) for name in names)]
            self.fields["topic"] = forms.ChoiceField(label=_("知识点"), required=False, choices=choices)

    @property
    def chosen_bank(self) -> QuestionBank | None:
        """Return the bank chosen, None where there was no choice."""
        chosen: QuestionBank | None = self.cleaned_data.get("bank")
        return chosen

    @property
    def topics(self) -> list[str]:
        """Return the topic chosen, if any."""
        return list(filter(None, [self.cleaned_data.get("topic", "")]))


class DraftEditForm(AskedForm):
    """A draft's words before they are accepted; they are plain, as the provision is that they rest on."""

    def __init__(
        self, draft: DraftedQuestion, words: Words | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(words if words is not None else words_of(draft.content)[0], data)
        offered = [(kind.value, kind.label) for kind in DRAFTED_TYPES]
        self.fields["type"].choices = offered  # type: ignore[attr-defined]  # a choice field has them

    def is_valid(self) -> bool:
        """Check the fields, then read what they stand for."""
        if not super().is_valid():
            return False
        return self.content is not None or self.read_plain()


class DraftRejectForm(forms.Form):
    """Why a draft is put aside."""

    reason = forms.ChoiceField(label=_("不用的原因"), choices=[(str(reason), reason) for reason in REASONS])
    comment = forms.CharField(label=_("补充"), required=False, max_length=150)

    @property
    def words(self) -> str:
        """Return the reason in words."""
        return "：".join(filter(None, [self.cleaned_data["reason"], self.cleaned_data["comment"]]))
