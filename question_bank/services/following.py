"""Let citations follow their provisions to where an amendment moved them, by further rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from accounts.models import User
from question_bank.models import Amendment, Citation, Provision, Question
from question_bank.provisions import fold_text
from question_bank.selectors import provisions_told, standing_citations, successors

_BATCH = 500


def citations_move(
    *,
    citations: Iterable[Citation],
    to: Mapping[int, list[int]],
    by: User,
    now: datetime,
    amendment: Amendment | None = None,
) -> int:
    """Take citations back and make them anew on the provisions that theirs became; return how many moved.

    What is quoted stays if it stands there word for word. A question never cites one provision twice.
    """
    moving = [citation for citation in citations if to.get(citation.provision_id)]
    provisions = provisions_told({after for citation in moving for after in to[citation.provision_id]})
    resting = standing_citations().filter(question_version__in={citation.question_version_id for citation in moving})
    known = set(resting.values_list("question_version", "provision"))
    rows: list[Citation] = []
    for citation in moving:
        stamp = {"created_by": by, "created_at": now, "amendment": amendment}
        version = citation.question_version_id
        rows.append(
            Citation(question_version_id=version, provision_id=citation.provision_id, withdraws=citation, **stamp)
        )
        for provision in targets(citation.quoted, [provisions[after] for after in to[citation.provision_id]]):
            if (version, provision.pk) not in known:
                known.add((version, provision.pk))
                quoted = citation.quoted if stands_in(citation.quoted, provision) else ""
                rows.append(Citation(question_version_id=version, provision=provision, quoted=quoted, **stamp))
    Citation.objects.bulk_create(rows, batch_size=_BATCH)
    return len(moving)


def citations_follow(*, questions: Iterable[Question], by: User, now: datetime) -> int:
    """Rest questions' current words on the texts in force; somebody has said that they still hold."""
    versions = [question.current_version_id for question in questions]
    citations = list(standing_citations().filter(question_version__in=versions).order_by("pk"))
    to = successors({citation.provision_id for citation in citations})
    return citations_move(citations=citations, to=to, by=by, now=now)


def targets(quoted: str, provisions: list[Provision]) -> list[Provision]:
    """Return the parts that a citation means: those that say what it quotes, or else all."""
    holding = [provision for provision in provisions if quoted and stands_in(quoted, provision)]
    return holding or provisions


def stands_in(quoted: str, provision: Provision) -> bool:
    """Say whether a quotation stands in a provision word for word."""
    return fold_text(quoted) in fold_text(provision.full_text)
