"""How the demo's cadres sit a closed exam: who is able, when they sit, what they answer. Pure, and fixed by a seed.

An answer is right with a chance that rises with the gap between ability and difficulty (the Rasch model) over what
guessing gives. The constants are set so that the demo's 季季考 comes out as one does in an
office: a mean near 81, a standard deviation near 9, one to four below 60.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from statistics import NormalDist

from exam_site.demo.sources import DemoQuestion, MarkingPoint
from question_bank.content import QuestionType
from question_bank.provisions.numerals import format_numeral, parse_numeral
from quizzes.marking import Answer

#: How hard a question is, on the scale of ability (logits).
_DIFFICULTY = {"易": -0.6, "中": 0.2, "难": 0.9}
#: Questions of one label still differ.
_DIFFICULTY_SPREAD = 0.5

_ABILITY = NormalDist(mu=1.7, sigma=0.4)
#: How much less those at the lowest ranks have prepared.
_UNPREPARED = 0.9
_UNPREPARED_CADRES = 3

_SKIP_CHANCE = 0.01
_LATEST_START = timedelta(minutes=14)
_USUAL_MINUTES = NormalDist(mu=43, sigma=8)
_SHORTEST = timedelta(minutes=21)

#: How people number the points of a short answer, `%s` being 一, 二, 三; or not at all.
_LIST_MARKERS = ("（%s）", "%s是", "第%s，", "")
_VAGUE_ANSWERS = (
    "要提高认识，加强学习，认真执行办法的各项规定。",
    "按照办法的要求严格落实，做到学以致用、公平公正。",
    "加强领导，明确责任，抓好落实，不断提高学习和考试的实效。",
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """When one cadre began, counted from the opening of the exam, and how long they took."""

    staff_number: str
    started_after: timedelta
    took: timedelta


def seeded(*parts: object) -> Random:
    """Return a source of chance that is the same for the same parts, on any machine."""
    return Random(":".join(map(str, parts)))  # noqa: S311 -- play-acting, no secret rests on it


def abilities(staff_numbers: Sequence[str], newcomers: Collection[str], seed: str) -> dict[str, float]:
    """Return each cadre's ability in logits: spread evenly along a bell curve, newcomers rather lower."""
    chance = seeded(seed, "abilities")
    ranked = sorted(staff_numbers, key=lambda number: chance.gauss() - 1.2 * (number in newcomers))
    return {
        number: _ABILITY.inv_cdf((rank + 0.5) / len(ranked)) - _UNPREPARED * (rank < _UNPREPARED_CADRES)
        for rank, number in enumerate(ranked)
    }


def plan_sittings(staff_numbers: Sequence[str], duration: timedelta, seed: str) -> tuple[Sitting, ...]:
    """Return when each of those who came began and how long they took, `duration` at most."""
    chance = seeded(seed, "sittings")
    return tuple(_sitting(number, duration, chance) for number in staff_numbers)


def answer_moments(took: timedelta, questions: int, chance: Random) -> tuple[timedelta, ...]:
    """Return when each question in turn was answered, counted from the start; the last a little before the end."""
    shares = [chance.gammavariate(2, 1) for _ in range(questions + 1)]
    whole = sum(shares)
    return tuple(took * (sum(shares[: number + 1]) / whole) for number in range(questions))


def simulate_answer(ability: float, question: DemoQuestion, chance: Random) -> Answer:
    """Return what a cadre of this ability answers; options by the ids of `question`, None where they left it out."""
    if chance.random() < _SKIP_CHANCE:
        return None
    knows = _chance_of_knowing(ability, question)
    content = question.content
    match content.type:
        case QuestionType.SINGLE_CHOICE:
            return [_single_choice(question, knows, chance)]
        case QuestionType.MULTIPLE_CHOICE | QuestionType.INDETERMINATE_CHOICE:
            return _several_choices(question, knows, chance)
        case QuestionType.TRUE_FALSE:
            return bool(content.key) is (chance.random() < _with_guess(knows, 2))
        case QuestionType.FILL_IN_THE_BLANK:
            return [_filled_blank(accepted, knows, chance) for accepted in _texts_per_blank(question)]
        case QuestionType.SHORT_ANSWER:
            return _written_answer(question.points, knows, chance)
        case _:
            raise ValueError(f"the demo office asks no {content.type}")


