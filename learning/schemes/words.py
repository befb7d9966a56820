"""A scheme in plain Chinese: what is owed, by whom, how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from learning.schemes.model import Bounds, Filter, Kind, Measure, Requirement, Subject, SubjectKind
from learning.schemes.periods import Period, PeriodKind
from learning.schemes.status import State, Status

KINDS = {
    Kind.SESSION: "学习时段",
    Kind.NOTE: "笔记",
    Kind.EVENT: "集中活动",
    Kind.PIECE: "稿件",
    Kind.PAIRING: "结对联系",
    Kind.TALK: "谈话走访",
    Kind.EXAM: "考试",
    Kind.IDEA: "点子项目",
    Kind.TASK: "工作任务",
}
_COUNTED = {
    Kind.SESSION: "次",
    Kind.NOTE: "篇",
    Kind.EVENT: "次",
    Kind.PIECE: "篇",
    Kind.PAIRING: "个",
    Kind.TALK: "次",
    Kind.EXAM: "次",
    Kind.IDEA: "条",
    Kind.TASK: "项",
}
PERIODS = {
    PeriodKind.DAY: "每天",
    PeriodKind.WEEK: "每周",
    PeriodKind.FORTNIGHT: "每两周",
    PeriodKind.MONTH: "每月",
    PeriodKind.TWO_MONTHS: "每两个月",
    PeriodKind.QUARTER: "每季度",
    PeriodKind.HALF_YEAR: "每半年",
    PeriodKind.YEAR: "每年",
    PeriodKind.CAMPAIGN: "活动期间",
    PeriodKind.CLASS: "每期培训班",
    PeriodKind.ROTA: "在一轮里",
}
_SUBJECTS = {
    SubjectKind.PERSON: "每个人",
    SubjectKind.UNIT: "每个单位",
    SubjectKind.ROLE: "每个{name}",
    SubjectKind.NEWCOMER: "每个新同志",
}
UNSET = "未设定"
STATES = {
    State.MET: "已完成",
    State.DUE: "待完成",
    State.LATE: "逾期",
    State.EXEMPT: "免除",
    State.UNSET: UNSET,
}


def owed(requirement: Requirement, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a duty in a sentence: who, how often, how much; 未设定 where the source names no figure.

    `names` are those of the scheme (`Scheme.names`).
    """
    parts = [_subject(requirement.subject, names), _period(requirement), _amount(requirement)]
    soft = "（尽量，不作硬性要求）" if requirement.is_soft else ""
    return "".join(parts) + soft


def still_owed(status: Status) -> str:
    """Return what is missing of a duty as a phrase: 还差 20 分钟；待审核 1 篇."""
    requirement, bounds = status.requirement, status.bounds
    if bounds is None or bounds.least is None:
        return ""
    unit = _unit(requirement)
    missing = bounds.least - status.value
    told = [f"还差 {missing} {unit}"] if missing > 0 else []
    if status.waiting:
        told.append(f"其中 {status.waiting} {unit}待审核" if told else f"{status.waiting} {unit}待审核")
    return "，".join(told)


def counted(requirement: Requirement) -> str:
    """Return which records count, as a phrase: 稿件（市级以上）."""
    return KINDS[requirement.kind] + _where(requirement.where)


_ISSUED = {"bulletin": "通报", "commentary": "讲评", "compendium": "文集"}


def outputs_told(outputs: Mapping[str, Any]) -> list[str]:
    """Return what a scheme issues, awards and exports to, a phrase each: 通报：每月."""
    return list(_outputs(outputs))


def _outputs(outputs: Mapping[str, Any]) -> Iterator[str]:
    for name, called in _ISSUED.items():
        if name in outputs:
            yield f"{called}：{_period_of(outputs[name])}"
    if "awards" in outputs:
        names = outputs["awards"].get("names") if isinstance(outputs["awards"], Mapping) else None
        told = f"（{'、'.join(map(str, names))}）" if names else ""
        yield f"评奖：{_period_of(outputs['awards'])}{told}"
    if outputs.get("exports"):
        yield f"导出给：{'、'.join(map(str, outputs['exports']))}"


def _period_of(output: object) -> str:
    period = output.get("period") if isinstance(output, Mapping) else None
    return PERIODS[PeriodKind(period)] if period in set(PeriodKind) else UNSET


def _subject(subject: Subject, names: Mapping[str, str]) -> str:
    unit, role = (names.get(key, key) for key in (subject.unit, subject.name))
    if subject.kind is SubjectKind.UNIT and unit:
        return unit
    return _SUBJECTS[subject.kind].format(name=role) + (f"（{unit}）" if unit else "")


def _period(requirement: Requirement) -> str:
    period = requirement.period
    if period.kind is PeriodKind.DAY and requirement.workdays_only:
        return "每个工作日"
    return PERIODS[period.kind] + _bounds_of(period)


def _bounds_of(period: Period) -> str:
    told = []
    if period.days:
        told.append(f"{period.days[0]}—{period.days[1]}日")
    if period.not_before:
        told.append(f"{period.not_before[0]}月{period.not_before[1]}日起")
    if period.since:
        told.append(f"{period.since:%Y-%m-%d}起")
    if period.until:
        told.append(f"到{period.until:%Y-%m-%d}")
    return f"（{'，'.join(told)}）" if told else ""


def _amount(requirement: Requirement) -> str:
    if requirement.bounds is None:
        return f"：{UNSET}"
    if requirement.measure is Measure.ALL:
        return f"{'、'.join(requirement.values)}都要有"
    return _figure(requirement.bounds, _unit(requirement))


def _unit(requirement: Requirement) -> str:
    return {
        Measure.MINUTES: "分钟",
        Measure.CHARACTERS: "字",
        Measure.DISTINCT: "种",
        Measure.ALL: "种",
    }.get(requirement.measure, _COUNTED[requirement.kind])


def _figure(bounds: Bounds, unit: str) -> str:
    if bounds.least is None:
        return f"不超过 {bounds.most} {unit}"
    if bounds.most is None:
        return f"至少 {bounds.least} {unit}"
    if bounds.least == bounds.most:
        return f"正好 {bounds.least} {unit}"
    return f"{bounds.least} 到 {bounds.most} {unit}"


def _where(where: Filter) -> str:
    told = ["或".join(values) for name, values in sorted(where.equal.items()) if name not in _SAID]
    told += filter(None, [_SAID[name] for name in sorted(where.equal.keys() & _SAID.keys())])
    if where.level_at_least:
        told.append(f"{where.level_at_least}级以上")
    if where.most_items:
        told.append(f"不超过 {where.most_items} 项")
    if where.least_characters:
        told.append(f"不少于 {where.least_characters} 字")
    if where.least_characters_each:
        told.append(f"每项不少于 {where.least_characters_each} 字")
    return f"（{'，'.join(told)}）" if told else ""


#: What a filter's yes means in words; nothing where the duty's own name says it.
_SAID = {"published": "已刊登", "inspected": "经检查", "exam_kind": ""}
