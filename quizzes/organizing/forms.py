"""Check what organizers fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Cohort, Office
from accounts.selectors import cohorts_listed
from accounts.templatetags.screen import minute
from question_bank.content import QuestionType
from question_bank.models import QuestionBank
from quizzes import assembly
from quizzes.enums import CountingAttempt, ExamKind, ExamState
from quizzes.marking import points_text
from quizzes.models import Blueprint, Exam, Paper
from quizzes.organizing.papers import papers_assembled_with
from quizzes.organizing.scoring import CHOICES, read_finer, rule_data, rule_initial, why_unfit
from quizzes.organizing.selectors import office_papers
from quizzes.release import LABELS, Release
from quizzes.seb import MAX_BYTES as SEB_MAX_BYTES
from quizzes.seb import NotReadableError, config_key, is_config_key
from quizzes.services import ExamText
from quizzes.services.papers import LEAST_STOCK, MAX_FORMS
from quizzes.services.successors import quarterly_title
from quizzes.taking.admission import networks_read

_TOPIC_COUNT = re.compile(r"^(?P<topic>\D+?)\s*[:：]?\s*(?P<count>\d+)$")
MINUTE = "%Y-%m-%dT%H:%M"


class BlueprintForm(forms.Form):
    """Name and bank of a blueprint, and whether papers are to be drawn from it as soon as it is saved."""

    title = forms.CharField(label=_("名称"), max_length=100)
    bank = forms.ModelChoiceField(label=_("题库"), queryset=QuestionBank.objects.none())
    forms_wanted = forms.IntegerField(
        label=_("组几套平行卷"),
        min_value=1,
        max_value=MAX_FORMS,
        initial=1,
        required=False,
        help_text=_("考试时间较长时，多套卷可以防止漏题"),
    )
    each_draws = forms.BooleanField(
        label=_("每人随机抽题"),
        required=False,
        help_text=_("这几套卷的题合成一个题池，每个考生从中随机抽一份；套数越多越难传题"),
    )
    seed = forms.CharField(
        label=_("随机种子"),
        max_length=64,
        required=False,
        help_text=_("不填由系统生成；同一种子、同一题库组出同一份卷"),
    )
    then = forms.ChoiceField(choices=[("", ""), ("assemble", "")], required=False)

    def __init__(self, *args: Any, office: Office, blueprint: Blueprint | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = Blueprint.objects.filter(office=office)
        if blueprint is not None:
            self._others = self._others.exclude(pk=blueprint.pk)
        banks = QuestionBank.objects.filter(office=office)
        self.fields["bank"].queryset = banks  # type: ignore[attr-defined]
        self.fields["bank"].empty_label = None  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Refuse a name that is taken."""
        title: str = self.cleaned_data["title"]
        if self._others.filter(title=title).exists():
            raise forms.ValidationError(_("已经有同名的组卷方案。"))
        return title

    def clean_forms_wanted(self) -> int:
        """Take one form where none is named."""
        return self.cleaned_data["forms_wanted"] or 1

    def clean(self) -> dict[str, Any]:
        """Ask for a stock that leaves something to draw."""
        data = super().clean() or {}
        if data.get("each_draws") and data.get("forms_wanted", LEAST_STOCK) < LEAST_STOCK:
            self.add_error("forms_wanted", _("每人随机抽题时，题池至少要有 2 套卷的题。"))
        return data

    @property
    def wants_papers(self) -> bool:
        return bool(self.cleaned_data["then"] == "assemble")


class AnchorForm(forms.Form):
    """A question that is to be an anchor, or not any more; one button of many was pressed."""

    add = forms.UUIDField(required=False)
    remove = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one."""
        data = super().clean() or {}
        if bool(data.get("add")) == bool(data.get("remove")):
            raise forms.ValidationError(_("没有选题。"))
        return data

    @property
    def chosen(self) -> UUID:
        """The question's uuid."""
        chosen: UUID = self.cleaned_data["add"] or self.cleaned_data["remove"]
        return chosen


