from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path

import pytest

from question_bank.provisions import parse_policy, read_source
from question_bank.provisions.alignment import align

_POLICIES = Path(__file__).resolve().parents[4] / "../shared/data/policy"

ATTENDANCE = "考试由县委组织部统一组织，各单位应当组织干部参加，不得无故缺席。"
MARKS = "考试成绩由县委组织部在七日以内公布，并且记入干部的学习档案。"
RESIT = "考试不合格的，可以在一个月以内补考一次，补考由县委组织部安排。"
NOTES = "每名干部每季度撰写读书笔记不少于一篇，由所在单位负责人审核。"
AWARDS = "对成绩优秀的干部，由县委组织部通报表扬，并在评先评优时优先考虑。"


def tree(*articles):
    numbers = "一二三四五六七八九十"
    return parse_policy(
        "\n".join(f"第{number}条　{text}" for number, text in zip(numbers, articles, strict=False))
    ).tree


def units(old, new):
    return [(pair.relation.value, pair.old, pair.new) for pair in align(old, new).units]


def parts(old, new, unit):
    pairs = align(old, new).pairs
    return [
        (pair.relation.value, pair.old, pair.new)
        for pair in pairs
        if unit in f"{pair.old} {pair.new}" and not pair.is_unit
    ]


def test_what_stays_is_the_same_and_what_only_moves_on_is_renumbered():
    assert units(tree(ATTENDANCE, MARKS), tree(ATTENDANCE, NOTES, MARKS)) == [
        ("same", "art1", "art1"),
        ("new", None, "art2"),
        ("renumbered", "art2", "art3"),
    ]


def test_typography_is_no_change_but_punctuation_is_one_that_keeps_the_words():
    old = tree("情形如下:\n（一）缺考的；\n（二）作弊的。", "满60分为合格。")
    new = tree("情形如下：\n（一）缺考的；\n（二）作弊的。", "满６０分为 合格。")

    pairs = [(pair.relation.value, pair.keeps_words) for pair in align(old, new).units]

    assert pairs == [("changed", True), ("same", True)]
    assert align(old, new).counts.punctuation == 1


def test_a_change_is_told_at_the_smallest_provision():
    old = tree(f"{ATTENDANCE}\n有下列情形之一的，可以缓考：\n（一）因病住院的；\n（二）因公出差的。")
    new = tree(f"{ATTENDANCE}\n有下列情形之一的，可以缓考：\n（一）因病住院的；\n（二）因公出差或者外出学习的。")

    assert parts(old, new, "art1") == [
        ("same", "art1/par1", "art1/par1"),
        ("changed", "art1/par2", "art1/par2"),
        ("same", "art1/par2/sub1", "art1/par2/sub1"),
        ("changed", "art1/par2/sub2", "art1/par2/sub2"),
    ]


def test_what_goes_is_deleted_where_it_stood():
    assert units(tree(ATTENDANCE, NOTES, MARKS), tree(ATTENDANCE, MARKS)) == [
        ("same", "art1", "art1"),
        ("deleted", "art2", None),
        ("renumbered", "art3", "art2"),
    ]


def test_an_article_that_moved_to_the_front_is_found_again():
    assert units(tree(ATTENDANCE, MARKS, AWARDS, NOTES), tree(NOTES, ATTENDANCE, MARKS, AWARDS)) == [
        ("renumbered", "art4", "art1"),
        ("renumbered", "art1", "art2"),
        ("renumbered", "art2", "art3"),
        ("renumbered", "art3", "art4"),
    ]


def test_an_article_that_was_split_stands_with_each_part():
    old, new = tree(f"{ATTENDANCE}\n{MARKS}", NOTES), tree(ATTENDANCE, MARKS, NOTES)
    alignment = align(old, new)

    assert units(old, new) == [("split", "art1", "art1"), ("split", "art1", "art2"), ("renumbered", "art2", "art3")]
    assert parts(old, new, "art1/")[:1] == [("same", "art1/par1", "art1/par1")]
    assert ("renumbered", "art1/par2", "art2/par1") in parts(old, new, "art1/")
    assert {name: count for name, count in asdict(alignment.counts).items() if count} == {
        "same": 1,
        "renumbered": 1,
        "changed": 1,
        "split": 1,
        "new": 1,
    }


def test_articles_that_were_merged_stand_with_the_one_they_became():
    old, new = tree(ATTENDANCE, MARKS, NOTES), tree(f"{ATTENDANCE}\n{MARKS}", NOTES)
    counts = align(old, new).counts

    assert units(old, new) == [("merged", "art1", "art1"), ("merged", "art2", "art1"), ("renumbered", "art3", "art2")]
    assert (counts.changed, counts.merged, counts.deleted, counts.same) == (1, 1, 1, 1)


