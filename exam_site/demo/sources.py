"""Read the demo office's committed texts into dataclasses. No Django, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import yaml

from question_bank.content import CHOICE_TYPES, Key, Option, QuestionContent, QuestionType, asked_digest, from_json
from quizzes.assembly import Blueprint, parse_blueprint
from quizzes.marking import parse_points

_CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True, slots=True)
class MarkingPoint:
    """One thing a short answer should say, as the policy puts it and as people put it from memory."""

    formal: str
    plain: str


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question of the demo bank. Option ids are its letters; `quote` stands in the cited provision."""

    content: QuestionContent
    topic: str
    difficulty: str
    citation: str
    quote: str
    points: tuple[MarkingPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit, whose `parent` is the name of the one above it, or empty below the office itself."""

    name: str
    head: str
    parent: str


@dataclass(frozen=True, slots=True)
class DemoCadre:
    """A person, whose `unit` is empty where they lead the office itself."""

    staff_number: str
    name: str
    unit: str
    position: str
    joined_on: date

    @property
    def is_newcomer(self) -> bool:
        """Whether they joined in 2026, the year the demo plays in."""
        return self.joined_on.year == 2026


@dataclass(frozen=True, slots=True)
class DemoRole:
    """A role held over a unit, or over the whole office where `unit` is empty."""

    staff_number: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class DemoCohort:
    """A roster by staff numbers; without any it is the whole office."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """The office; every unit stands after the one above it. The absentee missed last quarter's test."""

    key: str
    name: str
    units: tuple[DemoUnit, ...]
    cadres: tuple[DemoCadre, ...]
    roles: tuple[DemoRole, ...]
    cohorts: tuple[DemoCohort, ...]
    absentee: str

    @property
    def newcomers(self) -> frozenset[str]:
        """The staff numbers of those who are new."""
        return frozenset(cadre.staff_number for cadre in self.cadres if cadre.is_newcomer)

    def unit_path(self, unit: str) -> str:
        """Return a unit with all above it below the office, parted by slashes; a leader's is the office's name."""
        if not unit:
            return self.name
        parents = {unit.name: unit.parent for unit in self.units}
        path = [unit]
        while parent := parents[path[0]]:
            path.insert(0, parent)
        return "/".join(path)


@dataclass(frozen=True, slots=True)
class DemoNote:
    """A reading note; `verdict`, `reviewed_by` and `comment` are empty while it waits, or is still a draft."""

    cadre: str
    title: str
    book: str
    author: str
    written_on: date
    body: str
    verdict: str
    reviewed_by: str
    reviewed_on: date | None
    comment: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class DemoExamPlan:
    """A blueprint with the rules of the exam it is for; `pass_marks` in hundredths."""

    blueprint: Blueprint
    duration_minutes: int
    pass_marks: int


@cache
def policy_text() -> str:
    """Return the policy as Markdown."""
    return (_CONTENT / "policy.md").read_text(encoding="utf-8")


@cache
def load_questions() -> tuple[DemoQuestion, ...]:
    return tuple(_question(data) for data in _read("questions.yaml"))


@cache
def load_every_type() -> tuple[DemoQuestion, ...]:
    """Return a question for each type that the quarterly test does not ask."""
    return tuple(
        DemoQuestion(from_json(data["content"]), data["topic"], data["difficulty"], data["citation"], quote="")
        for data in _read("every_type.yaml")
    )


@cache
def questions_by_digest() -> dict[str, DemoQuestion]:
    """Return the questions by `asked_digest`, which stays the same when a question comes back out of the bank."""
    return {asked_digest(question.content): question for question in load_questions()}


@cache
def load_office(name: str = "office") -> DemoOffice:
    """Return the demo office, or its `neighbour` in the same installation."""
    data = _read(f"{name}.yaml")
    return DemoOffice(
        key=data["key"],
        name=data["name"],
        units=tuple(DemoUnit(unit["name"], unit["head"], unit.get("parent", "")) for unit in data["units"]),
        cadres=tuple(DemoCadre(**{"unit": "", **cadre}) for cadre in data["cadres"]),
        roles=tuple(DemoRole(**{"unit": "", **role}) for role in data["roles"]),
        cohorts=tuple(DemoCohort(cohort["name"], tuple(cohort.get("members", ()))) for cohort in data["cohorts"]),
        absentee=data["absentee"],
    )


@cache
def load_notes() -> tuple[DemoNote, ...]:
    """Return the reading notes in the order in which they were written."""
    unsaid = {"author": "", "verdict": "", "reviewed_by": "", "reviewed_on": None, "comment": "", "is_draft": False}
    notes = (DemoNote(**{**unsaid, **data, "body": data["body"].strip()}) for data in _read("notes.yaml"))
    return tuple(sorted(notes, key=lambda note: note.written_on))


@cache
def load_work() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return what people do besides exams and notes, by what it is, as the file has it."""
    work: Mapping[str, Sequence[Mapping[str, Any]]] = _read("work.yaml")
    return work


@cache
def load_exam_plans() -> dict[str, DemoExamPlan]:
    """Return `quarterly_test`, `class_exam`, `practice` and `every_type`."""
    return {
        key: DemoExamPlan(
            blueprint=parse_blueprint(data["blueprint"]),
            duration_minutes=data["duration_minutes"],
            pass_marks=parse_points(data["pass_marks"]),
        )
        for key, data in _read("blueprints.yaml").items()
    }


def _read(name: str) -> Any:
    return yaml.safe_load((_CONTENT / name).read_text(encoding="utf-8"))


def _question(data: dict[str, Any]) -> DemoQuestion:
    points = tuple(MarkingPoint(*point) for point in data.get("points", ()))
    question_type = QuestionType(data["type"])
    return DemoQuestion(
        content=QuestionContent(
            type=question_type,
            stem=data["stem"],
            options=tuple(Option(*option) for option in zip(ascii_uppercase, data.get("options", ()), strict=False)),
            key=_model_answer(points) if points else _key(question_type, data["key"]),
            explanation=data["explanation"],
        ),
        topic=data["topic"],
        difficulty=data["difficulty"],
        citation=data["citation"],
        quote=data["quote"],
        points=points,
    )


def _key(question_type: QuestionType, key: Any) -> Key:
    return list(key) if question_type in CHOICE_TYPES else key


def _model_answer(points: tuple[MarkingPoint, ...]) -> str:
    return "；".join(f"（{number}）{point.formal}" for number, point in enumerate(points, start=1)) + "。"
