"""Read training classes: who is in them, how they stand, when they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Office, User
from learning.attendance import Attended
from learning.completion import Standing, objections
from learning.enums import RecordKind, RecordState
from learning.models.classes import BreachNote, ClassSession, Trainee, TraineeGrade, TrainingClass
from learning.models.events import Attendance
from learning.models.records import Record
from learning.schemes.periods import Span
from learning.selectors.events import may_plan_events, units_to_plan_for
from quizzes.enums import ExamState
from quizzes.selectors import counting_results


def classes_run_by(user: User) -> QuerySet[TrainingClass]:
    """Return the classes of the units somebody holds events for."""
    found = _classes().filter(office=user.office_id)
    return found.filter(unit__in=units_to_plan_for(user)) if may_plan_events(user) else found.none()


def visible_classes(user: User) -> QuerySet[TrainingClass]:
    """Return the classes somebody is in, notes breaches of, or runs."""
    is_in = Exists(Trainee.objects.filter(training_class=OuterRef("pk"), user=user))
    seen = Q(is_in) | Q(monitor=user) | Q(pk__in=classes_run_by(user).order_by().values("pk"))
    return _classes().filter(seen, office=user.office_id)


def trainees_noted_by(user: User) -> QuerySet[Trainee]:
    """Return the trainees whose breaches somebody may note: of classes they run or are the monitor of."""
    run = Q(training_class__in=classes_run_by(user).order_by().values("pk"))
    return Trainee.objects.filter(run | Q(training_class__monitor=user, training_class__office=user.office_id))


def visible_trainees(user: User) -> QuerySet[Trainee]:
    """Return oneself in each class, and the trainees of classes one runs or is the monitor of."""
    own = Q(user=user, training_class__office=user.office_id)
    seen = own | Q(pk__in=trainees_noted_by(user).order_by().values("pk"))
    return Trainee.objects.filter(seen).select_related("training_class__exam", "training_class__unit", "user", "unit")


def class_spans(office: Office, people: Collection[int] | None = None) -> dict[int, list[Span]]:
    """Return the days of the classes everybody of an office, or some of its people, are in, by the person's key.

    One query.
    """
    found: dict[int, list[Span]] = {}
    rows = Trainee.objects.filter(training_class__office=office).order_by("training_class__begins_on")
    if people is not None:
        rows = rows.filter(user__in=people)
    for user, first, last in rows.values_list("user", "training_class__begins_on", "training_class__ends_on"):
        found.setdefault(user, []).append(Span(first, last))
    return found


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """A trainee with all that counts for completing, and what is proposed."""

    trainee: Trainee
    standing: Standing
    by_state: Mapping[str, int]
    study_hours: Decimal
    minutes: int
    breaches: Sequence[BreachNote]
    grades: Mapping[str, TraineeGrade]
    objections: Sequence[str]

    @property
    def states(self) -> list[tuple[str, int]]:
        """Return what is worth saying of the attendance, in words."""
        shown = (Attended.LATE, Attended.EARLY, Attended.LEAVE, Attended.ABSENT)
        return [(str(state.label), self.by_state[state]) for state in shown if self.by_state.get(state)]


def trainee_rows(training_class: TrainingClass, only: Trainee | None = None) -> list[TraineeRow]:
    """Return how each trainee stands, by staff number, in a constant number of queries."""
    trainees = list(training_class.trainees.filter(**({"pk": only.pk} if only else {})).select_related("user", "unit"))
    users = [trainee.user_id for trainee in trainees]
    sessions = {session.event_id: session for session in _held(training_class)}
    attended: dict[int, list[Attendance]] = {}
    for row in Attendance.objects.filter(event__in=sessions, user__in=users):
        attended.setdefault(row.user_id, []).append(row)
    notes = Counter(_notes(training_class).filter(subject__in=users).values_list("subject", flat=True))
    results = _results(training_class)
    breaches, grades = _breaches(trainees), _grades(trainees)
    return [
        _row(
            training_class,
            trainee,
            sessions,
            attended.get(trainee.user_id, []),
            notes[trainee.user_id],
            results.get(trainee.user_id),
            breaches.get(trainee.pk, []),
            grades.get(trainee.pk, {}),
        )
        for trainee in trainees
    ]


def class_notes(training_class: TrainingClass, user: User) -> QuerySet[Record]:
    """Return the notes and reflections (课后思考) somebody wrote during a class and handed in."""
    return _notes(training_class).filter(subject=user)


def _row(
    training_class: TrainingClass,
    trainee: Trainee,
    sessions: Mapping[int, ClassSession],
    attended: Sequence[Attendance],
    notes: int,
    has_passed: bool | None,  # noqa: FBT001 -- one of many facts
    breaches: Sequence[BreachNote],
    grades: Mapping[str, TraineeGrade],
) -> TraineeRow:
    counted = [row for row in attended if row.is_counted]
    names = {note.code: note.label for note in breaches}
    standing = Standing(len(sessions), len(counted), notes, [note.code for note in breaches], has_passed, names)
    return TraineeRow(
        trainee=trainee,
        standing=standing,
        by_state=Counter(row.state for row in attended),
        study_hours=sum((sessions[row.event_id].study_hours for row in counted), Decimal()),
        minutes=sum(row.minutes for row in counted),
        breaches=breaches,
        grades=grades,
        objections=objections(training_class.rule, standing),
    )


def _held(training_class: TrainingClass) -> QuerySet[ClassSession]:
    """Return the sessions whose attendance is settled; what is still to come is held against nobody."""
    return training_class.sessions.filter(event__record__state=RecordState.APPROVED).select_related("event__record")


def _notes(training_class: TrainingClass) -> QuerySet[Record]:
    days = (training_class.begins_on, training_class.ends_on)
    notes = Record.objects.filter(office=training_class.office_id, kind=RecordKind.NOTE, occurred_on__range=days)
    return notes.filter(state__in=[RecordState.SUBMITTED, RecordState.APPROVED]).order_by("occurred_on", "pk")


def _results(training_class: TrainingClass) -> dict[int, bool]:
    """Return who passed the exam of a class, once its results are published."""
    exam = training_class.exam
    if exam is None or exam.state not in {ExamState.PUBLISHED, ExamState.ARCHIVED}:
        return {}
    return {result.attempt.candidate.user_id: result.is_pass for result in counting_results(exam).values()}


def _breaches(trainees: Sequence[Trainee]) -> dict[int, list[BreachNote]]:
    """Return what was noted and not taken back, by the trainee's key."""
    found: dict[int, list[BreachNote]] = {}
    notes = BreachNote.objects.filter(trainee__in=trainees, withdraws=None, withdrawal=None)
    for note in notes.select_related("event__record", "by"):
        found.setdefault(note.trainee_id, []).append(note)
    return found


def _grades(trainees: Sequence[Trainee]) -> dict[int, dict[str, TraineeGrade]]:
    found: dict[int, dict[str, TraineeGrade]] = {}
    for grade in TraineeGrade.objects.filter(trainee__in=trainees).select_related("by").order_by("pk"):
        found.setdefault(grade.trainee_id, {})[grade.view] = grade
    return found


def _classes() -> QuerySet[TrainingClass]:
    return TrainingClass.objects.select_related("office", "unit", "exam", "monitor")
