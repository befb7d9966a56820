"""Signed statements."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from lrs.validation import InvalidError, Version
from lrs.validation.equality import SIGNATURE
from lrs.validation.signatures import check_signature
from tests.factories.lrs import make_agent, make_statement

STATEMENT = make_statement()
ATTACHMENT = {"usageType": SIGNATURE, "contentType": "application/octet-stream"}


@cache
def rsa_key(_name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "云岭")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=365))
        .sign(rsa_key("issuer"), hashes.SHA256())
    )
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()


def sign(statement=STATEMENT, *, algorithm="RS256", key=None, headers=None) -> bytes:
    payload = json.dumps(statement).encode()
    secret = "s" * 64 if algorithm.startswith("HS") else key or rsa_key("ours")
    return jwt.api_jws.encode(payload, secret, algorithm=algorithm, headers=headers).encode()


def check(content: bytes, statement=STATEMENT, attachment=ATTACHMENT) -> None:
    check_signature(statement, attachment, content, Version.V2, "statement.attachments[0]")


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_signature_of_this_statement_is_accepted(algorithm):
    assert check(sign(algorithm=algorithm)) is None


def test_signature_with_its_own_certificate_is_accepted():
    assert check(sign(headers={"x5c": [certificate_of(rsa_key("ours"))]})) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: sign(algorithm="HS256"), "签名算法应为 RS256、RS384、RS512 之一"),
        (lambda: sign({**STATEMENT, "actor": make_agent("other")}), "签名的语句与所附语句不同"),
        (lambda: b"not a signature", "附件不是 JSON Web 签名"),
        (lambda: b"\xff.\xff.\xff", "附件不是 JSON Web 签名"),
        (lambda: sign(headers={"x5c": [certificate_of(rsa_key("theirs"))]}), "签名与所附证书不符"),
        (lambda: sign(headers={"x5c": ["not a certificate"]}), "签名与所附证书不符"),
        (
            lambda: sign(headers={"x5c": [certificate_of(ec.generate_private_key(ec.SECP256R1()))]}),
            "签名证书的公钥应为 RSA",
        ),
    ],
    ids=["algorithm", "statement", "text", "bytes", "another key", "no certificate", "no RSA key"],
)
def test_other_signatures_are_refused(content, reason):
    with pytest.raises(InvalidError) as refusal:
        check(content())

    assert refusal.value.reason == reason


def test_signed_payload_must_be_a_statement():
    with pytest.raises(InvalidError) as refusal:
        check(sign({"actor": make_agent()}))

    assert refusal.value.where == "statement.attachments[0].payload"


def test_attachment_must_be_binary():
    with pytest.raises(InvalidError) as refusal:
        check(sign(), attachment={**ATTACHMENT, "contentType": "text/plain"})

    assert refusal.value.where == "statement.attachments[0].contentType"
