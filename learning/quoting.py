"""How a note quotes a provision: 《…》第…条：“…”, its words in one line as they stand."""

from __future__ import annotations

from learning.characters import count_characters


def source_of(title: str, label: str) -> str:
    """Return where the words stand, as a note names it."""
    return f"《{title}》{label}"


def quotable_words(full_text: str, label: str) -> str:
    """Return a provision's words in one line, without the number that the source names already."""
    return "".join(line.strip() for line in full_text.splitlines()).removeprefix(label).strip()


def quotation(source: str, words: str) -> str:
    """Return what goes into the note."""
    return f"{source}：“{words}”"


def with_quotation(body: str, quoted: str) -> str:
    """Return a text with a quotation as its last paragraph."""
    return f"{body.rstrip()}\n\n{quoted}\n".lstrip()


def quoted_characters(body: str, quotations: list[str]) -> int:
    """Return how many characters of a text are quoted words, each as often as it stands there.

    They count as all characters do; the figure says how much of the count is the writer's own.
    """
    return sum(body.count(words) * count_characters(words) for words in set(quotations) if words)
