"""Finding what is nearly the same among much that is not."""

from __future__ import annotations

import random

from question_bank.likeness import Alike, LikenessIndex, asked_words

STOCK = {
    "notes": asked_words("每名干部每季度撰写读书笔记不少于（　）篇。", ["一", "二", "三"]),
    "files": asked_words("急件应当随到随登，平件应当在____内登记。", []),
    "exam": asked_words("考试时间为（　）分钟。", ["六十", "九十"]),
}


def find(stem, options=(), at_least=80):
    return LikenessIndex(STOCK.items()).alike(asked_words(stem, options), at_least=at_least)


def test_alike_finds_the_same_in_other_dress():
    assert find("每名干部 每季度撰写读书笔记不少于____篇", ["三", "一", "二"]) == [Alike("notes", 100)]


def test_alike_finds_what_differs_in_a_few_characters():
    (found,) = find("每名干部每季度应撰写读书笔记不少于（　）篇。", ["一", "二", "四"])

    assert found.key == "notes"
    assert 80 <= found.score < 100


def test_alike_leaves_alone_what_is_something_else():
    assert find("每名干部每年撰写调研文章几篇？", ["一", "二", "三"]) == []


def test_alike_says_nothing_of_what_is_too_short():
    assert LikenessIndex([("short", "对")]).alike("对", at_least=50) == []


def test_alike_looks_only_before():
    index = LikenessIndex([(0, STOCK["notes"]), (1, STOCK["notes"])])

    assert index.alike(STOCK["notes"], at_least=90, before=1) == [Alike(0, 100)]


def test_alike_finds_nine_in_ten_of_what_a_comparison_with_all_finds():
    chance = random.Random(7)
    characters = "一二三四五六七八九十百千干部学习考试笔记文章登记审核办法规定条款应当不得可以"
    texts = ["".join(chance.choices(characters, k=40)) for _number in range(300)]
    changed = ["".join(chance.choice(characters) if chance.random() < 0.1 else c for c in text) for text in texts]
    index = LikenessIndex(enumerate(texts))

    found = [any(one.key == place for one in index.alike(text, at_least=80)) for place, text in enumerate(changed)]

    assert sum(found) >= 0.9 * len(texts)
