"""Read questions as other systems take them, and what an import would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from accounts.models import Office, User
from question_bank.content import QuestionContent, asked_digest, check_content, content_images
from question_bank.interchange import CitationText, Intake, InterchangeQuestion
from question_bank.interchange.images import without_images
from question_bank.models import Citation, ExchangeFile, Question, QuestionBank, QuestionImage
from question_bank.selectors.questions import prefetched_citations

_BATCH = 500


@dataclass(frozen=True, slots=True)
class IntakeFault:
    """A question that cannot come in as it is, and why."""

    where: str
    problems: tuple[str, ...]


@dataclass(slots=True)
class IntakeProspect:
    """What of an intake is new, what the bank asks already, and what is not fit to be asked."""

    fresh: list[tuple[InterchangeQuestion, QuestionContent]] = field(default_factory=list)
    repeated: list[InterchangeQuestion] = field(default_factory=list)
    faults: list[IntakeFault] = field(default_factory=list)

    @property
    def duplicates(self) -> int:
        """Return how many questions the bank, or the file itself, asks already."""
        return len(self.repeated)

    @property
    def noted(self) -> list[InterchangeQuestion]:
        """Return the new questions that lose something on the way in."""
        return [question for question, _content in self.fresh if question.notes]


def exchanged_questions(office: Office, questions: Iterable[Question]) -> list[InterchangeQuestion]:
    """Return questions from this package's lists with all that belongs to them."""
    listed = list(questions)
    prefetch_related_objects(listed, "tags")
    told = [(question, question.current_version) for question in listed]
    contents = [(question, version, version.content) for question, version in told if version is not None]
    images = _images(office, {name for _question, _version, content in contents for name in content_images(content)})
    return [
        InterchangeQuestion(
            content=content,
            topics=tuple(topic.name for topic in question.topics.all()),
            tags=tuple(tag.name for tag in question.tags.all()),
            difficulty=question.difficulty,
            citations=tuple(_citation(citation) for citation in prefetched_citations(question)),
            identifier=str(question.uuid),
            images={name: images[name] for name in content_images(content) if name in images},
        )
        for question, version, content in contents
    ]


def file_at_hand(user: User) -> ExchangeFile | None:
    """Return the file that somebody uploaded and has neither imported nor put aside."""
    return ExchangeFile.objects.filter(uploaded_by=user).defer("data").first()


def intake_prospect(bank: QuestionBank, intake: Intake) -> IntakeProspect:
    """Return what an import of these questions would do."""
    prospect = IntakeProspect()
    kept = set(_image_names(bank.office, intake))
    contents = [_showable(question, kept) for question in intake.questions]
    known = _known(bank, contents)
    for question, content in zip(intake.questions, contents, strict=True):
        digest = asked_digest(content)
        if problems := check_content(content):
            prospect.faults.append(IntakeFault(question.where, problems))
        elif digest in known:
            prospect.repeated.append(question)
        else:
            known.add(digest)
            prospect.fresh.append((question, content))
    return prospect


def _known(bank: QuestionBank, contents: Iterable[QuestionContent]) -> set[str]:
    digests = [asked_digest(content) for content in contents]
    known: set[str] = set()
    for start in range(0, len(digests), _BATCH):
        rows = Question.objects.filter(bank=bank, current_version__digest__in=digests[start : start + _BATCH])
        known.update(rows.values_list("current_version__digest", flat=True))
    return known


def _showable(question: InterchangeQuestion, kept: set[str]) -> QuestionContent:
    """Return the content without images that neither came along nor are there."""
    return without_images(question.content, kept | question.images.keys())[0]


def _image_names(office: Office, intake: Intake) -> list[str]:
    names = list({name for question in intake.questions for name in content_images(question.content)})
    found: list[str] = []
    for start in range(0, len(names), _BATCH):
        rows = QuestionImage.objects.filter(office=office, sha256__in=names[start : start + _BATCH])
        found += rows.values_list("sha256", flat=True)
    return found


def _images(office: Office, names: set[str]) -> dict[str, bytes]:
    wanted = sorted(names)
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _BATCH):
        rows = QuestionImage.objects.filter(office=office, sha256__in=wanted[start : start + _BATCH])
        found.update((name, bytes(data)) for name, data in rows.values_list("sha256", "data"))
    return found


def _citation(citation: Citation) -> CitationText:
    provision = citation.provision
    return CitationText(provision.version.document.title, provision.label, provision.path, citation.quoted)
