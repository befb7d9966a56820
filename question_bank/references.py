"""Citations as people write them in sheets: 《…办法》第十二条第二款第（三）项."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from question_bank.provisions import ProvisionKind, fold_text
from question_bank.provisions.numerals import NUMERAL_CHARACTERS, parse_numeral

_TITLE = re.compile(r"《([^》]+)》")
_NUMERAL = rf"[（(]?([{NUMERAL_CHARACTERS}]+)[）)]?"
_ARTICLE = re.compile(rf"第{_NUMERAL}条(?:之{_NUMERAL})?(?:第?{_NUMERAL}款)?(?:第?{_NUMERAL}项)?(?:第?{_NUMERAL}目)?")
#: 第十二条第一款、第二款 speaks of two.
_ANOTHER = re.compile(rf"[、，,和及与或至]第?{_NUMERAL}[款项目]")
_STEPS_BELOW = (ProvisionKind.PARAGRAPH, ProvisionKind.SUBPARAGRAPH, ProvisionKind.ITEM)
_PAGE = re.compile(r"[Pp]\.?\d|第?\d+页")
_TRIAL = re.compile(r"[（(](?:试行|暂行|修订|修正)[^）)]*[）)]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One provision spoken of: the document's title, empty where none is named, and the path as it is written."""

    title: str
    path: str


def names_provision(text: str) -> bool:
    """Return whether a citation means a policy document; “宗教理论手册 p37” only says which book to read."""
    plain = "".join(text.split())
    return bool(_ARTICLE.search(plain) or (_TITLE.search(plain) and not _PAGE.search(plain)))


def only_reference(text: str) -> Reference | None:
    """Return the one provision a citation speaks of; None where it speaks of several and a trainer must choose."""
    plain = "".join(text.split())
    articles = list(_ARTICLE.finditer(plain))
    if len(articles) != 1 or _ANOTHER.search(plain, articles[0].end()):
        return None
    titles = [title[1] for title in _TITLE.finditer(plain, 0, articles[0].start())]
    path = _path(articles[0])
    return None if path is None else Reference(titles[-1] if titles else "", path)


def references_in(text: str) -> list[Reference]:
    """Return every provision a text speaks of, each with the last title before it."""
    plain = "".join(text.split())
    found = []
    for article in _ARTICLE.finditer(plain):
        titles = [title[1] for title in _TITLE.finditer(plain, 0, article.start())]
        path = _path(article)
        if path is not None:
            found.append(Reference(titles[-1] if titles else "", path))
    return found


def resolve_path(path: str, known: AbstractSet[str]) -> str | None:
    """Return the one provision meant by a path, or None.

    第三条第（一）项 leaves out the 款 where only one of them has a list, so such a path is looked for below every 款.
    """
    if path in known:
        return path
    article, _, below = path.partition("/")
    fitting = [other for other in known if re.fullmatch(rf"{re.escape(article)}/par\d+/{re.escape(below)}", other)]
    return fitting[0] if below and len(fitting) == 1 else None


def title_matches(written: str, title: str) -> bool:
    """Return whether a title as written means a document: （试行） and the country's name are often left out."""
    return short_title(fold_text(written)) == short_title(fold_text(title))


def short_title(title: str) -> str:
    """Return a title without the country's name and without （试行）, as people often write it."""
    return _TRIAL.sub("", title).removeprefix("中华人民共和国")


def _path(match: re.Match[str]) -> str | None:
    try:
        article, suffix, *below = (parse_numeral(group) if group else 0 for group in match.groups())
    except ValueError:
        return None
    steps = [f"art{article}-{suffix}" if suffix else f"art{article}"]
    steps += [f"{kind.path_prefix}{ordinal}" for kind, ordinal in zip(_STEPS_BELOW, below, strict=True) if ordinal]
    return "/".join(steps)
