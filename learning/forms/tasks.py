"""The forms of pieces of work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField
from accounts.models import User
from learning.enums import TaskClass, TaskType
from learning.forms.entries import day_field
from learning.selectors import may_plan_for
from learning.services import TaskPlan


class TaskPlanForm(forms.Form):
    """What is to be done, by whom, until when."""

    title = forms.CharField(label=_("事项"), max_length=200)
    type = forms.ChoiceField(label=_("类别"), choices=TaskType.choices)
    work_class = forms.ChoiceField(label=_("性质"), choices=TaskClass.choices)
    due = day_field(_("完成时限"))
    plan = forms.CharField(label=_("怎样做"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by
        self.fields["owner"] = PersonField(
            by.office,
            label=_("责任人：工号或姓名"),
            required=False,
            help_text=_("不填就是自己。审核人可以给所管单位的人安排"),
        )
        self.order_fields(["title", "owner", "type", "work_class", "due", "plan"])

    def clean_owner(self) -> User:
        """Return whose work it is: one's own, or of somebody one oversees."""
        owner = self.cleaned_data["owner"] or self.by
        if not may_plan_for(self.by, owner):
            raise forms.ValidationError(_("只能给自己和所管单位的人安排。"))
        return owner

    def task_plan(self) -> TaskPlan:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        return TaskPlan(
            type=TaskType(data["type"]),
            work_class=TaskClass(data["work_class"]),
            title=data["title"],
            plan=data["plan"],
            due=data["due"],
        )


class TaskFinishForm(forms.Form):
    """What was done, and what shows it."""

    done_on = day_field(_("完成日期"))
    evidence = forms.CharField(
        label=_("完成情况和凭据"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("做成了什么、在哪里看得到（文号、网址、存放处）"),
    )


class TaskPostponeForm(forms.Form):
    """Why it is not done, what is done about it, until when."""

    reason = forms.CharField(label=_("没有完成的原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    measures = forms.CharField(label=_("下一步措施"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    due = day_field(_("新的时限"))
