"""States and profiles."""

from __future__ import annotations

import hashlib
import uuid

import pytest
import time_machine

from lrs.models import Document
from tests.factories.lrs import Store, make_agent

ACTIVITY = "https://yunling.example/exam"
REGISTRATION = "b1d1c1a0-1111-4000-8000-00000000000a"
STATE = ("activities/state", {"activityId": ACTIVITY, "agent": make_agent(), "stateId": "place"})
ACTIVITY_PROFILE = ("activities/profile", {"activityId": ACTIVITY, "profileId": "place"})
AGENT_PROFILE = ("agents/profile", {"agent": make_agent(), "profileId": "place"})
RESOURCES = [STATE, ACTIVITY_PROFILE, AGENT_PROFILE]
each_resource = pytest.mark.parametrize(("resource", "parameters"), RESOURCES)


def without_id(parameters):
    return {name: value for name, value in parameters.items() if name not in {"stateId", "profileId"}}


def put(store, resource, parameters, body: bytes = b"one", **headers: str):
    return store.send(
        "PUT",
        resource,
        body,
        content_type="text/plain",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        **parameters,
    )


@each_resource
def test_document_comes_back_as_it_went(store, resource, parameters):
    with time_machine.travel("2026-10-04T02:00:00Z", tick=False):
        assert put(store, resource, parameters, b"\x00\xff", If_None_Match="*").status_code == 204

    response = store.send("GET", resource, **parameters)

    assert (response.content, response["Content-Type"]) == (b"\x00\xff", "text/plain")
    assert response["ETag"] == f'"{hashlib.sha1(bytes([0, 255])).hexdigest()}"'
    assert response["Last-Modified"] == "Sun, 04 Oct 2026 02:00:00 GMT"


@each_resource
def test_document_that_is_not_there_is_not_found(store, resource, parameters):
    assert store.send("GET", resource, **parameters).status_code == 404


@each_resource
def test_deleted_document_is_gone(store, resource, parameters):
    put(store, resource, parameters, If_None_Match="*")

    assert store.send("DELETE", resource, **parameters).status_code == 204
    assert store.send("GET", resource, **parameters).status_code == 404
    assert store.send("DELETE", resource, **parameters).status_code == 204


@each_resource
def test_document_of_another_office_is_not_found(store, resource, parameters):
    put(Store(), resource, parameters, If_None_Match="*")

    assert store.send("GET", resource, **parameters).status_code == 404
    assert store.send("GET", resource, **without_id(parameters)).json() == []


@each_resource
def test_documents_are_listed_since_a_moment(store, resource, parameters):
    id_name = "stateId" if "stateId" in parameters else "profileId"
    for second, name in enumerate(("first", "second")):
        with time_machine.travel(f"2026-10-04T02:00:0{second}Z", tick=False):
            put(store, resource, {**parameters, id_name: name}, If_None_Match="*")

    listing = store.send("GET", resource, **without_id(parameters))
    late = store.send("GET", resource, **without_id(parameters), since="2026-10-04T02:00:00Z")

    assert listing.json() == ["first", "second"]
    assert listing["Last-Modified"] == "Sun, 04 Oct 2026 02:00:01 GMT"
    assert late.json() == ["second"]


@each_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_stale_tag_is_refused_and_the_fresh_one_accepted(store, resource, parameters, method):
    put(store, resource, parameters, b'{"a":1}', If_None_Match="*", Content_Type="application/json")
    store.send("PUT", resource, b'{"a":1}', headers={"If-Match": "*"}, **parameters)
    fresh = store.send("GET", resource, **parameters)["ETag"]

    refused = store.send(method, resource, b'{"b":2}', headers={"If-Match": '"1234"'}, **parameters)
    assert refused.status_code == 412
    assert store.send("GET", resource, **parameters).json() == {"a": 1}

    accepted = store.send(method, resource, b'{"b":2}', headers={"If-Match": f'"other", {fresh}'}, **parameters)
    assert accepted.status_code == 204


@each_resource
def test_new_only_is_refused_for_a_document_that_is_there(store, resource, parameters):
    put(store, resource, parameters, If_None_Match="*")

    assert put(store, resource, parameters, b"two", If_None_Match="*").status_code == 412
    assert put(store, resource, parameters, b"two", If_Match='"no such"').status_code == 412
    assert store.send("GET", resource, **parameters).content == b"one"


@each_resource
def test_tag_of_a_document_that_is_not_there_is_refused(store, resource, parameters):
    assert put(store, resource, parameters, If_Match="*").status_code == 412


