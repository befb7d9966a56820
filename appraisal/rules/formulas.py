"""Ways to earn points: a band of the share of full marks, a base for a note, a tariff by what something is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_FULL_SHARE = 100
#: So that a line of the ledger holds the sentence.
_LONGEST_TITLE = 100


class FormulaError(ValueError):
    """A formula makes no sense; the message is for the person who wrote it."""


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """From this share of the full marks on (per cent), so many points (hundredths)."""

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class ExamBands:
    """Points by the highest band that a result reaches; below the lowest band nothing is earned."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class NoteBase:
    """Points (hundredths) for an approved note that is long enough; characters without white space."""

    points: int
    minimum_characters: int


@dataclass(frozen=True, slots=True)
class Rate:
    """What one word of a tariff is worth (hundredths): None where it is 未设定, which is not the same as nothing."""

    word: str
    name: str
    points: int | None


@dataclass(frozen=True, slots=True)
class Tariff:
    """Points by what something is: an article's class, an outlet's level, a problem's code; taken where `takes`."""

    rates: tuple[Rate, ...]
    takes: bool = False


Formula = ExamBands | NoteBase | Tariff


@dataclass(frozen=True, slots=True)
class ExamEvidence:
    """A result, in hundredths of a mark."""

    title: str
    total: int
    maximum: int


@dataclass(frozen=True, slots=True)
class NoteEvidence:
    """An approved note."""

    title: str
    characters: int


@dataclass(frozen=True, slots=True)
class TariffEvidence:
    """Something that a tariff has a word for; `occasion` is what happened, in words."""

    title: str
    word: str
    occasion: str


Evidence = ExamEvidence | NoteEvidence | TariffEvidence


@dataclass(frozen=True, slots=True)
class Award:
    """What was earned, and the sentence that says why."""

    points: int
    explanation: str


def award(formula: Formula, evidence: Evidence) -> Award | None:
    """Return what the evidence earns by the formula, or None where it earns nothing.

    Raises:
        FormulaError: the formula is not made for this kind of evidence.
    """
    if isinstance(formula, ExamBands) and isinstance(evidence, ExamEvidence):
        return _award_exam(formula, evidence)
    if isinstance(formula, NoteBase) and isinstance(evidence, NoteEvidence):
        return _award_note(formula, evidence)
    if isinstance(formula, Tariff) and isinstance(evidence, TariffEvidence):
        return _award_tariff(formula, evidence)
    raise FormulaError(f"“{type(formula).__name__}”不能用于“{type(evidence).__name__}”。")


def describe(formula: Formula) -> list[str]:
    """Return the formula as short Chinese sentences, one a line."""
    if isinstance(formula, ExamBands):
        return [f"得分率 {band.at_least}% 及以上：{show(band.points)} 分" for band in _from_the_top(formula)]
    if isinstance(formula, Tariff):
        return _describe_tariff(formula)
    return [f"审核通过、不少于 {formula.minimum_characters} 字：{show(formula.points)} 分"]


def to_json(formula: Formula) -> dict[str, Any]:
    """Return the formula as it is stored."""
    if isinstance(formula, ExamBands):
        bands = [{"at_least": band.at_least, "points": band.points} for band in _from_the_top(formula)]
        return {"kind": "exam_bands", "bands": bands}
    if isinstance(formula, Tariff):
        rates = [{"word": rate.word, "name": rate.name, "points": rate.points} for rate in formula.rates]
        return {"kind": "tariff", "rates": rates, "takes": formula.takes}
    return {"kind": "note_base", "points": formula.points, "minimum_characters": formula.minimum_characters}


