from __future__ import annotations

from datetime import date

from accounts.rosters import parse_roster
from exam_site.demo.samples import SAMPLES
from exam_site.demo.sources import policy_text
from question_bank.provisions import ProvisionCounts, count, parse_policy, read_source, walk
from question_bank.provisions.alignment import align
from question_bank.references import only_reference, resolve_path
from question_bank.sheets import read_sheet

POLICY, SHEET, AMENDED, ROSTER = (make() for make in SAMPLES.values())


def test_policy_is_read_whole_with_one_heading_to_put_right():
    policy = parse_policy(read_source(POLICY))

    assert (policy.title, policy.problems) == ("组工讲堂管理规定（试行）", ())
    assert count(policy.tree) == ProvisionCounts(articles=10, paragraphs=12, subparagraphs=8)
    assert [chapter.text for chapter in policy.tree] == ["总则", "讲课按排", "点评和运用", "附则"]


def test_sheet_has_rows_of_every_status():
    report = read_sheet(SHEET)

    assert [(question.status, question.problems) for question in report.questions] == [
        ("ok", ()),
        ("faulty", ("没有答案",)),
        ("doubtful", ("题干括号里的“C”与答案“B”不一致",)),
        ("ok", ()),
        ("faulty", ("答案 E 不在选项之中",)),
        ("ok", ()),
        ("ok", ()),
        ("ok", ()),
    ]


def test_sheet_cites_the_policy_but_once():
    """The last question is left for the visitor to rest on a provision."""
    paths = {one.path for one in walk(parse_policy(read_source(POLICY)).tree)}
    *cited, uncited = (question.citation for question in read_sheet(SHEET).questions)

    assert [only_reference(citation).title for citation in cited] == ["组工讲堂管理规定（试行）"] * 7
    assert all(resolve_path(only_reference(citation).path, paths) for citation in cited)
    assert uncited == ""


def test_roster_has_two_new_people_a_move_and_a_fault():
    rows = parse_roster(ROSTER).rows

    assert [(row.username, row.newcomer, row.problems) for row in rows] == [
        ("YL041", True, ()),
        ("YL042", True, ()),
        ("YL009", False, ()),
        ("YL043", True, ("缺少姓名",)),
    ]


def test_amended_policy_has_an_amendment_of_every_kind():
    old, new = parse_policy(policy_text()), parse_policy(read_source(AMENDED))

    counts = align(old.tree, new.tree).counts
    assert (new.problems, new.effective) == ((), date(2026, 10, 1))
    assert (counts.same, counts.renumbered, counts.changed) == (44, 28, 7)
    assert (counts.split, counts.new, counts.deleted) == (1, 2, 1)
