"""The three document resources: state, activity profile, agent profile."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import http_date

from lrs.api.calls import Call
from lrs.api.errors import ApiError, bad_request
from lrs.api.resources import View, resource
from lrs.enums import DocumentKind, Scope
from lrs.selectors import DocumentScope, document_find, documents_in
from lrs.services.documents import (
    DocumentData,
    Precondition,
    document_delete,
    document_merge,
    document_put,
    documents_delete,
)
from lrs.validation import Version, ifi_of


@dataclass(frozen=True)
class DocumentResource:
    """What tells one document resource from another."""

    kind: DocumentKind
    #: The parameter that names a document.
    id_name: str
    #: The parameters that say what documents belong to; `registration` alone may be left out.
    scope_names: tuple[str, ...]
    scope: Scope

    def view(self) -> View:
        """Return the resource's view."""
        return resource({"GET": self._get, "PUT": self._put, "POST": self._post, "DELETE": self._delete})

    def _get(self, call: Call) -> HttpResponse:
        call.require(self.scope, Scope.ALL_READ)
        if self.id_name not in call.parameters:
            return self._list(call)
        scope, document_id = self._document(call)
        document = document_find(scope=scope, document_id=document_id)
        if document is None:
            raise ApiError(404, f"没有文档 {document_id}")
        response = HttpResponse(bytes(document.content), content_type=document.content_type)
        response["ETag"] = f'"{document.etag}"'
        response["Last-Modified"] = http_date(document.updated_at.timestamp())
        return response

    def _list(self, call: Call) -> HttpResponse:
        scope = self._documents(call, "since")
        documents = documents_in(scope=scope, since=call.parameters.moment("since"))
        response = JsonResponse(list(documents.values_list("document_id", flat=True)), safe=False)
        latest = documents.last()
        if latest is not None:
            response["Last-Modified"] = http_date(latest.updated_at.timestamp())
        return response

    def _put(self, call: Call) -> HttpResponse:
        call.require(self.scope)
        scope, document_id = self._document(call)
        precondition = _precondition(call)
        is_profile = self.kind is not DocumentKind.STATE
        if call.version is Version.V1 and is_profile and not precondition:
            self._refuse_unconditional(scope, document_id)
        document_put(
            scope=scope,
            document_id=document_id,
            data=_data(call),
            precondition=precondition,
            now=timezone.now(),
            must_know=call.version is Version.V2 or is_profile,
        )
        return HttpResponse(status=204)

    @staticmethod
    def _refuse_unconditional(scope: DocumentScope, document_id: str) -> None:
        """Refuse to make a profile unasked whether it is there (1.0.3 alone; `document_put` refuses to overwrite)."""
        if document_find(scope=scope, document_id=document_id) is None:
            raise bad_request("写入档案须带 If-Match 或 If-None-Match")

    def _post(self, call: Call) -> HttpResponse:
        call.require(self.scope)
        scope, document_id = self._document(call)
        document_merge(
            scope=scope,
            document_id=document_id,
            data=_data(call),
            precondition=_precondition(call),
            now=timezone.now(),
        )
        return HttpResponse(status=204)

    def _delete(self, call: Call) -> HttpResponse:
        call.require(self.scope)
        if self.kind is DocumentKind.STATE and self.id_name not in call.parameters:
            documents_delete(scope=self._documents(call))
        else:
            scope, document_id = self._document(call)
            document_delete(scope=scope, document_id=document_id, precondition=_precondition(call))
        return HttpResponse(status=204)

    def _document(self, call: Call) -> tuple[DocumentScope, str]:
        """Return the scope and id of the one document that is meant."""
        call.parameters.require(self.id_name)
        return self._documents(call, self.id_name), call.parameters.text(self.id_name) or ""

    def _documents(self, call: Call, *further: str) -> DocumentScope:
        """Return the scope that is meant, refusing parameters but those it takes and these."""
        parameters = call.parameters
        parameters.allow(*self.scope_names, *further)
        parameters.require(*(name for name in self.scope_names if name != "registration"))
        return DocumentScope(
            office=call.office,
            kind=self.kind,
            activity=parameters.iri("activityId") or "",
            ifi=ifi_of(parameters.agent("agent")) or "" if "agent" in parameters else "",
            registration=parameters.uuid("registration"),
        )


def _data(call: Call) -> DocumentData:
    """Return the document that was sent; JSON must be JSON."""
    return DocumentData(call.envelope.body, call.content_type or "application/octet-stream")


def _precondition(call: Call) -> Precondition:
    return Precondition(call.header("If-Match"), call.header("If-None-Match"))


state = DocumentResource(
    kind=DocumentKind.STATE,
    id_name="stateId",
    scope_names=("activityId", "agent", "registration"),
    scope=Scope.STATE,
).view()
activity_profile = DocumentResource(
    kind=DocumentKind.ACTIVITY_PROFILE,
    id_name="profileId",
    scope_names=("activityId",),
    scope=Scope.PROFILE,
).view()
agent_profile = DocumentResource(
    kind=DocumentKind.AGENT_PROFILE, id_name="profileId", scope_names=("agent",), scope=Scope.PROFILE
).view()
