"""Verification codes: 80 random bits in Crockford's base 32, and a check character against slips of the pen."""

from __future__ import annotations

import secrets

#: Crockford's alphabet: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code() -> str:
    """Return a fresh code: 16 random characters and the check character."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return body + _check_character(body)


def read_code(typed: str) -> str | None:
    """Return the code somebody typed, or None where it cannot be one; look-alike letters are read as digits."""
    code = typed.strip().upper().translate(_READ_AS)
    if len(code) != _LENGTH + 1 or any(character not in _ALPHABET for character in code):
        return None
    return code if _check_character(code[:-1]) == code[-1] else None


def _check_character(body: str) -> str:
    """Return the check character by the Luhn algorithm modulo 32: it catches any single slip."""
    total, factor = 0, 2
    for character in reversed(body):
        product = _ALPHABET.index(character) * factor
        total += product // len(_ALPHABET) + product % len(_ALPHABET)
        factor = 3 - factor
    return _ALPHABET[-total % len(_ALPHABET)]
