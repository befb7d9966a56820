"""Finding statements."""

from __future__ import annotations

import uuid

import pytest
import time_machine

from lrs.api import statements as resource
from tests.factories.lrs import (
    ANSWERED,
    VOIDED,
    Store,
    make_activity,
    make_agent,
    make_reference,
    make_statement,
    make_voiding,
)

REGISTRATION = "b1d1c1a0-1111-4000-8000-00000000000a"
GROUP = {"objectType": "Group", "mbox": "mailto:unit@yunling.example"}


def sub_statement(**members):
    return {"objectType": "SubStatement", **make_statement(without=("id",), **members)}


def test_newest_come_first_unless_told_otherwise(store):
    ids = [store.post(make_statement())[0] for _ in range(3)]

    assert store.found() == ids[::-1]
    assert store.found(ascending="true") == ids


@pytest.mark.parametrize(
    "agent",
    [
        make_agent("wanted"),
        make_agent("wanted", name="换了名字"),
        {"mbox": "mailto:wanted@YUNLING.example"},
    ],
)
def test_agent_is_found_by_identifier_alone(store, agent):
    [wanted, _other] = store.post(make_statement(actor=make_agent("wanted")), make_statement())

    assert store.found(agent=agent) == [wanted]


@pytest.mark.parametrize(
    ("members", "plain"),
    [
        ({"actor": make_agent("wanted")}, True),
        ({"object": make_agent("wanted")}, True),
        ({"actor": {**GROUP, "member": [make_agent("wanted")]}}, True),
        ({"context": {"instructor": make_agent("wanted")}}, False),
        ({"context": {"team": {**GROUP, "member": [make_agent("wanted")]}}}, False),
        ({"context": {"contextAgents": [{"objectType": "contextAgent", "agent": make_agent("wanted")}]}}, False),
        ({"object": sub_statement(actor=make_agent("wanted"))}, False),
        ({"object": sub_statement(object=make_agent("wanted"))}, False),
    ],
)
def test_agent_elsewhere_in_a_statement_is_found_as_related(store, members, plain):
    [statement, _other] = store.post(make_statement(**members), make_statement())

    assert store.found(agent=make_agent("wanted"), related_agents="true") == [statement]
    assert store.found(agent=make_agent("wanted")) == ([statement] if plain else [])


def test_authority_is_found_as_related(store):
    [statement] = store.post(make_statement())
    authority = store.send("GET", statementId=statement).json()["authority"]

    assert store.found(agent=authority, related_agents="true") == [statement]
    assert store.found(agent=authority) == []


def test_identified_group_is_found(store):
    [statement, _other] = store.post(make_statement(actor=GROUP), make_statement())

    assert store.found(agent=GROUP) == [statement]


@pytest.mark.parametrize(
    ("members", "plain"),
    [
        ({"object": make_activity("wanted")}, True),
        ({"context": {"contextActivities": {"parent": make_activity("wanted")}}}, False),
        ({"context": {"contextActivities": {"other": [make_activity("wanted")]}}}, False),
        ({"object": sub_statement(object=make_activity("wanted"))}, False),
    ],
)
def test_activity_elsewhere_in_a_statement_is_found_as_related(store, members, plain):
    [statement, _other] = store.post(make_statement(**members), make_statement())
    wanted = make_activity("wanted")["id"]

    assert store.found(activity=wanted, related_activities="true") == [statement]
    assert store.found(activity=wanted) == ([statement] if plain else [])


def test_verb_and_registration_are_found(store):
    verb = {"id": "https://yunling.example/read"}
    [by_verb, by_registration] = store.post(
        make_statement(verb=verb), make_statement(context={"registration": REGISTRATION})
    )

    assert store.found(verb=verb["id"]) == [by_verb]
    assert store.found(registration=REGISTRATION) == [by_registration]
    assert store.found(registration=str(uuid.uuid4())) == []


def test_filters_are_met_together(store):
    [both, *_others] = store.post(
        make_statement(actor=make_agent("a"), object=make_activity("x")),
        make_statement(actor=make_agent("a"), object=make_activity("y")),
        make_statement(actor=make_agent("b"), object=make_activity("x")),
    )

    assert store.found(agent=make_agent("a"), activity=make_activity("x")["id"], verb=ANSWERED) == [both]


def test_statement_that_refers_to_a_match_is_found_however_far(store):
    wanted, other = make_statement(object=make_activity("wanted")), make_statement()
    near = make_statement(object=make_reference(wanted["id"]))
    far = make_statement(object=make_reference(near["id"]))
    store.post(wanted, other, near, far)

    assert store.found(activity=make_activity("wanted")["id"]) == [far["id"], near["id"], wanted["id"]]


def test_statement_that_came_before_what_it_refers_to_is_found(store):
    wanted = make_statement(object=make_activity("wanted"))
    near = make_statement(object=make_reference(wanted["id"]))
    far = make_statement(object=make_reference(near["id"]))
    for statement in (far, near, wanted):
        store.post(statement)

    assert store.found(activity=make_activity("wanted")["id"]) == [wanted["id"], near["id"], far["id"]]


def test_statements_that_refer_to_each_other_are_found_once(store):
    one, other = str(uuid.uuid4()), str(uuid.uuid4())
    store.post(
        make_statement(id=one, actor=make_agent("wanted"), object=make_reference(other)),
        make_statement(id=other, object=make_reference(one)),
    )

    assert store.found(agent=make_agent("wanted")) == [other, one]