def from_json(data: Mapping[str, Any]) -> Formula:
    """Return the formula a stored value holds.

    Raises:
        FormulaError: unknown kind, no band, a band or a word twice, or a number out of range.
    """
    kind = data.get("kind")
    if kind == "exam_bands":
        return _checked_bands(tuple(Band(int(row["at_least"]), int(row["points"])) for row in data["bands"]))
    if kind == "note_base":
        return _checked_note(NoteBase(int(data["points"]), int(data["minimum_characters"])))
    if kind == "tariff":
        rates = tuple(Rate(str(row["word"]), str(row["name"]), row["points"]) for row in data["rates"])
        return _checked_tariff(Tariff(rates, bool(data["takes"])))
    raise FormulaError(f"没有这种计分办法：{kind}")


def rising_bands(bands: Iterable[Band]) -> ExamBands:
    """Return bands for a new version of a rule; old versions stay readable whatever they say.

    Raises:
        FormulaError: as `from_json`, or a band earns no more than the one below it.
    """
    formula = _checked_bands(tuple(bands))
    for higher, lower in pairwise(_from_the_top(formula)):
        if higher.points <= lower.points:
            raise FormulaError(
                f"得分率 {higher.at_least}% 档得 {show(higher.points)} 分，"
                f"应当多于 {lower.at_least}% 档的 {show(lower.points)} 分。"
            )
    return formula


def show(points: int) -> str:
    """Show points kept in hundredths: 250 -> 2.5."""
    return f"{points / 100:.2f}".rstrip("0").rstrip(".")


def _award_exam(formula: ExamBands, evidence: ExamEvidence) -> Award | None:
    for band in _from_the_top(formula):
        # Compared as whole numbers: 59.995 % never rounds up into a band.
        if evidence.total * _FULL_SHARE >= band.at_least * evidence.maximum:
            score, full = show(evidence.total), show(evidence.maximum)
            return Award(band.points, f"{evidence.title}得 {score} 分（满分 {full}），达到 {band.at_least}% 档")
    return None


def _award_note(formula: NoteBase, evidence: NoteEvidence) -> Award | None:
    if evidence.characters < formula.minimum_characters:
        return None
    return Award(formula.points, f"{evidence.title}，{evidence.characters} 字，审核通过")


def _award_tariff(formula: Tariff, evidence: TariffEvidence) -> Award | None:
    for rate in formula.rates:
        if rate.word == evidence.word and rate.points:
            title = evidence.title[:_LONGEST_TITLE]
            return Award(-rate.points if formula.takes else rate.points, f"{title}：{rate.name}，{evidence.occasion}")
    return None


def _describe_tariff(formula: Tariff) -> list[str]:
    """Return what is set a line each, and last what is not."""
    verb = "扣 " if formula.takes else ""
    told = [f"{rate.name}：{verb}{show(rate.points)} 分" for rate in formula.rates if rate.points is not None]
    unset = [rate.name for rate in formula.rates if rate.points is None]
    return [*told, f"未设定，不{'扣' if formula.takes else '计'}分：{'、'.join(unset)}"] if unset else told


def _checked_tariff(tariff: Tariff) -> Tariff:
    if len({rate.word for rate in tariff.rates}) != len(tariff.rates):
        raise FormulaError("同一类写了两次。")
    for rate in tariff.rates:
        if rate.points is not None and rate.points < 0:
            raise FormulaError("积分不能是负数。")
    return tariff


def _from_the_top(formula: ExamBands) -> list[Band]:
    return sorted(formula.bands, reverse=True)


def _checked_bands(bands: tuple[Band, ...]) -> ExamBands:
    if not bands:
        raise FormulaError("至少要有一档。")
    if len({band.at_least for band in bands}) != len(bands):
        raise FormulaError("两档的得分率相同。")
    for band in bands:
        if not 0 <= band.at_least <= _FULL_SHARE:
            raise FormulaError(f"得分率 {band.at_least}% 应在 0 到 100 之间。")
        if band.points < 0:
            raise FormulaError("积分不能是负数。")
    return ExamBands(bands)


def _checked_note(note: NoteBase) -> NoteBase:
    if note.points < 0 or note.minimum_characters < 0:
        raise FormulaError("积分和字数不能是负数。")
    return note
