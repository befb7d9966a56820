"""Check what organizers fill in."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Cohort, Office
from question_bank.content import QuestionType
from question_bank.models import QuestionBank
from quizzes import assembly
from quizzes.enums import CountingAttempt, ExamKind
from quizzes.models import Exam, Paper
from quizzes.organizing.selectors import office_papers
from quizzes.services import ExamText

_RULES = [
    ("all_or_nothing", _("全对才得分")),
    ("partial_fixed", _("少选得一半，错选不得分")),
    ("partial_share", _("少选按比例得分，错选不得分")),
]
_PARTIAL_TYPES = {QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE}
_TOPIC_COUNT = re.compile(r"^(?P<topic>\D+?)\s*[:：]?\s*(?P<count>\d+)$")
_MINUTE = "%Y-%m-%dT%H:%M"


class BlueprintForm(forms.Form):
    """Name and bank of a blueprint."""

    title = forms.CharField(label=_("名称"), max_length=100)
    bank = forms.ModelChoiceField(label=_("题库"), queryset=QuestionBank.objects.none())

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        banks = QuestionBank.objects.filter(office=office)
        self.fields["bank"].queryset = banks  # type: ignore[attr-defined]
        self.fields["bank"].empty_label = None  # type: ignore[attr-defined]


class SectionForm(forms.Form):
    """One section; a row without a number of questions is left out."""

    title = forms.CharField(label=_("大题名称"), max_length=100, required=False)
    type = forms.ChoiceField(label=_("题型"), choices=[(kind.value, kind.label) for kind in QuestionType])
    count = forms.IntegerField(label=_("题数"), min_value=0, max_value=1000, required=False)
    marks = forms.DecimalField(label=_("每题分值"), min_value=0, max_digits=6, decimal_places=2, required=False)
    rule = forms.ChoiceField(label=_("多选计分"), choices=_RULES, required=False)
    topics = forms.CharField(label=_("知识点题数"), required=False, max_length=300)

    def clean_topics(self) -> dict[str, int]:
        """Read “基本职责 5，基本知识 5”."""
        counts: dict[str, int] = {}
        for part in re.split(r"[，,；;、\n]", self.cleaned_data["topics"]):
            if not part.strip():
                continue
            match = _TOPIC_COUNT.match(part.strip())
            if match is None:
                raise forms.ValidationError(
                    _("“%(part)s”看不懂，请写成“基本职责 5，基本知识 5”。") % {"part": part.strip()}
                )
            counts[match["topic"].strip()] = int(match["count"])
        return counts

    @property
    def is_used(self) -> bool:
        """Return whether the row asks for questions."""
        return bool(self.cleaned_data.get("count"))

    def plan(self) -> dict[str, Any]:
        """Return the section as `quizzes.assembly` reads it."""
        data = self.cleaned_data
        kind = QuestionType(data["type"])
        section: dict[str, Any] = {
            "title": data["title"].strip() or f"{kind.label}题",
            "type": kind.value,
            "count": data["count"],
            "marks": str(data["marks"] or 0),
        }
        if data["topics"]:
            section["topic_counts"] = data["topics"]
        if kind in _PARTIAL_TYPES:
            section["rule"] = {"kind": data["rule"] or "all_or_nothing"}
        return section


SectionFormSet = formset_factory(SectionForm, extra=0, min_num=8, max_num=20)

#: What a new blueprint begins with: the usual 100 marks of a quarterly test.
USUAL_SECTIONS: list[dict[str, Any]] = [
    {"title": "单项选择题", "type": "single_choice", "count": 20, "marks": 2},
    {"title": "多项选择题", "type": "multiple_choice", "count": 8, "marks": 3, "rule": "partial_fixed"},
    {"title": "不定项选择题", "type": "indeterminate_choice", "count": 4, "marks": 3, "rule": "partial_fixed"},
    {"title": "判断题", "type": "true_false", "count": 10, "marks": 1},
    {"title": "填空题", "type": "fill_in_the_blank", "count": 4, "marks": 1},
    {"title": "简答题", "type": "short_answer", "count": 2, "marks": 5},
]


def read_plan(form: BlueprintForm, sections: BaseFormSet[SectionForm]) -> assembly.Blueprint:
    """Return the blueprint that two valid forms describe.

    Raises:
        assembly.BlueprintError: what is wrong, section by section.
    """
    used = [section.plan() for section in sections if section.is_used]
    return assembly.parse_blueprint({"title": form.cleaned_data["title"], "sections": used})


def sections_initial(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return stored sections as the form shows them."""
    return [
        {
            "title": section["title"],
            "type": section["type"],
            "count": section["count"],
            "marks": Decimal(str(section["marks"])),
            "rule": section.get("rule", {}).get("kind", "all_or_nothing"),
            "topics": "，".join(f"{topic} {count}" for topic, count in section.get("topic_counts", {}).items()),
        }
        for section in sections
    ]


