"""The pages of units and cohorts."""

from __future__ import annotations

import pytest

from accounts.enums import CohortKind
from accounts.models import Cohort, Unit
from accounts.services import cohort_create
from tests.accounts.frame import FRAME_QUERIES
from tests.factories.accounts import make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer(client_for, house):
    return client_for(house.organizer)


class TestUnits:
    def test_tree_shows_everyone_below(self, organizer, house):
        tree = organizer.get("/people/units/").context["tree"]

        assert (tree.unit, tree.people_below) == (house.root, 3)
        assert [(node.unit, node.people_below) for node in tree.children] == [(house.unit, 1)]

    def test_added_below(self, organizer, house):
        response = organizer.post(f"/people/units/{house.unit.uuid}/add/", {"name": "二股"})

        assert response.url == "/people/units/"
        assert [unit.name for unit in house.unit.children.all()] == ["一股", "二股"]

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("一股", "“干部科”下已经有“一股”。"),
            ("一/二股", "名称里不能有斜线和大于号，它们用来分隔上下级。"),
            (" ", "该字段是必填项。"),
        ],
    )
    def test_faulty_name_is_told(self, organizer, house, name, message):
        response = organizer.post(f"/people/units/{house.unit.uuid}/add/", {"name": name})

        assert response.context["form"].errors == {"name": [message]}

    def test_renamed(self, organizer, house):
        response = organizer.post(f"/people/units/{house.unit.uuid}/", {"name": "干部一科"})

        assert response.url == f"/people/units/{house.unit.uuid}/"
        assert Unit.objects.get(pk=house.unit.pk).name == "干部一科"

    def test_rename_to_a_taken_name_is_told(self, organizer, house):
        other = make_unit(house.office, "组织科")

        response = organizer.post(f"/people/units/{other.uuid}/", {"name": "干部科"})

        assert response.context["form"].errors == {"name": ["“云岭县委组织部”下已经有“干部科”。"]}

    def test_shifted(self, organizer, house):
        make_unit(house.office, "组织科")

        response = organizer.post(f"/people/units/{house.unit.uuid}/shift/", {"direction": "down"})

        assert response.url == f"/people/units/{house.root.uuid}/"
        assert [unit.name for unit in house.root.children.all()] == ["组织科", "干部科"]

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_tree_takes_as_many_queries_for_many_as_for_one(
        self, organizer, house, item_count, django_assert_num_queries
    ):
        for number in range(item_count):
            make_user(house.office, unit=make_unit(house.office, f"科{number}", house.unit))

        # office role, office, people, units twice
        with django_assert_num_queries(FRAME_QUERIES + 4):
            organizer.get("/people/units/")


class TestCohorts:
    def test_of_a_unit(self, organizer, house):
        response = organizer.post(
            "/people/cohorts/add/", {"name": "干部科全员", "kind": "unit", "unit": house.unit.uuid}
        )

        cohort = Cohort.objects.get()
        assert response.url == f"/people/cohorts/{cohort.uuid}/"
        assert (cohort.office, cohort.kind, cohort.unit) == (house.office, CohortKind.UNIT, house.unit)
        assert [row.user for row in organizer.get(response.url).context["rows"]] == [house.cadre]

    @pytest.mark.parametrize(
        "pasted",
        ["YL001\nYL900", "yl001 yl900", "YL001，YL900、", "YL001\t程立新\r\nYL900\t何静\r\n", "YL001;YL900;YL001"],
    )
    def test_of_a_pasted_list(self, organizer, house, pasted):
        organizer.post("/people/cohorts/add/", {"name": "考务组", "kind": "list", "usernames": pasted})

        assert set(Cohort.objects.get().people.all()) == {house.cadre, house.organizer}

    def test_list_with_strangers_names_their_lines(self, organizer, house):
        response = organizer.post(
            "/people/cohorts/add/", {"name": "甲", "kind": "list", "usernames": "YL001\nQX900 外人\n\nYL001 何静"}
        )

        assert response.context["form"].errors == {
            "usernames": [
                "第 2 行：没有工号为“QX900”的在职人员",
                "第 2 行：没有工号为“外人”的在职人员",
                "第 4 行：没有工号为“何静”的在职人员",
            ]
        }
        assert not Cohort.objects.exists()

    def test_many_faults_are_counted_after_twenty(self, organizer):
        response = organizer.post(
            "/people/cohorts/add/", {"name": "甲", "kind": "list", "usernames": "\n".join(f"X{n}" for n in range(25))}
        )

        shown = response.context["form"].errors["usernames"]
        assert (len(shown), shown[-1]) == (21, "另有 5 处。")

    @pytest.mark.parametrize(
        ("given", "errors"),
        [
            ({"kind": "unit"}, {"unit": ["请选择单位。"]}),
            ({"kind": "list"}, {"usernames": ["请粘贴至少一个工号。"]}),
            ({"kind": "list", "usernames": "、 ,"}, {"usernames": ["请粘贴至少一个工号。"]}),
        ],
    )
    def test_what_is_missing_is_told(self, organizer, given, errors):
        response = organizer.post("/people/cohorts/add/", {"name": "甲", **given})

        assert response.context["form"].errors == errors

    def test_taken_name_is_told(self, organizer, house):
        cohort_create(office=house.office, name="甲")

        response = organizer.post("/people/cohorts/add/", {"name": "甲", "kind": "unit", "unit": house.unit.uuid})

        assert response.context["form"].errors == {"name": ["已经有名为“甲”的花名册。"]}

    def test_edit_begins_with_what_is_there(self, organizer, house):
        cohort = cohort_create(office=house.office, name="甲", people=[house.cadre])

        page = organizer.get(f"/people/cohorts/{cohort.uuid}/edit/")
        organizer.post(f"/people/cohorts/{cohort.uuid}/edit/", {"name": "乙", "kind": "list", "usernames": "YL900"})

        assert page.context["form"].initial["usernames"] == "YL001 程立新"
        cohort.refresh_from_db()
        assert (cohort.name, list(cohort.people.all())) == ("乙", [house.organizer])

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_list_takes_as_many_queries_for_many_as_for_one(
        self, organizer, house, item_count, django_assert_num_queries
    ):
        for number in range(item_count):
            cohort_create(office=house.office, name=f"名单{number}", people=[house.cadre])
            cohort_create(office=house.office, name=f"单位{number}", unit=house.unit)

        # office role, office, cohorts, people, units twice
        with django_assert_num_queries(FRAME_QUERIES + 5):
            response = organizer.get("/people/cohorts/")

        assert [count for _cohort, count in response.context["cohorts"]] == [1] * 2 * item_count
