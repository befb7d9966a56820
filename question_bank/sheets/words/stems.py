"""What a stem carries besides the question: a type tag, marks, and answers that must not stay in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.content import BLANK as BLANK_LINE
from question_bank.sheets.words.answers import judgement, plain_letters
from question_bank.sheets.words.folding import shape, squeezed
from question_bank.sheets.words.markers import BLANK, LETTERS
from question_bank.sheets.words.marks import marks_in_cell
from question_bank.sheets.words.types import TYPE_WORD, NamedType, named_type

EMPTY_SLOT = "（　）"

_TYPE_TAG = re.compile(rf"[\[(]\s{{0,2}}(?P<type>{TYPE_WORD})\s?题?\s{{0,2}}[\])]")
_TYPE_PREFIX = re.compile(rf"(?P<type>{TYPE_WORD})\s?题?\s{{0,2}}:")
#: （选一项） · （选择两项） · （正确答案个数：3个）, at the end of a stem.
_CHOICE_COUNT = re.compile(
    r"\(\s?(?:请?选择?|正确答案个数:|答案个数:)\s?(?:(?P<one>[一1单])|[二两三四五六2-9多])\s?[个项]?(?:答案|选项|项)?\s?\)[\s。.]{0,3}$"
)
#: A sentence, and its verdict set off behind it.
_SAID_BEHIND = re.compile(r"(?:[。.;!]\s{0,9}|\s{2,9})(?P<word>对|错|正确|错误|√|×)\s{0,9}$")
_MARKS_TAG = re.compile(r"[\[(]\s?(?:本[小]?题)?\s?(?P<marks>\d{1,3}(?:\.\d{1,2})?\s?分)\s?[\])]")
_BRACKET = re.compile(r"\((?P<inside>[^()]{1,60})\)")
_ANSWER_BOX = re.compile(r"\[\s?(?P<inside>[A-J]{1,10}|对|错|√|×|是|否|正确|错误)\s?\]")
_FILLED_BOX = re.compile(r"\[(?P<inside>[^\[\]]{1,60})\]")
_BOXES = "□☐○●■"
_REMARKING = re.compile(r"分$|以下|简称|试行|修订|下同|包括|含|即|例如|如")
_OTHER_BLANK = re.compile(r"(?<![A-Za-z])\(\s{0,40}\)|\[\s{0,40}\]")


def take_type_tag(stem: str) -> tuple[str, NamedType | None]:
    """Return the stem without “[单选]”, “多选：”, a closing “（多选题）” or “（选两项）”, and the type named first."""
    named = None
    while (match := _type_tag(shape(stem))) is not None:
        named = named or named_type(match["type"])
        stem = _without(stem, match)
    count = _CHOICE_COUNT.search(shape(stem))
    if count is None:
        return stem, named
    word = "单选" if count["one"] else "多选"
    return _without(stem, count), named or named_type(word)


def _type_tag(shaped: str) -> re.Match[str] | None:
    for match in _TYPE_TAG.finditer(shaped):
        if match.start() == 0 or not shaped[match.end() :].strip("。.:( )"):
            return match
    return _TYPE_PREFIX.match(shaped)


def take_marks(stem: str) -> tuple[str, int | None]:
    """Return the stem without “（5分）” at either end, and those marks in hundredths."""
    shaped = shape(stem)
    for match in _MARKS_TAG.finditer(shaped):
        if match.start() == 0 or not shaped[match.end() :].strip("。."):
            return _without(stem, match), marks_in_cell(match["marks"])
    return stem, None


def take_choice(stem: str, options: Sequence[str]) -> tuple[str, str | None]:
    """Return the stem with its answered bracket emptied, and the answer: “是（ B ）。”, “创立。（2003）”.

    Only where no bracket stands empty: then that one is the place to fill, and letters elsewhere are text.
    """
    shaped = shape(stem)
    if BLANK.search(shaped):
        return stem, None
    texts = {squeezed(option) for option in options}
    for match in [*_ANSWER_BOX.finditer(shaped), *_BRACKET.finditer(shaped)]:
        letters = plain_letters(match["inside"])
        named = letters is not None and _known(letters, options) and shape(match["inside"]).strip().isupper()
        if named or squeezed(match["inside"]) in texts:
            return _emptied(stem, match, EMPTY_SLOT), match["inside"].strip()
    return stem, None


def take_judgement(stem: str) -> tuple[str, str | None]:
    """Return the stem with its judged bracket emptied, and the judgement: “…自行脱党。（√）”, “（×）…”."""
    shaped = shape(stem)
    for match in [*_ANSWER_BOX.finditer(shaped), *_BRACKET.finditer(shaped)]:
        at_edge = match.start() == 0 or not shaped[match.end() :].strip("。.")
        if at_edge and judgement(match["inside"]) is not None:
            return _emptied(stem, match, EMPTY_SLOT), match["inside"].strip()
    if (word := _SAID_BEHIND.search(shaped)) is not None:
        return stem[: word.start("word")].rstrip(), word["word"]
    for sign in ("√", "×"):
        if shaped.rstrip().endswith(sign):
            return stem[: shaped.rindex(sign)].rstrip(), sign
    return stem, None


def take_ticks(options: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return the options without “√”, “☑” and empty boxes at their ends, and the letters of those that were ticked.

    Options that only say √ and × stay, and where all or none are ticked nothing was chosen.
    """
    texts, ticks = zip(*map(_without_tick, options), strict=True) if options else ((), ())
    if not all(texts) or texts == tuple(options):
        return tuple(options), ""
    ticked = "".join(letter for letter, tick in zip(LETTERS, ticks, strict=False) if tick)
    return texts, ticked if len(ticked) < len(options) else ""


