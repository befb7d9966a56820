"""Documents and provisions that a question speaks of itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from question_bank.references import references_in, resolve_path, short_title, title_matches
from question_bank.suggesting.passages import Asked, Passage

_TITLE = re.compile(r"《([^》]{2,60})》")


class NamedProvisions:
    """Finds what is named by 《title》 and 第十二条第二款 among the passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._paths: dict[int, dict[str, int]] = defaultdict(dict)
        self._titles: dict[int, str] = {}
        for passage in passages:
            self._paths[passage.version][passage.path] = passage.key
            self._titles[passage.version] = passage.title
        self._shorts = {version: short_title(title) for version, title in self._titles.items()}

    def named(self, asked: Asked) -> list[int]:
        """Return the provisions named, each once, in the order of citation, explanation and stem."""
        found: dict[int, None] = {}
        for text in (asked.citation, asked.explanation, asked.stem):
            for reference in references_in(text):
                for version in self._meant(reference.title, asked):
                    path = resolve_path(reference.path, self._paths[version].keys())
                    if path:
                        found.setdefault(self._paths[version][path])
        return list(found)

    def versions(self, asked: Asked) -> tuple[set[int], bool]:
        """Return the documents spoken of, and whether one is spoken of that is not here."""
        text = f"{asked.stem}{asked.explanation}{asked.citation}"
        titles = [title[1] for title in _TITLE.finditer(text)]
        found = set(self._matching(titles))
        found |= {version for version, short in self._shorts.items() if len(short) > 2 and short in text}
        return found, bool(titles) and not found

    def _meant(self, title: str, asked: Asked) -> Iterable[int]:
        """Return the document meant; where a provision is named without a title, the only one spoken of."""
        if title:
            return self._matching([title])
        spoken, is_strange = self.versions(asked)
        if is_strange:
            return ()
        if spoken:
            return spoken if len(spoken) == 1 else ()
        return self._titles if len(self._titles) == 1 else ()

    def _matching(self, titles: Iterable[str]) -> list[int]:
        return [version for title in titles for version, known in self._titles.items() if title_matches(title, known)]
