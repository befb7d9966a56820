"""A frozen paper laid out for the eyes of its organizer, and the papers that belong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from question_bank.content import CHOICE_TYPES, WRITTEN_TYPES, Markup, QuestionType, plain_text
from quizzes.marking import ScoringRule, describe
from quizzes.models import Paper, PaperSlot

_SHORT_OPTION_CHARACTERS = 18


@dataclass(frozen=True, slots=True)
class PreviewOption:
    """An option with its letter."""

    letter: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class PreviewQuestion:
    """A question with all that was frozen with it."""

    slot: PaperSlot
    stem: str
    markup: str
    options: Sequence[PreviewOption]
    targets: Sequence[PreviewOption]
    #: The material of a case with its markup, before its first part alone.
    stimulus: Mapping[str, str] | None
    key: str
    scoring: str
    #: The letter of each option and of each target by its id.
    letters: Mapping[str, str]
    target_letters: Mapping[str, str]

    @property
    def type_label(self) -> str:
        return QuestionType(self.slot.type).label

    @property
    def has_short_options(self) -> bool:
        """Return whether two options fit on a line."""
        return all(len(_plain(option.text, self.markup)) <= _SHORT_OPTION_CHARACTERS for option in self.options)

    @property
    def is_judged(self) -> bool:
        return self.slot.type == QuestionType.TRUE_FALSE

    @property
    def is_written(self) -> bool:
        """Return whether a candidate needs room to write."""
        return self.slot.type in WRITTEN_TYPES

    @property
    def is_matched(self) -> bool:
        return self.slot.type == QuestionType.MATCHING

    @property
    def is_ordered(self) -> bool:
        return self.slot.type == QuestionType.ORDERING

    @property
    def is_choice(self) -> bool:
        """Return whether the key is seen on the options."""
        return self.slot.type in CHOICE_TYPES


@dataclass(frozen=True, slots=True)
class PreviewSection:
    """A part of the paper."""

    title: str
    questions: Sequence[PreviewQuestion]
    marks: int


def papers_assembled_with(paper: Paper) -> QuerySet[Paper]:
    """Return the parallel forms drawn in one go, the paper itself among them, without their contents."""
    together = Paper.objects.defer("content", "blueprint_snapshot", "stock").order_by("form")
    if paper.blueprint_id is None:
        return together.filter(pk=paper.pk)
    return together.filter(blueprint=paper.blueprint_id, assembled_at=paper.assembled_at, seed=paper.seed)


def paper_sheet(paper: Paper) -> list[PreviewSection]:
    """Return the paper in its own order; the slots stand in the order of the content's questions."""
    slots = iter(paper.slots.select_related("question_version__question").order_by("number"))
    sections = []
    cases: set[str] = set()
    for section in paper.content["sections"]:
        questions = [_question(asked, next(slots), cases) for asked in section["questions"]]
        sections.append(PreviewSection(section["title"], questions, sum(each.slot.marks for each in questions)))
    return sections


def _question(asked: dict[str, Any], slot: PaperSlot, cases: set[str]) -> PreviewQuestion:
    right = set(slot.key) if slot.type in CHOICE_TYPES else set()
    options, targets = _lettered(asked, "options", right), _lettered(asked, "targets", set())
    stimulus = asked.get("stimulus")
    opens = stimulus is not None and stimulus["id"] not in cases
    if stimulus:
        cases.add(stimulus["id"])
    return PreviewQuestion(
        slot=slot,
        stem=asked["stem"],
        markup=asked.get("markup", Markup.PLAIN.value),
        options=options,
        targets=targets,
        stimulus={"markup": Markup.PLAIN.value, **stimulus} if stimulus and opens else None,
        key=_key_in_words(asked, slot, options),
        scoring=describe(ScoringRule.from_json(slot.scoring_rule), QuestionType(slot.type)),
        letters=_letters(asked, "options"),
        target_letters=_letters(asked, "targets"),
    )


def _lettered(asked: dict[str, Any], field: str, right: set[str]) -> list[PreviewOption]:
    return [
        PreviewOption(letter, option["text"], option["id"] in right)
        for letter, option in zip(ascii_uppercase, asked.get(field, []), strict=False)
    ]


def _plain(text: str, markup: str) -> str:
    return plain_text(text, Markup(markup))


def _key_in_words(asked: dict[str, Any], slot: PaperSlot, options: Sequence[PreviewOption]) -> str:
    """Return a key as a person reads it: letters, 正确, the accepted strings of each blank, an order, pairs."""
    if slot.type in CHOICE_TYPES:
        return "".join(option.letter for option in options if option.is_right)
    if slot.type == QuestionType.TRUE_FALSE:
        return _("正确") if slot.key else _("错误")
    if slot.type == QuestionType.FILL_IN_THE_BLANK:
        return "；".join(" / ".join(accepted) for accepted in slot.key)
    if slot.type == QuestionType.ORDERING:
        return "".join(_letters(asked, "options")[id_] for id_ in slot.key)
    if slot.type == QuestionType.MATCHING:
        letters = _letters(asked, "targets")
        numbered = enumerate((option["id"] for option in asked["options"]), start=1)
        return " ".join(f"{number}-{letters[slot.key[id_]]}" for number, id_ in numbered)
    return str(slot.key)


def _letters(asked: dict[str, Any], field: str) -> dict[str, str]:
    return {option["id"]: letter for letter, option in zip(ascii_uppercase, asked.get(field, []), strict=False)}
