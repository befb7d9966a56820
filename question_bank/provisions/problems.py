"""What a source can be refused or doubted with, said in Chinese to the trainer who brought it."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableDocument(Exception):
    """The bytes cannot be read as a policy document; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something doubtful at a line of the source, counted from 1."""

    line: int
    message: str

    @property
    def location(self) -> str:
        """Where it is, as shown before the message."""
        return f"第 {self.line} 行"

    def __str__(self) -> str:
        return f"{self.location}：{self.message}"
