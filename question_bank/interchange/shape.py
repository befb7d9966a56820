"""What every format gives and takes: questions with what belongs to them, and what had to stay behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from question_bank.content import QuestionContent


class InterchangeError(Exception):
    """The whole file is refused; the message is a Chinese sentence that says why."""


@dataclass(frozen=True, slots=True)
class CitationText:
    """A citation as words: which document, where in it, and what is quoted; `path` only our own JSON knows."""

    document: str
    label: str
    path: str = ""
    quoted: str = ""

    def __str__(self) -> str:
        return f"《{self.document}》{self.label}" if self.document else self.label


@dataclass(frozen=True, slots=True)
class InterchangeQuestion:
    """A question on its way in or out; `images` are the bytes behind the `image:<sha256>` of its HTML."""

    content: QuestionContent
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    difficulty: str = ""
    citations: tuple[CitationText, ...] = ()
    identifier: str = ""
    images: dict[str, bytes] = field(default_factory=dict)
    #: Where in the file it stands, for the reader's report.
    where: str = ""
    #: What was read but could not be kept as it was.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a file that is no question of ours: its kind in the format's own words, where, and why."""

    kind: str
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Intake:
    """All that was found in a file."""

    format: str
    questions: tuple[InterchangeQuestion, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def unread_counts(self) -> list[tuple[str, int]]:
        """Return how often each kind was left, the commonest first."""
        return sorted(Counter(item.kind for item in self.unread).items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class Loss:
    """What one question loses in a format; `is_whole` where the question cannot be written at all."""

    #: Counted from 1, in the order given.
    question: int
    kind: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class LossReport:
    """What a format cannot carry, question by question."""

    losses: tuple[Loss, ...] = ()

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many questions lose what, the commonest first."""
        return sorted(Counter(loss.kind for loss in self.losses).items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def left_out(self) -> int:
        """Return how many questions are not in the file."""
        return len({loss.question for loss in self.losses if loss.is_whole})


@dataclass(frozen=True, slots=True)
class Export:
    """A file, and what it could not carry."""

    data: bytes
    report: LossReport


class LossLedger:
    """Takes down losses while questions are written, each once a question."""

    def __init__(self) -> None:
        self._losses: dict[Loss, None] = {}
        self.question = 0

    def lose(self, kind: str, *, is_whole: bool = False) -> None:
        """Take down that the question at hand loses something."""
        self._losses[Loss(self.question, kind, is_whole)] = None

    def each(self, questions: Iterable[InterchangeQuestion]) -> Iterable[InterchangeQuestion]:
        """Hand out the questions one by one, and know which is at hand."""
        for self.question, question in enumerate(questions, start=1):
            yield question

    @property
    def report(self) -> LossReport:
        """Return all that was taken down."""
        return LossReport(tuple(self._losses))
