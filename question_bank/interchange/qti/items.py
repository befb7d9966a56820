"""One item as a question of ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from question_bank.content import BLANK, Part, QuestionContent, QuestionType, blank_count
from question_bank.interchange.assembling import NOTHING, RichText, assembled, joined, with_spaced_blanks
from question_bank.interchange.qti.bodies import Surroundings, TextReader
from question_bank.interchange.qti.interactions import INLINE, READERS, Asked, ForeignItem, read_interaction
from question_bank.interchange.qti.marking import PART, has_mark, marks_of, points_mark
from question_bank.interchange.qti.responses import declarations_of
from question_bank.interchange.shape import InterchangeError

_TEXT_ENTRY = "textEntryInteraction"
_GAP = "\x00"
#: Feedback of ours is named by what it explains: the question, or the part of a case with that number.
EXPLANATION = "EXPLANATION"


@dataclass(frozen=True, slots=True)
class ReadItem:
    """What an item says, its images, and what of it was lost."""

    content: QuestionContent
    images: dict[str, bytes]
    notes: tuple[str, ...]


def read_item(item: Element, surroundings: Surroundings, stimuli: tuple[Element, ...] = ()) -> ReadItem:
    """Return the question of an item whose names are those of 2.x; shared stimuli come before its own text.

    Raises:
        ForeignItem: we have no such question.
        InterchangeError: it is no valid item.
    """
    body = item.find("itemBody")
    if not item.get("identifier") or body is None:
        raise InterchangeError("试题没有编号（identifier）或正文（itemBody）")
    if item.get("adaptive") == "true":
        raise ForeignItem("adaptive", "自适应题（随作答变化）没有对应的题型")
    if item.find("templateDeclaration") is not None:
        raise ForeignItem("template", "模板题（题中的数随机生成）没有对应的题型")
    reader = TextReader(surroundings)
    content = _Item(item, reader).content(body, 0)
    if stimuli:
        shared = joined([reader.text(stimulus) for stimulus in stimuli])
        content = _below(shared, content)
    return ReadItem(content, reader.images, tuple(dict.fromkeys(reader.notes)))


class _Item:
    """Reads the bodies of one item: its own, and those of a case's parts."""

    def __init__(self, item: Element, reader: TextReader) -> None:
        self._item = item
        self._reader = reader
        self._declarations = declarations_of(item)

    def content(self, body: Element, number: int) -> QuestionContent:
        """Return what a body asks; `number` is that of a part, 0 for the whole item."""
        parts = [child for child in body.iter("div") if child is not body and has_mark(child, PART)]
        if parts:
            return self._case(body, parts)
        interactions = [child for child in body.iter() if _is_interaction(child)]
        if not interactions:
            raise ForeignItem("noInteraction", "只有说明，没有提问")
        for interaction in interactions:
            if interaction.tag != _TEXT_ENTRY and interaction.tag not in READERS:
                raise ForeignItem(interaction.tag)
        if all(interaction.tag == _TEXT_ENTRY for interaction in interactions):
            return self._blanks(body, interactions, number)
        if len(interactions) == 1:
            return self._single(body, interactions[0], number)
        return self._composite(body, interactions)

    def _asked(self, body: Element, number: int) -> Asked:
        told = [*body.iter("rubricBlock"), *(self._told_of_part(number) if number else [])]
        rubrics = [rubric for rubric in told if "scorer" in (rubric.get("view") or "")]
        return Asked(self._declarations, self._reader, marks_of(body), rubrics, explanation=self._explanation(number))

    def _told_of_part(self, number: int) -> list[Element]:
        """Return what stands in the item's body on a part of a case."""
        return [rubric for rubric in self._item.iter("rubricBlock") if has_mark(rubric, points_mark(number))]

    def _case(self, body: Element, parts: list[Element]) -> QuestionContent:
        stem = self._reader.text(body, lambda child: "" if child in parts else None)
        case = assembled(QuestionType.CASE, stem, explanation=self._explanation(0))
        asked = [Part(self.content(part, place), marks_of(part).weight) for place, part in enumerate(parts, start=1)]
        return replace(case, parts=tuple(asked))

    def _single(self, body: Element, interaction: Element, number: int) -> QuestionContent:
        instead = "（　　）" if interaction.tag in INLINE else ""
        asked = self._asked(body, number)
        asked.stem = self._reader.text(body, lambda child: instead if child is interaction else None)
        return read_interaction(interaction, asked)

    def _blanks(self, body: Element, entries: list[Element], number: int) -> QuestionContent:
        asked = self._asked(body, number)
        text = self._reader.text(body, lambda child: _GAP if child.tag == _TEXT_ENTRY else None).text
        stem = BLANK.join(with_spaced_blanks(text.split(_GAP)))
        if blank_count(text.replace(_GAP, "")) == len(entries):
            # The text draws its own lines, and the entries stand below.
            stem = text.replace(_GAP, "")
        key = [self._accepted(entry, asked) for entry in entries]
        content = assembled(
            QuestionType.FILL_IN_THE_BLANK, RichText(stem, is_html=True), key=key, explanation=asked.explanation
        )
        return replace(content, is_order_free=asked.marks.is_order_free)

    def _composite(self, body: Element, interactions: list[Element]) -> QuestionContent:
        """Return a text with several things to answer as a case."""
        places = {id(interaction): place for place, interaction in enumerate(interactions, start=1)}

        def shown(child: Element) -> str | None:
            if id(child) not in places:
                return None
            return f"（{places[id(child)]}）{BLANK}" if child.tag in INLINE else ""

        case = assembled(QuestionType.CASE, self._reader.text(body, shown), explanation=self._explanation(0))
        parts = [self._component(interaction, place) for place, interaction in enumerate(interactions, start=1)]
        return replace(case, parts=tuple(map(Part, parts)))

    def _component(self, interaction: Element, place: int) -> QuestionContent:
        asked = Asked(self._declarations, self._reader, marks_of(interaction))
        if interaction.tag == _TEXT_ENTRY:
            stem = RichText(f"第（{place}）处：{BLANK}")
            return assembled(QuestionType.FILL_IN_THE_BLANK, stem, key=[self._accepted(interaction, asked)])
        if interaction.tag in INLINE or interaction.find("prompt") is None:
            asked.stem = RichText(f"第（{place}）处")
        return read_interaction(interaction, asked)

    def _accepted(self, entry: Element, asked: Asked) -> list[str]:
        declaration = asked.declaration(entry)
        if declaration.partial_texts:
            self._reader.notes.append("只得部分分数的答案没有带入")
        accepted = declaration.accepted_texts()
        if not accepted:
            self._reader.notes.append("文件里没有答案")
        return accepted

    def _explanation(self, number: int) -> RichText:
        name = f"{EXPLANATION}_{number}" if number else EXPLANATION
        feedbacks = self._item.findall("modalFeedback")
        own = [feedback for feedback in feedbacks if feedback.get("identifier") == name]
        foreign = [feedback for feedback in feedbacks if not (feedback.get("identifier") or "").startswith(EXPLANATION)]
        if number and not own:
            return NOTHING
        texts = [self._reader.text(feedback) for feedback in own or foreign]
        return joined({text.text: text for text in texts}.values())


def _is_interaction(element: Element) -> bool:
    return element.tag.endswith("Interaction") and element.tag != "endAttemptInteraction"


def _below(shared: RichText, content: QuestionContent) -> QuestionContent:
    """Return the content with a shared text before its stem."""
    stem = joined([shared, RichText(content.stem, is_html=content.markup.value == "html")])
    whole = assembled(
        content.type,
        stem,
        options=[RichText(option.text, is_html=content.markup.value == "html") for option in content.options],
        targets=[RichText(target.text, is_html=content.markup.value == "html") for target in content.targets],
        key=content.key,
        explanation=RichText(content.explanation, is_html=content.markup.value == "html"),
        marking_points=content.marking_points,
        is_order_free=content.is_order_free,
    )
    return replace(whole, parts=content.parts)
