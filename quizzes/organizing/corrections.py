"""The questions of an exam with their keys in force, and what a correction would do, as organizers see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from question_bank.content import WRITTEN_TYPES, Key, QuestionType, plain_text
from quizzes.corrections import corrections_of, keys_in_force, standing
from quizzes.enums import CorrectionKind
from quizzes.marking import KEY_HINTS, BadKey, KeySpace, key_words, parse_key, points_text
from quizzes.models import Exam, KeyCorrection, Paper, PaperSlot
from quizzes.services.corrections import Change, Trial
from quizzes.taking.papers import Question, frozen_paper

_WITH_KEYS = frozenset({CorrectionKind.REKEY.value, CorrectionKind.ACCEPT.value})
_WIDTH = 420
_MEANING = {
    CorrectionKind.REKEY: gettext_lazy("按新答案重评这道题"),
    CorrectionKind.ACCEPT: gettext_lazy("按对考生最有利的一个评"),
    CorrectionKind.FULL: gettext_lazy("交了卷的都得这道题的分，不管答没答；题目本身有错时通常这样"),
    CorrectionKind.VOID: gettext_lazy("从满分中去掉，及格线按原来的比例降"),
    CorrectionKind.RESTORE: gettext_lazy("撤回更正，人评过的分也恢复"),
}
#: Of a trial's people so many are listed; the counts are of all.
SHOWN = 300


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """A question of an exam with what counts as right now."""

    slot: PaperSlot
    question: Question
    correction: KeyCorrection | None

    @property
    def stem(self) -> str:
        return plain_text(self.question.stem, self.question.markup)

    @property
    def space(self) -> KeySpace:
        return key_space(self.question)

    @property
    def frozen_key(self) -> str:
        """The key the paper was frozen with, in words."""
        return key_words(self.space, self.slot.key)

    @property
    def keys(self) -> list[str]:
        """What counts as right now, in words."""
        return [key_words(self.space, key) for key in keys_in_force(self.slot, self.correction)]

    @property
    def is_written(self) -> bool:
        return self.slot.type in WRITTEN_TYPES

    @property
    def options(self) -> list[tuple[str, str]]:
        """Each option with its letter, or its number where it is joined to targets."""
        signs = map(str, range(1, len(self.question.options) + 1)) if self.question.targets else iter(ascii_uppercase)
        return list(zip(signs, self.question.options.values(), strict=False))

    @property
    def targets(self) -> list[tuple[str, str]]:
        """Each target with its letter."""
        return list(zip(ascii_uppercase, self.question.targets.values(), strict=False))


@dataclass(frozen=True, slots=True)
class KeyedPaper:
    """A form of an exam with its questions."""

    paper: Paper
    questions: Sequence[KeyedQuestion]


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """A correction in the course of an exam's events, in words."""

    correction: KeyCorrection
    words: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: so many people."""

    kind: str
    label: str
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class TrialSummary:
    """What a correction would do to all: counts, a bar to see them by, and the people whose marks move."""

    total: int
    up: int
    down: int
    same: int
    newly_passing: int
    newly_failing: int
    segments: Sequence[Segment]
    rows: Sequence[Change]
    hidden: int
    old_maximum: str
    new_maximum: str


def key_space(question: Question) -> KeySpace:
    """Return what a key to a question can name; letters go by the paper's own order."""
    return KeySpace(question.type, tuple(question.options), tuple(question.targets), question.blanks)


def keyed_papers(exam: Exam) -> list[KeyedPaper]:
    """Return an exam's forms with their keys in force."""
    corrected = standing(corrections_of(exam).order_by("pk"))
    return [
        KeyedPaper(paper, [keyed_question(slot, corrected.get(slot.pk)) for slot in paper.slots.order_by("number")])
        for paper in exam.papers.defer("content", "blueprint_snapshot", "stock").order_by("form", "pk")
    ]


def keyed_question(slot: PaperSlot, correction: KeyCorrection | None) -> KeyedQuestion:
    """Return a slot with what it asks and the correction that stands for it."""
    paper = frozen_paper(slot.paper.uuid)
    return KeyedQuestion(slot, paper.questions[str(slot.pk)], correction)


def correction_steps(exam: Exam) -> list[CorrectionStep]:
    """Return the corrections of an exam in words, the newest first; of a question on several forms once."""
    seen: set[tuple[object, ...]] = set()
    steps = []
    for correction in corrections_of(exam):
        slot = correction.slot
        same = (correction.at, slot.question_version_id, slot.part)
        if same not in seen:
            seen.add(same)
            steps.append(CorrectionStep(correction, correction_words(correction)))
    return steps