def _without_tick(option: str) -> tuple[str, bool]:
    text, shaped = option.strip(), shape(option.strip())
    ticked = False
    if shaped[:1] in {"√", *_BOXES}:
        ticked, text = shaped[0] == "√", text[1:].strip()
    for tail in ("(√)", "√", *_BOXES):
        if shape(text).endswith(tail):
            ticked, text = ticked or "√" in tail, text[: -len(tail)].strip()
            break
    return text, ticked


def plain_blanks(stem: str) -> str:
    """Return the stem with its blanks written as the bank writes them; sheets also use 【 】 and unlike brackets."""
    for match in reversed(list(_OTHER_BLANK.finditer(shape(stem)))):
        stem = _emptied(stem, match, EMPTY_SLOT if match.group().startswith("(") else BLANK_LINE)
    return stem


def take_blanks(stem: str) -> tuple[str, list[str]]:
    """Return the stem with its filled boxes emptied, and what stood in them: “实行【民主集中制】”.

    A text between two lines is left alone: ____和____ is two blanks, and no sign tells it from one that is filled.
    """
    shaped = shape(stem)
    if BLANK.search(shaped):
        return stem, []
    boxes = list(_FILLED_BOX.finditer(shaped))
    answers = [stem[box.start("inside") : box.end("inside")].strip() for box in boxes]
    for box in reversed(boxes):
        stem = _emptied(stem, box, BLANK_LINE)
    return stem, answers


def take_round_blanks(stem: str) -> tuple[str, list[str]]:
    """Return the stem with its filled round brackets emptied, as take_blanks does; remarks are left alone."""
    shaped = shape(stem)
    if BLANK.search(shaped):
        return stem, []
    boxes = [box for box in _BRACKET.finditer(shaped) if not _REMARKING.search(box["inside"])]
    answers = [stem[box.start("inside") : box.end("inside")].strip() for box in boxes]
    for box in reversed(boxes):
        stem = _emptied(stem, box, EMPTY_SLOT)
    return stem, answers


def _known(letters: list[str], options: Sequence[str]) -> bool:
    distinct = len(set(letters)) == len(letters)
    return distinct and (not options or all(letter in LETTERS[: len(options)] for letter in letters))


def _without(stem: str, match: re.Match[str]) -> str:
    return (stem[: match.start()] + stem[match.end() :]).strip()


def _emptied(stem: str, match: re.Match[str], place: str) -> str:
    return stem[: match.start()] + place + stem[match.end() :]
