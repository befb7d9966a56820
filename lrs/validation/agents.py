"""Agents and groups: who did it, each known by one inverse functional identifier (IFI)."""

from __future__ import annotations

from typing import Any

from lrs.validation.errors import InvalidError
from lrs.validation.formats import iri, mailto, sha1
from lrs.validation.rules import array, check_members, is_object, literal, members, text

account = members({"homePage": iri, "name": text}, required=("homePage", "name"))
_IFIS = {"mbox": mailto, "mbox_sha1sum": sha1, "openid": iri, "account": account}
_AGENT = {"objectType": literal("Agent"), "name": text, **_IFIS}


def validate_agent(value: Any, where: str) -> None:
    """Refuse what is not an agent with exactly one identifier."""
    check_members(value, where, _AGENT)
    if _ifi_count(value) != 1:
        raise InvalidError(where, "须有且只有一个标识（mbox、mbox_sha1sum、openid 或 account）")


_MEMBER_AGENTS = array(validate_agent)
_GROUP = {"objectType": literal("Group"), "name": text, "member": _MEMBER_AGENTS, **_IFIS}


def validate_group(value: Any, where: str) -> None:
    """Refuse what is not a group: identified by one identifier, or anonymous and then with members."""
    check_members(value, where, _GROUP, required=("objectType",))
    count = _ifi_count(value)
    if count > 1:
        raise InvalidError(where, "只能有一个标识（mbox、mbox_sha1sum、openid 或 account）")
    if count == 0 and not value.get("member"):
        raise InvalidError(where, "没有标识的小组须列出成员 member")


def validate_actor(value: Any, where: str) -> None:
    """Refuse what is neither an agent nor a group."""
    is_object(value, where)
    if value.get("objectType") == "Group":
        validate_group(value, where)
    else:
        validate_agent(value, where)


def validate_authority(value: Any, where: str) -> None:
    """Refuse an authority that is neither an agent nor the pair of agents that OAuth makes of user and consumer."""
    validate_actor(value, where)
    if value.get("objectType") == "Group" and (_ifi_count(value) or len(value["member"]) != 2):
        raise InvalidError(where, "小组作为 authority 时须匿名且恰有两个成员")


def ifi_of(agent: dict[str, Any]) -> str | None:
    """Return an agent's or group's identifier as one string, equal for equal identifiers; an anonymous group has none.

    Mail domains and digests are compared without regard to case.
    """
    if "mbox" in agent:
        local, _at, domain = agent["mbox"].rpartition("@")
        return f"mbox {local}@{domain.lower()}"
    if "mbox_sha1sum" in agent:
        return f"mbox_sha1sum {agent['mbox_sha1sum'].lower()}"
    if "openid" in agent:
        return f"openid {agent['openid']}"
    if "account" in agent:
        return f"account {agent['account']['homePage']} {agent['account']['name']}"
    return None


def _ifi_count(value: dict[str, Any]) -> int:
    return sum(name in value for name in _IFIS)
