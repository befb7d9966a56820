"""Plain factories for the bank: a policy with its provisions, a bank, a question with its words and authority."""

from __future__ import annotations

import hashlib
import struct
import zlib
from datetime import UTC, date, datetime
from itertools import count

from accounts.models import Office, User
from question_bank.content import (
    OPTION_TYPES,
    Key,
    MarkingPoint,
    Option,
    Part,
    QuestionContent,
    QuestionType,
    asked_digest,
    extras_to_json,
    to_json,
)
from question_bank.enums import QuestionState, VersionState
from question_bank.models import (
    Citation,
    DocumentVersion,
    DraftedQuestion,
    ExchangeFile,
    PolicyDocument,
    Provision,
    Question,
    QuestionBank,
    QuestionImage,
    QuestionUse,
    QuestionVersion,
    Topic,
)
from question_bank.provisions import PolicySource, parse_policy, walk
from tests.factories.accounts import make_office, make_user

_numbers = count(1)

#: A policy small enough to read at a glance: two chapters, three articles, one of them with a list.
POLICY = """学习管理办法

第一章　总则

第一条　为加强学习，制定本办法。

第二章　学习

第二条　每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。

读书笔记经审核后计入积分。

第三条　学习方式包括：

（一）自学；

（二）集中学习。
"""

_KEYS: dict[QuestionType, Key] = {
    QuestionType.SINGLE_CHOICE: ["B"],
    QuestionType.MULTIPLE_CHOICE: ["A", "C"],
    QuestionType.INDETERMINATE_CHOICE: ["D"],
    QuestionType.TRUE_FALSE: True,
    QuestionType.FILL_IN_THE_BLANK: [["一", "1"]],
    QuestionType.SHORT_ANSWER: "编审、复审、终审。",
    QuestionType.ESSAY: "学、写、说、干各有所得。",
    QuestionType.MATCHING: {"A": "B", "B": "A", "C": "D", "D": "C"},
    QuestionType.ORDERING: ["B", "A", "D", "C"],
}

_POINTS = (MarkingPoint("学与写"), MarkingPoint("说与干", weight=2))


def make_version(
    office: Office | None = None,
    *,
    title: str | None = None,
    text: str = POLICY,
    state: VersionState = VersionState.CONFIRMED,
    effective_on: date | None = date(2026, 1, 1),
    is_shared: bool = False,
    document: PolicyDocument | None = None,
) -> DocumentVersion:
    """Return a version of the document given, or of a new one, with all its provisions."""
    office = document.office if document else office or make_office()
    number = next(_numbers)
    source = PolicySource.from_text(text)
    document = document or PolicyDocument.objects.create(
        office=office, title=title or f"学习管理办法之{number}", is_shared=is_shared
    )
    version = DocumentVersion.objects.create(
        document=document,
        effective_on=effective_on,
        state=state,
        source_name="办法.txt",
        source_digest=f"{number:064d}",
        source_lines=list(source.lines),
        uploaded_by=make_user(office),
        confirmed_at=datetime(2026, 1, 1, tzinfo=UTC) if state == VersionState.CONFIRMED else None,
    )
    known: dict[str, Provision] = {}
    for flat in walk(parse_policy(source).tree):
        known[flat.path] = Provision.objects.create(
            version=version,
            parent=known.get(flat.parent_path),
            kind=flat.kind,
            number=flat.number,
            path=flat.path,
            label=flat.citation_label,
            order=flat.order,
            line=flat.line,
            text=flat.text,
            full_text=flat.full_text,
            text_hash=flat.text_hash,
        )
    return version


def make_provision(version: DocumentVersion | None = None, path: str = "art2/par1") -> Provision:
    return Provision.objects.get(version=version or make_version(), path=path)


def make_bank(office: Office | None = None, name: str | None = None) -> QuestionBank:
    return QuestionBank.objects.create(office=office or make_office(), name=name or f"题库{next(_numbers)}")


def make_draft(provision: Provision | None = None, *, by: User | None = None, rule: str = "R1") -> DraftedQuestion:
    """Return a draft that waits, from the first words of a provision, for the office whose document it is."""
    provision = provision or make_provision()
    office = provision.version.document.office
    content = make_content()
    return DraftedQuestion.objects.create(
        office=office,
        provision=provision,
        rule=rule,
        type=content.type,
        words=to_json(content),
        digest=asked_digest(content),
        start=0,
        end=6,
        reason="条文写明篇数。",
        made_by=by or make_user(office),
    )


