"""What a rule hands over: a question, where in the text it stands, and why it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_uppercase

from question_bank.content import Option, QuestionContent, QuestionType
from question_bank.drafting.passages import Passage, PolicyText

#: How a choice leaves room for its answer.
SLOT = "（　　）"


class Rule(StrEnum):
    """Who made a draft: one of six rules, or the office's own language model."""

    NUMBER = "R1"
    ENUMERATION = "R2"
    INLINE_LIST = "R3"
    DEFINITION = "R4"
    MODALITY = "R5"
    AUTHORITY = "R6"
    MODEL = "LLM"

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]


_LABELS = {
    Rule.NUMBER: "数字与期限",
    Rule.ENUMERATION: "分项列举",
    Rule.INLINE_LIST: "句内并列",
    Rule.DEFINITION: "定义",
    Rule.MODALITY: "应当、可以、不得",
    Rule.AUTHORITY: "决定与批准机关",
    Rule.MODEL: "语言模型",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that nobody has accepted yet. `start` and `end` mark its source in the cited provision's full text.

    In a negated one (不属于) the key is what does not stand there. A false statement names in `original` the words of
    the text that it alters.
    """

    rule: Rule
    content: QuestionContent
    path: str
    start: int
    end: int
    reason: str
    is_negated: bool = False
    original: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a passage that a draft asks about."""

    passage: Passage
    start: int
    end: int

    @property
    def quoted(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]


def choice_draft(
    policy: PolicyText,
    rule: Rule,
    source: Source,
    *,
    stem: str,
    right: Sequence[str],
    wrong: Sequence[str],
    reason: str,
    is_negated: bool = False,
    in_order: Sequence[str] = (),
) -> Draft:
    """Return a single choice, or with several right options a multiple one.

    The options stand in the order given, or in one that the stem decides, so that the key is not always A.
    """
    texts = list(in_order) or shuffled([*right, *wrong], stem)
    options = tuple(Option(letter, text) for letter, text in zip(ascii_uppercase, texts, strict=False))
    content = QuestionContent(
        type=QuestionType.SINGLE_CHOICE if len(right) == 1 else QuestionType.MULTIPLE_CHOICE,
        stem=stem,
        options=options,
        key=[option.id for option in options if option.text in right],
        explanation=explanation(policy, source),
    )
    return _draft(rule, content, source, reason, is_negated=is_negated)


def blank_draft(policy: PolicyText, rule: Rule, source: Source, *, stem: str, answer: str, reason: str) -> Draft:
    """Return a question with one blank to fill in."""
    content = QuestionContent(
        type=QuestionType.FILL_IN_THE_BLANK, stem=stem, key=[[answer]], explanation=explanation(policy, source)
    )
    return _draft(rule, content, source, reason)


def statement_draft(
    policy: PolicyText, rule: Rule, source: Source, *, stem: str, reason: str, original: str = ""
) -> Draft:
    """Return a statement to be judged; one that alters the original is false."""
    content = QuestionContent(
        type=QuestionType.TRUE_FALSE, stem=stem, key=not original, explanation=explanation(policy, source)
    )
    return _draft(rule, content, source, reason, original=original)


def explanation(policy: PolicyText, source: Source) -> str:
    """Return where the answer stands, in the words of the text."""
    quoted = source.quoted.replace("\n", "").rstrip("；")
    return f"{policy.name}{source.passage.label}：“{quoted}”"


def according_to(policy: PolicyText, words: str) -> str:
    """Return a stem that names its document, so that it can be read alone."""
    if policy.name in words:
        return words
    return (
        f"{policy.name}规定，{words}" if words.startswith(("根据", "依照", "按照")) else f"根据{policy.name}，{words}"
    )


def shuffled(texts: Iterable[str], seed: str) -> list[str]:
    """Return the texts in an order that the seed alone decides."""
    return sorted(texts, key=lambda text: hashlib.sha256(f"{seed}\n{text}".encode()).digest())


def _draft(
    rule: Rule, content: QuestionContent, source: Source, reason: str, *, is_negated: bool = False, original: str = ""
) -> Draft:
    return Draft(rule, content, source.passage.path, source.start, source.end, reason, is_negated, original)
