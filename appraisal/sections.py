"""The parts of a bulletin: what the facts say, what somebody wrote in their place, a table. Nothing here asks a
database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """One part. `told` is what the facts say in words; `text`, where somebody wrote one, stands in its place."""

    key: str
    heading: str
    told: str = ""
    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_left_out: bool = False

    @property
    def words(self) -> str:
        """Return what is printed above the table."""
        return self.text or self.told

    @property
    def is_empty(self) -> bool:
        """Return whether nothing of it would be printed."""
        return self.is_left_out or not (self.words or self.rows)

    def written(self, text: str, *, is_left_out: bool) -> Section:
        """Return it with somebody's words; the facts' own words are kept apart, so that they follow the facts."""
        own = text.replace("\r\n", "\n").strip()
        return replace(self, text="" if own == self.told else own, is_left_out=is_left_out)


def to_json(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Return sections as they are kept."""
    return [asdict(section) for section in sections]


def from_json(kept: Iterable[dict[str, Any]]) -> list[Section]:
    """Return sections as they were kept."""
    return [
        Section(**{**each, "header": tuple(each["header"]), "rows": tuple(tuple(row) for row in each["rows"])})
        for each in kept
    ]


def refreshed(kept: Sequence[Section], gathered: Sequence[Section]) -> list[Section]:
    """Return newly gathered sections with the words that were written, and left out what was left out."""
    written = {section.key: section for section in kept}
    return [
        replace(each, text=written[each.key].text, is_left_out=written[each.key].is_left_out)
        if each.key in written
        else each
        for each in gathered
    ]