def make_content(
    type: QuestionType = QuestionType.SINGLE_CHOICE,  # noqa: A002 -- named as the field
    *,
    stem: str | None = None,
    key: Key | None = None,
    options: tuple[str, ...] = ("半", "一", "两", "三"),
    explanation: str = "见《办法》第二条。",
) -> QuestionContent:
    """Return content that is fit for use, of any type; no two stems are alike unless one is given."""
    number = next(_numbers)
    blank = "____" if type == QuestionType.FILL_IN_THE_BLANK else "（　　）"
    lettered = tuple(Option("ABCDEFGH"[place], text) for place, text in enumerate(options))
    return QuestionContent(
        type=type,
        stem=stem or f"第 {number} 问：每季度撰写读书笔记不少于{blank}篇。",
        options=lettered if type in OPTION_TYPES else (),
        key=_KEYS.get(type) if key is None else key,
        explanation=explanation,
        targets=lettered if type is QuestionType.MATCHING else (),
        parts=_parts(number) if type is QuestionType.CASE else (),
        marking_points=_POINTS if type is QuestionType.ESSAY else (),
    )


def _parts(number: int) -> tuple[Part, ...]:
    """Return what a case asks: a choice, and twice as much for some words of one's own."""
    options = (Option("A", "合规"), Option("B", "违规"))
    choice = QuestionContent(QuestionType.SINGLE_CHOICE, f"第 {number} 例是否合规？（　　）", options, ["B"])
    return Part(choice), Part(QuestionContent(QuestionType.SHORT_ANSWER, "为什么？", key="没有经过三审。"), weight=2)


def make_question(
    bank: QuestionBank | None = None,
    *,
    type: QuestionType = QuestionType.SINGLE_CHOICE,  # noqa: A002 -- named as the field
    state: QuestionState = QuestionState.APPROVED,
    author: User | None = None,
    topics: tuple[str, ...] = (),
    provision: Provision | None = None,
    content: QuestionContent | None = None,
    difficulty: str = "",
) -> Question:
    """Return a question whose current version is its first, resting on a provision if one is given."""
    bank = bank or make_bank()
    author = author or make_user(bank.office)
    content = content or make_content(type)
    question = Question.objects.create(bank=bank, state=state, author=author, difficulty=difficulty)
    version = QuestionVersion.objects.create(
        question=question,
        number=1,
        type=content.type,
        stem=content.stem,
        options=[{"id": option.id, "text": option.text} for option in content.options],
        key=content.key,
        explanation=content.explanation,
        extras=extras_to_json(content),
        difficulty=difficulty,
        digest=asked_digest(content),
        author=author,
    )
    question.save(update_fields=question.adopt(version))
    question.topics.set([Topic.objects.get_or_create(bank=bank, name=name)[0] for name in topics])
    if provision is not None:
        Citation.objects.create(question_version=version, provision=provision, created_by=author)
    return question


def png_bytes(words: str = "", width: int = 1, height: int = 1) -> bytes:
    """Return a PNG of that size; no two with different words are alike."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + b"\x80" * width for _row in range(height))))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tEXt", words.encode()) + pixels + chunk(b"IEND", b"")


def make_image(office: Office | None = None, *, words: str = "") -> QuestionImage:
    office = office or make_office()
    data = png_bytes(words)
    return QuestionImage.objects.create(
        office=office,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="image/png",
        data=data,
        size=len(data),
        width=1,
        height=1,
        added_by=make_user(office),
    )


def make_use(
    question: Question, *, asked_on: date = date(2026, 3, 1), facility: float | None = None, count: int = 20
) -> QuestionUse:
    """Return an occasion on which a question was asked, of its own."""
    number = next(_numbers)
    return QuestionUse.objects.create(
        question=question,
        version=question.current_version,
        office=question.bank.office,
        occasion=f"test:{number}",
        title=f"第 {number} 次季季考",
        asked_on=asked_on,
        candidates=count,
        count=count,
        facility=facility,
    )


def make_exchange_file(bank: QuestionBank, *, by: User, data: bytes = "对吗？{TRUE}".encode()) -> ExchangeFile:
    return ExchangeFile.objects.create(bank=bank, file_name="题.gift", data=data, uploaded_by=by)
