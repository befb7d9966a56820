from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.provisions import ParsedProvision, ProvisionKind, count, parse_policy, text_hash, walk

POLICY = """云山县干部学习办法
第一编　总则
第一章　一般规定
第一条　为了加强学习，制定本办法。
第二条　学习应当坚持下列原则：
（一）学用结合；
（二）分类指导：
1.领导干部；
2.其他干部。
前款规定适用于借调人员。
第二条之一　本条另行规定。
第二章　组织
第一节　职责
第三条　县委组织部负责组织学习。
"""


@pytest.fixture(scope="module")
def flat():
    return {provision.path: provision for provision in walk(parse_policy(POLICY).tree)}


def test_paths_are_in_reading_order_and_name_each_place(flat):
    assert list(flat) == [
        "part1",
        "part1/ch1",
        "art1",
        "art1/par1",
        "art2",
        "art2/par1",
        "art2/par1/sub1",
        "art2/par1/sub2",
        "art2/par1/sub2/item1",
        "art2/par1/sub2/item2",
        "art2/par2",
        "art2-1",
        "art2-1/par1",
        "part1/ch2",
        "part1/ch2/sec1",
        "art3",
        "art3/par1",
    ]
    assert [provision.order for provision in flat.values()] == list(range(1, 18))


@pytest.mark.parametrize(
    ("path", "parent_path"),
    [
        ("part1", ""),
        ("part1/ch1", "part1"),
        ("art1", "part1/ch1"),
        ("art3", "part1/ch2/sec1"),
        ("art2/par1/sub1", "art2/par1"),
    ],
)
def test_parents_are_those_the_document_shows(flat, path, parent_path):
    assert flat[path].parent_path == parent_path


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("part1", "第一编"),
        ("part1/ch2/sec1", "第一编第二章第一节"),
        ("art1", "第一条"),
        ("art1/par1", "第一条"),
        ("art2/par1", "第二条第一款"),
        ("art2/par1/sub2", "第二条第一款第（二）项"),
        ("art2/par1/sub2/item1", "第二条第一款第（二）项第1目"),
        ("art2/par2", "第二条第二款"),
        ("art2-1/par1", "第二条之一"),
    ],
)
def test_citation_label_is_the_customary_one(flat, path, label):
    assert flat[path].citation_label == label


def test_full_text_is_what_a_reader_sees(flat):
    assert flat["art2"].full_text == (
        "第二条 学习应当坚持下列原则：\n（一）学用结合；\n（二）分类指导：\n1.领导干部；\n2.其他干部。\n"
        "前款规定适用于借调人员。"
    )
    assert flat["art2/par2"].full_text == "前款规定适用于借调人员。"
    assert flat["part1/ch2"].full_text == "第二章 组织\n第一节 职责\n第三条 县委组织部负责组织学习。"


def test_hash_covers_all_below_and_leaves_numbers_out(flat):
    assert flat["art1"].text_hash == flat["art1/par1"].text_hash == text_hash("为了加强学习，制定本办法。")
    assert flat["art2/par1/sub2"].text_hash == text_hash("分类指导：领导干部；其他干部。")


def test_a_provision_that_moves_keeps_its_hash():
    moved = parse_policy(POLICY.replace("第二条之一", "第三条").replace("第三条　县委", "第四条　县委"))

    hashes = {provision.path: provision.text_hash for provision in walk(moved.tree)}

    assert hashes["art4"] == text_hash("县委组织部负责组织学习。")


def test_count_counts_articles_paragraphs_and_subparagraphs():
    counts = count(parse_policy(POLICY).tree)

    assert (counts.articles, counts.paragraphs, counts.subparagraphs) == (4, 5, 2)


def test_a_repeated_number_still_gets_a_path_of_its_own():
    article = ParsedProvision(ProvisionKind.ARTICLE, "第一条", 1, "", 1)

    assert [provision.path for provision in walk([article, article, article])] == ["art1", "art1~2", "art1~3"]


@given(
    st.lists(
        st.sampled_from(
            ["一、甲", "（一）乙。", "1.丙；", "（1）丁", "第一条 戊。", "第二条 己：", "正文。", "第一章 总则"]
        )
    )
)
def test_whatever_stands_in_a_document_has_one_path_and_loses_no_word(lines):
    policy = parse_policy("关于学习的规定\n" + "\n".join(lines))

    flat = list(walk(policy.tree))
    kept = "".join((policy.title, policy.preamble, *(provision.text for provision in flat), policy.closing))

    assert len({provision.path for provision in flat}) == len(flat)
    assert {provision.parent_path for provision in flat} <= {"", *(provision.path for provision in flat)}
    for word in ("甲", "乙", "丙", "丁", "戊", "己"):
        assert kept.count(word) == sum(word in line for line in lines)
