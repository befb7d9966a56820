"""The mistake book (错题本): what a person lost marks on in published exams, and how practice goes since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.content import WRITTEN_TYPES, QuestionType, plain_text
from quizzes.asked import part_content
from quizzes.models import Exam, PaperSlot, PracticeAnswer
from quizzes.release import release_of
from quizzes.selectors import published_results
from quizzes.taking.history import topics_by_version

#: So many right answers in a row, and a question counts as mastered.
IN_A_ROW = 2

#: A question wherever it is asked: its version and part.
_Item = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question with what it last earned; marks in hundredths."""

    slot: PaperSlot
    exam: Exam
    candidate: UUID
    earned: int
    stem: str
    topics: Sequence[str]
    #: The last tries since, oldest first.
    tries: Sequence[bool]

    @property
    def is_mastered(self) -> bool:
        return len(self.tries) >= IN_A_ROW and all(self.tries[-IN_A_ROW:])

    @property
    def is_written(self) -> bool:
        """Whether only a person could mark it."""
        return self.slot.type in WRITTEN_TYPES

    @property
    def type_label(self) -> str:
        return QuestionType(self.slot.type).label

    @property
    def authority(self) -> str:
        """The provision it rests on, as frozen with the paper."""
        first = self.slot.provisions[0] if self.slot.provisions else {}
        return f"{first.get('document', '')} {first.get('label', '')}".strip()

    @property
    def law(self) -> str:
        """Which provision that is, where the paper says so."""
        return str(self.slot.provisions[0].get("provision", "")) if self.slot.provisions else ""


@dataclass(frozen=True, slots=True)
class MistakeGroup:
    """Mistakes that belong together under a heading."""

    title: str
    mistakes: Sequence[Mistake]


def mistakes_of(user: User) -> list[Mistake]:
    """Return what a person's last go at each question lost marks on, newest exam first.

    Only of exams whose answers and keys are shown: what may not be seen cannot be learnt from.
    """
    last: dict[_Item, tuple[PaperSlot, int, Exam, UUID]] = {}
    for result in reversed(published_results(user)):
        exam = result.attempt.exam
        release = release_of(exam)
        if not (release.answers and release.keys):
            continue
        slots = PaperSlot.objects.select_related("question_version").in_bulk(map(int, result.slot_marks))
        for slot in sorted(slots.values(), key=lambda slot: slot.number):
            earned = result.slot_marks[str(slot.pk)] or 0
            last.setdefault(_item(slot), (slot, earned, exam, result.attempt.candidate.uuid))
    wrong = {item: found for item, found in last.items() if found[1] < found[0].marks}
    topics = topics_by_version({version for version, _part in wrong})
    tries = _tries(user, wrong)
    return [
        Mistake(slot, exam, candidate, earned, _stem(slot), topics.get(item[0], []), tries.get(item, []))
        for item, (slot, earned, exam, candidate) in wrong.items()
    ]


def _item(slot: PaperSlot) -> _Item:
    return slot.question_version_id, slot.part


def _stem(slot: PaperSlot) -> str:
    content = part_content(slot.question_version, slot.part)
    return plain_text(content.stem, content.markup)


def _tries(user: User, items: Iterable[_Item]) -> Mapping[_Item, list[bool]]:
    """Return how the tries at each question went, oldest first; what only a person could mark is no try."""
    versions = {version for version, _part in items}
    rows = PracticeAnswer.objects.filter(user=user, slot__question_version__in=versions, is_right__isnull=False)
    found: dict[_Item, list[bool]] = {}
    for version, part, is_right in rows.order_by("pk").values_list("slot__question_version", "slot__part", "is_right"):
        found.setdefault((version, part), []).append(bool(is_right))
    return found


def grouped(mistakes: Sequence[Mistake], by: str) -> list[MistakeGroup]:
    """Return mistakes by provision, by topic (one of several topics stands under each), or by exam."""
    if by == "topic":
        pairs = [(topic, each) for each in mistakes for topic in each.topics or [_("没有知识点")]]
    elif by == "provision":
        pairs = [(each.authority or _("没有条文依据"), each) for each in mistakes]
    else:
        return [
            MistakeGroup(exam.title, list(found)) for exam, found in groupby(mistakes, key=lambda mistake: mistake.exam)
        ]
    groups: dict[str, list[Mistake]] = {}
    for title, each in sorted(pairs, key=lambda pair: pair[0]):
        groups.setdefault(title, []).append(each)
    return [MistakeGroup(title, found) for title, found in groups.items()]


def next_to_practise(mistakes: Sequence[Mistake], after: PaperSlot | None = None) -> Mistake | None:
    """Return the next question that is not mastered yet, in the order of the book and round again."""
    places = [place for place, each in enumerate(mistakes) if after and _item(each.slot) == _item(after)]
    start = places[0] + 1 if places else 0
    waiting = [each for each in [*mistakes[start:], *mistakes[:start]] if not each.is_mastered and not each.is_written]
    return next((each for each in waiting if not after or _item(each.slot) != _item(after)), None)