def test_a_paragraph_cut_in_two_is_split_and_two_made_one_are_merged():
    whole, cut = tree(f"{ATTENDANCE}{MARKS}\n{AWARDS}"), tree(f"{ATTENDANCE}\n{MARKS}\n{AWARDS}")

    assert parts(whole, cut, "art1/") == [
        ("split", "art1/par1", "art1/par1"),
        ("split", "art1/par1", "art1/par2"),
        ("renumbered", "art1/par2", "art1/par3"),
    ]
    assert {relation for relation, old, _new in parts(cut, whole, "art1/par1") if old} >= {"merged"}


def test_a_paragraph_rewritten_in_its_place_is_changed_not_deleted():
    old = tree(f"{ATTENDANCE}\n甲乙丙丁戊己庚辛。\n{MARKS}")
    new = tree(f"{ATTENDANCE}\n子丑寅卯辰巳午未。\n{MARKS}")

    assert ("changed", "art1/par2", "art1/par2") in parts(old, new, "art1/")


def test_every_provision_of_both_versions_is_told_of():
    old, new = tree(ATTENDANCE, f"{MARKS}\n{RESIT}", NOTES), tree(RESIT, AWARDS, f"{MARKS}{NOTES}")
    pairs = align(old, new).pairs

    assert {pair.old for pair in pairs} - {None} == {
        "art1",
        "art1/par1",
        "art2",
        "art2/par1",
        "art2/par2",
        "art3",
        "art3/par1",
    }
    assert {pair.new for pair in pairs} - {None} == {"art1", "art1/par1", "art2", "art2/par1", "art3", "art3/par1"}


def test_a_document_without_articles_is_aligned_by_its_points():
    old = parse_policy(f"考试意见\n一、组织\n（一）{ATTENDANCE}\n（二）{MARKS}\n二、奖励\n{AWARDS}").tree
    new = parse_policy(f"考试意见\n一、组织\n（一）{ATTENDANCE}\n（二）{RESIT}\n（三）{MARKS}\n二、奖惩\n{AWARDS}").tree

    assert units(old, new) == [
        ("same", "ser1/ser1", "ser1/ser1"),
        ("new", None, "ser1/ser2"),
        ("renumbered", "ser1/ser2", "ser1/ser3"),
        ("changed", "ser2", "ser2"),
    ]


def test_chapters_follow_their_articles():
    old = parse_policy(f"第一章　总则\n第一条　{ATTENDANCE}\n第二章　笔记\n第二条　{NOTES}").tree
    new = parse_policy(
        f"第一章　总则\n第一条　{ATTENDANCE}\n第二章　成绩\n第二条　{MARKS}\n第三章　笔记\n第三条　{NOTES}"
    ).tree

    chapters = [pair for pair in align(old, new).pairs if "ch" in f"{pair.old} {pair.new}"]

    assert [(pair.relation.value, pair.old, pair.new) for pair in chapters] == [
        ("same", "ch1", "ch1"),
        ("new", None, "ch2"),
        ("renumbered", "ch2", "ch3"),
    ]


@pytest.mark.parametrize(("kept", "is_rewrite"), [(2, False), (1, True)])
def test_a_text_of_which_little_is_kept_is_a_rewrite(kept, is_rewrite):
    old, new = (ATTENDANCE, MARKS, NOTES)[:kept], (ATTENDANCE, MARKS)[:kept]

    alignment = align(tree(*old, "甲" * 30), tree(*new, *("子" * 30, "丑" * 40)[: 3 - kept]))

    assert alignment.is_rewrite is is_rewrite


@pytest.mark.skipif(not _POLICIES.is_dir(), reason="needs the policy documents in ../shared")
def test_the_supervision_law_of_2018_becomes_that_of_2024():
    old, new = (
        parse_policy(read_source((_POLICIES / name).read_bytes())).tree
        for name in ("监察法_2018.md", "监察法_2024修正.md")
    )
    begun = time.perf_counter()
    alignment = align(old, new)

    assert time.perf_counter() - begun < 5
    assert asdict(alignment.counts) == {
        "same": 46,
        "renumbered": 34,
        "changed": 23,
        "split": 1,
        "merged": 0,
        "new": 9,
        "deleted": 0,
        "punctuation": 8,
    }
    further = [pair.new for pair in alignment.units if pair.old is None] + ["art48"]
    assert sorted(further) == [f"art{number}" for number in (21, 23, 25, 46, 48, 49, 51, 62, 64)]
    assert [pair.new for pair in alignment.units if pair.old == "art43"] == ["art47", "art48"]
    assert not alignment.is_rewrite
