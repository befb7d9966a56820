"""A month of each preset, lived through the pages: what it asks is entered, confirmed and met.

A demo office takes up the scheme on the first of June. Everything that the scheme asks for by then is done by somebody
who opens pages, fills in their forms and presses their buttons; only exams, which have walks of their own, come ready.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from exam_site.demo.loading import DemoDays
from exam_site.demo.loading.people import demo_office, people_load, person
from learning.entry_codes import code_at
from learning.models import Event, Record
from learning.schemes.model import Measure, Requirement, Scheme, SubjectKind
from learning.schemes.periods import PeriodKind
from learning.schemes.presets import PRESETS
from learning.schemes.status import State
from learning.selectors import requirement_statuses, schemes_in_force
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import make_candidate, make_exam, make_paper
from tests.pages import Browser, Page

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
CLASS = (date(2026, 6, 15), date(2026, 6, 16), date(2026, 6, 17))
WRITTEN = "对照条文弄清了回避的情形，也想到自己的联系点可以先从谈心做起。"
ORGANIZER, DIRECTOR, CADRE, HEAD, NEWCOMER = "YL007", "YL001", "YL024", "YL023", "YL027"
#: Somebody of a unit that schemes call by name, and who reviews there.
OF_UNIT = {"办公室": ("YL008", "YL006"), "研究室": ("YL037", "YL035")}


class Month:
    """The office in that month: who is signed in where, and what each duty has somebody do."""

    def __init__(self, key: str, time_machine, told) -> None:
        self.key = key
        self.school = ""
        self._told = partial(told, execute=True)
        self._clock = time_machine
        self._today = date.min
        self._browsers: dict[str, Browser] = {}
        self._seats: set[str] = set()

    def at(self, day: date, clock: str = "09:00") -> None:
        """Go to a time of day; on another day people sign in anew."""
        if day != self._today:
            self._today, self._browsers = day, {}
        self._clock.move_to(datetime.combine(day, time.fromisoformat(clock), ZONE), tick=False)

    def browser(self, staff_number: str) -> Browser:
        if staff_number not in self._browsers:
            self._browsers[staff_number] = Browser(person(staff_number))
        return self._browsers[staff_number]

    def take_up(self) -> None:
        """Load the preset as its organizer does: choose, preview, confirm; keep the rosters that it speaks of."""
        desk = self.browser(ORGANIZER)
        preview = desk.send(f"/schemes/new/?preset={self.key}", "/schemes/preview/")
        desk.send(preview, "/schemes/apply/")
        for name in self.scheme.rosters.values():
            desk.send("/people/cohorts/add/", name=name, kind="list", usernames=CADRE)
        if any(duty.period.kind is PeriodKind.CLASS for duty in self.duties):
            self.school = desk.send(
                "/classes/new/",
                title="组工干部培训班",
                place="党校一号楼",
                unit=str(demo_office().units.get(parent=None).uuid),
                begins_on=str(CLASS[0]),
                ends_on=str(CLASS[-1]),
            ).address
            desk.send(self.school, "/people/", people=CADRE)

    @property
    def scheme(self) -> Scheme:
        [version] = schemes_in_force(demo_office(), FIRST)
        return version.scheme

    @property
    def duties(self) -> list[Requirement]:
        return [each for each in self.scheme.requirements if not each.same_as]

    def people_of(self, duty: Requirement) -> tuple[str, str]:
        """Return who does something about a duty, and who reviews them."""
        if duty.subject.unit:
            return OF_UNIT[self.scheme.units[duty.subject.unit]]
        return (NEWCOMER if duty.subject.kind is SubjectKind.NEWCOMER else CADRE), HEAD

    def do(self, duty: Requirement) -> None:
        """Do what a duty asks for, as often as it asks, on the days on which it asks."""
        doer, head = self.people_of(duty)
        for number, day in enumerate(_days(duty)):
            self.at(day)
            getattr(self, f"do_{duty.kind.value}")(duty, doer, head, day, number)

    def do_session(self, duty, doer, head, day, number) -> None:
        self.reviewed(
            head,
            self.browser(doer).send(
                "/records/new/session/", minutes="60", gist=WRITTEN, occurred_on=str(day), action="submit"
            ),
        )

    def do_note(self, duty, doer, head, day, number) -> None:
        characters = duty.bounds.least if duty.bounds and duty.measure is Measure.CHARACTERS else 0
        typed = {"book": f"《第 {number} 本书》", "body": WRITTEN * (characters // len(WRITTEN) + 1)}
        if wanted := _wanted(duty, "subtype"):
            typed["subtype"] = wanted
        page = self.browser(doer).send("/records/new/note/", **typed, occurred_on=str(day), action="submit")
        self.reviewed(head, page)
        if "inspected" in duty.where.equal:
            self.browser(DIRECTOR).send(f"/notes/inspection/?month={day:%Y-%m}", **{f"grade-{page.key}": "good"})

    def do_event(self, duty, doer, head, day, number) -> None:
        """Plan an event, sign in to it from the code on the wall, and settle it."""
        desk, guest = self.browser(ORGANIZER), self.browser(doer)
        typed = {"subtype": _wanted(duty, "subtype"), "title": f"{duty.name}（{day}）", "day": str(day)}
        typed |= {"begins": "15:00", "ends": "16:30", "place": "三楼会议室", "chair": ORGANIZER}
        if _wanted(duty, "part") == "主讲":
            typed["speakers"] = doer
        if duty.period.kind is PeriodKind.CLASS:
            desk.send(f"{self.school}sessions/", **typed)
        else:
            unit = person(doer).memberships.get().unit
            desk.send("/events/new/", **typed, people=doer, unit=str(unit.uuid))
        event = Event.objects.select_related("record").latest("pk")
        self.at(day, "14:56")
        wall = desk.open(f"/events/{event.record.uuid}/wall/")
        assert wall.tree.xpath("//svg[contains(@class, 'code')]")
        guest.send(f"/events/{event.record.uuid}/enter/?code={_code_on(event)}")
        self.at(day, "16:40")
        desk.send(f"/events/{event.record.uuid}/", "/close/", rest="absent")

    def do_piece(self, duty, doer, head, day, number) -> None:
        typed = {"title": f"{duty.name}之{number + 1}", "body": WRITTEN * 8, "meant_for": "组工信息"}
        if wanted := _wanted(duty, "class"):
            typed["piece_class"] = wanted
        piece = self.browser(doer).open("/records/new/piece/")
        if flows := piece.tree.xpath("//select[@name='flow']/option/@value"):
            typed["flow"] = flows[0]
        self.seat_everybody()
        page = self.browser(doer).send(piece, **typed, occurred_on=str(day), action="submit")
        self.through_all_stages(page)
        outlet = _wanted(duty, "outlet")
        if outlet or duty.where.level_at_least or "published" in duty.where.equal:
            register = self.browser(doer).send(
                f"/pieces/{page.key}/",
                "/publish/",
                outlet=outlet or "组工内刊",
                level=duty.where.level_at_least or "本级",
                published_on=str(day),
                link="https://example.cn/2026/06/",
            )
            assert outlet in register.text
            desk = self.browser(ORGANIZER)
            waiting = desk.open("/pieces/publications/").tree.xpath("//form[.//button[@name='decision']]/@action")
            desk.send("/pieces/publications/", waiting[0], decision="confirm")

    def seat_everybody(self) -> None:
        """Give each stage of the reviews that wants one somebody to take it."""
        desk = self.browser(ORGANIZER)
        bench = desk.open("/pieces/bench/")
        root = demo_office().units.get(parent=None)
        for role in bench.tree.xpath("//select[@name='role']/option/@value"):
            if role not in self._seats:
                desk.send("/pieces/bench/", "", role=role, user="YL036", unit=str(root.uuid), on=str(FIRST))
                self._seats.add(role)

    def through_all_stages(self, page: Page) -> None:
        """Let whoever's turn it is approve a piece until it is through."""
        record = Record.objects.get(uuid=page.key)
        for _stage in range(4):
            record.refresh_from_db()
            if record.state == "approved":
                return
            for staff_number in (HEAD, "YL004", "YL036", "YL035", "YL006"):
                address = f"/pieces/{page.key}/"
                shown = self.browser(staff_number).look(address)
                if shown is not None and shown.tree.xpath("//form[contains(@action, '/decide/')]"):
                    self.browser(staff_number).send(shown, "/decide/", verdict="approved")
                    break
        record.refresh_from_db()
        assert record.state == "approved", page.address

    def do_pairing(self, duty, doer, head, day, number) -> None:
        sort = _wanted(duty, "type") or "帮带"
        typed = {"type": sort, "occurred_on": str(day), "plan": WRITTEN}
        if duty.measure in {Measure.DISTINCT, Measure.ALL}:
            kind = duty.values[number] if duty.values else None
            typed |= {"counterpart_kind": kind, "counterpart_name": f"云澜第{number + 1}党支部"}
        elif sort == "帮带":
            typed["counterpart"] = "YL025"
        else:
            typed |= {"counterpart_kind": "企业党组织", "counterpart_name": "云澜纺织厂党支部"}
        page = self.browser(doer).send("/records/new/pairing/", **typed, action="submit")
        if "counterpart" in typed:
            self.browser(typed["counterpart"]).send(page.address, f"/confirmations/{page.key}/", verdict="approved")
        else:
            self.reviewed(head, page)

    def do_talk(self, duty, doer, head, day, number) -> None:
        sort = _wanted(duty, "type")
        form = {"工作汇报": "report", "述职": "duty_report", "季度工作": "quarterly_work", "谈心谈话": "talk"}.get(
            sort, "visit"
        )
        typed = {"occurred_on": str(day)}
        if form == "quarterly_work":
            typed["item_1"] = WRITTEN * (duty.where.least_characters // len(WRITTEN) + 1)
        elif form == "report":
            typed |= {"done": WRITTEN, "bright": WRITTEN, "planned": WRITTEN, "counterpart": HEAD}
        else:
            typed["body"] = WRITTEN
        if form == "visit":
            typed |= {"type": sort, "with_whom": "青石镇党委"}
        if form == "talk":
            typed |= {"counterpart": HEAD, "level": duty.values[number] if duty.values else None}
        page = self.browser(doer).send(f"/records/new/{form}/", **typed, action="submit")
        if typed.get("counterpart"):
            self.browser(HEAD).send(page.address, f"/confirmations/{page.key}/", verdict="approved")
        else:
            self.reviewed(head, page)

    def do_idea(self, duty, doer, head, day, number) -> None:
        page = self.browser(doer).send(
            "/records/new/idea/",
            type=_wanted(duty, "type"),
            title="把联系点的问题清单共享",
            body=WRITTEN * 3,
            occurred_on=str(day),
            action="submit",
        )
        self.reviewed(head, page)

    def do_task(self, duty, doer, head, day, number) -> None:
        page = self.browser(doer).send(
            "/records/tasks/new/",
            type=_wanted(duty, "type"),
            title=f"{duty.name}之{number + 1}",
            due=str(LAST),
            plan=WRITTEN,
        )
        record = Record.objects.filter(kind="task").latest("pk")
        page = self.browser(doer).send(record.get_absolute_url(), "/done/", done_on=str(day), evidence=WRITTEN)
        self.reviewed(head, self.browser(doer).open(f"/records/{record.uuid}/"))
        assert page

    def do_exam(self, duty, doer, head, day, number) -> None:
        """Sit an exam, whose own pages have walks of their own, and find it among one's records."""
        now = timezone.now()
        exam = make_exam(make_paper(demo_office()), now=now, kind=_wanted(duty, "exam_kind"), title=duty.name)
        make_result(make_candidate(exam, person(doer)), at=now)
        with self._told():
            publish(exam)
        assert exam.title in self.browser(doer).open("/records/?kind=exam").text

    def every_way_leads_somewhere(self) -> None:
        """Follow what the cadre's own year offers as the next thing to do, and look at the unit's as its head."""
        cadre = self.browser(CADRE)
        year = cadre.open("/year/")
        ways = set(year.tree.xpath("//main//li//a[contains(@class, 'btn')]/@href"))
        for way in ways:
            cadre.open(way)
        assert person(CADRE).name in self.browser(HEAD).open("/year/unit/").text

    def reviewed(self, head: str, page: Page) -> None:
        """Approve a record from the list of what waits."""
        listed = self.browser(head).open("/reviews/")
        assert page.key in listed.text
        self.browser(head).send(f"/records/{page.key}/", f"/reviews/{page.key}/", verdict="approved")


def _wanted(duty: Requirement, name: str) -> str:
    return next(iter(duty.where.equal.get(name, ())), "")


def _code_on(event: Event) -> str:
    return code_at(event.record.uuid, timezone.now())


def _days(duty: Requirement) -> Iterator[date]:
    """Yield the days of the month on which something is done about a duty, as often as it asks."""
    if duty.period.kind is PeriodKind.CLASS:
        yield CLASS[1]
        return
    least = (duty.bounds.least if duty.bounds else 1) or 1
    if duty.measure in {Measure.MINUTES, Measure.CHARACTERS}:
        least = 1
    if duty.measure in {Measure.DISTINCT, Measure.ALL}:
        least = len(duty.values) or least
    first = FIRST + timedelta(days=(duty.period.days or (8, 0))[0])
    if duty.period.kind is PeriodKind.DAY:
        yield from (FIRST + timedelta(days=number) for number in range(7))
    elif duty.period.kind in {PeriodKind.WEEK, PeriodKind.FORTNIGHT}:
        yield from (date(2026, 6, 12) for _each in range(least))
    else:
        yield from (first for _each in range(least))


@pytest.mark.parametrize("key", PRESETS)
def test_a_month_can_be_lived_through_the_pages(key, time_machine, django_capture_on_commit_callbacks):
    month = Month(key, time_machine, django_capture_on_commit_callbacks)
    month.at(FIRST, "08:00")
    people_load(DemoDays(datetime.combine(FIRST, time(8), ZONE)))
    month.take_up()
    month.every_way_leads_somewhere()
    for duty in month.duties:
        month.do(duty)

    month.at(LAST, "17:30")
    stood = _states(key)
    for duty in month.duties:
        doer, _head = month.people_of(duty)
        whose = person(doer).memberships.get().unit.name if duty.subject.kind is SubjectKind.UNIT else doer
        assert (State.UNSET if duty.bounds is None else State.MET) in stood[whose, duty.key], duty.key
    month.every_way_leads_somewhere()


def _states(key: str) -> dict[tuple[str, str], set[State]]:
    """Return by whom and what how the periods stand that anything was done about."""
    found = defaultdict(set)
    for each in requirement_statuses(demo_office(), key, on=LAST):
        name = each.subject.username if isinstance(each.subject, User) else each.subject.name
        if each.status.evidence:
            found[name, each.status.requirement.key].add(each.status.state)
    return found
