"""How far the confidence of suggested provisions can be trusted, and how fast they come.

Questions of our own on the Civil Servant Law (`suggestions.yaml`), among five laws that say similar things; the demo's
questions on its own policy. Needs the public laws in `../shared/data/policy`. `--fit` prints weights fitted to both.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp
from pathlib import Path
from string import ascii_uppercase
from time import perf_counter
from typing import Any

import yaml

from question_bank.provisions import PolicySource, parse_policy, walk
from question_bank.references import only_reference, resolve_path
from question_bank.suggesting import Asked, Passage, Suggester, Suggestion
from question_bank.suggesting import confidence as fitted
from question_bank.suggesting.confidence import Likeness

_HERE = Path(__file__).resolve().parent
LAWS = _HERE.parent.parent / "shared" / "data" / "policy"
_DEMO = _HERE.parent / "exam_site" / "demo" / "content"
_CORPUS = ("公务员法_2018修订.md", "监察法_2024修正.md", "监察官法_2021.md", "事业单位人事管理条例_2014.md")
_THRESHOLDS = (50, 60, 70, 80, 90, 95)
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A question and the article that answers it; none where no document does."""

    asked: Asked
    article: tuple[int, str] | None
    path: str = ""


def passages_of(version: int, text: str, first_key: int) -> list[Passage]:
    """Return the provisions of a policy text that can be cited."""
    policy = parse_policy(PolicySource.from_text(text))
    return [
        Passage(first_key + number, version, policy.title, flat.path, flat.full_text)
        for number, flat in enumerate(walk(policy.tree))
        if flat.kind.value not in {"part", "chapter", "section"}
    ]


def corpus() -> list[Passage]:
    """Return four laws and the demo's policy, the Civil Servant Law first."""
    texts = [(LAWS / name).read_text(encoding="utf-8") for name in _CORPUS]
    texts.append((_DEMO / "policy.md").read_text(encoding="utf-8"))
    return [passage for version, text in enumerate(texts) for passage in passages_of(version, text, version * 10_000)]


def known_questions(passages: list[Passage]) -> Iterator[Known]:
    """Yield what we wrote for this, then the demo's bank."""
    for row in yaml.safe_load((_HERE / "suggestions.yaml").read_text(encoding="utf-8")):
        article = (0, f"art{row['article']}") if row["article"] else None
        yield Known(Asked(row["stem"], (), tuple(map(str, row["right"]))), article)
    demo = len(_CORPUS)
    paths = {passage.path for passage in passages if passage.version == demo}
    for row in yaml.safe_load((_DEMO / "questions.yaml").read_text(encoding="utf-8")):
        reference = only_reference(row["citation"])
        path = resolve_path(reference.path, paths) if reference else None
        if path:
            yield Known(_asked(row), (demo, path.partition("/")[0]), path)


def _asked(row: dict[str, Any]) -> Asked:
    options = tuple(map(str, row.get("options", ())))
    key = row.get("key")
    if options:
        right = tuple(options[ascii_uppercase.index(letter)] for letter in str(key))
    elif isinstance(key, list):
        right = tuple(str(accepted[0] if isinstance(accepted, list) else accepted) for accepted in key)
    else:
        right = ()
    return Asked(row["stem"], options, right)


def run() -> dict[str, float]:
    """Return precision and share of the questions served at each threshold, and seconds for many."""
    if not LAWS.exists():
        return {}
    passages = corpus()
    suggester = Suggester(passages)
    by_key = {passage.key: passage for passage in passages}
    known = list(known_questions(passages))
    first = [(one, suggester.suggest(one.asked)) for one in known]
    figures: dict[str, float] = {"questions": len(known), "passages": len(passages)}
    answered = [(one, found) for one, found in first if one.article]
    figures["right_first"] = _share(_is_right(one, found[0], by_key) for one, found in answered if found)
    figures["right_among_three"] = _share(
        any(_is_right(one, each, by_key) for each in found) for one, found in answered
    )
    placed = [(one, found[0]) for one, found in answered if one.path and found and _is_right(one, found[0], by_key)]
    figures["same_node_where_article_right"] = _share(by_key[each.key].path == one.path for one, each in placed)
    for threshold in _THRESHOLDS:
        sure = [(one, found[0]) for one, found in first if found and found[0].confidence >= threshold]
        figures[f"precision_at_{threshold}"] = _share(_is_right(one, each, by_key) for one, each in sure)
        figures[f"served_at_{threshold}"] = len(sure) / len(known)
    figures["seconds_for_10000"] = _seconds(suggester, known)
    return figures


def _is_right(one: Known, suggestion: Suggestion, by_key: dict[int, Passage]) -> bool:
    return by_key[suggestion.key].group == one.article


def _share(hits: Iterator[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0


def _seconds(suggester: Suggester, known: list[Known]) -> float:
    begun = perf_counter()
    for number in range(_MANY // 10):
        suggester.suggest(known[number % len(known)].asked)
    return (perf_counter() - begun) * 10


def fit(steps: int = 20_000, rate: float = 0.3, decay: float = 0.003) -> dict[str, float]:
    """Return the weights of a logistic regression on the likeness of every first suggestion."""
    passages = corpus()
    by_key = {passage.key: passage for passage in passages}
    seen: list[Likeness] = []
    suggester = Suggester(passages)
    names = list(fitted._WEIGHTS)  # noqa: SLF001 -- this is where they come from
    import question_bank.suggesting.suggester as module  # noqa: PLC0415 -- to listen to what it judges

    module.confidence = lambda likeness: seen.append(likeness) or round(1000 * likeness.share) + 1  # type: ignore[assignment, func-returns-value]
    rows = []
    for one in known_questions(passages):
        seen.clear()
        found = suggester.suggest(one.asked)
        if found:
            best = max(seen, key=lambda likeness: likeness.share)
            rows.append(([float(getattr(best, name)) for name in names], _is_right(one, found[0], by_key)))
    weights, constant = [0.0] * len(names), 0.0
    for _step in range(steps):
        slopes, slope = [0.0] * len(names), 0.0
        for values, is_right in rows:
            miss = 1 / (1 + exp(-constant - sum(w * v for w, v in zip(weights, values, strict=True)))) - is_right
            slope += miss
            slopes = [total + miss * value for total, value in zip(slopes, values, strict=True)]
        weights = [w - rate * (s / len(rows) + decay * w) for w, s in zip(weights, slopes, strict=True)]
        constant -= rate * slope / len(rows)
    return {"constant": round(constant, 2)} | {n: round(w, 2) for n, w in zip(names, weights, strict=True)}


if __name__ == "__main__":
    print(fit() if "--fit" in sys.argv else run())
