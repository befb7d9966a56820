"""From bytes to lines and tables: what kind of file it is, and what a reader of it would see."""

from question_bank.sheets.sources.opening import foreign_kind, open_source
from question_bank.sheets.sources.source import Row, Source, Table

__all__ = ["Row", "Source", "Table", "foreign_kind", "open_source"]
