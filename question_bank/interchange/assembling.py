"""Questions made of texts that each come in a format of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from question_bank.content import (
    BLANK,
    Key,
    MarkingPoint,
    Markup,
    Option,
    Part,
    QuestionContent,
    QuestionType,
    blank_count,
    plain_text,
)
from question_bank.interchange.settling import letter_at, lettered_options, plain_as_html, settled


@dataclass(frozen=True, slots=True)
class RichText:
    """A text as it was found: plain, or HTML."""

    text: str = ""
    is_html: bool = False

    def as_html(self) -> str:
        """Return it as HTML."""
        return self.text if self.is_html else plain_as_html(self.text)


NOTHING = RichText()
_STROKES = ("_", "＿")


def assembled(
    type_: QuestionType,
    stem: RichText,
    *,
    options: Sequence[RichText] = (),
    targets: Sequence[RichText] = (),
    key: Key | None = None,
    explanation: RichText = NOTHING,
    marking_points: tuple[MarkingPoint, ...] = (),
    is_order_free: bool = False,
) -> QuestionContent:
    """Return the content, options and targets lettered from A; HTML as a whole where any of it is."""
    is_html = any(text.is_html for text in (stem, explanation, *options, *targets))

    def shown(text: RichText) -> str:
        return text.as_html() if is_html else text.text

    return settled(
        QuestionContent(
            type_,
            shown(stem),
            lettered_options([shown(option) for option in options]),
            key,
            shown(explanation),
            targets=lettered_options([shown(target) for target in targets]),
            marking_points=marking_points,
            is_order_free=is_order_free,
            markup=Markup.HTML if is_html else Markup.PLAIN,
        )
    )


def joined(texts: Iterable[RichText]) -> RichText:
    """Return texts below one another."""
    filled = [text for text in texts if text.text.strip()]
    if any(text.is_html for text in filled):
        return RichText("<br>".join(text.as_html() for text in filled), is_html=True)
    return RichText("\n".join(text.text for text in filled))


def with_answer_feedback(explanation: RichText, feedbacks: Sequence[RichText]) -> RichText:
    """Return the explanation with what a file says to each answer, by its letter."""
    told = [
        joined_words(f"选项 {letter_at(place)}：", feedback)
        for place, feedback in enumerate(feedbacks)
        if feedback.text.strip()
    ]
    return joined([explanation, *told])


def with_spaced_blanks(pieces: Sequence[str]) -> list[str]:
    """Return the texts around blanks so that no two blanks run into one another or into an underscore beside them."""
    spaced = [" " if not piece and 0 < place < len(pieces) - 1 else piece for place, piece in enumerate(pieces)]
    before = [
        f"{piece} " if piece.endswith(_STROKES) and place < len(pieces) - 1 else piece
        for place, piece in enumerate(spaced)
    ]
    return [f" {piece}" if piece.startswith(_STROKES) and place else piece for place, piece in enumerate(before)]


def asked_apart(stem: RichText, asked: Sequence[QuestionContent], explanation: RichText) -> QuestionContent:
    """Return a case: a text with several gaps, of which each is asked as a question of its own."""
    case = assembled(QuestionType.CASE, stem, explanation=explanation)
    return replace(case, parts=tuple(Part(content) for content in asked))


def joined_words(words: str, text: RichText) -> RichText:
    """Return a text with words before it."""
    return RichText(plain_as_html(words) + text.text, is_html=True) if text.is_html else RichText(words + text.text)


def with_blank(stem: RichText) -> RichText:
    """Return the stem of a question that is answered with one text; where it leaves no blank, one follows."""
    if blank_count(stem.text):
        return stem
    return joined_after(stem, BLANK)


def joined_after(stem: RichText, words: str) -> RichText:
    """Return a text with words after it, on the last line that it has."""
    text = stem.text.rstrip()
    if stem.is_html and text.endswith("</p>"):
        return RichText(f"{text.removesuffix('</p>')} {words}</p>", is_html=True)
    return RichText(f"{text} {words}", stem.is_html)


def displayed_order(texts: Sequence[str]) -> list[int]:
    """Return the places of texts in an order that is always the same and tells nothing of the right one."""
    order = sorted(range(len(texts)), key=lambda place: sha256(texts[place].encode()).digest())
    if order == list(range(len(texts))):
        return [*order[1:], *order[:1]]
    return order


def ordering_content(stem: RichText, texts: Sequence[RichText], explanation: RichText) -> QuestionContent:
    """Return an ordering question of texts in their right order, where a file does not tell how to show them."""
    shown = displayed_order([text.text for text in texts])
    key = [letter_at(shown.index(place)) for place in range(len(texts))]
    options = [texts[place] for place in shown]
    return assembled(QuestionType.ORDERING, stem, options=options, key=key, explanation=explanation)


def matching_content(
    stem: RichText, pairs: Sequence[tuple[RichText, RichText]], explanation: RichText
) -> QuestionContent:
    """Return a matching question of pairs; a pair without a left side is a target that nothing is joined to."""
    rights = list({right.text: right for _left, right in pairs}.values())
    shown = displayed_order([right.text for right in rights])
    letters = {rights[place].text: letter_at(position) for position, place in enumerate(shown)}
    lefts = [(left, right) for left, right in pairs if left.text.strip()]
    return assembled(
        QuestionType.MATCHING,
        stem,
        options=[left for left, _right in lefts],
        targets=[rights[place] for place in shown],
        key={letter_at(place): letters[right.text] for place, (_left, right) in enumerate(lefts)},
        explanation=explanation,
    )


def matching_pairs(content: QuestionContent) -> list[tuple[str, str]]:
    """Return the texts of the pairs, and after them the targets that nothing is joined to."""
    key = content.key if isinstance(content.key, dict) else {}
    targets = {target.id: target.text for target in content.targets}
    pairs = [(option.text, targets[key[option.id]]) for option in content.options if key.get(option.id) in targets]
    spare = [("", target.text) for target in content.targets if target.id not in key.values()]
    # Sorted by what is read, so that a format which drops the markup sorts them the same.
    return [*pairs, *sorted(spare, key=lambda pair: (plain_text(pair[1], content.markup), pair[1]))]


def ordered_options(content: QuestionContent) -> list[Option]:
    """Return an ordering question's options in the right order."""
    known = {option.id: option for option in content.options}
    return [known[id_] for id_ in content.key if id_ in known] if isinstance(content.key, list) else []
