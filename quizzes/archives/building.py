"""Write an exam's archive: each table that belongs to it as lines of JSON, with a manifest of their digests."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.content import image_names
from question_bank.models import QuestionImage
from quizzes.archives import verification
from quizzes.models import Exam, Paper, PaperSlot
from quizzes.selectors import RELEASED

_README = """{title}

这个文件装着一场考试的全部：试卷和答案（paper、paper_slot）、考生（candidate）、每次作答（attempt）、
每个答案（response）和每一次保存（response_log）、换下的设备没有存上的答案（superseded_answer，不计分）、人工评分（mark）、成绩的每一版（result），
以及状态、补时、更正、复核等各项记录；images 里是试题用到的图片，文件名是它的 SHA-256。
每个 .jsonl 文件一行一条。分值是百分之一分。
manifest.json 列出每个文件的 SHA-256；manifest.json 自己的 SHA-256 就是整份归档的“指纹”，
生成时登记在系统里。

核对： python3 verify.py 归档文件.zip [指纹]
"""
_CHUNK = 2000
_IMAGES_AT_ONCE = 10


class CannotArchiveError(Exception):
    """The exam is not at its end; the message says so."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A model's rows of one exam, by the path that leads from it to the exam."""

    model: type[Model]
    path: str

    @property
    def name(self) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.model.__name__).lower()

    def rows(self, exam: Exam) -> QuerySet[Any]:
        return QuerySet(self.model).filter(**{self.path: exam.pk}).order_by("pk")


@dataclass
class _Writer:
    """The open file, with what it holds so far."""

    archive: zipfile.ZipFile
    moment: tuple[int, int, int, int, int, int]
    files: dict[str, dict[str, object]] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)

    def lines(self, name: str, rows: Iterator[dict[str, Any]]) -> None:
        digest, count = hashlib.sha256(), 0
        with self.archive.open(self._entry(name), "w", force_zip64=True) as file:
            for row in rows:
                text = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
                line = text.encode() + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        self.files[name] = {"sha256": digest.hexdigest(), "rows": count}

    def picture(self, name: str, content: bytes) -> None:
        self.archive.writestr(self._entry(name), content)
        self.files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}

    def text(self, name: str, content: bytes) -> None:
        self.archive.writestr(self._entry(name), content)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        """Return an entry with a time that depends on the exam alone: the same exam makes the same file."""
        entry = zipfile.ZipInfo(name, self.moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        return entry


def archive_write(exam: Exam, file: IO[bytes]) -> str:
    """Write the archive of a published exam into a binary file; return its fingerprint.

    The fingerprint is the SHA-256 of the manifest; as long as nothing about the exam changes, neither does it.

    Raises:
        CannotArchiveError: results are not out.
    """
    if exam.state not in RELEASED or exam.published_at is None:
        raise CannotArchiveError(_("成绩发布以后才能生成归档文件。"))
    at = exam.published_at
    with zipfile.ZipFile(file, "w") as archive:
        writer = _Writer(archive, (at.year, at.month, at.day, at.hour, at.minute, 0))
        for table in exam_tables():
            writer.lines(f"{table.name}.jsonl", _dumped(table.rows(exam), writer.people))
        people = User.objects.filter(pk__in=writer.people).order_by("pk").values("id", "uuid", "username", "name")
        writer.lines("person.jsonl", (dict(person) for person in people))
        units = exam.candidates.order_by("unit").values("unit__id", "unit__name").distinct()
        writer.lines("unit.jsonl", ({"id": row["unit__id"], "name": row["unit__name"]} for row in units))
        for image in _images(exam):
            writer.picture(f"images/{image.sha256}.{image.media_type.rpartition('/')[2]}", bytes(image.data))
        said = {"format": "jijikao exam archive", "version": 1, "exam": str(exam.uuid), "title": exam.title}
        manifest = json.dumps({**said, "files": writer.files}, ensure_ascii=False, indent=1, sort_keys=True).encode()
        writer.text("manifest.json", manifest)
        writer.text("README.txt", _README.format(title=exam.title).encode())
        writer.text("verify.py", Path(verification.__file__).read_bytes())
    return hashlib.sha256(manifest).hexdigest()


def _images(exam: Exam) -> Iterator[QuestionImage]:
    """Yield the images that the papers and their explanations show, each once, by their names."""
    slots = PaperSlot.objects.filter(paper__exams=exam)
    told = [*exam.papers.values_list("content", flat=True), *slots.values_list("explanation", "key", "provisions")]
    names = {name for text in _texts(told) for name in image_names(text)}
    images = QuestionImage.objects.filter(office=exam.office_id, sha256__in=names)
    yield from images.order_by("sha256").iterator(chunk_size=_IMAGES_AT_ONCE)


def _texts(said: object) -> Iterator[str]:
    """Yield every text within JSON."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        yield from _texts(list(said.values()))
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _texts(each)


def exam_tables() -> list[_Table]:
    """Return every table of this app from which keys lead to an exam, and the papers it asked.

    Found by the keys themselves, so that a table that is added later cannot be forgotten; what records archives is not
    itself archived.
    """
    paths: dict[type[Model], str] = {Exam: "pk"}
    models = [model for model in apps.get_app_config("quizzes").get_models() if model.__name__ != "ExamArchive"]
    grown = True
    while grown:
        found = {model: path for model in models if model not in paths and (path := _path(model, paths))}
        paths |= found
        grown = bool(found)
    paths |= {Paper: "exams", PaperSlot: "paper__exams"}
    return sorted((_Table(model, path) for model, path in paths.items()), key=lambda table: table.name)


def _path(model: type[Model], known: dict[type[Model], str]) -> str:
    """Return the shortest way to an exam over keys that are never empty, nothing where there is none."""
    ways = []
    for each in _columns(model):
        if isinstance(each, ForeignKey) and not each.null and each.related_model in known:
            way = known[each.related_model]
            ways.append(each.name if way == "pk" else f"{each.name}__{way}")
    return min(ways, key=len, default="")


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    return [each for each in model._meta.concrete_fields if each.column]  # noqa: SLF001 -- documented by Django


def _dumped(rows: QuerySet[Any], people: set[int]) -> Iterator[dict[str, Any]]:
    fields = _columns(rows.model)
    persons = [each.attname for each in fields if isinstance(each, ForeignKey) and each.related_model is User]
    for row in rows.values(*(each.attname for each in fields)).iterator(chunk_size=_CHUNK):
        people.update(row[name] for name in persons if row[name] is not None)
        yield row