def award_marks(points: Sequence[MarkingPoint], answer: str, marks: int) -> int:
    """Mark a simulated short answer as a marker with the points in hand would: by points found, to a half mark.

    `marks` and what is returned are in hundredths.
    """
    found = sum(point.formal in answer or point.plain in answer for point in points)
    return round(marks * found / len(points) / 50) * 50


def _sitting(staff_number: str, duration: timedelta, chance: Random) -> Sitting:
    late = timedelta(minutes=chance.expovariate(1 / 2.5))
    wished = timedelta(minutes=chance.gauss(_USUAL_MINUTES.mean, _USUAL_MINUTES.stdev))
    return Sitting(
        staff_number=staff_number,
        started_after=min(late, _LATEST_START),
        took=min(max(wished, _SHORTEST), duration),
    )


def _chance_of_knowing(ability: float, question: DemoQuestion) -> float:
    quirk = seeded("difficulty", question.content.stem).gauss(0, _DIFFICULTY_SPREAD)
    gap = ability - _DIFFICULTY[question.difficulty] - quirk
    return 1 / (1 + math.exp(-gap))


def _with_guess(knows: float, choices: int) -> float:
    """Return the chance of being right when those who do not know pick one of the choices blindly."""
    return knows + (1 - knows) / choices


def _single_choice(question: DemoQuestion, knows: float, chance: Random) -> str:
    key, others = _right_and_wrong(question)
    if chance.random() < _with_guess(knows, len(question.content.options)):
        return key[0]
    # One distractor draws more than the rest, the same one for everybody.
    favourite = seeded("distractor", question.content.stem).choice(others)
    return chance.choice([favourite, favourite, *others])


def _several_choices(question: DemoQuestion, knows: float, chance: Random) -> list[str]:
    """Return the right options, or a slip: more often one too few than one too many."""
    key, others = _right_and_wrong(question)
    chosen = set(key)
    if chance.random() >= knows:
        if len(key) > 1 and (not others or chance.random() < 0.65):
            chosen.remove(chance.choice(key))
        else:
            chosen.add(chance.choice(others))
    return [option.id for option in question.content.options if option.id in chosen]


def _right_and_wrong(question: DemoQuestion) -> tuple[list[str], list[str]]:
    key = question.content.key
    if not isinstance(key, list):
        raise TypeError(f"not a choice: {question.content.stem}")
    ids = [option.id for option in question.content.options]
    return [id_ for id_ in ids if id_ in key], [id_ for id_ in ids if id_ not in key]


def _texts_per_blank(question: DemoQuestion) -> list[list[str]]:
    key = question.content.key
    if not isinstance(key, list):
        raise TypeError(f"no blanks: {question.content.stem}")
    return [list(accepted) for accepted in key]


def _filled_blank(accepted: Sequence[str], knows: float, chance: Random) -> str:
    """Return an accepted text, or what people confuse it with: a number near it, else nothing."""
    if chance.random() < knows:
        return chance.choice(accepted)
    try:
        number = parse_numeral(accepted[0])
    except ValueError:
        return ""
    step = 1 if number < 10 else 5
    return format_numeral(number + step * chance.choice((1, 2)))


def _written_answer(points: Sequence[MarkingPoint], knows: float, chance: Random) -> str:
    """Return an answer as good as what comes to mind: complete, in part, or only fine words."""
    recalled = [point for point in points if chance.random() < knows]
    if not recalled:
        return chance.choice(_VAGUE_ANSWERS)
    wordings = [point.formal if chance.random() < knows else point.plain for point in recalled]
    marker = chance.choice(_LIST_MARKERS)
    numbered = (
        marker.replace("%s", format_numeral(number)) + wording for number, wording in enumerate(wordings, start=1)
    )
    return "；".join(numbered) + "。"
