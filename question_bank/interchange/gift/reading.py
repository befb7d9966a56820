"""What GIFT's entries mean as questions of ours."""

from __future__ import annotations

from question_bank.content import Markup, QuestionContent, QuestionType, plain_text
from question_bank.interchange.assembling import (
    NOTHING,
    RichText,
    assembled,
    matching_content,
    ordering_content,
    with_answer_feedback,
    with_blank,
)
from question_bank.interchange.decoding import decoded
from question_bank.interchange.gift.items import GiftChoice, GiftItem, GiftNumber, GiftText
from question_bank.interchange.gift.parsing import parse_gift
from question_bank.interchange.guidance import guidance_from
from question_bank.interchange.settling import letter_at
from question_bank.interchange.shape import Intake, InterchangeError, InterchangeQuestion, Unread
from question_bank.interchange.shares import Share, chosen_letters
from question_bank.interchange.tagging import CaseFolder, TaggedFacts, facts_from, tagged_question
from question_bank.interchange.topics import topic_of_category

FORMAT = "gift"


def read_gift(data: bytes) -> Intake:
    """Return the questions of a GIFT file.

    Raises:
        InterchangeError: it holds no entry of GIFT.
    """
    items, faults = parse_gift(decoded(data))
    if not items:
        raise InterchangeError("没有读到 GIFT 试题。")
    folder, unread, category = CaseFolder(), [], ""
    for item in items:
        where = f"第 {item.line} 行"
        facts = facts_from(item.tags or ())
        if item.kind == "Category":
            category = topic_of_category(item.title or "")
        elif item.kind == "Description" and facts.type is not QuestionType.CASE:
            unread.append(Unread("description", where, "只有说明，没有提问"))
        else:
            folder.add(_question(item, facts, category, where), facts.part_weight)
    unread += [Unread("syntax", f"第 {fault.line} 行", fault.why) for fault in faults]
    return Intake(FORMAT, folder.questions, tuple(unread))


def _question(item: GiftItem, facts: TaggedFacts, category: str, where: str) -> InterchangeQuestion:
    notes: list[str] = []
    content = _READERS[item.kind](item, facts, notes)
    return tagged_question(
        content, facts, category=category, identifier=item.identifier or "", where=where, notes=notes
    )


def _rich(text: GiftText | None) -> RichText:
    return RichText(text.text, text.format == "html") if text else NOTHING


def _material(item: GiftItem, _facts: TaggedFacts, _notes: list[str]) -> QuestionContent:
    return assembled(QuestionType.CASE, _rich(item.stem))


def _verdict(item: GiftItem, _facts: TaggedFacts, _notes: list[str]) -> QuestionContent:
    said = [_rich(item.true_feedback), _rich(item.false_feedback)]
    explanation = _rich(item.feedback)
    if any(text.text for text in said):
        explanation = with_answer_feedback(explanation, said)
    return assembled(QuestionType.TRUE_FALSE, _rich(item.stem), key=item.is_true, explanation=explanation)


def _written(item: GiftItem, facts: TaggedFacts, _notes: list[str]) -> QuestionContent:
    type_ = QuestionType.SHORT_ANSWER if facts.type is QuestionType.SHORT_ANSWER else QuestionType.ESSAY
    key, points, explanation = guidance_from(_rich(item.feedback))
    return assembled(type_, _rich(item.stem), key=key, marking_points=points, explanation=explanation)


def _choice(item: GiftItem, facts: TaggedFacts, notes: list[str]) -> QuestionContent:
    shares = [Share(choice.weight, is_marked=choice.is_correct) for choice in item.choices]
    type_, places = chosen_letters(shares, facts.type, notes)
    return assembled(
        type_,
        _rich(item.stem),
        options=[_said(choice) for choice in item.choices],
        key=[letter_at(place) for place in places],
        explanation=_explained(item),
    )


def _short(item: GiftItem, _facts: TaggedFacts, notes: list[str]) -> QuestionContent:
    accepted = [_accepted(choice, notes) for choice in item.choices]
    told = [choice.feedback for choice in item.choices if choice.feedback]
    if told:
        notes.append("各答案的反馈没有带入")
    key = [[text for text in accepted if text]]
    stem = with_blank(_rich(item.stem))
    return assembled(QuestionType.FILL_IN_THE_BLANK, stem, key=key, explanation=_rich(item.feedback))


def _numerical(item: GiftItem, _facts: TaggedFacts, notes: list[str]) -> QuestionContent:
    numbers = [item.number] if item.number else [choice.text for choice in item.choices if _is_full(choice.weight)]
    accepted = []
    for number in numbers:
        if isinstance(number, GiftNumber):
            accepted.append(_number_text(number))
            if number.other:
                notes.append("数字答案的误差范围没有带入，只认所写的数")
    stem = with_blank(_rich(item.stem))
    return assembled(QuestionType.FILL_IN_THE_BLANK, stem, key=[accepted], explanation=_rich(item.feedback))


def _matching(item: GiftItem, facts: TaggedFacts, _notes: list[str]) -> QuestionContent:
    pairs = [(_rich(pair.left), RichText(pair.right)) for pair in item.pairs]
    if facts.type is QuestionType.ORDERING:
        return ordering_content(_rich(item.stem), [right for _left, right in pairs], _rich(item.feedback))
    return matching_content(_rich(item.stem), pairs, _rich(item.feedback))


def _explained(item: GiftItem) -> RichText:
    return with_answer_feedback(_rich(item.feedback), [_rich(choice.feedback) for choice in item.choices])


def _said(choice: GiftChoice) -> RichText:
    return _rich(choice.text) if isinstance(choice.text, GiftText) else RichText(_number_text(choice.text))


def _accepted(choice: GiftChoice, notes: list[str]) -> str:
    said = _said(choice)
    text = plain_text(said.text, Markup.HTML if said.is_html else Markup.PLAIN)
    if _is_full(choice.weight):
        return text
    notes.append(f"只得部分分数的答案“{text}”没有带入")
    return ""


def _is_full(weight: float | None) -> bool:
    return weight is None or weight >= 100


def _number_text(number: GiftNumber) -> str:
    value = number.number if number.kind != "high-low" or number.other is None else (number.number + number.other) / 2
    return f"{value:.15g}"


_READERS = {
    "Description": _material,
    "TF": _verdict,
    "Essay": _written,
    "MC": _choice,
    "Short": _short,
    "Numerical": _numerical,
    "Matching": _matching,
}
