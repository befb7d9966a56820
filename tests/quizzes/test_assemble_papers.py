from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from quizzes.models import Blueprint, Paper
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank
from tests.factories.quizzes import make_drawable_bank

pytestmark = pytest.mark.django_db

PLAN = """
title: 试组一套
sections:
  - {title: 单选题, type: single_choice, count: 2, marks: 1.5}
  - {title: 判断题, type: 判断, count: 1, marks: 2}
"""


@pytest.fixture
def office():
    office = make_office("yunling")
    make_user(office, Role.ORGANIZER, username="YL900")
    return office


@pytest.fixture
def bank(office):
    return make_drawable_bank(office, each=6)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "blueprint.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def assemble(*arguments, **options):
    output = StringIO()
    call_command("assemble_papers", *map(str, arguments), stdout=output, **options)
    return output.getvalue()


def assemble_json(*arguments, **options):
    return json.loads(assemble(*arguments, json=True, **options))


def test_json_names_each_form(bank, plan):
    report = assemble_json(plan, forms=2, seed="7")

    papers = Paper.objects.order_by("form")
    assert report == {
        "title": "试组一套",
        "seed": "7",
        "papers": [
            {"uuid": str(paper.uuid), "form": paper.form, "digest": paper.digest, "total": 5, "questions": 3}
            for paper in papers
        ],
    }
    assert [paper.form for paper in papers] == ["A", "B"]
    assert {paper.assembled_by.username for paper in papers} == {"YL900"}


def test_same_seed_gives_the_same_paper_and_another_seed_another(bank, plan):
    first, same, other = (assemble_json(plan, seed=seed)["papers"][0]["digest"] for seed in ("7", "7", "8"))

    assert first == same
    assert first != other


def test_without_a_seed_the_one_taken_is_told(bank, plan):
    report = assemble_json(plan)

    again = assemble_json(plan, seed=report["seed"])

    assert again["papers"][0]["digest"] == report["papers"][0]["digest"]


def test_text_says_the_same(bank, plan):
    lines = assemble(plan, seed="7").splitlines()

    paper = Paper.objects.get()
    assert lines == [
        "试组一套，种子 7",
        f"A 卷：3 题，5 分，编号 {paper.uuid}，摘要 {paper.digest[:12]}",
    ]


def test_a_blueprint_of_that_title_is_brought_up_to_date(bank, plan):
    assemble(plan)
    plan.write_text(PLAN.replace("count: 2", "count: 3"), encoding="utf-8")

    assemble(plan)

    blueprint = Blueprint.objects.get()
    assert [section["count"] for section in blueprint.sections] == [3, 1]
    assert sorted(paper.question_count for paper in blueprint.papers.all()) == [3, 4]


def test_bank_office_and_person_can_be_named(bank, plan, office):
    other = make_drawable_bank(make_office("qixia"))
    make_user(other.office, username="QX001")

    assemble(plan, office="qixia", bank=other.name, by="qx001")

    paper = Paper.objects.get()
    assert (paper.office, paper.blueprint.bank, paper.assembled_by.username) == (other.office, other, "QX001")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: [", "不是有效的 YAML"),
        ("sections: []", "组卷方案的标题（title）"),
        (PLAN.replace("count: 2", "count: 两"), "第 1 大题“单选题”的题数（count）"),
        (PLAN.replace("count: 2", "count: 60"), "“单选题”需要 60 题，题库中可用的只有 6 题"),
    ],
)
def test_a_plan_that_cannot_be_used_is_refused(bank, plan, text, message):
    plan.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        assemble(plan)

    assert message in str(refused.value)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"office": "nowhere"}, "没有代号为 nowhere 的机关。"),
        ({"bank": "没有的题库"}, "云岭县委组织部 没有名为“没有的题库”的题库。"),
        ({"by": "YL777"}, "云岭县委组织部 没有工号为 YL777 的在用账号。"),
        ({"forms": 27}, "一次可以组 1 到 26 套卷，现为 27 套。"),
    ],
)
def test_what_is_not_there_is_named(bank, plan, options, message):
    with pytest.raises(CommandError) as refused:
        assemble(plan, **options)

    assert str(refused.value) == message


def test_a_missing_file_is_named(bank, tmp_path):
    path = tmp_path / "none.yaml"

    with pytest.raises(CommandError, match=f"读不到文件 {path}"):
        assemble(path)


def test_one_of_several_banks_must_be_named(bank, plan):
    make_bank(bank.office)

    with pytest.raises(CommandError, match="有多个题库，请用 --bank 写明名称。"):
        assemble(plan)
