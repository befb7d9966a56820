"""A published result with its reasons: own answer, key, explanation and the provisions each question rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from question_bank.content import Key, QuestionType
from quizzes.corrections import corrections_standing, keys_in_force, paper_pass_line
from quizzes.enums import CorrectionKind
from quizzes.models import Attempt, Exam, KeyCorrection, Mark, PaperSlot, RemarkRequest, Result
from quizzes.release import Release, Standing, standing
from quizzes.taking.papers import frozen_paper
from quizzes.taking.selectors import ExamCard, newest_result, saved_answers
from quizzes.taking.sheet import SheetOption, SheetPair, SheetQuestion, SheetSection, answer_sheet, sheet_questions


@dataclass(frozen=True, slots=True)
class ReviewedOption:
    """An option with what was chosen and what is right; None where that is not shown."""

    option: SheetOption
    is_right: bool | None

    @property
    def verdict(self) -> str:
        """The class of its row: only what matters is tinted."""
        if self.is_right:
            return "right"
        return "wrong" if self.option.is_chosen and self.is_right is not None else ""


@dataclass(frozen=True, slots=True)
class QuestionCorrection:
    """What was put right about a question, in words; `was` is what it earned when results were first published."""

    words: str
    reason: str
    at: datetime
    was: int | None
    is_void: bool


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """A question with its marks, key and authority; `earned` in hundredths."""

    asked: SheetQuestion
    earned: int | None
    options: Sequence[ReviewedOption]
    key: Sequence[str]
    explanation: str
    marking_points: Sequence[dict[str, Any]]
    provisions: Sequence[dict[str, str]]
    comment: str
    correction: QuestionCorrection | None = None
    remark: RemarkRequest | None = None

    @property
    def is_full(self) -> bool:
        return self.earned == self.asked.question.marks

    @property
    def is_short(self) -> bool:
        """Whether marks were lost; what still waits for a person is not."""
        return self.earned is not None and not self.is_full


@dataclass(frozen=True, slots=True)
class SectionScore:
    """What a part of the paper earned, in hundredths."""

    title: str
    earned: int
    maximum: int


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """One attempt with the result that stands for it."""

    number: int
    result: Result
    counts: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ResultReport:
    """What a candidate sees of one attempt once results are published."""

    attempt: Attempt
    result: Result
    attempts: Sequence[AttemptScore]
    sections: Sequence[SectionScore]
    release: Release
    standing: Standing | None
    #: None of them where the release shows no question.
    questions: Sequence[ReviewedQuestion]
    #: What passes now, in hundredths.
    pass_marks: int
    #: All that was published, the newest first; one result unless something was put right.
    history: Sequence[Result]

    @property
    def short(self) -> list[ReviewedQuestion]:
        """The questions that lost marks."""
        return [reviewed for reviewed in self.questions if reviewed.is_short]


def result_report(card: ExamCard, number: str | None, release: Release) -> ResultReport:
    """Return what the release shows of the attempt of that number, or of the one that counts; published ones alone.

    What is not shown is not in the report.

    Raises:
        ValueError: results are not published, or there are none.
    """
    if card.result is None:
        raise ValueError("nothing is published for this candidate")
    scored = [(attempt, result) for attempt in card.attempts if (result := newest_result(attempt))]
    asked_for = [pair for pair in scored if str(pair[0].number) == number]
    attempt, result = (asked_for or [pair for pair in scored if pair[1] == card.result])[0]
    answers = saved_answers(attempt) if release.answers else {}
    sheet = answer_sheet(frozen_paper(attempt.paper.uuid), attempt.display, answers)
    corrected = corrections_standing(attempt.exam_id)
    asked = sheet_questions(sheet) if release.questions else []
    return ResultReport(
        attempt=attempt,
        result=result,
        attempts=[
            AttemptScore(each.number, its, counts=its == card.result, is_shown=each == attempt) for each, its in scored
        ],
        sections=[_section_score(section, result.slot_marks, corrected) for section in sheet],
        release=release,
        standing=standing(card.exam, result.total, release),
        questions=list(_reviewed(attempt, result, asked, corrected, release)),
        pass_marks=paper_pass_line(card.exam, attempt.paper, result.maximum),
        history=_published(attempt, card.exam),
    )


def _published(attempt: Attempt, exam: Exam) -> list[Result]:
    """Return the revisions that candidates could see, the newest first."""
    revisions = sorted(attempt.results.all(), key=attrgetter("revision"), reverse=True)
    before = [each for each in revisions if exam.published_at and each.created_at <= exam.published_at]
    return [each for each in revisions if each not in before] + before[:1]


def _section_score(
    section: SheetSection, slot_marks: dict[str, int | None], corrected: Mapping[int, KeyCorrection]
) -> SectionScore:
    void = {slot for slot, correction in corrected.items() if correction.kind == CorrectionKind.VOID}
    return SectionScore(
        title=section.title,
        # As in the total: what wrong answers cost leaves at least nothing of a section.
        earned=max(0, sum(slot_marks.get(asked.question.id) or 0 for asked in section.questions)),
        maximum=sum(asked.question.marks for asked in section.questions if asked.question.slot not in void),
    )


def _reviewed(
    attempt: Attempt,
    result: Result,
    questions: Iterable[SheetQuestion],
    corrected: Mapping[int, KeyCorrection],
    release: Release,
) -> Iterable[ReviewedQuestion]:
    slots = {slot.pk: slot for slot in PaperSlot.objects.filter(paper=attempt.paper_id)}
    marks = {mark.slot_id: mark for mark in Mark.objects.filter(attempt=attempt).order_by("pk")}
    first = _published(attempt, attempt.exam)[-1]
    remarks = {each.slot_id: each for each in attempt.remark_requests.select_related("answer__by")}
    for asked in questions:
        slot = slots[asked.question.slot]
        correction = corrected.get(slot.pk)
        keys = keys_in_force(slot, correction)
        yield ReviewedQuestion(
            asked=asked,
            earned=result.slot_marks.get(asked.question.id) if release.answers else None,
            options=_options(asked, keys if release.keys else None),
            key=key_lines(asked, keys) if release.keys else [],
            explanation=slot.explanation if release.explanations else "",
            marking_points=_points(slot, marks.get(slot.pk), release) if release.explanations else [],
            provisions=slot.provisions if release.provisions else [],
            comment=marks[slot.pk].comment if slot.pk in marks and release.answers else "",
            correction=_correction(asked, slot, correction, first, release) if correction else None,
            remark=remarks.get(slot.pk),
        )


def _points(slot: PaperSlot, mark: Mark | None, release: Release) -> list[dict[str, Any]]:
    """Return the marking points, each with whether the answer was found to meet it."""
    met = set(mark.points) if mark and release.answers else set()
    return [{**point, "is_met": place in met} for place, point in enumerate(slot.marking_points)]


def reviewed_words(
    asked: SheetQuestion, *, keys: Sequence[Key], earned: int, explanation: str, provisions: Sequence[dict[str, str]]
) -> ReviewedQuestion:
    """Return a question of the bank with all that stands behind it."""
    return ReviewedQuestion(
        asked=asked,
        earned=earned,
        options=_options(asked, keys),
        key=key_lines(asked, keys),
        explanation=explanation,
        marking_points=[],
        provisions=provisions,
        comment="",
    )


def reviewed_alone(
    asked: SheetQuestion, slot: PaperSlot, keys: Sequence[Key], earned: int | None, release: Release
) -> ReviewedQuestion:
    """Return one question with its key, and of the rest what the release shows, outside of any result."""
    return ReviewedQuestion(
        asked=asked,
        earned=earned,
        options=_options(asked, keys),
        key=key_lines(asked, keys),
        explanation=slot.explanation if release.explanations else "",
        marking_points=_points(slot, None, release) if release.explanations else [],
        provisions=slot.provisions if release.provisions else [],
        comment="",
    )


def _correction(
    asked: SheetQuestion, slot: PaperSlot, correction: KeyCorrection, first: Result, release: Release
) -> QuestionCorrection:
    words = str(correction.get_kind_display())
    if correction.kind == CorrectionKind.REKEY and release.keys:
        before, after = ("；".join(_key_lines(asked, key)) for key in (slot.key, correction.keys[0]))
        words = _("答案由“%(before)s”更正为“%(after)s”") % {"before": before, "after": after}
    return QuestionCorrection(
        words=words,
        reason=correction.reason,
        at=correction.at,
        was=first.slot_marks.get(asked.question.id) if release.answers else None,
        is_void=correction.kind == CorrectionKind.VOID,
    )


def key_lines(asked: SheetQuestion, keys: Sequence[Key]) -> list[str]:
    """Return what counts as right as a person reads it, with the letters this candidate saw."""
    lines = [_key_lines(asked, key) for key in keys]
    return lines[0] if len(lines) == 1 else [_(" 或 ").join("；".join(each) for each in lines)]


def _options(asked: SheetQuestion, keys: Sequence[Any] | None) -> list[ReviewedOption]:
    """Return the options; without keys none is told to be right or wrong."""
    if keys is None:
        return [ReviewedOption(option, None) for option in asked.options]
    right: set[str] = set()
    for key in keys:
        right |= {str(key).lower()} if isinstance(key, bool) else set(key) if asked.question.is_choice else set()
    return [ReviewedOption(option, option.value in right) for option in asked.options]


def _key_lines(asked: SheetQuestion, key: Key) -> list[str]:
    """Return the key as a person reads it, with the letters this candidate saw."""
    question = asked.question
    if question.is_choice and isinstance(key, list):
        return ["".join(option.letter for option in asked.options if option.value in key)]
    if question.type is QuestionType.TRUE_FALSE:
        return [_("正确") if key is True else _("错误")]
    if question.type is QuestionType.FILL_IN_THE_BLANK and isinstance(key, list):
        return [
            _("第 %(number)d 空：%(accepted)s") % {"number": number, "accepted": _(" 或 ").join(accepted)}
            for number, accepted in enumerate(key, start=1)
        ]
    if question.type is QuestionType.ORDERING and isinstance(key, list):
        letters = {option.value: option.letter for option in asked.options}
        return ["".join(letters[str(id_)] for id_ in key)]
    if question.type is QuestionType.MATCHING and isinstance(key, dict):
        return [_joined(pair, key[pair.value]) for pair in asked.pairs]
    return [str(key)]


def _joined(pair: SheetPair, target: str) -> str:
    """Return “1 → B．终审”, with the letter this candidate saw."""
    return next(f"{pair.number} → {each.letter}．{each.text}" for each in pair.targets if each.value == target)
