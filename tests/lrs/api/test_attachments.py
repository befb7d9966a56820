"""Statements that travel with their attachments."""

from __future__ import annotations

import hashlib
import json

import pytest

from lrs.models import Attachment
from lrs.validation.equality import SIGNATURE
from lrs.validation.multipart import Part, media_type_of, multipart_build, multipart_parse
from tests.factories.lrs import Store, make_statement
from tests.lrs.validation.test_signatures import sign

PHOTO = b"\x89PNG\r\n\r\n--not a boundary"


def declare(content: bytes, **members):
    return {
        "usageType": "https://yunling.example/photo",
        "display": {"zh-CN": "照片"},
        "contentType": "image/png",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        **members,
    }


def attached(content: bytes = PHOTO, **headers: str | None) -> Part:
    fields = {
        "Content-Type": "image/png",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(content).hexdigest(),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return Part({name: value for name, value in fields.items() if value is not None}, content)


def written(*statements, content_type="application/json") -> Part:
    return Part({"Content-Type": content_type}, json.dumps(list(statements)).encode())


def send(store, *parts, method="POST", **parameters):
    content_type, body = multipart_build(parts)
    return store.send(method, body=body, content_type=content_type, **parameters)


def parts_of(response) -> list[Part]:
    media_type, boundary = media_type_of(response["Content-Type"])
    assert media_type == "multipart/mixed"
    return multipart_parse(response.content, boundary)


def test_attachment_comes_back_as_it_went(store):
    statement = make_statement(attachments=[declare(PHOTO)])
    assert send(store, written(statement), attached()).status_code == 200

    first, second = parts_of(store.send("GET", statementId=statement["id"], attachments="true"))

    assert json.loads(first.content)["id"] == statement["id"]
    assert first.headers == {"content-type": "application/json"}
    assert second.content == PHOTO
    assert second.headers == {
        "content-type": "image/png",
        "content-transfer-encoding": "binary",
        "x-experience-api-hash": declare(PHOTO)["sha2"],
    }


def test_attachment_of_a_sub_statement_and_of_two_statements_comes_once(store):
    inner = make_statement(without=("id",), attachments=[declare(PHOTO)])
    statements = [
        make_statement(object={"objectType": "SubStatement", **inner}),
        make_statement(attachments=[declare(PHOTO)]),
    ]
    assert send(store, written(*statements), attached()).status_code == 200

    first, *others = parts_of(store.send("GET", attachments="true"))

    assert len(json.loads(first.content)["statements"]) == 2
    assert [part.content for part in others] == [PHOTO]


def test_attachments_are_left_out_unless_asked_for(store):
    send(store, written(make_statement(attachments=[declare(PHOTO)])), attached())

    assert store.send("GET")["Content-Type"] == "application/json"


def test_put_takes_attachments_too(store):
    statement = make_statement(attachments=[declare(PHOTO)])

    response = send(store, written(statement), attached(), method="PUT", statementId=statement["id"])

    assert response.status_code == 204


@pytest.mark.parametrize("algorithm", [hashlib.sha224, hashlib.sha384, hashlib.sha512])
def test_longer_and_shorter_digests_are_taken(store, algorithm):
    digest = algorithm(PHOTO).hexdigest()
    statement = make_statement(attachments=[declare(PHOTO, sha2=digest.upper())])

    response = send(store, written(statement), attached(X_Experience_API_Hash=digest))

    assert response.status_code == 200
    assert len(parts_of(store.send("GET", attachments="true"))) == 2


def test_attachment_at_an_address_need_not_come_along(store):
    statement = make_statement(attachments=[declare(PHOTO, fileUrl="https://yunling.example/1.png")])

    assert store.post(statement) == [statement["id"]]


@pytest.mark.parametrize(
    ("parts", "detail"),
    [
        (
            [written(make_statement(attachments=[declare(PHOTO)]))],
            "statements[0].attachments[0]：附件既没有随请求送来，也没有 fileUrl",
        ),
        ([written(make_statement()), attached()], f"multipart：没有语句声明附件 {declare(PHOTO)['sha2']}"),
        ([attached(), written(make_statement())], "multipart：第 1 段应为 application/json 的语句"),
        (
            [written(make_statement(attachments=[declare(PHOTO)])), attached(X_Experience_API_Hash=None)],
            "multipart 第 2 段：缺少 X-Experience-API-Hash",
        ),
        (
            [written(make_statement(attachments=[declare(PHOTO)])), attached(X_Experience_API_Hash="a" * 64)],
            "multipart 第 2 段：X-Experience-API-Hash 与内容不符",
        ),
        (
            [written(make_statement(attachments=[declare(PHOTO)])), attached(X_Experience_API_Hash="a")],
            "multipart 第 2 段：X-Experience-API-Hash 与内容不符",
        ),
        (
            [written(make_statement(attachments=[declare(PHOTO)])), attached(Content_Transfer_Encoding="base64")],
            "multipart 第 2 段：Content-Transfer-Encoding 应为 binary",
        ),
    ],
    ids=["not sent", "not declared", "wrong order", "no digest", "wrong digest", "no such digest", "encoded"],
)
def test_parts_that_do_not_fit_are_refused(store, parts, detail):
    response = send(store, *parts)

    assert response.status_code == 400
    assert response.json()["detail"].replace("statement.", "statements[0].") == detail
    assert store.found() == []
    assert not Attachment.objects.exists()


def test_multipart_without_any_part_is_refused(store):
    response = store.send("POST", body=b"--b--", content_type="multipart/mixed; boundary=b")

    assert response.status_code == 400


def test_statement_signed_by_another_is_refused(store):
    def signed(statement, content):
        return send(
            store,
            written({**statement, "attachments": [declare(content, usageType=SIGNATURE, contentType=BINARY)]}),
            attached(content, Content_Type=BINARY),
        )

    statement = make_statement()

    assert signed(statement, sign(make_statement())).status_code == 400
    assert signed(statement, sign(statement)).status_code == 200


BINARY = "application/octet-stream"


def test_signature_must_come_along(store):
    signature = declare(PHOTO, usageType=SIGNATURE, contentType=BINARY, fileUrl="https://yunling.example/sig")

    response = store.send("POST", body=make_statement(attachments=[signature]))

    assert response.json()["detail"] == "statement.attachments[0]：附件既没有随请求送来，也没有 fileUrl"


def test_attachment_of_another_office_is_not_given_out(store):
    elsewhere = Store()
    send(elsewhere, written(make_statement(attachments=[declare(PHOTO)])), attached())
    store.post(make_statement(attachments=[declare(PHOTO, fileUrl="https://yunling.example/1.png")]))

    assert len(parts_of(elsewhere.send("GET", attachments="true"))) == 2
    assert len(parts_of(store.send("GET", attachments="true"))) == 1
