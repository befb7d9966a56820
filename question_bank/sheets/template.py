"""Our own sheet: one row a question, every column named, two examples to write over."""

from __future__ import annotations

import io
from collections.abc import Iterable
from string import ascii_uppercase

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from question_bank.content import DIFFICULTIES, Key, QuestionType, is_texts
from question_bank.sheets.report import ParsedQuestion
from question_bank.sheets.sources.source import MAX_ROWS
from question_bank.sheets.words.answers import written_blanks

_OPTION_LETTERS = "ABCDEFGH"
#: Column headings with their widths in characters.
COLUMNS = {
    "题型": 10,
    "题干": 50,
    **{f"选项{letter}": 18 for letter in _OPTION_LETTERS},
    "答案": 16,
    "解析": 40,
    "依据": 30,
    "知识点": 14,
    "难度": 8,
    "分值": 8,
}

_EXAMPLES = (
    {
        "题型": "单选",
        "题干": "例：机关收文登记簿应当由（　）保管。（请改写或删除本行）",
        "选项A": "收文人员",
        "选项B": "指定的专人",
        "选项C": "值班人员",
        "选项D": "来文单位",
        "答案": "B",
        "解析": "登记簿由指定的专人保管。",
        "依据": "《机关收文登记办法》第三条第一款",
        "知识点": "公文管理",
        "难度": "易",
        "分值": 2,
    },
    {
        "题型": "填空",
        "题干": "例：收文应当在____内登记，急件应当____登记。（请改写或删除本行）",
        "答案": "一日/1日；随到随",
        "知识点": "公文管理",
        "难度": "中",
        "分值": 2,
    },
)
_EXPLANATION = (
    "一行一题，从第 2 行写起；两行例题请改写或删除。列的次序可以调换，用不到的列可以删去，“题干”和“答案”两列要留着。",
    f"题型：{'、'.join(type_.label for type_ in QuestionType)}；只写“选择”分不出单选、多选。",
    "选项：单选、多选、不定项写在选项A至选项H，从A写起，中间不要空着；别的题型不写选项。",
    "答案：选择题写字母，如 B 或 ABD；判断题写“对”或“错”；简答题写参考答案。",
    "填空题：题干里每个空写成 ____ 或（　）；答案逐空写，空与空之间用分号（；）隔开，一个空有几种写法用 / 隔开。",
    "依据：写文件名和条、款、项，如《机关收文登记办法》第三条第一款；没有可以不写；写了，系统里就要有这份已确认的文件。",
    f"难度：{'、'.join(DIFFICULTIES)}，可以不写。",
    "分值：每题的分数，可以不写，组卷时另定。",
)


def build_template() -> bytes:
    """Return the empty sheet as a workbook; what it holds can be imported as it is."""
    workbook = Workbook()
    questions = workbook.worksheets[0]
    questions.title = "试题"
    questions.append(list(COLUMNS))
    for example in _EXAMPLES:
        questions.append([example.get(heading) for heading in COLUMNS])
    _dress(questions)
    explanation = workbook.create_sheet("说明")
    for sentence in _EXPLANATION:
        explanation.append([sentence])
    explanation.column_dimensions["A"].width = 120
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def as_table(questions: Iterable[ParsedQuestion]) -> tuple[list[str], list[list[str | float]]]:
    """Return the headings and a row each: what was read in the template's manner, what was not just as it stands."""
    kept = list(questions)
    surplus = ascii_uppercase[len(_OPTION_LETTERS) : max((len(question.options) for question in kept), default=0)]
    headings = [*COLUMNS]
    headings[headings.index("答案") : headings.index("答案")] = [f"选项{letter}" for letter in surplus]
    cells = map(_cells, kept)
    return headings, [[row.get(heading, "") for heading in headings] for row in cells]


def _cells(question: ParsedQuestion) -> dict[str, str | float]:
    return {
        "题型": question.written("type") or (question.type.label if question.type else ""),
        "题干": question.stem,
        **{f"选项{letter}": text for letter, text in zip(ascii_uppercase, question.options, strict=False)},
        "答案": question.written("key") or _answer(question.key),
        "解析": question.explanation,
        "依据": question.citation,
        "知识点": question.topic,
        "难度": question.difficulty,
        "分值": question.written("marks") or ("" if question.marks is None else question.marks / 100),
    }


def _answer(key: Key | None) -> str:
    match key:
        case None:
            return ""
        case bool(verdict):
            return "对" if verdict else "错"
        case str(text):
            return text
        case dict(pairs):
            return " ".join(f"{left}-{right}" for left, right in pairs.items())
        case _ if is_texts(key):
            return "".join(key)
        case _:
            return written_blanks(key)


def _dress(sheet: Worksheet) -> None:
    for column, width in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    types = DataValidation(type="list", formula1=f'"{",".join(type_.label for type_ in QuestionType)}"')
    sheet.add_data_validation(types)
    types.add(f"A2:A{MAX_ROWS}")
