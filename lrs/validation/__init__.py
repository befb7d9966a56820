"""What the xAPI standard asks of statements and their parts. Pure: knows neither Django nor the database."""

from __future__ import annotations

from lrs.validation.agents import ifi_of, validate_agent
from lrs.validation.errors import InvalidError
from lrs.validation.formats import timestamp_parse
from lrs.validation.rules import Rule
from lrs.validation.statements import VOIDED, validate_statement
from lrs.validation.versions import Version

__all__ = [
    "VOIDED",
    "InvalidError",
    "Rule",
    "Version",
    "ifi_of",
    "timestamp_parse",
    "validate_agent",
    "validate_statement",
]
