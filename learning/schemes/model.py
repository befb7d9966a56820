"""A scheme (制度): what one office asks of its people, each duty with the source that asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from learning.schemes.periods import Period


class Kind(StrEnum):
    """The nine kinds of learning record; the values stand in scheme files."""

    SESSION = "session"
    NOTE = "note"
    EVENT = "event"
    PIECE = "piece"
    PAIRING = "pairing"
    TALK = "talk"
    EXAM = "exam"
    IDEA = "idea"
    TASK = "task"


class SubjectKind(StrEnum):
    """Who owes a duty."""

    PERSON = "person"
    UNIT = "unit"
    ROLE = "role"
    NEWCOMER = "newcomer"


class Measure(StrEnum):
    """What is counted of the records."""

    COUNT = "count"
    MINUTES = "minutes"
    CHARACTERS = "characters"
    DISTINCT = "distinct"
    ALL = "all"


#: What the program's own roles are called, by the name a duty's `subject: {role: …}` gives them.
ROLES: Mapping[str, str] = {
    "cadre": "学员",
    "trainer": "命题教师",
    "organizer": "考务",
    "invigilator": "监考",
    "reviewer": "审核人",
    "director": "部长",
}
#: From the lowest to the highest (本级 is the office's own county).
LEVELS = ("本级", "县", "市", "省", "国家")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a duty comes from, in our own words."""

    place: str
    document: str
    institution: str

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.place, self.document, self.institution)))


@dataclass(frozen=True, slots=True)
class Subject:
    """Who owes a duty; `unit` is the key of the unit whose people, or which alone, owe it.

    `name` is one of `ROLES`, or the key of a roster in which the office keeps who holds a role of its own.
    """

    kind: SubjectKind = SubjectKind.PERSON
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records count: `equal` compares what a record says under a name with any of several values."""

    equal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    level_at_least: str = ""
    least_characters: int = 0
    most_items: int = 0
    #: Of each item, where it is not all of them together.
    least_characters_each: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is enough: at least the lower, at most the upper, where there is one."""

    least: int | None = None
    most: int | None = None

    def are_kept(self, value: int) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A duty. Without `bounds` the source names no figure: it is shown as 未设定 and counts for nothing.

    `of` names what is told apart by a distinct measure, and `values` what all of must be there. What is `soft` (尽量,
    左右) never fails anyone. `same_as` names another duty of the scheme that says the same: it is shown, not counted.
    """

    key: str
    name: str
    kind: Kind
    period: Period
    source: Source
    subject: Subject = Subject()
    where: Filter = Filter()
    measure: Measure = Measure.COUNT
    of: str = ""
    values: tuple[str, ...] = ()
    bounds: Bounds | None = None
    is_soft: bool = False
    is_prorated: bool = True
    workdays_only: bool = False
    same_as: str = ""
    note: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a review: whose word it takes."""

    role: str
    label: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """Stages in their fixed order; whether different people must take them, None where the source does not say."""

    key: str
    name: str
    steps: tuple[Step, ...]
    are_distinct: bool | None
    source: Source
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An institution that is no duty with a figure: it lives on the page of that name."""

    name: str
    page: str
    note: str
    source: Source
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One of the ways a trainee is looked at (看态度): what is looked at, in the class or `is_after` it."""

    key: str
    label: str
    looks_at: str
    is_after: bool
    source: Source


@dataclass(frozen=True, slots=True)
class ClassAppraisal:
    """How the trainees of a class are appraised (三看): views, and the grades each is given, the best first."""

    name: str
    views: tuple[View, ...]
    grades: Mapping[str, str]
    note: str = ""
    rows: tuple[int, ...] = ()

    def views_when(self, *, is_closed: bool) -> dict[str, View]:
        """Return by their keys the views that are taken while a class is held, or once it is closed."""
        return {view.key: view for view in self.views if view.is_after == is_closed}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One office's system. `points` and `outputs` are kept as they stand in the file, checked for their names."""

    key: str
    name: str
    place: str
    document: str
    year_start: tuple[int, int]
    effective_from: date | None
    requirements: tuple[Requirement, ...]
    workflows: tuple[Workflow, ...]
    points: Mapping[str, Any]
    outputs: Mapping[str, Any]
    #: None where the office's classes appraise nobody.
    class_appraisal: ClassAppraisal | None = None
    pages: tuple[Page, ...] = ()
    #: The name of each unit that duties speak of, by the key they call it by.
    units: Mapping[str, str] = field(default_factory=dict)
    #: Likewise of each roster (花名册).
    rosters: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, str]:
        """Return what whoever owes a duty is called, by the key it calls them by."""
        return {**ROLES, **{key: f"花名册“{name}”" for key, name in self.rosters.items()}, **self.units}

    def requirement(self, key: str) -> Requirement:
        """Return the duty of that key.

        Raises:
            KeyError: there is none.
        """
        for each in self.requirements:
            if each.key == key:
                return each
        raise KeyError(key)
