"""Every address of the site, and how a house fills in what it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from tests.factories.world import COLLEAGUE, ROLES, House, Stage

WRITTEN = Path(__file__).resolve().parent.parent / "docs" / "access.md"
ANONYMOUS, FOREIGN = "anonymous", "foreign office"
COLUMNS = (ANONYMOUS, *ROLES, FOREIGN)
#: What Django's administration is called; it has a table of its own.
ADMINISTRATION = "admin:"

#: The exam that an address speaks of, where it is not the open one.
_STAGES = {
    "certificates:exam_issue": Stage.PUBLISHED,
    "certificates:exam_pdf": Stage.PUBLISHED,
    "quizzes:exam_delete": Stage.DRAFT,
    "quizzes:exam_edit": Stage.DRAFT,
    "quizzes:schedule": Stage.DRAFT,
    "quizzes:withdraw": Stage.SCHEDULED,
    "quizzes:publish": Stage.CLOSED,
    "quizzes:candidate": Stage.PUBLISHED,
    "quizzes:candidate_decide": Stage.PUBLISHED,
    "quizzes:candidate_grant": Stage.PUBLISHED,
    "quizzes:candidate_result": Stage.PUBLISHED,
    "quizzes:archive": Stage.PUBLISHED,
    "quizzes:archive_file": Stage.PUBLISHED,
    "quizzes:resit": Stage.PUBLISHED,
    "quizzes:remark": Stage.PUBLISHED,
    "quizzes:practise": Stage.PUBLISHED,
    "quizzes_api:own_result": Stage.PUBLISHED,
    "quizzes_api:office_candidate": Stage.PUBLISHED,
}
#: Addresses whose exam is one's own by being a candidate.
_OWN_EXAM = {"quizzes:start", "quizzes:sealed", "quizzes_api:attempts", "quizzes_api:own_result"}
#: What belongs to one person each.
_OWNED = {
    "attempt",
    "candidate",
    "certificate",
    "person",
    "piece",
    "record",
    "task",
    "pairing",
    "shared",
    "talk",
    "panel",
    "trainee",
    "critique",
    "juror",
    "claim",
    "recommendation",
}

#: Where a house has what an address names: by its owner, or by the exam's stage.
_FINDERS: dict[str, Callable[[House, str, Stage], object]] = {
    "exam": lambda house, _owner, stage: house.exams[stage].exam.uuid,
    "slot": lambda house, _owner, stage: house.exams[stage].paper.slots.get(type="short_answer").pk,
    "paper": lambda house, _owner, stage: house.exams[stage].paper.uuid,
    "blueprint": lambda house, _owner, stage: house.exams[stage].blueprint.uuid,
    "attempt": lambda house, owner, _stage: house.exams[Stage.OPEN].attempts[owner].uuid,
    "candidate": lambda house, owner, _stage: house.exams[Stage.PUBLISHED].candidates[owner].uuid,
    "certificate": lambda house, owner, _stage: house.certificates[owner].uuid,
    "person": lambda house, owner, _stage: house.people[owner].uuid,
    "trainee": lambda house, owner, _stage: house.trainees[owner].uuid,
    "juror": lambda house, owner, _stage: house.jurors[owner].uuid,
    "critique": lambda house, owner, _stage: house.critiques[owner].uuid,
    "task": lambda house, owner, _stage: house.records["task"][owner].uuid,
    "pairing": lambda house, owner, _stage: house.records["pairing"][owner].uuid,
    "talk": lambda house, owner, _stage: house.records["talk"][owner].uuid,
    "panel": lambda house, owner, _stage: house.panels[owner].uuid,
    "claim": lambda house, owner, _stage: house.claims[owner].uuid,
    "recommendation": lambda house, owner, _stage: house.recommendations[owner].uuid,
    "shared": lambda house, owner, _stage: house.records["shared"][owner].uuid,
    "piece": lambda house, owner, _stage: house.pieces[owner].uuid,
}


@dataclass(frozen=True)
class Address:
    """A named URL pattern with the names of what it names."""

    name: str
    parameters: tuple[str, ...]

    @property
    def is_owned(self) -> bool:
        """Whether it names something that belongs to one person."""
        return bool(_OWNED.intersection(self.parameters)) or self.name in _OWN_EXAM

    @property
    def is_overseen(self) -> bool:
        """Whether it names something that those over a unit may see."""
        return bool({"person", "piece", "record", "claim"}.intersection(self.parameters))

    @property
    def is_for_clients(self) -> bool:
        """Whether programs with a key of the record store use it."""
        return self.name.startswith("lrs:")

    def url(self, house: House, owner: str) -> str:
        """Return where a house has this, with what is personal belonging to the owner."""
        return reverse(self.name, kwargs=self.values(house, owner))

    def values(self, house: House, owner: str) -> dict[str, object]:
        """Return what to fill in there."""
        return {parameter: self._value(house, owner, parameter) for parameter in self.parameters}

    def _value(self, house: House, owner: str, parameter: str) -> object:
        if parameter == "exam" and self.name in _OWN_EXAM and owner == COLLEAGUE:
            assert house.colleagues_exam is not None
            return house.colleagues_exam.uuid
        if parameter in _FINDERS:
            return _FINDERS[parameter](house, owner, _STAGES.get(self.name, Stage.OPEN))
        if parameter == "record":
            return (house.drafts if self.name in {"learning:record_edit", "learning:draft"} else house.notes)[
                owner
            ].uuid
        return house.things[parameter]


def addresses() -> list[Address]:
    """Return all of ours, in the order of the URL configuration."""
    return [address for address in _walk(get_resolver(), "", {}) if not address.name.startswith(ADMINISTRATION)]


def administration_addresses() -> list[Address]:
    """Return the named addresses of Django's administration; one without a name leads on to one that has one."""
    walked = [address for address in _walk(get_resolver(), "", {}) if address.name.startswith(ADMINISTRATION)]
    return [address for address in walked if address.name != f"{ADMINISTRATION}None"]


def _walk(resolver: URLResolver, namespace: str, outer: Mapping[str, object]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        groups = pattern.pattern.regex.groupindex if isinstance(pattern.pattern, RegexPattern) else {}
        converters = {**outer, **pattern.pattern.converters, **groups}
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, converters)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", tuple(converters))


def written_rows() -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """Yield each line of the tables in `docs/access.md` as (name, methods), cells by column."""
    for (name, methods), cells in _written():
        if not name.startswith(ADMINISTRATION):
            yield (name, methods), dict(zip(COLUMNS, cells, strict=True))


def administration_rows() -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield each line of the administration's table as (name, methods), cells."""
    for row, cells in _written():
        if row[0].startswith(ADMINISTRATION):
            yield row, cells


def _written() -> Iterator[tuple[tuple[str, str], list[str]]]:
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            name, methods, *cells = (cell.strip().strip("`") for cell in line.strip("|").split("|"))
            yield (name, methods), cells