class SectionForm(forms.Form):
    """One section; a row without a number of questions is left out."""

    title = forms.CharField(label=_("大题名称"), max_length=100, required=False)
    type = forms.ChoiceField(label=_("题型"), choices=[(kind.value, kind.label) for kind in QuestionType])
    count = forms.IntegerField(label=_("题数"), min_value=0, max_value=1000, required=False)
    marks = forms.DecimalField(
        label=_("每题分值"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, required=False
    )
    rule = forms.ChoiceField(label=_("计分办法"), choices=CHOICES, required=False)
    amount = forms.DecimalField(
        label=_("每个几分"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, required=False
    )
    finer = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    topics = forms.CharField(label=_("知识点题数"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}))

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

    def clean_finer(self) -> dict[str, Any]:
        """Read what the stored rule says beyond the list; a page that was tampered with says nothing more."""
        try:
            return read_finer(self.cleaned_data["finer"])
        except ValueError:
            return {}

    def clean(self) -> dict[str, Any]:
        """Ask of a row with questions that they are worth something, can be marked so and the topics add up."""
        data = super().clean() or {}
        count = data.get("count")
        if not count:
            return data
        if "marks" in data and not data["marks"]:
            self.add_error("marks", _("没有填。") if data["marks"] is None else _("应大于 0。"))
        elif {"type", "rule", "amount", "marks"} <= data.keys():
            unfit = why_unfit(QuestionType(data["type"]), data["rule"], data["amount"], data["marks"])
            for field, message in unfit.items():
                self.add_error(field, message)
        wanted = sum(data.get("topics", {}).values())
        if wanted > count:
            self.add_error(
                "topics",
                _("合计 %(wanted)d 题，多于本大题的 %(count)d 题。") % {"wanted": wanted, "count": count},
            )
        return data

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
        if rule := rule_data(kind, data["rule"], data["amount"], data["finer"]):
            section["rule"] = rule
        return section


class BaseSectionFormSet(BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """The sections of a blueprint."""

    @property
    def used(self) -> list[SectionForm]:
        """Return the rows that ask for questions."""
        return [section for section in self.forms if section.is_used]

    def refuse_unknown_topics(self, bank: QuestionBank) -> None:
        """Tell at each row which topics the bank does not have; a misspelt one would never find a question."""
        known = list(bank.topics.values_list("name", flat=True))
        for section in self.used:
            unknown = [topic for topic in section.cleaned_data.get("topics", ()) if topic not in known]
            if unknown:
                names = {"unknown": "、".join(unknown), "known": "、".join(known) or "—"}
                section.add_error("topics", _("题库里没有“%(unknown)s”；现有的知识点：%(known)s。") % names)

    def problems(self) -> list[str]:
        """Return every fault with its row and column, for the head of the page."""
        return [
            gettext("第 %(number)d 大题的%(label)s：%(message)s")
            % {"number": number, "label": section.fields[name].label, "message": message}
            for number, section in enumerate(self.forms, start=1)
            for name, messages in section.errors.items()
            for message in messages
        ]


SectionFormSet = cast(
    "type[BaseSectionFormSet]",
    formset_factory(SectionForm, formset=BaseSectionFormSet, extra=0, min_num=8, max_num=20),
)

#: What a new blueprint begins with: the usual 100 marks of a quarterly test.
USUAL_SECTIONS: list[dict[str, Any]] = [
    {"title": "单项选择题", "type": "single_choice", "count": 20, "marks": 2},
    {"title": "多项选择题", "type": "multiple_choice", "count": 8, "marks": 3, "rule": "partial_fixed"},
    {"title": "不定项选择题", "type": "indeterminate_choice", "count": 4, "marks": 3, "rule": "partial_fixed"},
    {"title": "判断题", "type": "true_false", "count": 10, "marks": 1},
    {"title": "填空题", "type": "fill_in_the_blank", "count": 4, "marks": 1},
    {"title": "简答题", "type": "short_answer", "count": 2, "marks": 5},
]


def read_plan(form: BlueprintForm, sections: BaseSectionFormSet) -> assembly.Blueprint | None:
    """Return the blueprint that the two describe, or None with what is wrong told in the form and at its row."""
    form.is_valid()
    sections.is_valid()
    if "bank" in form.cleaned_data:
        sections.refuse_unknown_topics(form.cleaned_data["bank"])
    for problem in sections.problems():
        form.add_error(None, problem)
    if sections.is_valid() and not sections.used:
        form.add_error(None, _("至少一个大题要填题数。"))
    if form.errors:
        return None
    return assembly.parse_blueprint(
        {"title": form.cleaned_data["title"], "sections": [section.plan() for section in sections.used]}
    )


def sections_initial(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return stored sections as the form shows them."""
    return [
        {
            "title": section["title"],
            "type": section["type"],
            "count": section["count"],
            "marks": Decimal(str(section["marks"])),
            **rule_initial(section.get("rule", {})),
            "topics": "，".join(f"{topic} {count}" for topic, count in section.get("topic_counts", {}).items()),
        }
        for section in sections
    ]


class CohortField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice of rosters, each with its number of people."""

    def offer(self, office: Office) -> None:
        """Offer the rosters of an office."""
        self._headcounts = {cohort.pk: count for cohort, count in cohorts_listed(office)}
        self.queryset = Cohort.objects.filter(office=office)

    def label_from_instance(self, obj: Cohort) -> str:
        return gettext("%(name)s（%(count)d 人）") % {"name": obj.name, "count": self._headcounts[obj.pk]}


class PapersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A choice of papers, each with what tells it from another of the same name."""

    def label_from_instance(self, obj: Paper) -> str:
        used = "、".join(exam.title for exam in obj.exams.all())
        return gettext("%(paper)s · %(questions)d 题，%(marks)s 分 · %(at)s 组成 · %(use)s") % {
            "paper": obj,
            "questions": obj.question_count,
            "marks": points_text(obj.total_marks),
            "at": minute(obj.assembled_at),
            "use": _("用在：%(exams)s") % {"exams": used} if used else _("还没有用过"),
        }


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
    cohort = CohortField(label=_("谁来考（花名册）"), queryset=Cohort.objects.none(), empty_label=None)
    papers = PapersField(
        label=_("试卷"),
        queryset=Paper.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选多套时，系统给考生随机分配"),
    )
    opens_at = forms.DateTimeField(
        label=_("开始"), input_formats=[MINUTE], widget=forms.DateTimeInput({"type": "datetime-local"}, format=MINUTE)
    )
    closes_at = forms.DateTimeField(
        label=_("结束"), input_formats=[MINUTE], widget=forms.DateTimeInput({"type": "datetime-local"}, format=MINUTE)
    )
    duration_minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=600, initial=60)
    attempt_limit = forms.IntegerField(label=_("可考次数"), min_value=1, max_value=10, initial=1)
    counting = forms.ChoiceField(label=_("多次作答时"), choices=CountingAttempt.choices)
    pass_marks = forms.DecimalField(label=_("及格线（分）"), min_value=0, max_digits=6, decimal_places=2, initial=60)
    shuffle_questions = forms.BooleanField(label=_("每人题目次序不同"), required=False)
    shuffle_options = forms.BooleanField(label=_("每人选项次序不同"), required=False)
    access_code = forms.CharField(
        label=_("考场口令"),
        max_length=30,
        required=False,
        help_text=_("填了就要在进入时输入；现场公布，不要提前告诉考生"),
    )
    networks = forms.CharField(
        label=_("限定网段"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("一行一个，如 10.20.0.0/16；不填不限制"),
    )
    seb_keys = forms.CharField(
        label=_("Safe Exam Browser 的 Config Key"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("填了就只能用这样配置的 SEB 打开考试；一行一个，从 SEB 配置工具复制。只能劝阻，不能证明"),
    )
    seb_file = forms.FileField(
        label=_("或者上传 .seb 配置文件"), required=False, help_text=_("没有加密的；系统算出它的 Config Key")
    )
    grace_seconds = forms.IntegerField(
        label=_("断网宽限（秒）"),
        min_value=0,
        max_value=600,
        initial=10,
        required=False,
        help_text=_("到时以后这么多秒内补存的答案还算数，监考页会标出来"),
    )
    watches_departures = forms.BooleanField(label=_("记录切屏和粘贴，当场告诉考生"), required=False, initial=True)
    rules = forms.CharField(label=_("考试须知"), required=False, max_length=5000, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *args: Any, office: Office, exam: Exam | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = Exam.objects.filter(office=office).exclude(state=ExamState.ARCHIVED)
        if exam is not None:
            self._others = self._others.exclude(pk=exam.pk)
        self.fields["cohort"].offer(office)  # type: ignore[attr-defined]
        self.fields["papers"].queryset = office_papers(office).prefetch_related("exams")  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Refuse the name of another exam that is not archived: candidates could not tell them apart."""
        title: str = self.cleaned_data["title"]
        namesake = self._others.filter(title=title).first()
        if namesake is not None:
            raise forms.ValidationError(
                _("已经有同名的考试：“%(title)s”（%(opens_at)s 开始，%(state)s）。请换一个名称。")
                % {"title": title, "opens_at": minute(namesake.opens_at), "state": namesake.get_state_display()}
            )
        return title

    def clean_networks(self) -> str:
        """Name the line that is no network."""
        text: str = self.cleaned_data["networks"]
        try:
            networks_read(text)
        except ValueError as error:
            raise forms.ValidationError(_("“%(line)s”不是网段，请写成 10.20.0.0/16 这样。") % {"line": error}) from None
        return text

    def clean_seb_keys(self) -> str:
        """Name the line that is no key."""
        keys = self.cleaned_data["seb_keys"].lower().split()
        for key in keys:
            if not is_config_key(key):
                raise forms.ValidationError(_("“%(key)s”不是 Config Key，应为 64 位的十六进制数。") % {"key": key[:70]})
        return "\n".join(keys)

    def clean_seb_file(self) -> str:
        """Compute the key of a configuration."""
        file = self.cleaned_data["seb_file"]
        if not file:
            return ""
        try:
            return config_key(file.read(SEB_MAX_BYTES + 1))
        except NotReadableError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Compare the two ends of the window and the papers' marks."""
        data = super().clean() or {}
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("结束时间须晚于开始时间。"))
        if data.get("kind") == ExamKind.QUARTERLY_TEST and not (data.get("year") and data.get("quarter")):
            self.add_error("quarter", _("季季考须写明年度和季度。"))
        for paper in data.get("papers", ()):
            if data.get("pass_marks", 0) * 100 > paper.total_marks:
                told = {"paper": paper, "marks": points_text(paper.total_marks)}
                self.add_error("pass_marks", _("及格线高于“%(paper)s”的满分 %(marks)s 分。") % told)
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
            access_code=data["access_code"],
            networks=data["networks"],
            seb_keys="\n".join(filter(None, dict.fromkeys([*data["seb_keys"].split(), data["seb_file"]]))),
            watches_departures=data["watches_departures"],
            grace_seconds=10 if data["grace_seconds"] is None else data["grace_seconds"],
        )


def new_exam_initial() -> dict[str, Any]:
    """Return what a new quarterly test begins with: this quarter, tomorrow from nine to six."""
    today = timezone.localdate()
    quarter = (today.month - 1) // 3 + 1
    nine = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "year": today.year,
        "quarter": quarter,
        "title": quarterly_title(today.year, quarter),
        "opens_at": nine,
        "closes_at": nine.replace(hour=18),
    }


