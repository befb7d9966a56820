"""Whatever arrives is refused in words or can be worked with."""

from __future__ import annotations

import copy
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from lrs.validation import InvalidError, Version, validate_statement
from lrs.validation.completion import complete, stamp
from lrs.validation.contents import contents_of
from lrs.validation.equality import same_statement
from lrs.validation.json_text import json_parse, json_text
from lrs.validation.multipart import multipart_parse
from lrs.validation.presentation import as_canonical, as_ids
from tests.lrs.validation.test_statements import ACCEPTED, CONTEXT_AGENTS

STATEMENTS = [*ACCEPTED.values(), CONTEXT_AGENTS]
WORDS = ["objectType", "id", "Agent", "Group", "Activity", "SubStatement", "StatementRef", "member", "mbox", "x"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | st.text(), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a value that can be overwritten: the container and the key within it."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else range(len(value))
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@st.composite
def spoilt_statements(draw: st.DrawFn) -> Any:
    """Make a valid statement in which something was overwritten, added or left out."""
    statement = copy.deepcopy(draw(st.sampled_from(STATEMENTS)))
    for _ in range(draw(st.integers(0, 2))):
        container, key = draw(st.sampled_from(places(statement)))
        if draw(st.booleans()):
            container[key] = draw(VALUES)
        elif isinstance(container, dict):
            del container[key]
            container[draw(st.sampled_from(WORDS) | st.text())] = draw(VALUES)
    return statement


@settings(max_examples=150, deadline=None)
@given(statement=spoilt_statements(), version=st.sampled_from(Version))
def test_statement_is_refused_or_can_be_stored_and_shown(statement, version):
    try:
        validate_statement(statement, version)
    except InvalidError:
        return

    kept = stamp(
        complete(statement, statement_id=str(UUID(int=1)), authority={"mbox": "mailto:a@b.example"}, version=version),
        "2026-10-04T01:00:00Z",
    )
    contents_of(kept)
    validate_statement(as_canonical(kept, {}, ["zh"]), version)
    assert as_ids(as_ids(kept)) == as_ids(kept)
    assert same_statement(statement, kept) is True


@settings(max_examples=150, deadline=None)
@given(
    raw=st.binary() | st.text().map(str.encode) | VALUES.map(lambda value: json_text(value).encode("utf-8", "ignore"))
)
def test_text_is_refused_or_can_be_written_again(raw):
    try:
        value = json_parse(raw)
    except InvalidError:
        return

    assert json_parse(json_text(value).encode()) == value


@settings(max_examples=150, deadline=None)
@given(body=st.binary() | st.lists(st.sampled_from([b"--b", b"\r\n", b"--", b"A: 1", b"x"])).map(b"".join))
def test_body_is_refused_or_has_parts(body):
    try:
        parts = multipart_parse(body, "b")
    except InvalidError:
        return

    assert parts
