"""How the questions of an exam did, and which of them to look at before anybody relies on the scores."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from question_bank.content import WRITTEN_TYPES, Key, Markup, QuestionType, plain_text
from quizzes.corrections import corrections_standing, keys_in_force
from quizzes.models import Exam, KeyCorrection, Paper, PaperSlot, Response, Result
from quizzes.organizing.analysis_words import answer_in_words, flag_in_words
from quizzes.organizing.papers import PreviewQuestion, paper_sheet
from quizzes.selectors import counting_results
from quizzes.statistics import (
    FEW,
    URGENT,
    Choice,
    ItemStatistics,
    Reliability,
    answer_counts,
    facility_by_group,
    item_figures,
    item_flags,
    option_counts,
    reliability,
    score_groups,
    upper_lower_index,
)

#: So many parallel forms are looked at one by one; of more, which each candidate draws anew, the questions are pooled.
MOST_FORMS = 12
_GROUPS = 3
_TYPED = 5

#: A question wherever it is asked: its version and part.
_Item = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An option, or a typed answer, with the shares of the lower, middle and upper third that gave it."""

    label: str
    text: str
    is_right: bool
    total: int
    shares: Sequence[float | None]

    @property
    def cells(self) -> list[tuple[str, int]]:
        """The shares in whole percents, with the length of their bars."""
        return [("–" if share is None else f"{share:.0%}", round(100 * (share or 0))) for share in self.shares]


@dataclass(frozen=True, slots=True)
class ItemAnalysis:
    """A question with its figures; `flags` in words, the most pressing first."""

    asked: PreviewQuestion
    figures: ItemStatistics
    by_group: Sequence[float | None]
    answers: Sequence[AnswerRow]
    unanswered: AnswerRow
    flags: Sequence[str]
    is_urgent: bool

    @property
    def slot(self) -> PaperSlot:
        return self.asked.slot

    @property
    def stem(self) -> str:
        return plain_text(self.asked.stem, Markup(self.asked.markup))

    @property
    def is_few(self) -> bool:
        """Whether too few were asked it to say anything."""
        return self.figures.count < FEW

    @property
    def index(self) -> float | None:
        """The upper third's facility less the lower's."""
        return upper_lower_index(self.by_group)


@dataclass(frozen=True, slots=True)
class FormAnalysis:
    """The questions of one form, or of all of them where everybody drew a paper of their own (`form` is empty)."""

    form: str
    reliability: Reliability | None
    count: int
    items: Sequence[ItemAnalysis]

    @property
    def urgent(self) -> list[ItemAnalysis]:
        return [item for item in self.items if item.is_urgent]

    @property
    def is_few(self) -> bool:
        return self.count < FEW


