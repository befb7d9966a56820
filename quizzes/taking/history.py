"""A person's own published results over the quarters: how they went, and on which topics marks were lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from question_bank.models import Question
from quizzes.corrections import paper_pass_line
from quizzes.models import Exam, PaperSlot, Result
from quizzes.release import release_of
from quizzes.selectors import published_results

#: Of fewer questions a share of marks says nothing.
FEW_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class PastExam:
    """One exam with the result that counts; marks in hundredths."""

    exam: Exam
    candidate: UUID
    result: Result
    pass_marks: int

    @property
    def share(self) -> float:
        """Its part of the full marks, so that papers of different worth stand in one picture."""
        return self.result.total / self.result.maximum if self.result.maximum else 0.0

    @property
    def pass_share(self) -> float:
        return self.pass_marks / self.result.maximum if self.result.maximum else 0.0


@dataclass(frozen=True, slots=True)
class TopicScore:
    """What the questions of a topic earned over all exams; marks in hundredths."""

    name: str
    count: int
    earned: int
    maximum: int

    @property
    def share(self) -> float:
        return max(0, self.earned) / self.maximum

    @property
    def length(self) -> int:
        """How long its bar is, in hundredths."""
        return round(100 * self.share)

    @property
    def is_few(self) -> bool:
        return self.count < FEW_QUESTIONS


def past_exams(user: User) -> list[PastExam]:
    """Return the published exams a person has a result of, the oldest first."""
    return [
        PastExam(
            exam=result.attempt.exam,
            candidate=result.attempt.candidate.uuid,
            result=result,
            pass_marks=paper_pass_line(result.attempt.exam, result.attempt.paper, result.maximum),
        )
        for result in published_results(user)
    ]


def topic_scores(past: Sequence[PastExam]) -> list[TopicScore]:
    """Return the topics, weakest first; those of too few questions last.

    Only of exams whose single questions are shown: what a topic of one question earned would tell of that question.
    """
    told = [each for each in past if release_of(each.exam).answers]
    slots = {slot for each in told for slot in each.result.slot_marks}
    asked = {
        slot.pk: slot for slot in PaperSlot.objects.filter(pk__in=map(int, slots)).only("marks", "question_version")
    }
    by_version = topics_by_version({slot.question_version_id for slot in asked.values()})
    found: dict[str, list[tuple[int, int]]] = {}
    for each in told:
        for key, earned in each.result.slot_marks.items():
            slot = asked[int(key)]
            for topic in by_version.get(slot.question_version_id, ()):
                found.setdefault(topic, []).append((earned or 0, slot.marks))
    scores = [
        TopicScore(name, len(marks), sum(earned for earned, _full in marks), sum(full for _earned, full in marks))
        for name, marks in found.items()
    ]
    return sorted(scores, key=lambda score: (score.is_few, score.share, score.name))


def topics_by_version(versions: set[int]) -> Mapping[int, list[str]]:
    """Return the names of the topics of the questions whose versions these are."""
    found: dict[int, list[str]] = {}
    rows = Question.objects.filter(versions__in=versions, topics__isnull=False).order_by()
    for version, topic in rows.values_list("versions", "topics__name").distinct():
        if version in versions:
            found.setdefault(version, []).append(topic)
    return found
