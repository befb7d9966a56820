"""Query parameters: known ones, once each, of the right form."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lrs.api.errors import bad_request
from lrs.validation import InvalidError, Rule, ifi_of, validate_agent
from lrs.validation.agents import validate_actor
from lrs.validation.formats import iri, timestamp, timestamp_parse
from lrs.validation.formats import uuid as uuid_rule
from lrs.validation.json_text import json_parse

_WORDS = {"true": True, "false": False}


class Parameters:
    """The parameters of one request; every getter refuses what has not the right form."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.values: dict[str, str] = {}
        for name, value in pairs:
            if name in self.values:
                raise bad_request(f"参数 {name} 出现了两次")
            if "\0" in value:
                raise bad_request(f"参数 {name} 含有空字符")
            self.values[name] = value

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def allow(self, *names: str) -> None:
        """Refuse any parameter but these, spelled so.

        Raises:
            ApiError: 400.
        """
        for name in self.values:
            if name not in names:
                raise bad_request(f"这里没有 {name} 参数")

    def require(self, *names: str) -> None:
        """Refuse a request that lacks one of these.

        Raises:
            ApiError: 400.
        """
        for name in names:
            if name not in self.values:
                raise bad_request(f"缺少参数 {name}")

    def text(self, name: str) -> str | None:
        """Return a parameter as it came."""
        return self.values.get(name)

    def iri(self, name: str) -> str | None:
        """Return an IRI."""
        return self._checked(name, iri)

    def uuid(self, name: str) -> uuid.UUID | None:
        """Return a UUID."""
        value = self._checked(name, uuid_rule)
        return None if value is None else uuid.UUID(value)

    def moment(self, name: str) -> datetime | None:
        """Return a moment in UTC. A plus sign that was not escaped arrives as a space, and is meant as one."""
        value = self.values.get(name)
        if value is None:
            return None
        value = value.replace(" ", "+")
        timestamp(value, name)
        return timestamp_parse(value)

    def flag(self, name: str) -> bool:
        """Return true or false, the latter when left out."""
        value = self.values.get(name, "false")
        if value not in _WORDS:
            raise bad_request(f"参数 {name} 应为 true 或 false")
        return _WORDS[value]

    def natural(self, name: str) -> int | None:
        """Return a whole number, zero included."""
        value = self.values.get(name)
        if value is None:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise bad_request(f"参数 {name} 应为不小于零的整数")
        return int(value)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """Return one of these words, the first when left out."""
        value = self.values.get(name, choices[0])
        if value not in choices:
            raise bad_request(f"参数 {name} 应为 {'、'.join(choices)} 之一")
        return value

    def agent(self, name: str) -> dict[str, Any]:
        """Return an agent, written in JSON, that must be there."""
        return self._agent(name, validate_agent)

    def ifi(self, name: str) -> str | None:
        """Return the identifier of an agent or identified group written in JSON."""
        if name not in self.values:
            return None
        found = ifi_of(self._agent(name, validate_actor))
        if found is None:
            raise bad_request(f"参数 {name} 须有标识，不能是匿名小组")
        return found

    def _agent(self, name: str, rule: Rule) -> dict[str, Any]:
        try:
            agent: dict[str, Any] = json_parse(self.values[name].encode())
        except InvalidError as error:
            raise bad_request(f"参数 {name} 不是 JSON 对象：{error.reason}") from None
        rule(agent, name)
        return agent

    def _checked(self, name: str, rule: Rule) -> str | None:
        value = self.values.get(name)
        if value is not None:
            rule(value, name)
        return value
