"""What of a question is searched, in the one form in which texts and wanted words are compared.

Width, case, white space and blanks make no difference: １００ finds 100, 不少于篇 finds 不少于（　　）篇.
"""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.content.blanks import split_at_blanks
from question_bank.content.folding import fold_width
from question_bank.content.markup import content_texts, plain_text
from question_bank.content.question import Key, QuestionContent


def search_text(content: QuestionContent) -> str:
    """Return all the words of a question, its answers and parts included, each text on a line of its own."""
    folded = (search_words(text) for text in _texts(content))
    return "\n".join(dict.fromkeys(text for text in folded if text))


def search_words(text: str) -> str:
    """Return a text as it is searched."""
    return "".join(fold_width("".join(split_at_blanks(text))).casefold().split())


def _texts(content: QuestionContent) -> Iterator[str]:
    for text in content_texts(content):
        yield plain_text(text, content.markup)
    yield from (point.text for point in content.marking_points)
    yield from _key_texts(content.key)
    for part in content.parts:
        yield from _texts(part.content)


def _key_texts(key: Key | None) -> Iterator[str]:
    """Yield the words of a key that is written; letters and pairs are none."""
    if isinstance(key, str):
        yield key
    elif isinstance(key, list):
        for accepted in key:
            if isinstance(accepted, list):
                yield from accepted
