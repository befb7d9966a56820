"""The forms of competencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from learning.enums import CompetencyGroup
from learning.models import Record
from learning.selectors.competencies import evidence_offered
from question_bank.models import Topic


class CompetencyForm(forms.Form):
    """Something to be put on the list."""

    group = forms.ChoiceField(label=gettext_lazy("哪一类"), choices=CompetencyGroup.choices)
    name = forms.CharField(label=gettext_lazy("能力标签"), max_length=40)

    def __init__(self, *args: Any, office: Office, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"] = forms.ModelChoiceField(
            Topic.objects.filter(bank__office=office).select_related("bank"),
            label=_("题库的知识点"),
            required=False,
            empty_label=_("不对应"),
            help_text=_("对应了，确认的人看得到本人这个知识点的考试得分。"),
        )


class _EvidenceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Record) -> str:
        return f"{obj.get_kind_display()} · {obj.occurred_on} · {obj.title}"


class ClaimForm(forms.Form):
    """Why somebody is good at something."""

    words = forms.CharField(
        label=gettext_lazy("凭什么这样说"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("做过什么、管过几年、讲过哪些课，写一两句"),
    )
    certificate = forms.CharField(
        label=gettext_lazy("证书编号"), max_length=60, required=False, help_text=gettext_lazy("有证书的填，可以不填")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["record"] = _EvidenceField(
            evidence_offered(user),
            label=_("自己的记录或考试"),
            required=False,
            empty_label=_("不附"),
            help_text=_("审核通过的记录、公布了成绩的考试，可以不附"),
        )
        self.order_fields(["words", "record", "certificate"])


class ClaimDecisionForm(forms.Form):
    """What somebody says of a claim."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("确认吗"),
        choices=[("yes", gettext_lazy("确认")), ("no", gettext_lazy("不确认"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("意见"), max_length=200, required=False, help_text=gettext_lazy("不确认要写原因，本人看得到")
    )
