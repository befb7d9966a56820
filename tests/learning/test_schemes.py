"""Schemes of an office: loaded from files, kept version by version, told in pages and by command."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from learning.enums import RecordState
from learning.models import SchemeVersion
from learning.schemes.fields import SchemeError
from learning.schemes.presets import PRESETS, preset_text
from learning.schemes.status import State
from learning.selectors import names_without_anybody, requirement_statuses, schemes_in_force
from learning.services import SchemeBackdatedError, SchemeUnchangedError, exam_records_make, scheme_load
from tests.clients import client_for
from tests.factories.accounts import make_office, make_unit, make_user
from tests.factories.learning import make_note
from tests.factories.quizzes import make_cohort, make_result, publish
from tests.factories.taking import NOON, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db
NEW_YEAR, TODAY = date(2026, 1, 1), date(2026, 10, 12)
SCHEME = """
scheme: {key: here, name: 本地制度, place: 某区}
requirements:
  - {key: note, name: 读书笔记, kind: note, period: quarter, value: 1, source: 读书}
  - {key: words, name: 笔记字数, kind: note, period: year, measure: characters, value: 20000, source: 笔记}
  - {key: exam, name: 季季考, kind: exam, period: quarter, filter: {exam_kind: quarterly_test}, value: 1, source: 考试}
  - {key: salon, name: 沙龙, kind: event, period: year, value: null, source: 沙龙}
  - {key: twice, name: 又一次, kind: note, period: quarter, value: 1, same_as: note, source: 积分}
  - {key: units, name: 单位笔记, kind: note, subject: unit, period: year, value: 2, source: 读书}
  - {key: heads, name: 负责人笔记, kind: note, subject: {role: director}, period: year, value: 1, source: 读书}
