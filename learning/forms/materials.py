"""The forms of learning materials."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Cohort, Office, Unit
from learning.enums import MaterialCategory
from learning.forms.entries import day_field
from learning.models import Material
from learning.services.materials import MaterialText
from question_bank.forms.files import UploadField

_LONGEST_MINUTES = 600


class MaterialForm(forms.Form):
    """A material: what it is, its file, what is asked after reading, and who signs for it."""

    category = forms.ChoiceField(label=_("栏目"), choices=MaterialCategory.choices)
    title = forms.CharField(label=_("题目"), max_length=200)
    author = forms.CharField(label=_("作者或来源"), max_length=100, required=False)
    file = UploadField(
        label=_("文件"),
        accept=".docx,.doc,.pdf,.txt,.md",
        required=False,
        help_text=_("Word、文字版 PDF、纯文本，不超过 20 MB；推荐书目可以没有文件"),
    )
    minutes = forms.IntegerField(
        label=_("大约读多少分钟"),
        min_value=0,
        max_value=_LONGEST_MINUTES,
        initial=0,
        help_text=_("读完并答了读后问题，记这么多学习时间；0 表示不计时间"),
    )
    question = forms.CharField(
        label=_("读后问题"),
        max_length=300,
        required=False,
        help_text=_("从资料里出一个问题；不填的，读完要写一句学到了什么"),
    )
    answer = forms.CharField(
        label=_("答案"), max_length=100, required=False, help_text=_("填了的，答对才算读完；不填的，答了就算")
    )
    is_assigned = forms.BooleanField(
        label=_("指定学习"), required=False, help_text=_("读完算完成一项指定学习任务，而不算学习时间")
    )

    def __init__(self, *args: Any, office: Office, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["handed_to"] = forms.ModelChoiceField(
            Cohort.objects.filter(office=office),
            label=_("发给谁签收"),
            required=False,
            empty_label=_("不用签收"),
            help_text=_("选花名册，每人签收，谁没有签一看就知道"),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without a question."""
        if self.cleaned_data.get("answer") and not self.cleaned_data.get("question"):
            self.add_error("question", _("填了答案，就要有问题。"))
        return self.cleaned_data

    def text(self) -> MaterialText:
        """Return what was filled in, as the service takes it."""
        data = self.cleaned_data
        return MaterialText(
            category=MaterialCategory(data["category"]),
            title=data["title"],
            author=data["author"],
            question=data["question"],
            answer=data["answer"],
            minutes=data["minutes"],
            is_assigned=data["is_assigned"],
            handed_to=data.get("handed_to"),
        )


class MaterialEditForm(MaterialForm):
    """What can still be put right of a material that was uploaded: all but its text and whom it was handed to."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for fixed in ("file", "handed_to"):
            del self.fields[fixed]

    @staticmethod
    def saved(material: Material) -> dict[str, Any]:
        """Return what is saved, by field."""
        names = ("category", "title", "author", "minutes", "question", "answer", "is_assigned")
        return {name: getattr(material, name) for name in names}


class CheckpointForm(forms.Form):
    """A question in the middle of a material."""

    after = forms.IntegerField(label=_("在第几段后面"), min_value=1)
    question = forms.CharField(label=_("检查题"), max_length=300)
    answer = forms.CharField(
        label=_("答案"), max_length=100, required=False, help_text=_("填了的，答对才能往下读；不填的，写一句就行")
    )


class ReadForm(forms.Form):
    """The answer that shows a material was read."""

    answer = forms.CharField(label=_("回答"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SuggestionForm(forms.Form):
    """A suggestion, or the answer to one."""

    text = forms.CharField(label=_("意见建议"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class StudyForm(forms.Form):
    """When a unit studied a material together, and how many were there."""

    on = day_field(_("日期"))
    people = forms.IntegerField(label=_("多少人"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.uuid): unit for unit in units}
        choices = [(uuid, unit.name) for uuid, unit in self.units.items()]
        self.fields["unit"] = forms.ChoiceField(label=_("单位"), choices=choices)
        self.order_fields(["unit", "on", "people"])
