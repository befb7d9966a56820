"""Read what appraisals outside this site ask for: each cadre's year in figures, and each unit's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, User
from accounts.selectors import people_with_places, unit_paths
from accounts.spreadsheets import CellValue
from appraisal.enums import Field, UnitPoints
from appraisal.models import AppraisalExport, LedgerEntry
from appraisal.selectors.points import people_listed
from learning.schemes.status import State
from learning.selectors import requirement_statuses, schemes_in_force
from learning.selectors.schemes import year_of
from quizzes.enums import ExamKind
from quizzes.models import Exam
from quizzes.selectors import RELEASED, counting_results

#: For whom the channels that presets name ask; another channel is given both tables.
_OF_PEOPLE, _OF_UNITS = ("年终干部考核",), ("绩效考核", "党委（党组）述职评议")
_STATES = (State.MET, State.LATE, State.DUE, State.EXEMPT)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[CellValue]]


@dataclass(slots=True)
class _Year:
    """Somebody's year in figures: states of duties, points by field in hundredths, results as (share, pass)."""

    duties: Counter[State] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    results: list[tuple[Fraction, bool]] = field(default_factory=list)


def channels(office: Office, on: date) -> list[str]:
    """Return the appraisals that the schemes in force export to; a plain one where they name none."""
    found: list[str] = []
    for version in schemes_in_force(office, on):
        asked = version.scheme.outputs.get("exports")
        found += [str(each) for each in asked or () if str(each) not in found]
    return found or [_("年度考核")]


def exports_made(office: Office) -> QuerySet[AppraisalExport]:
    """Return who exported what, the newest first."""
    return AppraisalExport.objects.filter(office=office).select_related("by")


def carried_to_person(choice: UnitPoints, share: int | None, unit_total: int, people: int) -> int | None:
    """Return what of a unit's points one of its people is given, hundredths; None where nobody has set it.

    No source says how a unit's points reach a person: it is the organizer's choice, written on the export.
    """
    match choice:
        case UnitPoints.NONE:
            return 0
        case UnitPoints.MEAN:
            return round(Fraction(unit_total, people)) if people else 0
        case UnitPoints.SHARE:
            return round(Fraction(unit_total * (share or 0), 100))
        case _:
            return None


def tables(*, channel: str, year: int, choice: UnitPoints, share: int | None, reader: User, today: date) -> list[Table]:
    """Return the tables a channel asks for, by unit and staff number: people's, units', or both.

    What is confidential has no column: duties are told by their states, points by their sums.
    """
    office = reader.office
    keys = people_listed(reader, year)
    annotated = people_with_places(User.objects.filter(pk__in=keys)).in_bulk()
    people = [annotated[key] for key in keys]
    years, own_duties = _years(office, year, today)
    above = _units_above(office)
    totals: Counter[int | None] = Counter()
    counted: Counter[int | None] = Counter()
    for person in people:
        for unit in above.get(_unit_of(person), ()):
            totals[unit] += sum(years[person.pk].points.values()) if person.pk in years else 0
            counted[unit] += 1
    found = []
    if channel not in _OF_UNITS:
        carried = {unit: carried_to_person(choice, share, totals[unit], counted[unit]) for unit in above}
        found.append(_people_table(office, people, years, carried))
    if channel not in _OF_PEOPLE:
        found.append(_units_table(office, people, years, own_duties, above))
    return found