class AssembleForm(forms.Form):
    """How many forms to draw, and from which seed."""

    forms_wanted = forms.IntegerField(
        label=_("组几套平行卷"), min_value=1, max_value=26, initial=1, help_text=_("考试时间较长时，多套卷可以防止漏题")
    )
    seed = forms.CharField(
        label=_("随机种子"),
        max_length=64,
        required=False,
        help_text=_("不填由系统生成；同一种子、同一题库组出同一份卷"),
    )


class ExamForm(forms.Form):
    """Everything about an exam before it is scheduled."""

    kind = forms.ChoiceField(label=_("类别"), choices=ExamKind.choices)
    title = forms.CharField(label=_("名称"), max_length=100)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200, required=False)
    quarter = forms.TypedChoiceField(
        label=_("季度"),
        choices=[("", "—"), (1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    cohort = forms.ModelChoiceField(label=_("谁来考（花名册）"), queryset=Cohort.objects.none(), empty_label=None)
    papers = forms.ModelMultipleChoiceField(
        label=_("试卷"),
        queryset=Paper.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选多套时，系统给考生随机分配"),
    )
    opens_at = forms.DateTimeField(
        label=_("开始"), input_formats=[_MINUTE], widget=forms.DateTimeInput({"type": "datetime-local"}, format=_MINUTE)
    )
    closes_at = forms.DateTimeField(
        label=_("结束"), input_formats=[_MINUTE], widget=forms.DateTimeInput({"type": "datetime-local"}, format=_MINUTE)
    )
    duration_minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=600, initial=60)
    attempt_limit = forms.IntegerField(label=_("可考次数"), min_value=1, max_value=10, initial=1)
    counting = forms.ChoiceField(label=_("多次作答时"), choices=CountingAttempt.choices)
    pass_marks = forms.DecimalField(label=_("及格线（分）"), min_value=0, max_digits=6, decimal_places=2, initial=60)
    shuffle_questions = forms.BooleanField(label=_("每人题目次序不同"), required=False)
    shuffle_options = forms.BooleanField(label=_("每人选项次序不同"), required=False)
    rules = forms.CharField(label=_("考试须知"), required=False, max_length=5000, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(office=office)  # type: ignore[attr-defined]
        self.fields["papers"].queryset = office_papers(office)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Compare the two ends of the window and the papers' marks."""
        data = super().clean() or {}
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("结束时间须晚于开始时间。"))
        if data.get("kind") == ExamKind.QUARTERLY_TEST and not (data.get("year") and data.get("quarter")):
            self.add_error("quarter", _("季季考须写明年度和季度。"))
        return data

    @property
    def text(self) -> ExamText:
        """Return what was filled in, as the services take it."""
        data = self.cleaned_data
        return ExamText(
            kind=ExamKind(data["kind"]),
            title=data["title"],
            year=data["year"],
            quarter=data["quarter"],
            cohort=data["cohort"],
            rules=data["rules"],
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            duration_minutes=data["duration_minutes"],
            attempt_limit=data["attempt_limit"],
            counting=CountingAttempt(data["counting"]),
            pass_marks=int(data["pass_marks"] * 100),
            shuffle_questions=data["shuffle_questions"],
            shuffle_options=data["shuffle_options"],
        )


_QUARTERS = "一二三四"


def new_exam_initial() -> dict[str, Any]:
    """Return what a new quarterly test begins with: this quarter, tomorrow from nine to six."""
    today = timezone.localdate()
    quarter = (today.month - 1) // 3 + 1
    nine = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "year": today.year,
        "quarter": quarter,
        "title": f"{today.year}年第{_QUARTERS[quarter - 1]}季度“季季考”",
        "opens_at": nine,
        "closes_at": nine.replace(hour=18),
    }


def exam_initial(exam: Exam) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    names = [name for name in ExamForm.base_fields if name not in {"papers", "pass_marks"}]
    return {name: getattr(exam, name) for name in names} | {
        "papers": exam.papers.all(),
        "pass_marks": Decimal(exam.pass_marks) / 100,
    }


class ChosenPaperForm(forms.Form):
    """Which paper an exam is made for, as a link from its preview says."""

    paper = forms.UUIDField()

    def papers(self, office: Office) -> QuerySet[Paper]:
        """Return that paper of the office, or none where the address makes no sense."""
        if not self.is_valid():
            return Paper.objects.none()
        return office_papers(office).filter(uuid=self.cleaned_data["paper"])


class ProgressFilterForm(forms.Form):
    """Which candidates the progress page shows."""

    unit = forms.CharField(required=False)
    status = forms.ChoiceField(
        required=False, choices=[("", ""), ("waiting", ""), ("writing", ""), ("submitted", ""), ("away", "")]
    )


class ReasonForm(forms.Form):
    """Why something out of the ordinary is done."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class MarkedAnswerForm(forms.Form):
    """Which marked answer is to be looked at again."""

    attempt = forms.UUIDField()


class MarkForm(forms.Form):
    """A person's marks for one answer."""

    marks = forms.DecimalField(label=_("得分"), min_value=0, max_digits=6, decimal_places=2)
    comment = forms.CharField(label=_("评语"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    attempt = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def hundredths(self) -> int:
        """Return the marks as they are kept."""
        return int(self.cleaned_data["marks"] * 100)
