"""QTI's ways of answering as question types of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from question_bank.content import Key, Markup, QuestionContent, QuestionType, plain_text
from question_bank.interchange.assembling import NOTHING, RichText, assembled, joined, with_answer_feedback
from question_bank.interchange.guidance import points_from
from question_bank.interchange.qti.bodies import TextReader
from question_bank.interchange.qti.marking import POINTS, Marks, has_mark
from question_bank.interchange.qti.responses import Declaration
from question_bank.interchange.settling import letter_at
from question_bank.interchange.shape import InterchangeError
from question_bank.interchange.xml_text import inner_text

INLINE = frozenset({"textEntryInteraction", "inlineChoiceInteraction"})
_JUDGED = {"true": True, "false": False, "正确": True, "错误": False, "对": True, "错": False, "√": True, "×": False}
_UNANSWERED = "文件里没有答案"


class ForeignItem(Exception):
    """An item of a kind that we have none of."""

    def __init__(self, kind: str, why: str = "没有对应的题型") -> None:
        super().__init__(why)
        self.kind = kind


@dataclass(slots=True)
class Asked:
    """What an interaction needs to become a question: the item's declarations, its texts, the words around it."""

    declarations: dict[str, Declaration]
    reader: TextReader
    marks: Marks
    rubrics: Sequence[Element] = ()
    stem: RichText = NOTHING
    explanation: RichText = NOTHING

    def declaration(self, element: Element) -> Declaration:
        """Return what is declared for an interaction.

        Raises:
            InterchangeError: nothing is.
        """
        identifier = element.get("responseIdentifier") or ""
        if identifier not in self.declarations:
            raise InterchangeError(f"{element.tag} 的作答编号“{identifier}”没有声明")
        return self.declarations[identifier]

    def prompted(self, element: Element) -> RichText:
        """Return the words around an interaction with its own prompt below."""
        prompt = element.find("prompt")
        return joined([self.stem, self.reader.text(prompt)]) if prompt is not None else self.stem


def read_interaction(element: Element, asked: Asked) -> QuestionContent:
    """Return the question that an interaction asks.

    Raises:
        ForeignItem: we have no such question.
        InterchangeError: what is declared does not fit the interaction.
    """
    if element.tag not in READERS:
        raise ForeignItem(element.tag)
    return READERS[element.tag](element, asked)


def _choice(element: Element, asked: Asked) -> QuestionContent:
    choices = element.findall("simpleChoice")
    feedbacks = [
        joined([asked.reader.text(note) for note in choice.findall(".//feedbackInline")]) for choice in choices
    ]
    return _chosen(element, choices, asked.prompted(element), asked, feedbacks)


def _inline_choice(element: Element, asked: Asked) -> QuestionContent:
    return _chosen(element, element.findall("inlineChoice"), asked.stem, asked)


def _hottext(element: Element, asked: Asked) -> QuestionContent:
    words = asked.reader.text(element, lambda child: "" if child.tag == "prompt" else None)
    stem = joined([asked.prompted(element), words])
    return _chosen(element, list(element.iter("hottext")), stem, asked)


def _chosen(
    element: Element,
    choices: Sequence[Element],
    stem: RichText,
    asked: Asked,
    feedbacks: Sequence[RichText] = (),
) -> QuestionContent:
    declaration = asked.declaration(element)
    letters = _letters(choices)
    right = _best(declaration)
    _refuse_unknown(right, letters, element)
    key = sorted(letters[value] for value in right)
    if not key:
        asked.reader.notes.append(_UNANSWERED)
    texts = [asked.reader.text(choice) for choice in choices]
    explanation = with_answer_feedback(asked.explanation, feedbacks)
    verdict = _verdict(texts, key, asked.marks.type)
    if verdict is not None:
        return assembled(QuestionType.TRUE_FALSE, stem, key=verdict, explanation=explanation)
    type_ = _choice_type(declaration, len(key), asked.marks.type)
    return assembled(type_, stem, options=texts, key=key or None, explanation=explanation)


def _best(declaration: Declaration) -> list[str]:
    """Return the right values; where only one may be chosen, the one worth most."""
    right = declaration.right_values()
    if declaration.cardinality == "single" and len(right) > 1:
        return [max(right, key=lambda value: declaration.mapped.get(value, 0.0))]
    return right


def _verdict(texts: Sequence[RichText], key: Sequence[str], told: QuestionType | None) -> bool | None:
    words = [plain_text(text.text, Markup.HTML).strip().lower() for text in texts]
    said = [_JUDGED.get(word) for word in words]
    if told not in {None, QuestionType.TRUE_FALSE} or set(said) != {True, False} or len(said) != 2 or len(key) != 1:
        return None
    return said[ord(key[0]) - ord("A")]


def _choice_type(declaration: Declaration, count: int, told: QuestionType | None) -> QuestionType:
    if declaration.cardinality == "single":
        return QuestionType.SINGLE_CHOICE
    if told is QuestionType.INDETERMINATE_CHOICE or count == 1:
        return QuestionType.INDETERMINATE_CHOICE
    return QuestionType.MULTIPLE_CHOICE


def _extended_text(element: Element, asked: Asked) -> QuestionContent:
    declaration = asked.declaration(element)
    points = [rubric for rubric in asked.rubrics if has_mark(rubric, POINTS)]
    guides = [rubric for rubric in asked.rubrics if not has_mark(rubric, POINTS)]
    key: Key | None = "\n".join(declaration.correct) or None
    if key is None and guides:
        key = "\n".join(plain_text(asked.reader.text(guide).text, Markup.HTML) for guide in guides)
    is_short = asked.marks.type is QuestionType.SHORT_ANSWER
    if key is None and not points:
        asked.reader.notes.append(_UNANSWERED)
    return assembled(
        QuestionType.SHORT_ANSWER if is_short else QuestionType.ESSAY,
        asked.prompted(element),
        key=key,
        explanation=asked.explanation,
        marking_points=points_from("\n".join(inner_text(item) for rubric in points for item in rubric.iter("li"))),
    )


