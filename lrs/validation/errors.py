"""What is wrong, and where."""

from __future__ import annotations


class InvalidError(ValueError):
    """A value breaks a rule of the standard; the sentence names the member, as in `actor.mbox`."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}：{reason}")
        self.where = where
        self.reason = reason
