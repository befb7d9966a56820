"""Read a scheme from its YAML file; whatever is wrong is told with the line it stands on, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from learning.schemes.fields import KEY, MAX_FIGURE, Fields, Problem, SchemeError, compose
from learning.schemes.model import (
    LEVELS,
    ROLES,
    Bounds,
    ClassAppraisal,
    Filter,
    Kind,
    Measure,
    Page,
    Requirement,
    Scheme,
    Source,
    Step,
    Subject,
    SubjectKind,
    View,
    Workflow,
)
from learning.schemes.periods import Period, PeriodKind

_MONTH_DAY = re.compile(r"^(\d{2})-(\d{2})$")


def read_scheme(text: str, *, is_kept: bool = False) -> Scheme:
    """Return the scheme of a file's text.

    A text that `is_kept` was accepted by the rules of its day: what later rules find wrong with it is let pass.

    Raises:
        SchemeError: it is none; every fault is told with its line.
    """
    problems: list[Problem] = []
    root = compose(text)
    reader = Fields(root, "文件", problems)
    scheme = _scheme(reader) if isinstance(root, yaml.MappingNode) else None
    if scheme is None or (problems and not is_kept):
        raise SchemeError(problems or [Problem(1, "文件应为一组字段：scheme、requirements 等")])
    return scheme


_FILE = (
    *("scheme", "units", "rosters", "requirements", "workflows", "points", "outputs"),
    *("class_appraisal", "pages"),
)


def _scheme(reader: Fields) -> Scheme | None:
    reader.allow(*_FILE)
    head = reader.inner("scheme")
    if head is None:
        reader.refuse_here("缺少 scheme：key、name、place 等")
        return None
    head.allow("key", "name", "place", "document", "year_start", "effective_from")
    key, name, place = head.key(), head.text("name", required=True), head.text("place", required=True)
    defaults = Source(place, head.text("document"), "")
    year_start = _month_day(head, "year_start") or (1, 1)
    sources = _Sources(defaults)
    asked = list(reader.each("requirements", "要求"))
    requirements = tuple(_requirement(each, sources, year_start) for each in asked)
    units, rosters = _named(reader, "units", "单位"), _named(reader, "rosters", "花名册")
    _check_together(asked, requirements, units, rosters)
    return Scheme(
        key=key,
        name=name,
        place=place,
        document=defaults.document,
        year_start=year_start,
        effective_from=head.day("effective_from"),
        requirements=requirements,
        workflows=tuple(_workflow(each, sources) for each in reader.each("workflows", "流程")),
        points=_open_mapping(reader, "points"),
        outputs=_open_mapping(reader, "outputs"),
        class_appraisal=_class_appraisal(reader, sources),
        pages=tuple(_page(each, sources) for each in reader.each("pages", "页面")),
        units=units,
        rosters=rosters,
    )


def _named(reader: Fields, name: str, told: str) -> dict[str, str]:
    """Return the names of what an office calls its own, by the keys that duties call them by."""
    found = {}
    for each in reader.each(name, told):
        each.allow("key", "name")
        found[each.key()] = each.text("name", required=True)
    return found


@dataclass(frozen=True, slots=True)
class _Sources:
    """Reads where a rule comes from; place and document are the scheme's unless it says otherwise."""

    defaults: Source

    def read(self, reader: Fields) -> Source:
        if not reader.has("source"):
            reader.refuse("source", "没有填：每条规定都要写明出处（机构里的哪项制度）")
            return self.defaults
        node = reader.fields["source"]
        if isinstance(node, yaml.ScalarNode):
            return Source(self.defaults.place, self.defaults.document, reader.text("source"))
        inner = Fields(node, f"{reader.where}的 source ", reader.problems)
        inner.allow("place", "document", "institution")
        return Source(
            inner.text("place") or self.defaults.place,
            inner.text("document") or self.defaults.document,
            inner.text("institution", required=True),
        )


