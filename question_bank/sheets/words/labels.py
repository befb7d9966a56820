"""Labels and column headings: 答案：, 【解析】, 知识点, …; one vocabulary for running text and for tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from question_bank.sheets.words.folding import squeezed


class Field(StrEnum):
    """What a label or a column says about a question."""

    STEM = "stem"
    TYPE = "type"
    OPTIONS = "options"
    ANSWER = "answer"
    EXPLANATION = "explanation"
    TOPIC = "topic"
    CITATION = "citation"
    DIFFICULTY = "difficulty"
    MARKS = "marks"
    #: Whether the option in this row is right, where every option has a row.
    RIGHT = "right"
    #: What several questions are about.
    MATERIAL = "material"
    #: Understood, and of no use to the bank: running numbers, counts.
    IGNORED = "ignored"


_LABELS: dict[Field, tuple[str, ...]] = {
    Field.STEM: ("题目", "题干", "试题", "问题"),
    Field.TYPE: ("题型", "题目类型", "试题类型", "类型", "题类"),
    Field.ANSWER: (
        "答案",
        "正确答案",
        "参考答案",
        "标准答案",
        "试题答案",
        "本题答案",
        "正确选项",
        "答案要点",
        "参考要点",
        "答题要点",
        "要点",
        "答",
        "ANSWER",
        "Answer",
        "Correct answer",
        "Right answer",
    ),
    Field.EXPLANATION: (
        "解析",
        "答案解析",
        "试题解析",
        "题目解析",
        "参考解析",
        "详解",
        "评析",
        "点评",
        "Explanation",
        "EXPLANATION",
    ),
    Field.TOPIC: ("知识点", "考点", "考查点", "章节", "分类", "类别", "标签", "所属题库"),
    Field.CITATION: ("依据", "法律依据", "政策依据", "参考依据", "文件依据", "出处", "条款", "法条", "来源", "页码"),
    Field.DIFFICULTY: ("难度", "难度系数", "难易度", "难易程度"),
    Field.MARKS: ("分值", "分数", "题分"),
    # How deep a question goes is not how hard it is.
    # And what somebody answered once is no key.
    Field.IGNORED: (
        "能力水平",
        "我的答案",
        "你的答案",
        "学生答案",
        "考生答案",
        "本题得分",
        "得分",
        "答题情况",
        "正确率",
    ),
}

_HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.STEM: (
        *("题目内容", "试题内容", "问题内容", "题目描述", "试题题干", "题干内容", "题目题干", "题目名称", "题目正文"),
        *(
            "试题题目",
            "内容",
            "question",
            "questioncontent",
            "questiontitle",
            "questiontext",
            *("stem", "content", "title", "prompt", "question.text"),
        ),
    ),
    Field.TYPE: ("题目题型", "试题题型", "题目类别", "type", "qtype", "questiontype"),
    Field.OPTIONS: (
        *("选项", "备选项", "选项内容", "备选答案", "全部选项", "候选项"),
        *("options", "option", "optioncontent", "choices"),
    ),
    Field.ANSWER: (
        *("答案选项", "正确项", "题目答案", "正确答案选项", "答案内容"),
        *("answer", "answers", "questionanswer", "key", "correctanswer", "correct", "rightanswer", "solution"),
    ),
    Field.EXPLANATION: (
        *("整体解析", "题目解释", "解释", "答案说明", "解析说明"),
        *("explanation", "explain", "questionexplain", "analysis", "comment"),
    ),
    Field.TOPIC: (
        *("知识点名称", "所属知识点", "所属章节", "所属分类", "题目分类", "试题分类", "一级分类", "题库", "模块"),
        *("专题", "科目", "topic", "category", "tags"),
    ),
    Field.CITATION: (
        *("依据条款", "命题依据", "条文", "出题依据", "文件出处", "引用", "参考资料", "参考文献", "source", "citation"),
    ),
    Field.DIFFICULTY: ("难易", "难度等级", "难度级别", "difficulty", "level"),
    Field.MARKS: ("每题分值", "题目分值", "试题分值", "默认分值", "score", "marks", "points"),
    Field.RIGHT: ("是否正确项", "是否正确", "是否答案", "是否为答案", "是否正确答案", "iscorrect", "isright"),
    Field.MATERIAL: ("材料", "材料题干", "题帽", "共用题干", "公共题干", "背景材料", "案例", "案例材料", "材料内容"),
    Field.IGNORED: (
        *("序号", "编号", "题号", "题目编号", "试题编号", "题目序号", "id", "no", "no.", "选项数", "选项个数"),
        *("选项数量", "正确答案文本", "答案文本", "原位置", "问题说明"),
    ),
}


def _spaced(word: str) -> str:
    """Return the pattern of a word whose characters may stand apart, as in 正 确 答 案."""
    return r"\s{0,2}".join(map(re.escape, word)) if not word.isascii() else re.escape(word)


_FIELD_OF = {squeezed(word): field for field, words in _LABELS.items() for word in words}
_HEADING_FIELD_OF = _FIELD_OF | {squeezed(word): field for field, words in _HEADINGS.items() for word in words}

_BY_LENGTH = sorted((word for words in _LABELS.values() for word in words), key=len, reverse=True)
_WORDS = "|".join(map(_spaced, _BY_LENGTH))
_ANSWER_WORDS = "|".join(map(_spaced, ("正确答案", "参考答案", "标准答案", "答案")))

# 【答案】B · [答案]：B · damaged 答案]B · 答案：B · 答案是：B
_BRACKETED = rf"\[\s{{0,2}}(?P<boxed>{_WORDS})\s{{0,2}}\]\s{{0,4}}:?|(?P<damaged>{_ANSWER_WORDS})\]\s{{0,4}}:?"
_WITH_COLON = rf"(?P<plain>{_WORDS})\s{{0,4}}[是为]?\s{{0,4}}:"
# 正确答案 B, with nothing else on the line: the colon lost
_BARE = rf"(?P<bare>{_ANSWER_WORDS})\s{{0,4}}[是为选]?\s{{0,4}}(?=[A-Ha-h对错√×]{{0,8}}\s{{0,4}}$)"

_AT_START = re.compile(rf"\A\s{{0,20}}(?:{_BRACKETED}|{_WITH_COLON}|{_BARE})")
# Inside a line only what can hardly be running text: 依据：… or 答：… would be.
_INLINE_WORDS = "|".join(
    map(
        _spaced,
        sorted(
            (
                *("正确答案", "参考答案", "标准答案", "答案", "答案解析", "试题解析", "解析", "知识点", "考点", "难度"),
                *("难易度", "能力水平", "分值", "分数", "我的答案", "你的答案", "学生答案", "考生答案", "得分"),
            ),
            key=len,
            reverse=True,
        ),
    )
)
_INLINE = re.compile(
    rf"\[(?P<boxed>{_WORDS})\]\s{{0,4}}:?|(?P<plain>{_INLINE_WORDS})\s{{0,4}}[是为]?\s{{0,4}}:"
    r"|(?P<bare>正确答案)\s{0,4}(?=[A-Ha-h]{0,8}\s{0,4}$)"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a line: its field and where it stands."""

    field: Field
    start: int
    end: int