def test_statement_that_refers_to_a_voided_match_is_found(store):
    wanted = make_statement(object=make_activity("wanted"))
    remark = make_statement(object=make_reference(wanted["id"]))
    voiding = make_voiding(wanted["id"])
    store.post(wanted, remark, voiding)

    assert store.found(activity=make_activity("wanted")["id"]) == [voiding["id"], remark["id"]]
    assert store.found(verb=VOIDED) == [voiding["id"]]


def test_reference_into_another_office_finds_nothing(store):
    wanted = make_statement(object=make_activity("wanted"))
    Store().post(wanted)
    store.post(make_statement(object=make_reference(wanted["id"])))

    assert store.found(activity=make_activity("wanted")["id"]) == []


@pytest.fixture
def three(store):
    """Three statements, stored one second apart."""
    ids = []
    for second in range(3):
        with time_machine.travel(f"2026-10-04T02:00:0{second}Z", tick=False):
            ids += store.post(make_statement())
    return ids


@pytest.mark.parametrize(
    ("parameters", "places"),
    [
        ({"since": "2026-10-04T02:00:01Z"}, [2]),
        ({"until": "2026-10-04T02:00:01Z"}, [1, 0]),
        ({"since": "2026-10-04T02:00:00Z", "until": "2026-10-04T02:00:01.5Z"}, [1]),
        ({"since": "2026-10-04T10:00:00.999 08:00"}, [2, 1]),
        ({"since": "2026-10-04T02:00:02Z"}, []),
        ({"until": "2026-10-04T01:59:59Z"}, []),
    ],
)
def test_since_is_exclusive_and_until_inclusive(store, three, parameters, places):
    assert store.found(**parameters) == [three[place] for place in places]


def test_time_is_applied_to_the_statement_that_refers(store, three):
    with time_machine.travel("2026-10-04T03:00:00Z", tick=False):
        [remark] = store.post(make_statement(actor=make_agent("other"), object=make_reference(three[0])))

    assert store.found(agent=make_agent(), since="2026-10-04T02:30:00Z") == [remark]


@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("filters", [{}, {"verb": ANSWERED}])
def test_pages_lead_through_everything_once(store, ascending, filters):
    ids = store.post(*(make_statement() for _ in range(5)))
    ids += store.post(make_statement(verb={"id": "https://yunling.example/remark"}, object=make_reference(ids[1])))
    found, response = [], store.send("GET", limit="2", ascending=ascending, **filters).json()

    while True:
        found += [statement["id"] for statement in response["statements"]]
        if not response["more"]:
            break
        assert response["more"].startswith("/xapi/statements?")
        response = store.send("GET", response["more"].removeprefix("/xapi/")).json()

    assert found == (ids if ascending == "true" else ids[::-1])


def test_new_statements_do_not_disturb_the_pages(store):
    ids = store.post(*(make_statement() for _ in range(3)))
    more = store.send("GET", limit="2").json()["more"]
    store.post(make_statement())

    assert [each["id"] for each in store.send("GET", more.removeprefix("/xapi/")).json()["statements"]] == ids[:1]


def test_pages_of_the_older_address_lead_on_there(store):
    store.post(make_statement(), make_statement())

    assert store.send("GET", "1.0.3/statements", limit="1").json()["more"].startswith("/xapi/1.0.3/statements?")


def test_limit_zero_is_the_most_there_is(store, monkeypatch):
    monkeypatch.setattr(resource, "_MOST", 2)
    store.post(*(make_statement() for _ in range(3)))

    assert len(store.found(limit="0")) == 2
    assert len(store.found(limit="3")) == 2


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "-1"},
        {"limit": "many"},
        {"ascending": "yes"},
        {"format": "pretty"},
        {"attachments": "1"},
        {"agent": "chen"},
        {"agent": {"name": "程立新"}},
        {"agent": {"objectType": "Group", "member": [make_agent()]}},
        {"verb": "read"},
        {"activity": "exam"},
        {"registration": "1"},
        {"since": "yesterday"},
        {"until": "2026-10-04"},
    ],
)
def test_parameter_of_the_wrong_form_is_refused(store, parameters):
    assert store.send("GET", **parameters).status_code == 400


def test_canonical_texts_come_in_the_language_asked_for(store):
    definition = {"name": {"zh-CN": "考试", "en-US": "exam"}}
    [statement_id] = store.post(make_statement(object=make_activity(definition=definition)))

    def name(language):
        response = store.send(
            "GET", statementId=statement_id, format="canonical", headers={"Accept-Language": language}
        )
        return response.json()["object"]["definition"]["name"]

    assert name("en") == {"en-US": "exam"}
    assert name("fr, zh;q=0.5") == {"zh-CN": "考试"}


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("parameters", [{}, {"agent": make_agent(), "activity": make_activity()["id"]}])
def test_page_costs_the_same_queries_for_any_number(store, count, parameters, django_assert_num_queries):
    store.post(*(make_statement() for _ in range(count)))

    # The clock and the statements; with a filter, those that refer to a match as well.
    with django_assert_num_queries(3 if parameters else 2):
        assert len(store.found(**parameters)) == count
