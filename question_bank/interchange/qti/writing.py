"""One question as an item."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from question_bank.content import (
    Markup,
    Option,
    QuestionContent,
    QuestionType,
    image_names,
    is_texts,
    options_refer_to_each_other,
    split_at_blanks,
)
from question_bank.interchange.assembling import with_spaced_blanks
from question_bank.interchange.guidance import points_text
from question_bank.interchange.images import file_name
from question_bank.interchange.qti.dialects import Dialect
from question_bank.interchange.qti.items import EXPLANATION
from question_bank.interchange.qti.marking import POINTS, TEXT, part_marks, points_mark, written_marks
from question_bank.interchange.settling import plain_as_html
from question_bank.interchange.xml_text import lines, tag, text_tag, xhtml

_GAP = "\x00"
_IMAGE = re.compile(r"<img\b[^>]*>")
#: QTI 2.x has no such tags.
_UNKNOWN_TAG = re.compile(r"<(/?)(u|s)>")
_TRUE, _FALSE = "true", "false"
#: The response to a whole item; a part of a case has its number behind it.
_WHOLE = "RESPONSE"


@dataclass(slots=True)
class ItemWriter:
    """Writes one item, and numbers its responses."""

    dialect: Dialect
    images: dict[str, bytes]
    #: From an item to the folder of the package.
    folder: str = "../"
    _declarations: list[str] = field(default_factory=list)
    _scoring: list[str] = field(default_factory=list)
    _feedbacks: list[str] = field(default_factory=list)
    #: Of a case's parts: the schemas have them in the item's body alone.
    _rubrics: list[str] = field(default_factory=list)
    _count: int = 0

    def written(self, content: QuestionContent, *, identifier: str, title: str, label: str) -> str:
        """Return the item."""
        el = self.dialect.element
        body = self._body(content)
        outcomes = [el("outcomeDeclaration", {"identifier": "SCORE", "cardinality": "single", "baseType": "float"})]
        if self._feedbacks:
            outcomes.append(
                el(
                    "outcomeDeclaration",
                    {"identifier": "FEEDBACK", "cardinality": "multiple", "baseType": "identifier"},
                )
            )
        attributes = {
            **self.dialect.item_attributes(),
            "identifier": identifier,
            "title": title,
            "adaptive": "false",
            "timeDependent": "false",
            **({"label": label} if label else {}),
        }
        return el(
            "assessmentItem",
            attributes,
            lines(self._declarations, outcomes, body, self._processing(), self._feedbacks),
        )

    def _body(self, content: QuestionContent) -> str:
        inside = self._case(content) if content.type is QuestionType.CASE else self._asked(content, 1, "")
        marks = written_marks(content.type, is_order_free=content.is_order_free)
        self._explain(content, EXPLANATION)
        return self.dialect.element("itemBody", {"class": marks}, lines(inside))

    def _case(self, content: QuestionContent) -> list[str]:
        parts = []
        for place, part in enumerate(content.parts, start=1):
            marks = part_marks(part.content.type, part.weight, is_order_free=part.content.is_order_free)
            parts.append(tag("div", {"class": marks}, lines(self._asked(part.content, part.weight, f"_{place}"))))
            if part.content.marking_points:
                self._rubrics.append(self._rubric(part.content, f"{POINTS} {points_mark(place)}"))
            self._explain(part.content, f"{EXPLANATION}_{place}")
        return [self._div(self._xhtml(content.stem, content)), *parts, *self._rubrics]

    def _asked(self, content: QuestionContent, weight: int, suffix: str) -> list[str]:
        return _WRITERS[content.type](self, content, weight, f"{_WHOLE}{suffix}")

    def _explain(self, content: QuestionContent, identifier: str) -> None:
        if not content.explanation:
            return
        inside = self._div(self._xhtml(content.explanation, content))
        if self.dialect.is_third:
            inside = self.dialect.element("contentBody", None, inside)
        attributes = {"outcomeIdentifier": "FEEDBACK", "identifier": identifier, "showHide": "show"}
        self._feedbacks.append(self.dialect.element("modalFeedback", attributes, inside))

    def _processing(self) -> str:
        if not self._scoring:
            return ""
        return self.dialect.element("responseProcessing", None, lines(self._scoring))

    def _div(self, inside: str) -> str:
        return tag("div", {"class": TEXT}, inside)

    def _xhtml(self, text: str, content: QuestionContent) -> str:
        shown = text if content.markup is Markup.HTML else plain_as_html(text)
        shown = _UNKNOWN_TAG.sub(lambda found: "</span>" if found[1] else f'<span class="jijikao-{found[2]}">', shown)
        return xhtml(_IMAGE.sub(self._addressed, shown))

    def _addressed(self, image: re.Match[str]) -> str:
        shown = image[0]
        for name in image_names(shown):
            shown = shown.replace(f"image:{name}", f"{self.folder}images/{file_name(name, self.images[name])}")
        return shown if " alt=" in shown else shown.replace("<img", '<img alt=""', 1)

    def _declare(
        self,
        identifier: str,
        cardinality: str,
        base_type: str,
        values: Sequence[str],
        mapped: Sequence[tuple[str, str]] = (),
    ) -> None:
        el = self.dialect.element
        correct = el("correctResponse", None, "".join(text_tag(self._value, value) for value in values))
        entries = [el("mapEntry", {"mapKey": key, "mappedValue": share}) for key, share in mapped]
        mapping = el("mapping", {"defaultValue": "0"}, "".join(entries)) if entries else ""
        attributes = {"identifier": identifier, "cardinality": cardinality, "baseType": base_type}
        body = lines(correct if values else "", mapping)
        self._declarations.append(el("responseDeclaration", attributes, body if body.strip() else None))

    @property
    def _value(self) -> str:
        return "qti-value" if self.dialect.is_third else "value"

    def _scored_whole(self, identifier: str, weight: int) -> None:
        """Give the whole weight for the right response and nothing for any other."""
        el = self.dialect.element
        matched = el(
            "match", None, el("variable", {"identifier": identifier}) + el("correct", {"identifier": identifier})
        )
        share = text_tag(
            "qti-base-value" if self.dialect.is_third else "baseValue",
            str(weight),
            {"base-type" if self.dialect.is_third else "baseType": "float"},
        )
        then = el("responseIf", None, matched + self._added(share))
        self._scoring.append(el("responseCondition", None, then))

    def _scored_by_mapping(self, identifier: str) -> None:
        self._scoring.append(self._added(self.dialect.element("mapResponse", {"identifier": identifier})))

    def _added(self, share: str) -> str:
        el = self.dialect.element
        total = el("sum", None, el("variable", {"identifier": "SCORE"}) + share)
        return el("setOutcomeValue", {"identifier": "SCORE"}, total)

    def choice(self, content: QuestionContent, weight: int, response: str) -> list[str]:
        """Write a choice."""
        key = content.key if is_texts(content.key) else []
        is_single = content.type is QuestionType.SINGLE_CHOICE
        self._declare(response, "single" if is_single else "multiple", "identifier", key)
        self._scored_whole(response, weight)
        shuffles = not options_refer_to_each_other(content.options)
        choices = [self._choice(option, content) for option in content.options]
        return self._choice_interaction(content, response, choices, shuffles=shuffles, most=1 if is_single else 0)

    def verdict(self, content: QuestionContent, weight: int, response: str) -> list[str]:
        """Write a statement to be judged."""
        self._declare(response, "single", "identifier", [_TRUE if content.key else _FALSE])
        self._scored_whole(response, weight)
        choices = [
            text_tag("qti-simple-choice" if self.dialect.is_third else "simpleChoice", word, {"identifier": name})
            for name, word in ((_TRUE, "正确"), (_FALSE, "错误"))
        ]
        return self._choice_interaction(content, response, choices, shuffles=False, most=1)

    def blanks(self, content: QuestionContent, weight: int, response: str) -> list[str]:
        """Write a text with blanks."""
        keys = [list(texts) for texts in content.key] if isinstance(content.key, list) else []
        stem = _GAP.join(with_spaced_blanks(split_at_blanks(content.stem)))
        share = f"{weight / max(len(keys), 1):.6g}"
        entries = []
        for place, accepted in enumerate(keys, start=1):
            name = f"{response}_BLANK_{place}"
            self._declare(name, "single", "string", accepted[:1], [(text, share) for text in accepted])
            self._scored_by_mapping(name)
            entries.append(self.dialect.element("textEntryInteraction", {"responseIdentifier": name}))
        pieces = self._xhtml(stem, content).split(_GAP)
        return [self._div("".join(text for pair in zip(pieces, [*entries, ""], strict=True) for text in pair))]

    def free_text(self, content: QuestionContent, _weight: int, response: str) -> list[str]:
        """Write a question to be answered in one's own words."""
        self._declare(response, "single", "string", [content.key] if isinstance(content.key, str) else [])
        el = self.dialect.element
        written = [self._div(self._xhtml(content.stem, content))]
        if content.marking_points and response == _WHOLE:
            written.append(self._rubric(content, POINTS))
        return [*written, el("extendedTextInteraction", {"responseIdentifier": response})]

    def _rubric(self, content: QuestionContent, marks: str) -> str:
        el = self.dialect.element
        inside = tag("ul", None, "".join(text_tag("li", point) for point in points_text(content).split("\n")))
        if self.dialect.is_third:
            inside = el("contentBody", None, inside)
        use = {"use": "scoring"} if self.dialect.is_third else {}
        return el("rubricBlock", {"view": "scorer", **use, "class": marks}, inside)

    def matching(self, content: QuestionContent, weight: int, response: str) -> list[str]:
        """Write two columns to be joined."""
        key = content.key if isinstance(content.key, dict) else {}
        pairs = [f"L{left} R{right}" for left, right in key.items()]
        self._declare(
            response, "multiple", "directedPair", pairs, [(pair, f"{weight / len(key):.6g}") for pair in pairs]
        )
        self._scored_by_mapping(response)
        el = self.dialect.element
        sets = [
            el(
                "simpleMatchSet",
                None,
                lines(self._associable(f"{side}{option.id}", most, option, content) for option in options),
            )
            for side, most, options in (("L", "1", content.options), ("R", "0", content.targets))
        ]
        attributes = {"responseIdentifier": response, "shuffle": "false", "maxAssociations": "0"}
        return [self._div(self._xhtml(content.stem, content)), el("matchInteraction", attributes, lines(sets))]

    def ordering(self, content: QuestionContent, weight: int, response: str) -> list[str]:
        """Write options to be put in order."""
        self._declare(response, "ordered", "identifier", content.key if is_texts(content.key) else [])
        self._scored_whole(response, weight)
        choices = [self._choice(option, content) for option in content.options]
        attributes = {"responseIdentifier": response, "shuffle": "false"}
        interaction = self.dialect.element("orderInteraction", attributes, lines(choices))
        return [self._div(self._xhtml(content.stem, content)), interaction]

    def _choice_interaction(
        self, content: QuestionContent, response: str, choices: list[str], *, shuffles: bool, most: int
    ) -> list[str]:
        attributes = {
            "responseIdentifier": response,
            "shuffle": "true" if shuffles else "false",
            "maxChoices": str(most),
        }
        interaction = self.dialect.element("choiceInteraction", attributes, lines(choices))
        return [self._div(self._xhtml(content.stem, content)), interaction]

    def _choice(self, option: Option, content: QuestionContent) -> str:
        return self.dialect.element("simpleChoice", {"identifier": option.id}, self._xhtml(option.text, content))

    def _associable(self, identifier: str, most: str, option: Option, content: QuestionContent) -> str:
        attributes = {"identifier": identifier, "matchMax": most}
        return self.dialect.element("simpleAssociableChoice", attributes, self._xhtml(option.text, content))


_WRITERS: dict[QuestionType, Callable[[ItemWriter, QuestionContent, int, str], list[str]]] = {
    QuestionType.SINGLE_CHOICE: ItemWriter.choice,
    QuestionType.MULTIPLE_CHOICE: ItemWriter.choice,
    QuestionType.INDETERMINATE_CHOICE: ItemWriter.choice,
    QuestionType.TRUE_FALSE: ItemWriter.verdict,
    QuestionType.FILL_IN_THE_BLANK: ItemWriter.blanks,
    QuestionType.SHORT_ANSWER: ItemWriter.free_text,
    QuestionType.ESSAY: ItemWriter.free_text,
    QuestionType.MATCHING: ItemWriter.matching,
    QuestionType.ORDERING: ItemWriter.ordering,
}
