"""Signed statements (xAPI 1.0.3 part two, 2.6): a JSON web signature over the statement, sent as an attachment."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lrs.validation.equality import SIGNATURE, same_statement
from lrs.validation.errors import InvalidError
from lrs.validation.json_text import json_parse
from lrs.validation.statements import validate_statement
from lrs.validation.versions import Version

_ALGORITHMS = ("RS256", "RS384", "RS512")


def is_signature(attachment: dict[str, Any]) -> bool:
    """Whether an attachment is a statement's signature."""
    return bool(attachment["usageType"] == SIGNATURE)


def check_signature(
    statement: dict[str, Any], attachment: dict[str, Any], content: bytes, version: Version, where: str
) -> None:
    """Refuse a signature that is malformed, uses another algorithm or signs another statement.

    Where the signature brings its certificate (x5c), it must also be that certificate's; whether to trust the
    certificate is left to readers, as the standard leaves it.

    Raises:
        InvalidError: says what is wrong with the signature.
    """
    if attachment["contentType"] != "application/octet-stream":
        raise InvalidError(f"{where}.contentType", "签名附件应为 application/octet-stream")
    header, payload = _open(content, where)
    if header.get("alg") not in _ALGORITHMS:
        raise InvalidError(where, f"签名算法应为 {'、'.join(_ALGORITHMS)} 之一")
    if header.get("x5c"):
        _verify(content, header, where)
    signed = json_parse(payload)
    validate_statement(signed, version, f"{where}.payload")
    if not same_statement(signed, statement):
        raise InvalidError(where, "签名的语句与所附语句不同")


def _open(content: bytes, where: str) -> tuple[dict[str, Any], bytes]:
    try:
        header = jwt.get_unverified_header(content)
        payload = content.split(b".")[1]
        return header, base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))
    except (jwt.InvalidTokenError, binascii.Error, UnicodeDecodeError):
        raise InvalidError(where, "附件不是 JSON Web 签名") from None


def _verify(content: bytes, header: dict[str, Any], where: str) -> None:
    """Refuse a signature that the key of its own certificate did not make."""
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise InvalidError(where, "签名证书的公钥应为 RSA")
        jwt.api_jws.decode(content, key, algorithms=[header["alg"]])
    except (jwt.InvalidTokenError, ValueError, TypeError, LookupError) as error:
        if isinstance(error, InvalidError):
            raise
        raise InvalidError(where, "签名与所附证书不符") from None
