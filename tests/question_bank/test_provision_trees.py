"""Correcting one provision of a tree."""

from __future__ import annotations

import pytest

from question_bank.provision_trees import CannotCorrectError, StoredProvision, tree_corrected
from question_bank.provisions import ProvisionKind, parse_policy, walk
from tests.factories.question_bank import POLICY

MISREAD = """学习管理办法

第一章　总则

第一条　为加强学习，制定本办法。

第二条　每季度写一篇笔记。

组织领导

第三条　部长负总责。
"""
SERIALS = "关于学习的通知\n\n一、总体要求\n\n学习要经常。\n\n二、主要任务\n\n写笔记。\n"


def stored(text):
    return [
        StoredProvision(flat.path, flat.parent_path, flat.kind, flat.number, flat.text, flat.line)
        for flat in walk(parse_policy(text).tree)
    ]


def corrected(text, path, *, kind, number, words):
    tree = tree_corrected(stored(text), path, kind=kind, number=number, text=words)
    return {flat.path: flat for flat in walk(tree)}


@pytest.mark.parametrize("text", [POLICY, SERIALS])
def test_tree_corrected_with_nothing_new_gives_the_same_tree(text):
    first = stored(text)[0]

    tree = tree_corrected(stored(text), first.path, kind=first.kind, number=first.number, text=first.text)

    assert tree == parse_policy(text).tree


def test_tree_corrected_sets_a_heading():
    after = corrected(POLICY, "ch2", kind=ProvisionKind.CHAPTER, number="第二章", words="学习和笔记")

    assert after["ch2"].text == "学习和笔记"
    assert after["ch2"].full_text.startswith("第二章 学习和笔记\n第二条")


def test_tree_corrected_moves_a_renumbered_article_and_all_below_it():
    after = corrected(POLICY, "art3", kind=ProvisionKind.ARTICLE, number="第四条", words="")

    assert [path for path in after if path.startswith("art4")] == [
        "art4",
        "art4/par1",
        "art4/par1/sub1",
        "art4/par1/sub2",
    ]
    assert after["art4/par1/sub2"].citation_label == "第四条第（二）项"


def test_tree_corrected_makes_a_misread_paragraph_the_heading_it_is():
    after = corrected(MISREAD, "art2/par2", kind=ProvisionKind.CHAPTER, number="第二章", words="组织领导")

    assert list(after) == ["ch1", "art1", "art1/par1", "art2", "art2/par1", "ch2", "art3", "art3/par1"]
    assert after["art3"].parent_path == "ch2"
    assert after["art2/par1"].citation_label == "第二条"


def test_tree_corrected_makes_a_misread_heading_a_paragraph():
    after = corrected(POLICY, "ch2", kind=ProvisionKind.PARAGRAPH, number="", words="学习")

    assert after["art1/par2"].number == "第二款"
    assert after["art2"].parent_path == "ch1"


@pytest.mark.parametrize(
    ("text", "path", "kind", "number", "words", "message"),
    [
        (POLICY, "ch2", ProvisionKind.CHAPTER, "第二节", "学习", "“第二节”不是章的编号。"),
        (POLICY, "ch2", ProvisionKind.CHAPTER, "二", "学习", "“二”不是章的编号。"),
        (POLICY, "ch2", ProvisionKind.CHAPTER, "第二章", " ", "标题不能为空。"),
        (POLICY, "art3", ProvisionKind.ARTICLE, "", "", "“”不是条的编号。"),
        (POLICY, "art3", ProvisionKind.CHAPTER, "第三章", "学习", "条不能改成章，请改原文件后重新上传。"),
        (POLICY, "art3/par1", ProvisionKind.CHAPTER, "第三章", "学习", "这一款下面还有项，不能改成标题。"),
        (
            SERIALS,
            "ser1/par1",
            ProvisionKind.CHAPTER,
            "第一章",
            "学习",
            "按“一、（一）”编号的文件不能改层级，请改原文件后重新上传。",
        ),
    ],
)
def test_tree_corrected_refuses_what_leaves_no_tree(text, path, kind, number, words, message):
    with pytest.raises(CannotCorrectError) as refusal:
        tree_corrected(stored(text), path, kind=kind, number=number, text=words)

    assert str(refusal.value) == message
