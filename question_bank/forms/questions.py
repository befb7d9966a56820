"""Finding, writing, reviewing and citing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from question_bank.content import DIFFICULTIES, QuestionContent, marked_images
from question_bank.enums import QUESTION_TYPE_CHOICES, QuestionState
from question_bank.forms.authoring import AskedForm, FormatField, Words, is_html, with_former_ids, words_of
from question_bank.models import (
    DocumentVersion,
    PolicyDocument,
    Provision,
    Question,
    QuestionBank,
    QuestionVersion,
    Topic,
)
from question_bank.selectors import QuestionFilter, citable_documents, citable_versions, images_named, question_writers
from question_bank.states import MOVES, Step

#: A draft that came back is no state of its own, but looked for like one.
_RETURNED = "returned"
_FILTER_NAMES = (
    "q",
    "state",
    "type",
    "topic",
    "tag",
    "difficulty",
    "document",
    "bank",
    "provision",
    "author",
    "mine",
    "used_since",
    "unused_since",
    "facility_from",
    "facility_to",
)


def kept_filter(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what of an address narrows the list of questions, for pages that lead back to it."""
    return {name: value for name in _FILTER_NAMES if (value := data.get(name))}


def filter_query(data: Mapping[str, Any]) -> str:
    """Return the same as the end of an address."""
    kept = kept_filter(data)
    return f"?{urlencode(kept)}" if kept else ""


class _DayInput(forms.DateInput):
    input_type = "date"


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100