_REQUIREMENT = (
    *("key", "name", "kind", "subject", "period", "anchor", "days", "from", "until", "measure", "of", "values"),
    *("op", "value", "filter", "level", "prorate", "workdays_only", "same_as", "note", "rows", "source"),
)


def _requirement(reader: Fields, sources: _Sources, year_start: tuple[int, int]) -> Requirement:
    reader.allow(*_REQUIREMENT)
    measure = reader.one_of("measure", Measure, Measure.COUNT)
    values = reader.texts("values")
    if measure in {Measure.DISTINCT, Measure.ALL} and not reader.has("of"):
        reader.refuse("measure", f"为 {measure.value} 时要用 of 写明按什么分别")
    if measure is Measure.ALL and not values:
        reader.refuse("measure", "为 all 时要用 values 写明哪些都要有")
    bounds = Bounds(len(values)) if measure is Measure.ALL else _bounds(reader)
    return Requirement(
        key=reader.key(),
        name=reader.text("name", required=True),
        kind=reader.one_of("kind", Kind),
        period=_period(reader, year_start),
        source=sources.read(reader),
        subject=_subject(reader),
        where=_filter(reader),
        measure=measure,
        of=reader.text("of"),
        values=values,
        bounds=bounds,
        is_soft=_is_soft(reader),
        is_prorated=reader.flag("prorate", default=True),
        workdays_only=reader.flag("workdays_only", default=False),
        same_as=reader.text("same_as"),
        note=reader.text("note"),
        rows=reader.rows(),
    )


def _is_soft(reader: Fields) -> bool:
    level = reader.text("level")
    if level not in {"", "soft", "hard"}:
        reader.refuse("level", f"应为 hard 或 soft（尽量、左右），现为“{level}”")
    return level == "soft"


def _period(reader: Fields, year_start: tuple[int, int]) -> Period:
    kind = reader.one_of("period", PeriodKind)
    if kind is PeriodKind.FORTNIGHT and not reader.has("anchor"):
        reader.refuse("period", "为 fortnight 时要用 anchor 写明其中一个第一周里的日期")
    if kind is PeriodKind.CAMPAIGN and not (reader.has("from") and reader.has("until")):
        reader.refuse("period", "为 campaign 时要写明 from 和 until")
    not_before = _month_day(reader, "from", quiet=True)
    since = None if not_before else reader.day("from")
    until = reader.day("until")
    if since and until and since > until:
        reader.refuse("until", "早于 from")
    return Period(
        kind=kind,
        anchor=reader.day("anchor"),
        days=_days(reader, kind),
        since=since,
        until=until,
        not_before=not_before,
        year_start=year_start,
    )


def _days(reader: Fields, kind: PeriodKind) -> tuple[int, int] | None:
    value = reader.value("days")
    if value is None:
        return None
    whole = isinstance(value, list) and len(value) == 2 and all(type(day) is int for day in value)
    if kind is not PeriodKind.MONTH or not whole or not 1 <= value[0] <= value[1] <= 31:
        reader.refuse("days", "只用于 month，写成 [11, 20]：从几日到几日")
        return None
    return (value[0], value[1])


def _month_day(reader: Fields, name: str, *, quiet: bool = False) -> tuple[int, int] | None:
    """Read 03-01; where `quiet`, anything else may be a date and is left to whoever reads dates."""
    value = reader.value(name)
    match = _MONTH_DAY.match(str(value)) if value is not None else None
    if match is None:
        if value is not None and not quiet:
            reader.refuse(name, "应为月和日，写成 01-01")
        return None
    month, day = int(match[1]), int(match[2])
    try:
        # A year without a 29 February: a year cannot begin on a day that three of four lack.
        date(2026, month, day)
    except ValueError:
        reader.refuse(name, f"没有 {value} 这一天")
        return None
    return month, day


