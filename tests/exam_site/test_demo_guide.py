from __future__ import annotations

import re
from unicodedata import east_asian_width

from exam_site.demo.cast import PASSWORD, PLAYED_BY_VISITORS
from exam_site.demo.guide import guide
from exam_site.demo.samples import sample_folder
from exam_site.demo.sources import load_notes, load_office

ADDRESS = "http://127.0.0.1:8123"
WALK = re.compile(r"^  (\d)\.  (\S+) +(YL\d{3})  (\S+) +(?=\S)")


def width(text):
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def walk():
    return [match for line in guide(ADDRESS).splitlines() if (match := WALK.match(line))]


def test_says_where_and_how_to_sign_in():
    lines = guide(ADDRESS).splitlines()

    assert lines[1:5] == [
        "季季考演示：中共云澜县委组织部",
        f"  网址  {ADDRESS}",
        f"  密码  {PASSWORD}（人人相同）",
        f"  样例  {sample_folder()}（可以上传的政策文件、试题、人员名单）",
    ]
    assert lines[17].split() == [
        "curl",
        "-u",
        "标识:密钥",
        "-H",
        "X-Experience-API-Version:2.0.0",
        f"{ADDRESS}/xapi/statements",
    ]


def test_walks_the_steps_in_order_with_everybody_a_visitor_can_be():
    names = {cadre.staff_number: cadre.name for cadre in load_office().cadres}

    steps = [int(match[1]) for match in walk()]

    assert steps == [1, 1, 2, 3, 4, 5, 6, 7, 7]
    assert {match[3] for match in walk()} == PLAYED_BY_VISITORS
    assert [match[4] for match in walk()] == [names[match[3]] for match in walk()]


def test_columns_stand_under_one_another():
    assert {width(match[0]) for match in walk()} == {31}


def test_names_the_people_it_speaks_of():
    text = guide(ADDRESS)
    names = {cadre.staff_number: cadre.name for cadre in load_office().cadres}
    (waiting,) = (note for note in load_notes() if not note.verdict and not note.is_draft)

    assert f"审核{names[waiting.cadre]}的读书笔记" in text
    assert f"审核{walk()[0][4]}提交的试题" in text
    assert f"{names[load_office().absentee]}（{load_office().absentee}）还没有密码" in text