def label_at_start(shaped: str) -> Label | None:
    """Return the label a line begins with."""
    match = _AT_START.match(shaped)
    return _label(match) if match else None


def labels_within(shaped: str, start: int) -> Iterator[Label]:
    """Yield the labels further inside a line, as in “A B 答案：A 解析：…”."""
    return map(_label, _INLINE.finditer(shaped, start))


def heading_field(cell: str) -> Field | None:
    """Return what a column holds, by its heading; remarks such as （必填） and * do not count."""
    bare = _bare_heading(cell)
    return _HEADING_FIELD_OF.get(bare) or _HEADING_FIELD_OF.get(bare.replace("_", ""))


def _label(match: re.Match[str]) -> Label:
    word = next(text for text in match.groupdict().values() if text is not None)
    return Label(_FIELD_OF[squeezed(word)], match.start(), match.end())


_REMARK = re.compile(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|[*:]")
_OPTION_HEADING = re.compile(r"(?:备?选项?|答案|option|选择)?_?([a-j])(?:选?项|答案)?|(?:备?选项|option)_?(\d{1,2})")


def _bare_heading(cell: str) -> str:
    return _REMARK.sub("", squeezed(cell[:60]))


def heading_option(cell: str) -> str | None:
    """Return the letter of the option a column holds: A, 选项A, A选项, 备选项1."""
    match = _OPTION_HEADING.fullmatch(_bare_heading(cell))
    if match is None:
        return None
    letter, number = match.groups()
    if letter:
        return str(letter).upper()
    return chr(ord("A") + int(number) - 1) if 1 <= int(number) <= 10 else None