@dataclass(slots=True)
class _Given:
    """What was given to one question, a place in each list for everybody who was asked it."""

    earned: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    membership: list[int] = field(default_factory=list)
    answers: list[str | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which question stands at each slot of an exam, and what was answered there as text of JSON."""

    items: Mapping[int, _Item]
    answers: Mapping[tuple[int, int], str]
    corrected: Mapping[int, KeyCorrection]


def exam_analysis(exam: Exam) -> list[FormAnalysis]:
    """Return the figures of every form over the results that count and are wholly marked.

    Where each candidate drew their own paper, a question's figures rest on those who drew it, and nothing is said of
    how far the scores of papers that differ can be trusted.
    A query for the results, the slots, the answers and the corrections each, and two for every form that is laid out.
    """
    results = [result for result in counting_results(exam).values() if result.is_complete]
    papers = list(exam.papers.defer("content", "blueprint_snapshot", "stock").order_by("form", "pk"))
    asked = _Asked(_items(exam), _answers_as_text(exam), corrections_standing(exam))
    if len(papers) > MOST_FORMS:
        return [_analysis("", results, asked, _questions(papers, asked), is_same_for_all=False)]
    return [
        _analysis(
            paper.form,
            [result for result in results if result.attempt.paper_id == paper.pk],
            asked,
            _questions([paper], asked),
            is_same_for_all=not paper.is_stock,
        )
        for paper in papers
    ]


def _items(exam: Exam) -> dict[int, _Item]:
    slots = PaperSlot.objects.filter(paper__exams=exam).values_list("pk", "question_version", "part")
    return {slot: (version, part) for slot, version, part in slots}


def _answers_as_text(exam: Exam) -> dict[tuple[int, int], str]:
    """Return what was answered, undecoded: of two thousand people's answers to a question few are different."""
    given = Response.objects.filter(attempt__exam=exam, answer__isnull=False).exclude(slot__type__in=WRITTEN_TYPES)
    rows = given.annotate(words=Cast("answer", TextField())).order_by().values_list("attempt_id", "slot_id", "words")
    return {(attempt, slot): words for attempt, slot, words in rows.iterator(chunk_size=5000)}


def _questions(papers: Sequence[Paper], asked: _Asked) -> dict[_Item, PreviewQuestion]:
    """Return each question as the first paper that asks it lays it out."""
    found: dict[_Item, PreviewQuestion] = {}
    wanted = set(asked.items.values()) if len(papers) > 1 else set()
    for paper in papers:
        if len(papers) > 1 and not wanted - found.keys():
            break
        for section in paper_sheet(paper):
            for question in section.questions:
                question.slot.paper = paper
                found.setdefault(asked.items[question.slot.pk], question)
    return found


def _analysis(
    form: str,
    results: Sequence[Result],
    asked: _Asked,
    questions: Mapping[_Item, PreviewQuestion],
    *,
    is_same_for_all: bool,
) -> FormAnalysis:
    given = _given(results, asked)
    items = [
        _item(question, given.get(item, _Given()), asked.corrected.get(question.slot.pk))
        for item, question in questions.items()
    ]
    return FormAnalysis(form, _trust(results, questions) if is_same_for_all else None, len(results), items)


def _trust(results: Sequence[Result], questions: Mapping[_Item, PreviewQuestion]) -> Reliability:
    keys = [str(question.slot.pk) for question in questions.values()]
    return reliability([[result.slot_marks.get(key) or 0 for key in keys] for result in results])


def _given(results: Sequence[Result], asked: _Asked) -> dict[_Item, _Given]:
    found: dict[_Item, _Given] = {}
    membership = score_groups([result.total for result in results], _GROUPS)
    for result, group in zip(results, membership, strict=True):
        attempt, total = result.attempt_id, result.total
        for key, marks in result.slot_marks.items():
            slot = int(key)
            row = found.setdefault(asked.items[slot], _Given())
            row.earned.append(marks or 0)
            row.totals.append(total)
            row.membership.append(group)
            row.answers.append(asked.answers.get((attempt, slot)))
    return found


def _item(question: PreviewQuestion, given: _Given, correction: KeyCorrection | None) -> ItemAnalysis:
    slot = question.slot
    figures = item_figures(given.earned, given.totals, slot.marks)
    right = {words for words, marks in zip(given.answers, given.earned, strict=True) if words and marks >= slot.marks}
    whole = [choice for choice in answer_counts(given.answers, given.membership, _GROUPS) if choice.answer is not None]
    options = _options(question, given)
    flags = item_flags(figures, answers=whole, right=right, options=options)
    sizes = [given.membership.count(group) for group in range(_GROUPS)]
    blank = [0] * _GROUPS
    for words, group in zip(given.answers, given.membership, strict=True):
        blank[group] += words is None
    if options:
        answers = _option_rows(question, options, sizes, correction)
    else:
        answers = _typed_rows(question, whole, right, sizes)
    return ItemAnalysis(
        asked=question,
        figures=figures,
        by_group=facility_by_group(given.earned, slot.marks, given.membership, _GROUPS),
        answers=list(answers),
        unanswered=AnswerRow("", _("未答"), is_right=False, total=sum(blank), shares=_shares(blank, sizes)),
        flags=[flag_in_words(flag, question) for flag in flags],
        is_urgent=any(flag.kind in URGENT for flag in flags),
    )


def _options(question: PreviewQuestion, given: _Given) -> list[Choice]:
    """Count every option of a choice by third; the options of other types are not chosen one by one."""
    kind = question.slot.type
    ids = ["true", "false"] if kind == QuestionType.TRUE_FALSE else list(question.letters) if question.is_choice else []
    if not ids:
        return []
    decoded = {words: _chosen(words) for words in set(given.answers)}
    return option_counts(ids, [decoded[words] for words in given.answers], given.membership, _GROUPS)


def _chosen(words: str | None) -> tuple[str, ...]:
    answer = json.loads(words) if words else []
    return tuple(answer) if isinstance(answer, list) else (json.dumps(answer),)


def _option_rows(
    question: PreviewQuestion, options: Sequence[Choice], sizes: Sequence[int], correction: KeyCorrection | None
) -> Iterator[AnswerRow]:
    right = {id_ for key in keys_in_force(question.slot, correction) for id_ in _key_options(key)}
    texts = [option.text for option in question.options] or [_("正确"), _("错误")]
    for choice, text in zip(options, texts, strict=True):
        option = str(choice.answer)
        yield AnswerRow(
            question.letters.get(option, ""), text, option in right, choice.total, _shares(choice.by_group, sizes)
        )


def _key_options(key: Key) -> list[str]:
    return [json.dumps(key)] if isinstance(key, bool) else [str(id_) for id_ in key or ()]


def _typed_rows(
    question: PreviewQuestion, answers: Sequence[Choice], right: set[str], sizes: Sequence[int]
) -> Iterator[AnswerRow]:
    """Return the commonest whole answers: what a key of a blank may lack is found among them."""
    for choice in sorted(answers, key=lambda choice: -choice.total)[:_TYPED]:
        words = answer_in_words(str(choice.answer), question)
        yield AnswerRow("", words, choice.answer in right, choice.total, _shares(choice.by_group, sizes))


def _shares(counts: Sequence[int], sizes: Sequence[int]) -> list[float | None]:
    return [count / size if size else None for count, size in zip(counts, sizes, strict=True)]