@each_resource
def test_overwriting_unseen_is_a_conflict(store, resource, parameters):
    put(store, resource, parameters, If_None_Match="*")

    response = put(store, resource, parameters, b"two")

    assert response.status_code == 409
    assert response.json()["detail"].startswith("文档已存在；请先读取")
    assert store.send("GET", resource, **parameters).content == b"one"


@pytest.mark.parametrize(
    ("resource", "parameters", "new", "old"),
    [(*STATE, 204, 204), (*ACTIVITY_PROFILE, 400, 409), (*AGENT_PROFILE, 400, 409)],
)
def test_older_version_wants_a_condition_for_profiles_alone(db, resource, parameters, new, old):
    store = Store(version="1.0.3")

    assert put(store, resource, parameters).status_code == new
    put(store, resource, parameters, If_None_Match="*")
    assert put(store, resource, parameters, b"two").status_code == old


@each_resource
def test_objects_are_merged_member_by_member(store, resource, parameters):
    store.send("POST", resource, {"a": 1, "b": {"c": 1}}, **parameters)

    assert store.send("POST", resource, {"b": {"d": 2}}, **parameters).status_code == 204
    response = store.send("GET", resource, **parameters)
    assert (response.json(), response["Content-Type"]) == ({"a": 1, "b": {"d": 2}}, "application/json")


@each_resource
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((b"text", "text/plain"), (b'{"a":1}', "application/json")),
        ((b'{"a":1}', "application/json"), (b"text", "text/plain")),
        ((b'{"a":1}', "application/json"), (b"[1]", "application/json")),
        ((b"[1]", "application/json"), (b'{"a":1}', "application/json")),
    ],
)
def test_anything_but_objects_cannot_be_merged(store, resource, parameters, first, second):
    assert store.send("POST", resource, first[0], content_type=first[1], **parameters).status_code == 204

    response = store.send("POST", resource, second[0], content_type=second[1], **parameters)

    assert response.status_code == 400
    assert store.send("GET", resource, **parameters).content == first[0]


@each_resource
def test_json_to_merge_must_be_json(store, resource, parameters):
    response = store.send("POST", resource, b"{", **parameters)

    assert response.status_code == 400
    assert not Document.objects.exists()


@each_resource
def test_parameters_are_required_and_checked(store, resource, parameters):
    for missing in without_id(parameters):
        rest = {name: value for name, value in parameters.items() if name != missing}
        assert store.send("GET", resource, **rest).status_code == 400
    wrong = {"activityId": "exam", "agent": {"name": "程立新"}}
    for name in without_id(parameters):
        assert store.send("GET", resource, **{**parameters, name: wrong[name]}).status_code == 400
    assert store.send("PUT", resource, b"x", **without_id(parameters)).status_code == 400
    assert store.send("GET", resource, **without_id(parameters), since="yesterday").status_code == 400


def test_group_has_no_profile(store):
    group = {"objectType": "Group", "mbox": "mailto:unit@yunling.example"}

    assert store.send("GET", "agents/profile", agent=group).status_code == 400


def test_agent_is_known_by_identifier(store):
    put(store, *AGENT_PROFILE, If_None_Match="*")

    renamed = {**AGENT_PROFILE[1], "agent": make_agent(name="程立新")}

    assert store.send("GET", "agents/profile", **renamed).content == b"one"


def test_state_of_a_registration_is_another_one(store):
    resource, parameters = STATE
    put(store, resource, parameters, b"bare")
    put(store, resource, {**parameters, "registration": REGISTRATION}, b"registered")

    assert store.send("GET", resource, **parameters).content == b"bare"
    registered = store.send("GET", resource, **parameters, registration=REGISTRATION)
    assert registered.content == b"registered"
    assert store.send("GET", resource, **parameters, registration=str(uuid.uuid4())).status_code == 404
    assert store.send("GET", resource, **parameters, registration="1").status_code == 400


def test_states_are_deleted_together_within_what_is_named(store):
    resource, parameters = STATE
    put(store, resource, parameters)
    put(store, resource, {**parameters, "stateId": "second", "registration": REGISTRATION})
    other = {**parameters, "agent": make_agent("other")}
    put(store, resource, other)

    assert store.send("DELETE", resource, **without_id(parameters), registration=REGISTRATION).status_code == 204
    assert store.send("GET", resource, **without_id(parameters)).json() == ["place"]
    assert store.send("DELETE", resource, **without_id(parameters)).status_code == 204
    assert store.send("GET", resource, **without_id(parameters)).json() == []
    assert store.send("GET", resource, **other).status_code == 200


def test_profiles_are_not_deleted_together(store):
    resource, parameters = ACTIVITY_PROFILE

    assert store.send("DELETE", resource, **without_id(parameters)).status_code == 400