"""


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


def load(office, text=SCHEME, day=NEW_YEAR):
    return scheme_load(office=office, text=text, effective_from=day, by=None, now=NOON)


def stand(office, key="here", **told):
    """Return how everybody stands: {(subject, duty): [(first day, state, value)]}."""
    found = {}
    for each in requirement_statuses(office, key, on=TODAY, **told):
        status = each.status
        row = (status.period.first.isoformat(), status.state.value, status.value)
        name = each.subject.username if isinstance(each.subject, User) else each.subject.name
        found.setdefault((name, status.requirement.key), []).append(row)
    return found


class TestLoading:
    def test_counts_versions(self, office):
        first = load(office)
        second = load(office, SCHEME.replace("20000", "10000"), TODAY)

        assert [(version.key, version.number) for version in (first, second)] == [("here", 1), ("here", 2)]
        assert schemes_in_force(office, TODAY) == [second]
        assert schemes_in_force(office, TODAY - timedelta(days=1)) == [first]

    def test_refuses_what_says_the_same(self, office):
        load(office)

        with pytest.raises(SchemeUnchangedError):
            load(office)

    def test_refuses_to_change_what_was_owed(self, office):
        load(office)

        with pytest.raises(SchemeBackdatedError, match="2026-01-01"):
            load(office, SCHEME.replace("20000", "1"), NEW_YEAR - timedelta(days=1))

    def test_keeps_nothing_that_is_no_scheme(self, office):
        with pytest.raises(SchemeError):
            load(office, SCHEME.replace("quarter", "quart"))
        assert not SchemeVersion.objects.exists()

    @pytest.mark.parametrize("key", PRESETS)
    def test_takes_every_preset(self, office, key):
        version = scheme_load(office=office, text=preset_text(key), by=None, now=NOON)

        assert (version.key, version.effective_from) == (key, TODAY)
        list(requirement_statuses(office, key, on=TODAY))


class TestStanding:
    def test_of_people_rests_on_their_records(self, office):
        load(office)
        person = make_user(office)
        make_note(person, RecordState.APPROVED, occurred_on=date(2026, 2, 1))
        make_note(person, RecordState.SUBMITTED, occurred_on=date(2026, 10, 2))
        make_note(person, RecordState.DRAFT, occurred_on=date(2026, 5, 2))

        found = stand(office)

        assert [row[1:] for row in found[person.username, "note"]] == [("met", 1), ("late", 0), ("late", 0), ("due", 0)]
        assert found[person.username, "words"] == [("2026-01-01", "due", 400)]
        assert found[person.username, "salon"] == [("2026-01-01", "unset", 0)]
        assert (person.username, "twice") not in found

    def test_of_a_newcomer_begins_with_their_coming(self, office):
        load(office)
        person = make_user(office)
        person.memberships.update(from_date=date(2026, 7, 1))

        found = stand(office)

        assert [row[0] for row in found[person.username, "note"]] == ["2026-07-01", "2026-10-01"]

    def test_counts_published_exams(self, office):
        load(office)
        exam = make_exam(make_paper(office))
        candidate = make_candidate(exam, make_user(office))
        make_result(candidate)
        publish(exam)
        exam_records_make(exam=exam)

        assert stand(office)[candidate.user.username, "exam"][-1][1:] == ("met", 1)

    def test_of_units_counts_what_their_people_did(self, office):
        load(office)
        section = make_unit(office, name="干部科")
        people = [make_user(office, unit=section) for _ in range(2)]
        for person in people:
            make_note(person, RecordState.APPROVED, occurred_on=date(2026, 2, 1))

        assert stand(office)["干部科", "units"] == [("2026-01-01", "met", 2)]

    def test_of_a_role_is_its_holders_alone(self, office):
        load(office)
        director, cadre = make_user(office, Role.DIRECTOR), make_user(office)

        owing = {subject for subject, key in stand(office) if key == "heads"}

        assert director.username in owing
        assert cadre.username not in owing

    def test_of_a_roster_is_its_people_alone(self, office):
        rosters = "rosters:\n  - {key: assessed, name: 考核对象}\n"
        version = load(office, SCHEME.replace("{role: director}", "{role: assessed}") + rosters)
        person, _other = make_user(office), make_user(office)
        assert names_without_anybody(office, version.scheme) == ["花名册“考核对象”"]

        roster = make_cohort(office, person)
        roster.name = "考核对象"
        roster.save()

        assert {subject for subject, key in stand(office) if key == "heads"} == {person.username}
        assert names_without_anybody(office, version.scheme) == []

    def test_a_role_that_was_taken_before_it_was_checked_is_still_read(self, office):
        """What is kept was accepted by the rules of its day; nothing it says may close the site."""
        version = load(office)
        text = SCHEME.replace("{role: director}", "{role: selected_graduate}")
        kept = SchemeVersion(office=office, key="here", number=2, text=text, effective_from=TODAY)

        assert names_without_anybody(office, kept.scheme) == ["角色“selected_graduate”"]
        list(requirement_statuses(office, "here", on=TODAY, versions=[version, kept]))
        with pytest.raises(SchemeError):
            load(office, text, TODAY)

    def test_of_one_unit_leaves_the_others(self, office):
        load(office)
        section = make_unit(office, name="干部科")
        person, _other = make_user(office, unit=section), make_user(office)

        assert {subject for subject, _key in stand(office, unit=section)} == {person.username, "干部科"}

    def test_a_later_version_asks_from_its_day_on(self, office):
        """The year that had begun stays owed by the version before; the quarters after the day are owed anew."""
        load(office)
        load(
            office,
            SCHEME.replace("period: quarter, value: 1, source: 读书", "period: quarter, value: 2, source: 读书"),
            date(2026, 7, 1),
        )
        person = make_user(office)

        owed = [
            (each.status.requirement.key, each.status.period.first.month, each.status.threshold)
            for each in requirement_statuses(office, "here", on=TODAY)
            if each.subject == person and each.status.requirement.key in {"note", "words"}
        ]

        assert sorted(owed) == [("note", 1, 1), ("note", 4, 1), ("note", 7, 2), ("note", 10, 2), ("words", 1, 20_000)]

    def test_takes_as_many_queries_however_many_people(self, office, django_assert_num_queries):
        load(office)
        for _ in range(4):
            make_note(make_user(office), RecordState.APPROVED)

        with django_assert_num_queries(7):
            list(requirement_statuses(office, "here", on=TODAY))

    def test_two_offices_have_schemes_of_their_own(self, office):
        other = make_office()
        load(office)
        load(other, preset_text("hailin"))
        make_user(other)

        with pytest.raises(KeyError):
            list(requirement_statuses(other, "here", on=TODAY))
        assert {key for _subject, key in stand(other, "hailin")} >= {"annual_article", "friday_study"}


class TestCommands:
    def test_check_names_every_fault_and_loads_nothing(self, office, tmp_path):
        file = tmp_path / "scheme.yaml"
        file.write_text(SCHEME.replace("quarter", "quart"), encoding="utf-8")

        with pytest.raises(CommandError, match="有 3 处要改：\n第 4 行"):
            call_command("load_scheme", str(file), "--check")
        assert not SchemeVersion.objects.exists()

    def test_presets_are_loaded_by_name(self, office):
        make_user(office, Role.ORGANIZER)
        out = StringIO()

        call_command("load_scheme", "jinshi", "--from", "2026-01-01", stdout=out)

        assert SchemeVersion.objects.get().key == "jinshi"
        assert "已载入第 1 版，2026-01-01 起生效" in out.getvalue()

    def test_an_unknown_file_is_told(self, office):
        with pytest.raises(CommandError, match="附带的方案有 chuzhou"):
            call_command("load_scheme", "nowhere.yaml")

    def test_status_keeps_the_contract(self, office):
        load(office)
        person = make_user(office)
        note = make_note(person, RecordState.APPROVED, occurred_on=date(2026, 2, 1))
        out = StringIO()

        call_command("requirement_status", "--scheme", "here", "--on", "2026-03-01", "--json", stdout=out)

        rows = json.loads(out.getvalue())
        (row,) = [row for row in rows if row["requirement"] == "note" and row["subject"] == person.username]
        assert row == {
            "subject": person.username,
            "requirement": "note",
            "period": ["2026-01-01", "2026-03-31"],
            "measure": "count",
            "value": 1,
            "waiting": 0,
            "threshold": 1,
            "state": State.MET.value,
            "soft": False,
            "reason": "",
            "evidence": [str(note.uuid)],
        }

    def test_status_in_words_counts(self, office):
        load(office)
        make_user(office)
        out = StringIO()

        call_command("requirement_status", "--scheme", "here", stdout=out)

        assert "沙龙：未设定 1" in out.getvalue()

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["--scheme", "nothing"], "还没有代号为 nothing 的方案"),
            (["--scheme", "here", "--unit", "没有的科"], "没有叫“没有的科”的单位"),
            (["--scheme", "here", "--since", "2026-12-31", "--on", "2026-01-01"], "晚于"),
        ],
    )
    def test_status_says_what_is_missing(self, office, arguments, told):
        load(office)

        with pytest.raises(CommandError, match=told):
            call_command("requirement_status", *arguments, "--json", stdout=StringIO())


class TestPages:
    @pytest.fixture
    def page(self, office):
        client = client_for(make_user(office))
        return lambda name, **told: client.get(reverse(f"learning:{name}", kwargs=told))

    def test_show_each_rule_with_its_source(self, office, page):
        scheme_load(office=office, text=preset_text("jinshi"), by=None, now=NOON)

        shown = page("scheme", key="jinshi").content.decode()

        for words in (
            "每个单位每月至少 2 篇",
            "软指标",
            "未设定",
            "编审",
            "湖南津市市委组织部 · 信息宣传和干部培养做法（2022 年）",
            "出处：信息报送",
        ):
            assert words in shown

    def test_list_what_is_in_force(self, office, page):
        load(office)
        load(office, SCHEME.replace("20000", "1"), TODAY + timedelta(days=30))

        assert "第 1 版" in page("schemes").content.decode()

    def test_an_earlier_version_says_so(self, office, page):
        load(office)
        load(office, SCHEME.replace("20000", "1"), TODAY)
        client = client_for(make_user(office))

        shown = client.get("/schemes/here/?version=1").content.decode()

        assert "这一版现在不生效" in shown
        assert client.get("/schemes/here/?version=9").status_code == 404

    def test_without_a_scheme_say_so(self, page):
        assert "还没有载入制度方案" in page("schemes").content.decode()
        assert page("scheme", key="here").status_code == 404