def _subject(reader: Fields) -> Subject:
    if not reader.has("subject"):
        return Subject()
    if isinstance(reader.fields["subject"], yaml.ScalarNode):
        return Subject(reader.one_of("subject", SubjectKind))
    inner = reader.inner("subject")
    if inner is None:
        return Subject()
    inner.allow("role", "unit", "who")
    kind = inner.one_of("who", SubjectKind, SubjectKind.ROLE if inner.has("role") else SubjectKind.UNIT)
    return Subject(kind, inner.text("role"), inner.text("unit"))


_BETWEEN = "between"
_COMPARISONS: Mapping[str, Callable[[list[int]], Bounds]] = {
    ">=": lambda figures: Bounds(least=figures[0]),
    "<=": lambda figures: Bounds(most=figures[0]),
    "=": lambda figures: Bounds(figures[0], figures[0]),
    _BETWEEN: lambda figures: Bounds(figures[0], figures[1]),
}


def _bounds(reader: Fields) -> Bounds | None:
    """Return what is enough; None where the source names no figure."""
    op, value = reader.text("op") or ">=", reader.value("value")
    if op not in _COMPARISONS:
        reader.refuse("op", f"“{op}”不认识，可以写的有 {'、'.join(_COMPARISONS)}")
        return None
    if value is None:
        return None
    figures = value if isinstance(value, list) else [value]
    wanted = 2 if op == _BETWEEN else 1
    if isinstance(value, list) is not (op == _BETWEEN) or len(figures) != wanted or not all(map(_is_figure, figures)):
        shape = "和 between 一起应写成 [最少, 最多]" if op == _BETWEEN else "应为整数；出处没有写数的填 null（未设定）"
        reader.refuse("value", shape)
        return None
    if figures[0] > figures[-1]:
        reader.refuse("value", "最少多于最多")
    return _COMPARISONS[op](figures)


