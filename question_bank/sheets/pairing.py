"""Several files at once: what a zip holds, which file answers which, and a question file read with its answers.

    for pair in pair_files(files).pairs:
        report = read_pair(files[pair.questions], [files[name] for name in pair.answers])

A file answers when its name says so or when it holds nothing but numbers and answers; it is paired with the file of the
likeliest name in its folder. Files that repeat the questions of another one beside them with the answers that it lacks
answer it, too, however many. What stays without a partner is named, never dropped.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from rapidfuzz import fuzz

from accounts.archives import ArchiveLimits, HostileArchiveError, archive_check
from question_bank.sheets.reading import collected, make_ready, read_source
from question_bank.sheets.report import ForeignFile, Problem, SheetReport, UnreadableSheet
from question_bank.sheets.sources import Source, open_source
from question_bank.sheets.text.closing_key import KeyGroup, holds_key_only, key_groups
from question_bank.sheets.text.repeated import RepeatedAnswers, answers_nearly_all, repeated_answers
from question_bank.sheets.vocabulary import Mappings, translated
from question_bank.sheets.words.folding import squeezed
from question_bank.sheets.words.types import named_type

#: `make_ready` is for the process that forks readers.
__all__ = ["Pairing", "SheetFile", "SheetPair", "is_bundle", "make_ready", "pair_files", "read_pair", "unpack"]

_LIMITS = ArchiveLimits(entries=500, unpacked_bytes=60_000_000)
_UTF8_NAME = 0x800
_OFFICE_ENTRIES = ("[Content_Types].xml", "_rels/.rels", "mimetype")
#: What systems put into folders on their own, and Word's traces of open files.
_BELONGS_TO_NOBODY = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)

_ANSWERS = re.compile(r"(参考|标准|正确)?答案(及解析|与解析|解析|版|卷|页|部分)?|answers?|key", re.IGNORECASE)
_FILLERS = re.compile(
    r"[（(【\[]?(试题|题目|试卷|题库|考题|不含|无|含|带|版|卷|题)+[】\])）]?|[\s_\-—·.、,，()（）【】\[\]]"
)
_WITHOUT_ANSWERS = re.compile(r"(无|不含|没有|去)答案")
_LEAST_LIKENESS = 80
_MOST_OF_IT = 0.8
_FEWEST = 3
#: To see which file repeats which, they are read; so many lines take a few seconds.
_MOST_LINES = 60_000


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file as it was uploaded; the name may name folders."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SheetPair:
    """The names of a question file and of the files with its answers, of which there may be none."""

    questions: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairing:
    """All files of an upload, each named once."""

    pairs: tuple[SheetPair, ...]
    #: Files that only answer, with no questions found to them.
    unpaired_answers: tuple[str, ...] = ()
    #: Files that cannot be opened, each with why.
    refused: tuple[Problem, ...] = ()


def is_bundle(data: bytes) -> bool:
    """Say whether the bytes are a zip of files rather than an Office document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not any(name in _OFFICE_ENTRIES for name in archive.namelist()[: _LIMITS.entries])
    except zipfile.BadZipFile:
        return False