class QuestionFilterForm(forms.Form):
    """What the list of questions is narrowed to; it lives in the address."""

    q = forms.CharField(
        label=_("题干、选项、解析"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("几个词用空格隔开")}),
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), *QuestionState.choices, (_RETURNED, _("退回待改"))],
    )
    type = forms.ChoiceField(label=_("题型"), required=False, choices=[("", _("全部")), *QUESTION_TYPE_CHOICES])
    provision = forms.UUIDField(required=False, widget=forms.HiddenInput)
    difficulty = forms.ChoiceField(
        label=_("难度"), required=False, choices=[("", _("全部")), *((level, level) for level in DIFFICULTIES)]
    )
    used_since = forms.DateField(label=_("考过，自"), required=False, widget=_DayInput)
    unused_since = forms.DateField(label=_("没有考过，自"), required=False, widget=_DayInput)
    facility_from = forms.IntegerField(label=_("答对率 ≥ %"), required=False, min_value=0, max_value=100)
    facility_to = forms.IntegerField(label=_("答对率 ≤ %"), required=False, min_value=0, max_value=100)
    mine = forms.BooleanField(label=_("只看我写的"), required=False)

    #: What most searches need; the rest stands folded below.
    _FIRST = ("q", "state", "type", "topic", "document", "bank", "mine")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = user.office
        banks = list(office.banks.all())
        names = Topic.objects.filter(bank__office=office).order_by("name").values_list("name", flat=True).distinct()
        self._add_choice("topic", _("知识点"), [(name, name) for name in names])
        documents = [(str(document.uuid), document.title) for document in citable_documents(office)]
        self._add_choice("document", _("依据"), [("none", _("还没有依据")), *documents])
        if len(banks) > 1:
            self._add_choice("bank", _("题库"), [(str(bank.uuid), bank.name) for bank in banks])
        self._add_choice("tag", _("标签"), [(tag.name, tag.name) for tag in office.question_tags.all()])
        self._add_choice(
            "author", _("命题人"), [(str(writer.uuid), writer.name) for writer in question_writers(office)]
        )
        self.order_fields([*self._FIRST, "tag", "difficulty", "author"])
        self._user = user

    def _add_choice(self, name: str, label: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", _("全部")), *choices])

    @property
    def first_fields(self) -> list[BoundField]:
        """Return the fields that are always in sight."""
        return [self[name] for name in self._FIRST if name in self.fields]

    @property
    def more_fields(self) -> list[BoundField]:
        """Return the other fields."""
        return [field for field in self.visible_fields() if field.name not in self._FIRST]

    @property
    def has_more(self) -> bool:
        """Return whether one of the other fields narrows the list, so that it must be seen."""
        return any(self.data.get(field.html_name) for field in self.more_fields)

    @cached_property
    def wanted(self) -> QuestionFilter:
        """Return the filter; a value nobody offered narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        document, bank, state = data.get("document", ""), data.get("bank", ""), data.get("state", "")
        return QuestionFilter(
            text=data.get("q", ""),
            bank=self._user.office.banks.filter(uuid=bank).first() if bank else None,
            type=data.get("type", ""),
            state="" if state == _RETURNED else state,
            topic=data.get("topic", ""),
            tag=data.get("tag", ""),
            difficulty=data.get("difficulty", ""),
            document=PolicyDocument.objects.filter(uuid=document).first() if document not in {"", "none"} else None,
            provision=self.cited_provision,
            is_uncited=document == "none",
            author=self._author,
            is_returned=state == _RETURNED,
            used_since=data.get("used_since"),
            unused_since=data.get("unused_since"),
            facility_from=_share(data.get("facility_from")),
            facility_to=_share(data.get("facility_to")),
        )

    @property
    def _author(self) -> User | None:
        if self.cleaned_data.get("mine"):
            return self._user
        asked = self.cleaned_data.get("author")
        return User.objects.filter(office=self._user.office_id, uuid=asked).first() if asked else None

    @cached_property
    def cited_provision(self) -> Provision | None:
        """Return the provision whose questions are asked for."""
        asked = self.cleaned_data.get("provision") if self.is_valid() else None
        return Provision.objects.select_related("version__document").filter(uuid=asked).first() if asked else None

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything is left out."""
        return self.wanted != QuestionFilter()


class QuestionForm(AskedForm):
    """A question by hand, or its next version."""

    def __init__(
        self, office: Office, topics: Iterable[str], words: Words, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(words, data)
        self._office = office
        self.fields["format"] = FormatField()
        self.fields["topics"] = forms.MultipleChoiceField(
            label=_("知识点"),
            required=False,
            choices=[(name, name) for name in dict.fromkeys([*topics, *words.get("topics", [])])],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["new_topic"] = forms.CharField(label=_("另加知识点"), max_length=50, required=False)
        self.fields["tags"] = forms.CharField(
            label=_("标签"), max_length=200, required=False, help_text=_("自己找题用的词，用空格隔开；组卷不看它。")
        )
        known = [*DIFFICULTIES, *filter(None, [self.initial.get("difficulty")])]
        self.fields["difficulty"] = forms.ChoiceField(
            label=_("难度"),
            required=False,
            choices=[("", _("未定")), *((level, level) for level in dict.fromkeys(known))],
        )

    def is_valid(self) -> bool:
        """Check the fields, then read what they stand for."""
        if not super().is_valid():
            return False
        if self.content is None:
            self._read()
        return self.content is not None

    def sketch(self) -> QuestionContent | None:
        """Return what is written so far, whatever is still wrong with it."""
        super().is_valid()
        self._read()
        return self.written

    def _read(self) -> None:
        find_image = images_named(self._office, marked_images(self.texts)).get
        self.read(find_image, as_html=is_html(self.cleaned_data.get("format", "")))

    @property
    def topics(self) -> list[str]:
        """Return the topics ticked and the one typed."""
        return [*self.cleaned_data["topics"], *filter(None, [self.cleaned_data["new_topic"]])]

    @property
    def tags(self) -> list[str]:
        """Return the tags typed, however they are parted."""
        return (
            list(dict.fromkeys(re.split(r"[\s,，、;；]+", self.cleaned_data["tags"].strip())))
            if self.cleaned_data["tags"].strip()
            else []
        )


class NewQuestionForm(QuestionForm):
    """A question for one of an office's banks; which one is asked only where there are several."""

    def __init__(self, office: Office, words: Words, data: Mapping[str, Any] | None = None) -> None:
        names = Topic.objects.filter(bank__office=office).order_by("name").values_list("name", flat=True)
        super().__init__(office, names.distinct(), words, data)
        banks = office.banks.all()
        if len(banks) > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("题库"), queryset=banks, to_field_name="uuid", empty_label=None
            )

    @property
    def chosen_bank(self) -> QuestionBank | None:
        """Return the bank chosen, None where there was no choice."""
        chosen: QuestionBank | None = self.cleaned_data.get("bank")
        return chosen


class RevisionForm(QuestionForm):
    """The next version of a question, and why."""

    def __init__(self, question: Question, words: Words | None = None, data: Mapping[str, Any] | None = None) -> None:
        names = question.bank.topics.values_list("name", flat=True)
        super().__init__(question.bank.office, names, _words_now(question) if words is None else words, data)
        self._before = question.current_version
        self.fields["reason"] = forms.CharField(
            label=_("修改原因"), max_length=200, help_text=_("留在版本记录里，例如“选项 C 有歧义”。")
        )

    def is_valid(self) -> bool:
        """Check as ever; an option that was there before keeps its id."""
        is_read = self.content is not None
        if not super().is_valid():
            return False
        if not is_read and self.content and self._before:
            self.content = with_former_ids(self.content, self._before.content)
        return True


def _words_now(question: Question) -> Words:
    """Return a question's current words as their author would type them."""
    version = question.current_version
    if version is None:
        return {}
    words, how = words_of(version.content)
    topics = [topic.name for topic in question.topics.all()]
    tags = " ".join(tag.name for tag in question.tags.all())
    return {**words, "format": how, "topics": topics, "tags": tags, "difficulty": question.difficulty}


class StepForm(forms.Form):
    """A step in a question's life, with a word on it."""

    step = forms.ChoiceField(choices=[(step.value, step.value) for step in Step])
    comment = forms.CharField(label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    with_uncited = forms.BooleanField(label=_("没有依据，仍要入库"), required=False)


class BulkForm(forms.Form):
    """Many questions at once: those ticked on the list, or all that it was narrowed to."""

    step = forms.ChoiceField(choices=[(step, step) for step in ("submit", "approve", "change")])
    everything = forms.BooleanField(required=False)
    with_uncited = forms.BooleanField(required=False)


class FilterNameForm(forms.Form):
    """Under which name a search is kept, and for whom."""

    name = forms.CharField(label=_("名字"), max_length=50)
    is_shared = forms.BooleanField(label=_("同机关的命题教师也能用"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """Return name and sharing; a name that does not do is none."""
        self.is_valid()
        return {"name": self.cleaned_data.get("name", ""), "is_shared": bool(self.cleaned_data.get("is_shared"))}


class BulkChangeForm(forms.Form):
    """What is done to many questions; each change says to how many it will happen."""

    use_required_attribute = False

    change = forms.ChoiceField(label=_("操作"), widget=forms.RadioSelect)
    topic = forms.CharField(label=_("知识点"), max_length=50, required=False, help_text=_("加上或去掉知识点时填。"))
    tag = forms.CharField(label=_("标签"), max_length=30, required=False, help_text=_("加上或去掉标签时填。"))
    difficulty = forms.ChoiceField(
        label=_("难度"), required=False, choices=[("", _("未定")), *((level, level) for level in DIFFICULTIES)]
    )
    comment = forms.CharField(
        label=_("原因"), max_length=500, required=False, help_text=_("退回或停用时要写，记在每道题的经过里。")
    )

    def __init__(self, questions: Sequence[Question], banks: QuerySet[QuestionBank], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counts = Counter(QuestionState(question.state) for question in questions)
        many = {"total": len(questions)}
        offered = [
            ("topic_add", _("给 %(total)d 题加上知识点") % many),
            ("topic_remove", _("从 %(total)d 题去掉知识点") % many),
            ("tag_add", _("给 %(total)d 题加上标签") % many),
            ("tag_remove", _("从 %(total)d 题去掉标签") % many),
            ("difficulty", _("设定 %(total)d 题的难度") % many),
            ("return", _("退回（其中 %(total)d 题在审核，其余不动）") % {"total": _in_states(counts, Step.RETURN)}),
            ("retire", _("停用（%(total)d 题，停用后不再抽题）") % {"total": _in_states(counts, Step.RETIRE)}),
        ]
        if len(banks) > 1:
            self.fields["bank"] = forms.ModelChoiceField(
                label=_("移到哪个题库"), queryset=banks, required=False, to_field_name="uuid"
            )
            offered.append(("move", _("把 %(total)d 题移到另一个题库") % many))
        self.fields["change"] = forms.ChoiceField(label=_("操作"), choices=offered, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Ask for what the change chosen needs."""
        data = super().clean() or {}
        needed = _NEEDED.get(data.get("change", ""))
        if needed and not data.get(needed):
            self.add_error(needed, _("这一项要填。"))
        return data


_NEEDED = {
    "topic_add": "topic",
    "topic_remove": "topic",
    "tag_add": "tag",
    "tag_remove": "tag",
    "return": "comment",
    "retire": "comment",
    "move": "bank",
}


def _in_states(counts: Counter[QuestionState], step: Step) -> int:
    return sum(counts[state] for state in MOVES[step].sources)


class CiteScopeForm(forms.Form):
    """Which text is shown for picking, narrowed to what contains some words; it lives in the address."""

    q = forms.CharField(
        label=_("查找条文"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, office: Office, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(citable_versions(office))
        # Nobody should have to choose from one.
        self._only = offered[0] if len(offered) == 1 else None
        self.fields["version"] = forms.ModelChoiceField(
            label=_("政策文件"),
            queryset=citable_versions(office),
            required=False,
            to_field_name="uuid",
            empty_label=None if self._only else _("请选择"),
        )
        self.order_fields(["version", "q"])

    @property
    def version(self) -> DocumentVersion | None:
        """Return the text asked for, or the only one there is."""
        self.is_valid()
        asked: DocumentVersion | None = self.cleaned_data.get("version")
        return asked or self._only


class CiteForm(forms.Form):
    """A provision of one text, and the words it is cited for."""

    quoted = forms.CharField(
        label=_("引文"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("答案所依据的那句话，须与条文一字不差；在左边划选即可填入。"),
    )

    def __init__(self, version: DocumentVersion | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provision"] = forms.ModelChoiceField(
            queryset=Provision.objects.filter(version=version),
            to_field_name="uuid",
            error_messages={"required": _("请先选一条。"), "invalid_choice": _("这一条不在所选的文件里。")},
        )


class AmendedForm(forms.Form):
    """What a trainer says of a question whose provision was amended."""

    decision = forms.ChoiceField(choices=[("confirm", _("仍然正确")), ("retire", _("停用"))])
    comment = forms.CharField(label=_("意见"), max_length=500, required=False)


class ComparisonForm(forms.Form):
    """Which two versions of a question are compared; it lives in the address."""

    def __init__(self, versions: Sequence[QuestionVersion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_number = {str(version.number): version for version in versions}
        choices = [(number, _("第 %(number)s 版") % {"number": number}) for number in self._by_number]
        newest, previous = choices[0][0], choices[1 if len(choices) > 1 else 0][0]
        self.fields["old"] = forms.ChoiceField(label=_("从"), choices=choices, required=False, initial=previous)
        self.fields["new"] = forms.ChoiceField(label=_("到"), choices=choices, required=False, initial=newest)
        # Shown as chosen where the address names none.
        self.data = {
            "old": previous,
            "new": newest,
            **{name: self.data[name] for name in self.fields if name in self.data},
        }

    @property
    def pair(self) -> tuple[QuestionVersion, QuestionVersion]:
        """Return the two versions; one nobody has stands for the last change."""
        self.is_valid()
        old, new = (self.cleaned_data.get(name) or self.fields[name].initial for name in ("old", "new"))
        return self._by_number[str(old)], self._by_number[str(new)]
