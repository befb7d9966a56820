"""What is known of activities and agents."""

from __future__ import annotations

from tests.factories.lrs import Store, make_activity, make_agent, make_statement


def test_activity_is_described_by_what_was_said_of_it(store):
    definition = {"name": {"zh-CN": "考试"}}
    store.post(make_statement(object=make_activity(definition=definition)))

    response = store.send("GET", "activities", activityId=make_activity()["id"])

    assert response.json() == make_activity(definition=definition)


def test_unknown_activity_is_still_one(store):
    Store().post(make_statement(object=make_activity(definition={"name": {"zh-CN": "别处"}})))

    assert store.send("GET", "activities", activityId=make_activity()["id"]).json() == make_activity()


def test_activity_must_be_named(store):
    assert store.send("GET", "activities").status_code == 400
    assert store.send("GET", "activities", activityId="exam").status_code == 400


def test_person_bears_every_name_it_was_seen_under(store):
    store.post(make_statement(actor=make_agent(name="程立新")), make_statement(actor=make_agent(name="老程")))
    Store().post(make_statement(actor=make_agent(name="别处的名字")))

    response = store.send("GET", "agents", agent=make_agent(name="新名"))

    assert response.json() == {
        "objectType": "Person",
        "name": ["程立新", "老程", "新名"],
        "mbox": ["mailto:chen@yunling.example"],
    }


def test_unknown_agent_is_still_a_person(store):
    account = {"homePage": "https://yunling.example", "name": "YL001"}

    assert store.send("GET", "agents", agent={"account": account}).json() == {
        "objectType": "Person",
        "account": [account],
    }


def test_agent_must_be_one(store):
    assert store.send("GET", "agents").status_code == 400
    assert store.send("GET", "agents", agent={"name": "程立新"}).status_code == 400
    assert store.send("GET", "agents", agent={"objectType": "Group", "member": [make_agent()]}).status_code == 400
