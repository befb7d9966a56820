"""Scheme files: what they say, and every fault with its line."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from learning.schemes.fields import MAX_CHARACTERS, Problem, SchemeError
from learning.schemes.model import ROLES, Bounds, Filter, Measure, Source, Subject, SubjectKind
from learning.schemes.periods import PeriodKind
from learning.schemes.presets import PRESETS, preset_text
from learning.schemes.reading import read_scheme
from learning.schemes.words import counted, owed

HEAD = "scheme: {key: here, name: 本地制度, place: 某区}\nrequirements:\n"
SOUND = "  - {key: hour, name: 一小时, kind: session, period: day, measure: minutes, value: 60, source: 自学}\n"
VIEWS = """  views:
    - {key: attitude, label: 看态度, looks_at: 用不用心, source: 讲话}
    - {key: effect, label: 看效果, looks_at: 学到什么, after: true, source: 讲话}
"""
GRADES = "  grades: [{key: good, label: 好}, {key: poor, label: 差}]\n"


def faults(text):
    with pytest.raises(SchemeError) as refused:
        read_scheme(text)
    return [str(problem) for problem in refused.value.problems]


def requirement(text):
    """Return the one duty of a file that has the given lines in it."""
    body = "  - key: one\n    name: 一项\n" + "".join(f"    {line}\n" for line in dedent(text).strip().splitlines())
    (read,) = read_scheme(
        HEAD + body + "units: [{key: research, name: 研究室}]\nrosters: [{key: assessed, name: 考核对象}]\n"
    ).requirements
    return read


def test_a_duty_is_read_with_its_source():
    read = requirement(
        """
        kind: piece
        period: year
        filter: {published: "yes", level_at_least: 市, class: [调研, 经验材料]}
        op: between
        value: [1, 5]
        level: soft
        source: {document: 通知, institution: 信息报送}
        """
    )

    assert (read.bounds, read.is_soft, read.measure) == (Bounds(1, 5), True, Measure.COUNT)
    assert read.where == Filter({"published": ("yes",), "class": ("调研", "经验材料")}, "市")
    assert read.source == Source("某区", "通知", "信息报送")
    assert owed(read) == "每个人每年1 到 5 篇（尽量，不作硬性要求）"
    assert counted(read) == "稿件（调研或经验材料，已刊登，市级以上）"


def test_how_trainees_are_appraised_is_read_with_its_source():
    read = read_scheme(HEAD + SOUND + "class_appraisal:\n  name: 两看\n" + VIEWS + GRADES).class_appraisal

    assert (read.name, read.grades) == ("两看", {"good": "好", "poor": "差"})
    assert list(read.views_when(is_closed=False)) == ["attitude"]
    assert read.views_when(is_closed=True)["effect"].source == Source("某区", "", "讲话")
    assert read_scheme(HEAD + SOUND).class_appraisal is None


def test_null_is_unset_and_needs_no_guess():
    read = requirement("kind: event\nperiod: year\nvalue: null\nsource: 座谈")

    assert read.bounds is None
    assert owed(read) == "每个人每年：未设定"


@pytest.mark.parametrize(
    ("lines", "subject"),
    [
        ("", Subject()),
        ("subject: unit", Subject(SubjectKind.UNIT)),
        ("subject: {unit: research}", Subject(SubjectKind.UNIT, unit="research")),
        ("subject: {role: director}", Subject(SubjectKind.ROLE, "director")),
        ("subject: {role: assessed}", Subject(SubjectKind.ROLE, "assessed")),
        ("subject: {who: person, unit: research}", Subject(SubjectKind.PERSON, unit="research")),
    ],
)
def test_subjects(lines, subject):
    assert requirement(f"kind: note\nperiod: month\nvalue: 1\nsource: 笔记\n{lines}").subject == subject


def test_roles_are_called_as_the_program_calls_them():
    assert ROLES.items() <= {role.value: str(role.label) for role in Role}.items()


def test_bounds_of_time():
    middle = requirement("kind: event\nperiod: month\ndays: [11, 20]\nfrom: 03-01\nvalue: 1\nsource: 研讨")
    campaign = requirement(
        "kind: task\nperiod: campaign\nfrom: 2026-03-01\nuntil: 2026-06-30\nvalue: 12\nsource: 学习任务"
    )

    assert (middle.period.days, middle.period.not_before, middle.period.since) == ((11, 20), (3, 1), None)
    assert (campaign.period.kind, campaign.period.since) == (PeriodKind.CAMPAIGN, date(2026, 3, 1))
    assert owed(middle) == "每个人每月（11—20日，3月1日起）至少 1 次"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("perid: month", "第 9 行：要求“一项”有不认识的字段 perid，是不是 period？"),
        ("period: monthh", "第 9 行：要求“一项”的 period “monthh”不认识"),
        ("period: fortnight", "第 9 行：要求“一项”的 period 为 fortnight 时要用 anchor"),
        ("period: campaign", "第 9 行：要求“一项”的 period 为 campaign 时要写明 from 和 until"),
        ("value: 一个", "第 9 行：要求“一项”的 value 应为整数"),
        ("value: [1, 2]", "第 9 行：要求“一项”的 value 应为整数"),
        ("value: -1", "第 9 行：要求“一项”的 value 应为整数"),
        ("value: true", "第 9 行：要求“一项”的 value 应为整数"),
        ("op: '>'", "第 9 行：要求“一项”的 op “>”不认识"),
        ("days: [20, 11]", "第 9 行：要求“一项”的 days 只用于 month"),
        ("from: 13-40", "第 9 行：要求“一项”的 from 没有 13-40 这一天"),
        ("level: weich", "第 9 行：要求“一项”的 level 应为 hard 或 soft"),
        ("measure: distinct", "第 9 行：要求“一项”的 measure 为 distinct 时要用 of"),
        ("measure: all", "第 9 行：要求“一项”的 measure 为 all 时要用"),
        ("filter: {level_at_least: 乡}", "第 9 行：要求“一项”的 filter 的 level_at_least “乡”不认识"),
        ("same_as: other", "第 9 行：要求“一项”的 same_as 没有另一条叫“other”的要求"),
        ("workdays_only: ja", "第 9 行：要求“一项”的 workdays_only 应为 true 或 false"),
        ("prorate: 1", "第 9 行：要求“一项”的 prorate 应为 true 或 false"),
        ("rows: 八", "第 9 行：要求“一项”的 rows 应为行号"),
        ("kind: [note]", "第 9 行：要求“一项”的 kind 应为 1 到 200 个字的文字"),
        ("key: 大写", "第 9 行：要求“一项”的 key 应由小写字母"),
    ],
)
def test_faults_are_told_with_their_line(line, told):
    """The line in question is the ninth; what it replaces is left out before it."""
    fields = {
        "key": "key: one",
        "name": "name: 一项",
        "kind": "kind: note",
        "period": "period: month",
        "value": "value: 1",
        "source": "source: 笔记",
    }
    name = line.split(":")[0]
    kept = [text for field, text in fields.items() if field != name]
    kept += ["# 说明"] * (6 - len(kept))
    body = "".join(f"  {'- ' if not number else '  '}{text}\n" for number, text in enumerate([*kept, line]))

    found = faults(HEAD + body)

    assert any(each.startswith(told) for each in found), found


def test_a_figure_without_its_source_is_refused():
    (fault,) = faults(HEAD + SOUND.replace(", source: 自学", ""))

    assert fault.startswith("第 3 行：要求“一小时”的 source 没有填")


def test_all_faults_are_told_at_once_in_the_order_of_their_lines():
    found = faults(HEAD + SOUND.replace("day", "dayly") + SOUND.replace("hour", "other").replace("60", "sechzig"))

    assert [fault.split("：")[0] for fault in found] == ["第 3 行", "第 4 行"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "第 1 行：文件是空的"),
        ("- 一\n- 二", "文件应为一组字段"),
        ("a: [1\nb: 2", "不是有效的 YAML"),
        ("scheme: {key: a}\nscheme: {key: b}", "第 2 行：文件的 scheme 写了两次"),
        ("a: &x [*x]", "不认识的字段 a"),
        ("a: !!python/object:os.system x", "不认识的字段 a"),
        ("x" * (MAX_CHARACTERS + 1), "超过"),
        (HEAD + SOUND + SOUND, "第 4 行：要求“一小时”的 key “hour”写了两次"),
        (HEAD + SOUND[:-2] + ", subject: {unit: x}}\n", "第 3 行：要求“一小时”的 subject 说的单位“x”没有写在 units 里"),
        (
            HEAD + SOUND[:-2] + ", subject: {role: x}}\n",
            "第 3 行：要求“一小时”的 subject 说的角色“x”不认识：用花名册定的写在 rosters 里",
        ),
        (HEAD + SOUND + "points: {classes: {}}\n", "第 4 行：文件的 points 的 source 没有填"),
        (
            HEAD + SOUND + "points: {source: 积分制, classes: {调研: [1, 2]}}\n",
            "第 4 行：文件的 points 的 classes 的 调研 应为不小于 0 的数；出处没有写数的填 null（未设定）",
        ),
        (
            HEAD + SOUND + "points: {source: 积分制, deductions: [{code: late, name: 迟到, value: -1}]}\n",
            "第 4 行：扣分“迟到”的 value 应为不小于 0 的数",
        ),
        (
            HEAD + SOUND + "points: {source: 积分制, deductions: [{code: late, name: 迟到, found_in: 课堂}]}\n",
            "第 4 行：扣分“迟到”的 found_in “课堂”不认识，可以写的有 review、class",
        ),
        (
            HEAD
            + SOUND
            + "points: {source: 积分制, deductions: [{code: late, name: 迟到}, {code: late, name: 晚到}]}\n",
            "第 4 行：扣分“晚到”的 code “late”写了两次",
        ),
        (
            HEAD + SOUND + "class_appraisal:\n  name: 三看\n" + GRADES,
            "第 5 行：文件的 class_appraisal 的 views 至少要写一看",
        ),
        (
            HEAD + SOUND + "class_appraisal:\n  name: 三看\n" + VIEWS + "  grades: [{key: good, label: 好}]\n",
            "第 9 行：文件的 class_appraisal 的 grades 至少要有两档",
        ),
        (
            HEAD + SOUND + "class_appraisal:\n  name: 三看\n" + GRADES + VIEWS.replace(", source: 讲话", ""),
            "第 8 行：看法“attitude”的 source 没有填",
        ),
        (
            HEAD + SOUND + "class_appraisal:\n  name: 三看\n" + GRADES + VIEWS.replace("effect,", "attitude,"),
            "第 9 行：看法“attitude”的 key “attitude”写了两次",
        ),
        (
            HEAD + SOUND + "class_appraisal:\n  name: 三看\n" + VIEWS + GRADES.replace("poor", "good"),
            "第 9 行：档次“good”的 key “good”写了两次",
        ),
        (
            HEAD + SOUND + "class_appraisal:\n  name: 三看\n" + GRADES + VIEWS.replace("after", "afer"),
            "第 9 行：看法“effect”有不认识的字段 afer，是不是 after？",
        ),
    ],
    ids=[
        "empty",
        "a list",
        "no YAML",
        "twice",
        "loop",
        "an object",
        "too long",
        "key twice",
        "unknown unit",
        "unknown role",
        "points unsourced",
        "points no figure",
        "deduction below nothing",
        "deduction found nowhere",
        "deduction twice",
        "appraisal without views",
        "appraisal of one grade",
        "view unsourced",
        "view twice",
        "grade twice",
        "view misspelt",
    ],
)
def test_files_that_are_no_scheme(text, told):
    assert any(told in fault for fault in faults(text)), faults(text)


@given(st.text(max_size=200) | st.text(alphabet="scheme: {}[]-\n\t&*!key", max_size=80))
def test_whatever_is_typed_is_read_or_refused(text):
    problems: tuple[Problem, ...] = ()
    try:
        read_scheme(text)
    except SchemeError as error:
        problems = error.problems

    assert all(problem.line >= 1 and problem.message for problem in problems)


@pytest.mark.parametrize("key", PRESETS)
def test_presets_are_sound_and_name_the_source_of_each_rule(key):
    scheme = read_scheme(preset_text(key))

    assert scheme.key == key
    assert all(view.source.institution for view in (scheme.class_appraisal.views if scheme.class_appraisal else ()))
    for rule in (*scheme.requirements, *scheme.workflows, *scheme.pages):
        assert rule.source.institution
        assert rule.rows
    assert all(owed(each) and counted(each) for each in scheme.requirements)


def test_no_preset_names_points_that_no_source_names():
    for key in PRESETS:
        points = read_scheme(preset_text(key)).points
        assert set(points.get("classes", {}).values()) <= {None}
        assert {deduction["value"] for deduction in points.get("deductions", ())} <= {None}


def test_every_institution_is_in_a_preset():
    named = set()
    for key in PRESETS:
        scheme = read_scheme(preset_text(key))
        for rule in (*scheme.requirements, *scheme.workflows, *scheme.pages):
            named.update(rule.rows)
        named.update(scheme.class_appraisal.rows if scheme.class_appraisal else ())
        for more in (scheme.points, scheme.outputs):
            named.update(more.get("rows", ()))

    assert named == set(range(1, 84))
