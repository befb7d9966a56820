"""What a device still had to send when another one had taken its attempt over.

It is told so and may save nothing; what it sends is kept once, beside the answers that count, for people to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from quizzes.marking import Answer
from quizzes.models import Attempt, ResponseLog, SupersededAnswer


def superseded_keep(*, attempt: int, epoch: int, seq: int, answers: Mapping[int, Answer], arrived_at: datetime) -> None:
    """Keep what is news in the answers of a device that was superseded; of one that was not, nothing."""
    if not answers or not Attempt.objects.filter(pk=attempt, epoch__gt=epoch).exists():
        return
    known = _known(attempt, epoch)
    SupersededAnswer.objects.bulk_create(
        [
            SupersededAnswer(
                attempt_id=attempt, slot_id=slot, answer=answer, epoch=epoch, seq=seq, arrived_at=arrived_at
            )
            for slot, answer in answers.items()
            if answer != known.get(slot)
        ],
        ignore_conflicts=True,
    )


def _known(attempt: int, epoch: int) -> dict[int, Answer]:
    """Return by slot what the device saved or could see saved, and what was kept of it since."""
    known: dict[int, Answer] = {}
    for model, epochs in ((ResponseLog, {"epoch__lte": epoch}), (SupersededAnswer, {"epoch": epoch})):
        said = model.objects.filter(attempt=attempt, **epochs).order_by("pk")
        known.update(said.values_list("slot_id", "answer"))
    return known
