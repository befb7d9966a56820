"""The exam page as a candidate handles it, and what the site really holds of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.e2e.server import Site

Answer = list[str] | bool | str

_SAVED = re.compile(r"^已保存 \d\d:\d\d:\d\d$")
_ASKED = """
import json
from quizzes.models import Exam
slots = Exam.objects.get(title={title!r}).papers.get().slots.order_by("number")
print(json.dumps([
    dict(id=str(s.pk), type=s.type, key=s.key, explanation=s.explanation, provisions=[p["text"] for p in s.provisions])
    for s in slots
]))
"""
_HELD = """
import json
from django.utils import timezone
from quizzes.models import Attempt
attempt = Attempt.objects.get(exam__title={title!r}, candidate__user__username={staff_number!r})
rows = attempt.responses.exclude(answer=None)
print(json.dumps(dict(
    attempt=str(attempt.uuid),
    answers={{str(row.slot_id): row.answer for row in rows}},
    saved_at=sorted(timezone.localtime(row.saved_at).strftime("%H:%M:%S") for row in rows),
)))
"""


@dataclass(frozen=True)
class Asked:
    """A question of a paper with what a candidate learns only after publication."""

    id: str
    type: str
    key: object
    explanation: str
    provisions: list[str]

    @property
    def right_answer(self) -> Answer:
        """The answer of somebody who knows: to a blank, the first of the accepted words."""
        return [accepted[0] for accepted in self.key] if self.type == "fill_in_the_blank" else self.key


@dataclass(frozen=True)
class Held:
    """What the database holds of an attempt; times of day as on screen, in order."""

    attempt: str
    answers: dict[str, Answer]
    saved_at: list[str]


def asked_in(site: Site, exam: str) -> list[Asked]:
    """Return the questions of an exam with one paper."""
    return [Asked(**question) for question in site.ask(_ASKED.format(title=exam))]


def held_of(site: Site, exam: str, staff_number: str) -> Held:
    return Held(**site.ask(_HELD.format(title=exam, staff_number=staff_number)))


@dataclass(frozen=True)
class ExamPage:
    """The page on a screen that is touched or clicked."""

    page: Page
    press: Callable[[Locator], None] = Locator.click

    @property
    def saved(self) -> Locator:
        """The line that says what is saved."""
        return self.page.locator("#saved")

    def wait_until_ready(self) -> None:
        expect(self.page.locator("#sheet")).to_have_attribute("data-ready", "true")

    def wait_until_saved(self) -> str:
        """Wait until the page says that everything is saved, and return the time it says."""
        # As long as a page that found nobody waits between two attempts, three times over.
        expect(self.saved).to_have_text(_SAVED, timeout=60_000)
        return self.saved.inner_text().removeprefix("已保存 ")

    def question(self, asked: Asked) -> Locator:
        return self.page.locator(f"[data-question='{asked.id}']")

    def field(self, asked: Asked) -> Locator:
        """Return where words are written: the blanks, or the box of a short answer."""
        return self.question(asked).get_by_role("textbox")

    def answer(self, asked: Asked, answer: Answer) -> None:
        """Answer as a person does: press options, fill blanks, write."""
        if isinstance(answer, str):
            self.field(asked).fill(answer)
        elif asked.type == "fill_in_the_blank":
            for field, words in zip(self.field(asked).all(), answer, strict=True):
                field.fill(words)
        else:
            for value in _values(answer):
                self.press(self.option(asked, value))

    def option(self, asked: Asked, value: str) -> Locator:
        return self.question(asked).locator("label", has=self.page.locator(f"input[value='{value}']"))

    def offered(self, asked: Asked) -> list[str]:
        """Return the values of a choice question's options."""
        return [str(box.get_attribute("value")) for box in self.question(asked).locator("input").all()]

    def shown_answer(self, asked: Asked) -> Answer:
        """Return the answer that stands on the page."""
        if asked.type == "short_answer":
            return self.field(asked).input_value()
        if asked.type == "fill_in_the_blank":
            return [field.input_value() for field in self.field(asked).all()]
        chosen = self.question(asked).locator("input:checked").all()
        values = sorted(box.get_attribute("value") for box in chosen)
        return values[0] == "true" if asked.type == "true_false" else values


def _values(answer: list[str] | bool) -> list[str]:
    return [str(answer).lower()] if isinstance(answer, bool) else answer