def correction_words(correction: KeyCorrection) -> str:
    """Return “更正答案：B → C”, with the letters of the paper."""
    space = keyed_question(correction.slot, None).space
    words = [key_words(space, key).replace("\n", "；") for key in correction.keys]
    label = str(correction.get_kind_display())
    if correction.kind == CorrectionKind.REKEY:
        before = key_words(space, correction.slot.key).replace("\n", "；")
        return _("%(label)s：%(before)s → %(after)s") % {"label": label, "before": before, "after": words[0]}
    return f"{label}：{_('、').join(words)}" if words else label


def trial_summary(trial: Trial) -> TrialSummary:
    """Return what a trial says to a person."""
    up = sum(change.direction > 0 for change in trial.changes)
    down = sum(change.direction < 0 for change in trial.changes)
    same = trial.result_count - up - down
    rows = sorted(trial.changes, key=_by_unit)
    return TrialSummary(
        total=trial.result_count,
        up=up,
        down=down,
        same=same,
        newly_passing=sum(change.revised.is_pass > change.result.is_pass for change in trial.changes),
        newly_failing=sum(change.revised.is_pass < change.result.is_pass for change in trial.changes),
        segments=_segments([("up", _("升"), up), ("same", _("不变"), same), ("down", _("降"), down)]),
        rows=rows[:SHOWN],
        hidden=max(0, len(rows) - SHOWN),
        old_maximum=_marks({change.result.maximum for change in trial.changes}),
        new_maximum=_marks({change.revised.maximum for change in trial.changes}),
    )


def _marks(maxima: set[int]) -> str:
    return "、".join(points_text(each) for each in sorted(maxima))


def _by_unit(change: Change) -> tuple[int, str, int]:
    attempt = change.result.attempt
    return attempt.candidate.unit_id, attempt.candidate.user.username, attempt.number


def _segments(parts: Sequence[tuple[str, str, int]]) -> list[Segment]:
    whole = sum(count for _kind, _label, count in parts)
    segments, x = [], 0.0
    for kind, label, count in parts:
        if count:
            width = round(_WIDTH * count / whole, 1)
            segments.append(Segment(kind, label, count, round(x, 1), width))
            x += width
    return segments


class CorrectionForm(forms.Form):
    """What is to be done about a question; the answers as people write them."""

    kind = forms.ChoiceField(label=gettext_lazy("怎样处理"), choices=CorrectionKind.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("正确的答案"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, keyed: KeyedQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._space = keyed.space
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, f"{kind.label}：{_MEANING[kind]}") for kind in CorrectionKind if self._fits(kind, keyed)
        ]
        if keyed.is_written:
            del self.fields["answer"]
        else:
            hint = KEY_HINTS[QuestionType(keyed.slot.type)]
            told = _("%(hint)s。几个答案都算对的，每行写一个；别的处理不看这一栏。")
            self.fields["answer"].help_text = told % {"hint": hint}

    @staticmethod
    def _fits(kind: CorrectionKind, keyed: KeyedQuestion) -> bool:
        if kind == CorrectionKind.RESTORE:
            return keyed.correction is not None and keyed.correction.kind != CorrectionKind.RESTORE
        if kind == CorrectionKind.ACCEPT and keyed.slot.type == QuestionType.FILL_IN_THE_BLANK:
            return False
        return not (kind.value in _WITH_KEYS and keyed.is_written)

    def clean(self) -> dict[str, Any]:
        """Read the answers where the kind needs some."""
        data = super().clean() or {}
        data["keys"] = []
        if data.get("kind") in _WITH_KEYS:
            try:
                data["keys"] = self._keys(data["kind"], data.get("answer", ""))
            except BadKey as error:
                self.add_error("answer", str(error))
        return data

    def _keys(self, kind: str, typed: str) -> list[Key]:
        if kind == CorrectionKind.REKEY:
            return [parse_key(self._space, typed)]
        keys = [parse_key(self._space, line) for line in typed.splitlines() if line.strip()]
        if len(keys) < 2:
            raise BadKey(_("至少写两个答案，每行一个。"))
        return keys


class ConfirmedCorrectionForm(CorrectionForm):
    """The same with the reason, once its effect has been seen."""

    reason = forms.CharField(
        label=gettext_lazy("原因（考生会看到）"), max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