def exam_initial(exam: Exam) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    names = [name for name in ExamForm.base_fields if name not in {"papers", "pass_marks", "seb_file"}]
    return {name: getattr(exam, name) for name in names} | {
        "papers": exam.papers.all(),
        "pass_marks": Decimal(exam.pass_marks) / 100,
    }


class ChosenPaperForm(forms.Form):
    """Which paper an exam is made for, as a link from its preview says."""

    paper = forms.UUIDField()

    def papers(self, office: Office) -> QuerySet[Paper]:
        """Return that paper of the office with those assembled together, or none where the address makes no sense."""
        paper = office_papers(office).filter(uuid=self.cleaned_data["paper"]).first() if self.is_valid() else None
        return papers_assembled_with(paper) if paper else Paper.objects.none()


class CopyForm(forms.Form):
    """Whose copy of a paper is shown: the organizer's with the key, or a candidate's."""

    copy = forms.ChoiceField(choices=[("candidate", "")])


class UnitFilterForm(forms.Form):
    """Which unit's people the score table shows."""

    unit = forms.CharField(required=False)


class ReleaseForm(forms.Form):
    """What candidates see beside their score."""

    answers = forms.BooleanField(label=LABELS["answers"], required=False, initial=True)
    keys = forms.BooleanField(label=LABELS["keys"], required=False, initial=True)
    explanations = forms.BooleanField(label=LABELS["explanations"], required=False, initial=True)
    provisions = forms.BooleanField(label=LABELS["provisions"], required=False, initial=True)
    mean = forms.BooleanField(label=LABELS["mean"], required=False, initial=True, help_text=_("不足 5 人不显示。"))
    ranking = forms.BooleanField(label=LABELS["ranking"], required=False, help_text=_("一般不公布；不足 5 人不显示。"))

    @property
    def release(self) -> Release:
        """Return what was chosen."""
        return Release(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why something out of the ordinary is done."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class MarkedAnswerForm(forms.Form):
    """Which marked answer is to be looked at again."""

    attempt = forms.UUIDField()


class MarkForm(forms.Form):
    """A person's marks for one answer: a number, or the marking points it meets, which add up."""

    points = forms.TypedMultipleChoiceField(
        label=_("答出的要点"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    marks = forms.DecimalField(label=_("得分"), min_value=0, max_digits=6, decimal_places=2)
    comment = forms.CharField(label=_("评语"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}))
    attempt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, points: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._worth = [point["marks"] for point in points]
        self.fields["points"].choices = [  # type: ignore[attr-defined]
            (
                place,
                gettext("%(key)d．%(text)s（%(marks)s 分）")
                % {"key": place + 1, "text": point["text"], "marks": points_text(point["marks"])},
            )
            for place, point in enumerate(points)
        ]
        self.fields["marks"].required = not points
        if points:
            self.fields["marks"].help_text = _("不填就是所选要点的分数之和")

    def clean(self) -> dict[str, Any]:
        """Add up the points where no number was given."""
        data = super().clean() or {}
        if data.get("marks", 0) is None and data.get("points"):
            data["marks"] = Decimal(sum(self._worth[place] for place in data["points"])) / 100
        elif data.get("marks", 0) is None:
            self.add_error("marks", self.fields["marks"].error_messages["required"])
        return data

    @property
    def hundredths(self) -> int:
        """Return the marks as they are kept."""
        return int(self.cleaned_data["marks"] * 100)