def _order(element: Element, asked: Asked) -> QuestionContent:
    choices = element.findall("simpleChoice")
    letters = _letters(choices)
    right = asked.declaration(element).correct
    _refuse_unknown(right, letters, element)
    if right and sorted(right) != sorted(letters):
        raise ForeignItem(element.tag, "只要求排出其中几项")
    if not right:
        asked.reader.notes.append(_UNANSWERED)
    return assembled(
        QuestionType.ORDERING,
        asked.prompted(element),
        options=[asked.reader.text(choice) for choice in choices],
        key=[letters[value] for value in right] or None,
        explanation=asked.explanation,
    )


def _match(element: Element, asked: Asked) -> QuestionContent:
    sets = [set_.findall("simpleAssociableChoice") for set_ in element.findall("simpleMatchSet")]
    if len(sets) != 2:
        raise InterchangeError("matchInteraction 应有两栏")
    pairs = _pairs(element, asked)
    _refuse_unknown([left for left, _right in pairs], _letters(sets[0]), element)
    _refuse_unknown([right for _left, right in pairs], _letters(sets[1]), element)
    if not _covers([left for left, _right in pairs], sets[0]):
        sets.reverse()
        pairs = [(right, left) for left, right in pairs]
    return _matched(element, sets[0], sets[1], pairs, asked.prompted(element), asked)


def _associate(element: Element, asked: Asked) -> QuestionContent:
    choices = element.findall("simpleAssociableChoice")
    pairs = _pairs(element, asked)
    _refuse_unknown([name for pair in pairs for name in pair], _letters(choices), element)
    lefts = {left for left, _right in pairs}
    first = [choice for choice in choices if choice.get("identifier") in lefts]
    second = [choice for choice in choices if choice.get("identifier") not in lefts]
    return _matched(element, first, second, pairs, asked.prompted(element), asked)


def _gap_match(element: Element, asked: Asked) -> QuestionContent:
    gaps = list(element.iter("gap"))
    words = [*element.findall("gapText"), *element.findall("gapImg")]
    places = {id(gap): place for place, gap in enumerate(gaps, start=1)}

    def shown(child: Element) -> str | None:
        if child.tag == "gap":
            return f"（{places[id(child)]}）"
        return "" if child.tag in {"gapText", "gapImg", "prompt"} else None

    stem = joined([asked.prompted(element), asked.reader.text(element, shown)])
    names_of_gaps = {gap.get("identifier") for gap in gaps}
    # The word comes first in a pair; not all who write items know.
    pairs = [pair if pair[0] in names_of_gaps else (pair[1], pair[0]) for pair in _pairs(element, asked)]
    names = [RichText(f"（{place}）") for place in range(1, len(gaps) + 1)]
    return _matched(element, gaps, words, pairs, stem, asked, names)


def _matched(
    element: Element,
    lefts: Sequence[Element],
    rights: Sequence[Element],
    pairs: Sequence[tuple[str, str]],
    stem: RichText,
    asked: Asked,
    names: Sequence[RichText] = (),
) -> QuestionContent:
    left_letters, right_letters = _letters(lefts), _letters(rights)
    _refuse_unknown([left for left, _right in pairs], left_letters, element)
    _refuse_unknown([right for _left, right in pairs], right_letters, element)
    if pairs and not _covers([left for left, _right in pairs], lefts):
        raise ForeignItem(element.tag, "不是每项恰好对应一项")
    if not pairs:
        asked.reader.notes.append(_UNANSWERED)
    return assembled(
        QuestionType.MATCHING,
        stem,
        options=names or [asked.reader.text(left) for left in lefts],
        targets=[asked.reader.text(right) for right in rights],
        key={left_letters[left]: right_letters[right] for left, right in pairs} or None,
        explanation=asked.explanation,
    )


def _pairs(element: Element, asked: Asked) -> list[tuple[str, str]]:
    values = [value.split() for value in asked.declaration(element).right_values()]
    if any(len(value) != 2 for value in values):
        raise InterchangeError(f"{element.tag} 的答案应为成对的编号")
    return [(left, right) for left, right in values]


def _covers(names: Sequence[str], elements: Sequence[Element]) -> bool:
    """Tell whether each element is named exactly once."""
    return Counter(names) == Counter(element.get("identifier") or "" for element in elements)


def _letters(elements: Sequence[Element]) -> dict[str, str]:
    letters: dict[str, str] = {}
    for place, element in enumerate(elements):
        identifier = element.get("identifier") or ""
        if not identifier or identifier in letters:
            raise InterchangeError(f"选项编号“{identifier}”缺失或重复")
        letters[identifier] = letter_at(place)
    return letters


def _refuse_unknown(names: Sequence[str], known: dict[str, str], element: Element) -> None:
    for name in names:
        if name not in known:
            raise InterchangeError(f"{element.tag} 的答案“{name}”不在选项之中")


READERS: dict[str, Callable[[Element, Asked], QuestionContent]] = {
    "choiceInteraction": _choice,
    "inlineChoiceInteraction": _inline_choice,
    "hottextInteraction": _hottext,
    "extendedTextInteraction": _extended_text,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "associateInteraction": _associate,
    "gapMatchInteraction": _gap_match,
}