def _years(office: Office, year: int, today: date) -> tuple[dict[int, _Year], dict[int, Counter[State]]]:
    """Return everybody's year by their key, and how units stand by their own duties, in few queries."""
    years: dict[int, _Year] = {}
    units: dict[int, Counter[State]] = {}
    last = date(year, 12, 31)
    for version in schemes_in_force(office, min(today, last)):
        within = year_of(version.scheme, last)
        for each in requirement_statuses(office, version.key, on=today, within=within):
            if isinstance(each.subject, User):
                years.setdefault(each.subject.pk, _Year()).duties[each.status.state] += 1
            else:
                units.setdefault(each.subject.pk, Counter())[each.status.state] += 1
    lines = LedgerEntry.objects.filter(office=office, occurred_on__year=year).order_by()
    for person, side, points in lines.values_list("person", "rule_version__rule__field").annotate(Sum("points")):
        years.setdefault(person, _Year()).points[side] += points
    held = Exam.objects.filter(
        office=office,
        state__in=RELEASED,
        kind__in=[ExamKind.QUARTERLY_TEST, ExamKind.CLASS_EXAM],
        opens_at__year=year,
    )
    for exam in held:
        for result in counting_results(exam).values():
            if result.is_complete and result.maximum:
                ratio = Fraction(result.total, result.maximum)
                own = years.setdefault(result.attempt.candidate.user_id, _Year())
                own.results.append((ratio, bool(result.is_pass)))
    return years, units


def _unit_of(person: User) -> int | None:
    unit: int | None = person.unit_at_last  # type: ignore[attr-defined]  # annotated by people_with_places
    return unit


def _units_above(office: Office) -> Mapping[int | None, Sequence[int]]:
    """Return of each unit the unit itself and those above it, by key."""
    return {unit.pk: list(unit.tree_path) for unit in Unit.objects.filter(office=office).with_tree_fields()}


def _figures(years: Iterable[_Year]) -> list[CellValue]:
    """Return duties by state, points by field and together, results: how many, how many passed, mean share."""
    duties: Counter[State] = Counter()
    points: Counter[str] = Counter()
    results: list[tuple[Fraction, bool]] = []
    for each in years:
        duties += each.duties
        points.update(each.points)
        results += each.results
    mean = sum((ratio for ratio, _passed in results), Fraction(0)) / len(results) if results else None
    return [
        *(duties[state] for state in _STATES),
        *(points[side] / 100 for side in Field.values),
        sum(points.values()) / 100,
        len(results),
        sum(passed for _ratio, passed in results),
        "" if mean is None else round(float(mean * 100), 1),
    ]


def _figure_names() -> list[str]:
    return [
        _("要求已完成"),
        _("要求逾期"),
        _("要求待完成"),
        _("要求免除"),
        *(str(side.label) for side in Field),
        _("积分合计"),
        _("考试场次"),
        _("及格场次"),
        _("平均得分率（%）"),
    ]


def _people_table(
    office: Office, people: Sequence[User], years: Mapping[int, _Year], carried: Mapping[int | None, int | None]
) -> Table:
    paths = unit_paths(office)
    rows: list[list[CellValue]] = []
    for person in people:
        unit = _unit_of(person)
        given = carried.get(unit)
        rows.append(
            [
                person.username,
                person.name,
                ("/".join(paths[unit]) or office.name) if unit else "",
                *_figures([years.get(person.pk, _Year())]),
                _("未设定") if given is None else given / 100,
            ]
        )
    header = [_("工号"), _("姓名"), _("单位"), *_figure_names(), _("单位积分计入个人")]
    return Table(_("干部"), header, rows)


def _units_table(
    office: Office,
    people: Sequence[User],
    years: Mapping[int, _Year],
    own_duties: Mapping[int, Counter[State]],
    above: Mapping[int | None, Sequence[int]],
) -> Table:
    members: dict[int, list[_Year]] = {}
    for person in people:
        for unit in above.get(_unit_of(person), ()):
            members.setdefault(unit, []).append(years.get(person.pk, _Year()))
    rows: list[list[CellValue]] = [
        [
            "/".join(path) or office.name,
            len(members.get(unit, ())),
            *(own_duties.get(unit, Counter())[state] for state in (State.MET, State.LATE)),
            *_figures(members.get(unit, ())),
        ]
        for unit, path in unit_paths(office).items()
    ]
    header = [_("单位（含下属）"), _("人数"), _("单位要求已完成"), _("单位要求逾期"), *_figure_names()]
    return Table(_("单位"), header, rows)
