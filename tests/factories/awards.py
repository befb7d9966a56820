"""Plain factories for awards: a round, somebody with an adopted idea nominated for it."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from appraisal.enums import AwardSort
from appraisal.models import Award, Nominee
from appraisal.selectors.awards import eligible
from appraisal.services.awards import award_open, nominees_add
from learning.enums import Adoption, RecordState
from learning.models import Record
from learning.services.ideas import idea_decide
from tests.factories.learning import make_idea
from tests.factories.taking import NOON


def make_award(by: User, **changes: Any) -> Award:
    told = {"name": "工作创新奖", "year": 2026, "sort": AwardSort.IDEA, "quota": 1, "takes_own": True, **changes}
    return award_open(office=by.office, by=by, now=NOON, **told)


def make_adopted_idea(subject: User, by: User, *, title: str = "周转编制一本账") -> Record:
    idea = make_idea(subject, RecordState.APPROVED, title=title)
    idea_decide(record=idea, adoption=Adoption.WHOLE, where="干部科", reason="", guided_by=None, by=by, now=NOON)
    return idea


def make_nominees(award: Award, *people: User, by: User) -> list[Nominee]:
    """Return people who are nominated for an adopted idea each."""
    for person in people:
        make_adopted_idea(person, by, title=f"{person.name}的点子")
    wanted = sorted(
        (each for each in eligible(award) if each.person in people), key=lambda each: people.index(each.person)
    )
    nominees_add(award=award, chosen=wanted, by=by, now=NOON)
    return list(award.nominees.all())