def unpack(data: bytes) -> tuple[SheetFile, ...]:
    """Return the files of a zip, in the order of their names, without what systems add.

    Raises:
        UnreadableSheet: the zip is damaged, locked or hostile, or holds nothing.
    """
    try:
        archive_check(data, _LIMITS)
    except HostileArchiveError as error:
        raise UnreadableSheet(str(error)) from error
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [(_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
        wanted = sorted((name, entry) for name, entry in entries if not _BELONGS_TO_NOBODY.search(name))
        files = tuple(SheetFile(name, archive.read(entry)) for name, entry in wanted)
    if not files:
        raise UnreadableSheet("压缩包里没有文件。")
    return files


def pair_files(files: Sequence[SheetFile]) -> Pairing:
    """Return which file asks and which answers, in the order given."""
    opened: dict[str, Source] = {}
    foreign: list[str] = []
    refused: list[Problem] = []
    for file in files:
        try:
            opened[file.name] = open_source(file.data, file.name)
        except ForeignFile:
            # It is known by its name alone until an office suite has read it.
            foreign.append(file.name)
        except UnreadableSheet as error:
            refused.append(Problem(file.name, str(error)))
    answers = [name for name, source in opened.items() if _answers(name, source)]
    questions = [name for name in opened if name not in answers]
    partners: dict[str, tuple[str, ...]] = {
        name: (answer,) for name, answer in _partners(questions, answers, opened).items()
    }
    partners |= _repeaters([name for name in questions if name not in partners], opened)
    taken = {answer for names in partners.values() for answer in names}
    pairs = tuple(SheetPair(name, partners.get(name, ())) for name in questions if name not in taken)
    complete, unpaired = _complete(opened, [name for name in answers if name not in taken])
    alone = (SheetPair(name) for name in [*complete, *foreign])
    return Pairing((*pairs, *alone), tuple(unpaired), tuple(refused))


def read_pair(questions: SheetFile, answers: Sequence[SheetFile] = (), mappings: Mappings | None = None) -> SheetReport:
    """Return every question of a sheet, its answers taken from other files where it gives none itself.

    Raises:
        UnreadableSheet: one of them cannot be read.
    """
    source = open_source(questions.data, questions.name)
    keys: list[KeyGroup] = []
    repeated: list[RepeatedAnswers] = []
    for file in answers:
        key = translated(open_source(file.data, file.name), mappings or Mappings())
        whole = read_source(key, mappings)
        if len(answers) == 1 and _answered(whole) >= _MOST_OF_IT * max(len(read_source(source, mappings).questions), 1):
            # The answer file repeats the questions.
            remark = Problem(file.name, f"答案文件里有完整的试题，按它读入；“{questions.name}”没有另外读入")
            return replace(whole, problems=(*whole.problems, remark))
        again = _repeated(key, mappings)
        if again is None:
            keys += key_groups(key)
        else:
            repeated.append(again)
    return read_source(source, mappings, keys, repeated)


def _repeated(source: Source, mappings: Mappings | None = None) -> RepeatedAnswers | None:
    return repeated_answers(source.name, collected(source, mappings), named_type(source.name))


def _repeaters(questions: Sequence[str], opened: Mapping[str, Source]) -> dict[str, tuple[str, ...]]:
    """Return for files that ask and never answer those beside them that repeat their questions with answers."""
    alone = [name for name in questions if len(_beside(name, questions)) > 1]
    if sum(len(opened[name].lines) for name in alone) > _MOST_LINES:
        return {}
    told = {name: again for name in alone if (again := _repeated(opened[name])) is not None}
    found: dict[str, tuple[str, ...]] = {}
    for name in alone:
        beside = [other for other in _beside(name, told) if other != name]
        report = read_source(opened[name]) if beside and name not in told else None
        if report is None or len(report.questions) < _FEWEST or any(q.key is not None for q in report.questions):
            continue
        drafts = collected(opened[name])
        taken = {other for names in found.values() for other in names}
        found[name] = tuple(other for other in beside if other not in taken and answers_nearly_all(told[other], drafts))
    return found


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; Chinese Windows writes GBK without saying so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _answers(name: str, source: Source) -> bool:
    stem = PurePosixPath(name).stem
    named = _ANSWERS.search(stem) is not None and _WITHOUT_ANSWERS.search(stem) is None
    return named or holds_key_only(source)


def _partners(questions: Sequence[str], answers: Sequence[str], opened: Mapping[str, Source]) -> dict[str, str]:
    """Return the answer file of each question file, the likeliest names first."""
    likeness = sorted(
        ((_likeness(question, answer), question, answer) for question in questions for answer in answers), reverse=True
    )
    partners: dict[str, str] = {}
    for like, question, answer in likeness:
        if question in partners or answer in partners.values():
            continue
        alone = len(_beside(question, questions)) == 1 == len(_beside(answer, answers)) and holds_key_only(
            opened[answer]
        )
        if like >= _LEAST_LIKENESS or (alone and _beside(question, [answer])):
            partners[question] = answer
    return partners


def _likeness(question: str, answer: str) -> float:
    """Return from 0 to 100 how alike two names are, but for the words that say which of the two they are."""
    if not _beside(question, [answer]) and PurePosixPath(answer).parent.name not in {"答案", "参考答案"}:
        return 0.0
    plain = [
        _FILLERS.sub("", _ANSWERS.sub("", _WITHOUT_ANSWERS.sub("", squeezed(PurePosixPath(name).stem))))
        for name in (question, answer)
    ]
    if re.findall(r"\d+", plain[0]) != re.findall(r"\d+", plain[1]):
        # 第1章 and 第2章 differ in one character, and in everything.
        return 0.0
    return 100.0 if plain[0] == plain[1] else fuzz.ratio(*plain)


def _beside(name: str, others: Iterable[str]) -> list[str]:
    """Return those in the same folder."""
    return [other for other in others if PurePosixPath(other).parent == PurePosixPath(name).parent]


def _complete(opened: Mapping[str, Source], answers: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the answer files without a partner into those that ask as well, and those that only answer."""
    asking = [name for name in answers if not holds_key_only(opened[name]) and not read_source(opened[name]).absence]
    return asking, [name for name in answers if name not in asking]


def _answered(report: SheetReport) -> int:
    return sum(
        question.key is not None and len(question.stem) > 1
        for question in report.questions
        if question.status != "faulty"
    )