def _is_figure(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_FIGURE


def _filter(reader: Fields) -> Filter:
    inner = reader.inner("filter")
    if inner is None:
        return Filter()
    level = inner.text("level_at_least")
    if level and level not in LEVELS:
        inner.refuse("level_at_least", f"“{level}”不认识，可以写的有 {'、'.join(LEVELS)}")
    special = {"level_at_least", "least_characters", "most_items", "least_characters_each"}
    for name in inner.fields.keys() - special:
        if not KEY.match(name):
            inner.refuse(name, "不是记录的字段名")
    equal = {name: inner.texts(name) for name in inner.fields if name not in special}
    figures = (inner.whole(name) for name in ("least_characters", "most_items", "least_characters_each"))
    return Filter(equal, level, *figures)


def _check_together(
    asked: Sequence[Fields], requirements: Sequence[Requirement], units: Collection[str], rosters: Collection[str]
) -> None:
    """Tell what only shows when all duties are known: keys used twice, and names of what is not there."""
    known = {each.key: each for each in requirements}
    seen: set[str] = set()
    for where, each in zip(asked, requirements, strict=True):
        if each.key in seen:
            where.refuse("key", f"“{each.key}”写了两次")
        seen.add(each.key)
        if each.subject.unit and each.subject.unit not in units:
            where.refuse("subject", f"说的单位“{each.subject.unit}”没有写在 units 里")
        if each.subject.name and each.subject.name not in {*ROLES, *rosters}:
            where.refuse("subject", f"说的角色“{each.subject.name}”不认识：用花名册定的写在 rosters 里")
        if each.same_as and (each.same_as not in known or each.same_as == each.key):
            where.refuse("same_as", f"没有另一条叫“{each.same_as}”的要求")
        elif each.same_as and known[each.same_as].same_as:
            where.refuse("same_as", "所指的要求自己也指着别的要求")


def _workflow(reader: Fields, sources: _Sources) -> Workflow:
    reader.allow("key", "name", "steps", "distinct", "source", "rows")
    steps = []
    for step in reader.each("steps", "环节"):
        step.allow("role", "label")
        steps.append(Step(step.text("role", required=True), step.text("label", required=True)))
    if not steps:
        reader.refuse("steps", "至少要有一个环节")
    return Workflow(
        key=reader.key(),
        name=reader.text("name", required=True),
        steps=tuple(steps),
        are_distinct=reader.maybe("distinct"),
        source=sources.read(reader),
        rows=reader.rows(),
    )


def _page(reader: Fields, sources: _Sources) -> Page:
    reader.allow("name", "page", "note", "source", "rows")
    return Page(
        name=reader.text("name", required=True),
        page=reader.key("page"),
        note=reader.text("note"),
        source=sources.read(reader),
        rows=reader.rows(),
    )


def _class_appraisal(file: Fields, sources: _Sources) -> ClassAppraisal | None:
    """Return how trainees are appraised; one grade alone would tell nothing apart."""
    reader = file.inner("class_appraisal")
    if reader is None:
        return None
    reader.allow("name", "views", "grades", "note", "rows")
    views, grades = list(reader.each("views", "看法")), list(reader.each("grades", "档次"))
    if not views:
        reader.refuse("views", "至少要写一看")
    if len(grades) < 2:
        reader.refuse("grades", "至少要有两档")
    for each in grades:
        each.allow("key", "label")
    _refuse_twice(views)
    _refuse_twice(grades)
    return ClassAppraisal(
        name=reader.text("name", required=True),
        views=tuple(_view(each, sources) for each in views),
        grades={each.key(): each.text("label", required=True) for each in grades},
        note=reader.text("note"),
        rows=reader.rows(),
    )


def _view(reader: Fields, sources: _Sources) -> View:
    reader.allow("key", "label", "looks_at", "after", "source")
    return View(
        key=reader.key(),
        label=reader.text("label", required=True),
        looks_at=reader.text("looks_at", required=True),
        is_after=reader.flag("after", default=False),
        source=sources.read(reader),
    )


def _refuse_twice(entries: Sequence[Fields], name: str = "key") -> None:
    """Tell each entry of a list whose key another has used."""
    seen: set[object] = set()
    for each in entries:
        key = each.value(name)
        if isinstance(key, str) and key in seen:
            each.refuse(name, f"“{key}”写了两次")
        seen.add(str(key))


_POINTS = ("classes", "deductions", "caps", "counts", "source", "rows")
_OUTPUTS = ("bulletin", "commentary", "awards", "compendium", "exports", "source", "rows")


def _open_mapping(reader: Fields, name: str) -> Mapping[str, Any]:
    """Return points or outputs as they stand; their names are checked here, their rules where they are applied."""
    inner = reader.inner(name)
    if inner is None:
        return {}
    inner.allow(*(_POINTS if name == "points" else _OUTPUTS))
    if not inner.has("source"):
        inner.refuse("source", "没有填：每条规定都要写明出处（机构里的哪项制度）")
    if name == "points":
        _check_points(inner)
    return {field: inner.value(field) for field in inner.fields}


#: Where what costs points is found: when a text is reviewed, or in a training class.
FOUND_IN = ("review", "class")


def _check_points(reader: Fields) -> None:
    """Tell what is no class with a figure and no deduction with a code and a name."""
    classes = reader.inner("classes")
    if classes:
        for name in classes.fields:
            if not _is_points(classes.value(name)):
                classes.refuse(name, _NO_POINTS)
    deductions = list(reader.each("deductions", "扣分"))
    _refuse_twice(deductions, "code")
    for each in deductions:
        each.allow("code", "name", "value", "found_in")
        each.key("code")
        each.text("name", required=True)
        found_in = each.text("found_in")
        if found_in and found_in not in FOUND_IN:
            each.refuse("found_in", f"“{found_in}”不认识，可以写的有 {'、'.join(FOUND_IN)}")
        if not _is_points(each.value("value")):
            each.refuse("value", _NO_POINTS)


_NO_POINTS = "应为不小于 0 的数；出处没有写数的填 null（未设定）"


def _is_points(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value is None
    return 0 <= value <= MAX_FIGURE
