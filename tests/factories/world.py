"""An office with one thing of every kind, and an exam in every state: for what is asked of every address at once.

Everything comes about through the services, as in real life. What must not leave the server before publication carries
a canary that names its kind and the state of its exam: `CANARY-key-open`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from accounts.enums import Role, Scope
from accounts.models import Office, Unit, User
from accounts.services import cohort_create, program_token_issue, roster_upload
from appraisal.models import Critique, Juror
from appraisal.services import exam_points_post, record_points_post
from appraisal.services.awards import award_judge
from certificates.models import Certificate
from learning.enums import CompetencyGroup, RecordState
from learning.models import BookRecommendation, CompetencyClaim, Panel, Record, Trainee
from learning.panels import Criterion
from learning.schemes.presets import preset_text
from learning.services import absence_record, delegation_make, exam_records_make, scheme_load, seat_give
from learning.services.competencies import competency_add
from learning.services.materials import checkpoint_set, suggestion_make
from learning.services.notebooks import photos_add
from learning.services.publications import publication_register
from lrs.services import outbox_drain
from lrs.services.clients import client_create
from question_bank.content import QuestionType
from question_bank.enums import JobKind, VersionState
from question_bank.models import (
    Citation,
    LikePair,
    Provision,
    ProvisionSuggestion,
    Question,
    QuestionBank,
    QuestionVersion,
    SavedFilter,
    SheetBatch,
    Topic,
)
from question_bank.services.documents import document_import
from question_bank.services.imports import sheet_import
from question_bank.services.jobs import job_ask
from quizzes.models import Attempt, Blueprint, Candidate, Exam, Paper, RemarkRequest
from quizzes.release import Release
from quizzes.services import blueprint_create, exam_create, exam_schedule, mark_give, papers_assemble
from quizzes.taking.attempts import attempt_start, attempt_submit
from quizzes.taking.saving import answers_save
from tests.accounts.workbooks import roster_bytes
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.appraisal import make_rules
from tests.factories.awards import make_award, make_nominees
from tests.factories.books import make_recommendation
from tests.factories.bulletins import make_bulletin, make_commentary, make_critique, make_issue
from tests.factories.certificates import issue
from tests.factories.classes import make_breach, make_class
from tests.factories.events import make_event, make_event_file, make_question_said, make_rota
from tests.factories.learning import (
    brought_to,
    make_claim,
    make_idea,
    make_note,
    make_pairing,
    make_panel,
    make_piece,
    make_publication_text,
    make_talk,
    make_task,
)
from tests.factories.materials import make_material, make_sheet
from tests.factories.question_bank import (
    make_content,
    make_draft,
    make_exchange_file,
    make_image,
    make_provision,
    make_question,
    make_version,
    png_bytes,
)
from tests.factories.quizzes import make_exam_text, make_plan, publish
from tests.factories.reminders import make_robot
from tests.factories.taking import NOON

#: Who stands in the columns of `docs/access.md`, with the role they hold; the reviewer's is over one unit.
ROLES: dict[str, tuple[Role, ...]] = {
    "cadre": (),
    "trainer": (Role.TRAINER,),
    "organizer": (Role.ORGANIZER,),
    "reviewer": (),
    "director": (Role.DIRECTOR,),
    "auditor": (Role.AUDITOR,),
    "security administrator": (Role.SECURITY_ADMINISTRATOR,),
}
#: A cadre of another unit, whom the others are not.
COLLEAGUE = "colleague"
#: A cadre who takes no exam.
OUTSIDER = "outsider"
SCORE_ALONE = Release(answers=False, keys=False, explanations=False, provisions=False, mean=False)
#: What the exams ask: one question of each.
ASKED = (QuestionType.SINGLE_CHOICE, QuestionType.FILL_IN_THE_BLANK, QuestionType.SHORT_ANSWER)


class Stage(StrEnum):
    """How far an exam is, for those who take it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    PUBLISHED = "published"
    #: Published, but for the score nothing is shown.
    SCORED = "scored"


@dataclass(frozen=True)
class StagedExam:
    """An exam with the paper and bank it rests on, and where each of its candidates stands."""

    exam: Exam
    paper: Paper
    blueprint: Blueprint
    candidates: dict[str, Candidate]
    attempts: dict[str, Attempt]


@dataclass
class House:
    """An office; people by what they are, and what belongs to each of them."""

    name: str
    office: Office
    root: Unit
    people: dict[str, User]
    exams: dict[Stage, StagedExam] = field(default_factory=dict)
    drafts: dict[str, Record] = field(default_factory=dict)
    notes: dict[str, Record] = field(default_factory=dict)
    #: Records of the kinds with pages of their own, by what an address calls them and whose they are.
    claims: dict[str, CompetencyClaim] = field(default_factory=dict)
    recommendations: dict[str, BookRecommendation] = field(default_factory=dict)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    pieces: dict[str, Record] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    trainees: dict[str, Trainee] = field(default_factory=dict)
    critiques: dict[str, Critique] = field(default_factory=dict)
    jurors: dict[str, Juror] = field(default_factory=dict)
    #: What is nobody's own, by the name an address gives it.
    things: dict[str, object] = field(default_factory=dict)
    #: An exam that only the colleague takes.
    colleagues_exam: Exam | None = None
    #: Key and secret of a client of the record store.
    client: tuple[str, str] = ("", "")


#: When an exam of each stage opens, seen from noon; all stay open for eight hours.
_OPENS = {
    Stage.DRAFT: timedelta(hours=1),
    Stage.SCHEDULED: timedelta(hours=1),
    Stage.OPEN: -timedelta(hours=1),
    Stage.SUBMITTED: -timedelta(hours=1),
    Stage.CLOSED: -timedelta(days=1),
    Stage.PUBLISHED: -timedelta(days=30),
    Stage.SCORED: -timedelta(days=30),
}


def canary(kind: str, stage: str) -> str:
    return f"CANARY-{kind}-{stage}"


def make_house(name: str, stages: Iterable[Stage] = Stage) -> House:
    """Return an office whose every name begins with the given one."""
    office = make_office(name=f"{name}县委组织部")
    unit, elsewhere = make_unit(office, f"{name}干部科"), make_unit(office, f"{name}组织科")
    people = {
        role: make_user(office, *roles, unit=unit, name=f"{name}{role}"[:50]) for role, roles in ROLES.items()
    } | {who: make_user(office, unit=elsewhere, name=f"{name}{who}") for who in (COLLEAGUE, OUTSIDER)}
    people["reviewer"].role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)
    house = House(name, office, Unit.objects.get(office=office, parent=None), people)
    make_rules(office)
    for stage in stages:
        house.exams[stage] = _exam(house, stage)
    _records(house)
    _things(house, unit)
    _outputs(house)
    outbox_drain()
    return house


def _exam(house: House, stage: Stage) -> StagedExam:
    """Bring an exam to a stage. Everybody but the outsider takes the open and the published one, the cadre all."""
    organizer = house.people["organizer"]
    blueprint = _blueprint(house, stage)
    (paper,) = papers_assemble(blueprint=blueprint, seed="1", by=organizer, now=NOON)
    takers = dict(house.people) if stage in {Stage.OPEN, Stage.PUBLISHED} else {"cadre": house.people["cadre"]}
    takers.pop(OUTSIDER, None)
    cohort = cohort_create(office=house.office, name=f"{house.name}{stage}", people=list(takers.values()))
    opens_at = NOON + _OPENS[stage]
    text = make_exam_text(
        cohort,
        title=f"{house.name}季季考（{stage}）",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=8),
    )
    exam = exam_create(text=text, papers=[paper], by=organizer)
    staged = StagedExam(exam, paper, blueprint, {}, {})
    if stage == Stage.DRAFT:
        return staged
    exam_schedule(exam=exam, by=organizer, now=opens_at - timedelta(hours=1))
    exam.refresh_from_db()
    by_user = {candidate.user_id: candidate for candidate in exam.candidates.select_related("user", "exam")}
    for who, person in takers.items():
        staged.candidates[who] = by_user[person.pk]
        if stage != Stage.SCHEDULED:
            staged.attempts[who] = _attempt(by_user[person.pk], opens_at + timedelta(minutes=30), stage)
    if stage in {Stage.SUBMITTED, Stage.CLOSED, Stage.PUBLISHED, Stage.SCORED}:
        _mark(staged, stage)
    if stage == Stage.PUBLISHED:
        _publish(house, staged)
    if stage == Stage.SCORED:
        publish(exam, by=organizer, release=SCORE_ALONE)
    return staged


def _attempt(candidate: Candidate, now: datetime, stage: Stage) -> Attempt:
    attempt = attempt_start(candidate=candidate, holder="desk", shuffle_seed=7, now=now)
    answers = {
        slot.pk: {"short_answer": "三审", "fill_in_the_blank": ["一"]}.get(slot.type, slot.key)
        for slot in attempt.paper.slots.all()
    }
    answers_save(attempt=attempt.pk, epoch=1, seq=1, answers=answers, viewed=(), arrived_at=now)
    if stage == Stage.OPEN:
        return attempt
    return attempt_submit(attempt=attempt.pk, epoch=1, now=now + timedelta(minutes=20))


def _mark(staged: StagedExam, stage: Stage) -> None:
    # Everybody of the house is a candidate, and nobody marks the own answers.
    marker = make_user(staged.exam.office, Role.TRAINER)
    slot = staged.paper.slots.get(type=QuestionType.SHORT_ANSWER)
    for attempt in staged.attempts.values():
        mark_give(
            attempt=attempt, slot=slot, marks=slot.marks, comment=canary("comment", stage), marker=marker, now=NOON
        )


def _publish(house: House, staged: StagedExam) -> None:
    publish(staged.exam, by=house.people["organizer"])
    staged.exam.refresh_from_db()
    exam_records_make(exam=staged.exam)
    exam_points_post(exam=staged.exam, now=NOON)
    held = {certificate.holder_id: certificate for certificate in issue(staged.exam, at=NOON - timedelta(days=2))}
    house.certificates |= {who: held[house.people[who].pk] for who in staged.candidates}


def _blueprint(house: House, stage: Stage) -> Blueprint:
    """Return a blueprint over a bank of one question a type, all telling and resting on a telling provision."""
    bank = QuestionBank.objects.create(office=house.office, name=f"{house.name}题库（{stage}）")
    policy = f"{house.name}办法\n\n第一条　{canary('provision', stage)}须撰写读书笔记一篇。\n"
    provision = make_provision(
        make_version(house.office, title=f"{house.name}办法（{stage}）", text=policy), path="art1/par1"
    )
    for kind in ASKED:
        content = make_content(kind, key=_telling_key(kind, stage), explanation=canary("explanation", stage))
        question = make_question(bank, type=kind, author=house.people["trainer"], content=content)
        _tell(question, canary("option", stage), provision)
    asked = [(kind, 1, 700 if kind == QuestionType.SHORT_ANSWER else 200) for kind in ASKED]
    plan = make_plan(*asked, title=f"{house.name}卷（{stage}）")
    return blueprint_create(bank=bank, plan=plan, by=house.people["organizer"])


def _telling_key(kind: QuestionType, stage: Stage) -> list[list[str]] | str | None:
    if kind == QuestionType.FILL_IN_THE_BLANK:
        return [["一", canary("key", stage)]]
    return canary("key", stage) if kind == QuestionType.SHORT_ANSWER else None


def _tell(question: Question, told: str, provision: Provision) -> None:
    """Give a question a version whose options carry more than their words, resting on a provision."""
    first = question.current_version
    assert first is not None
    version = QuestionVersion.objects.create(
        question=question,
        number=2,
        type=first.type,
        stem=first.stem,
        options=[{**option, "feedback": told, "is_right": option["id"] in first.key} for option in first.options],
        key=first.key,
        explanation=first.explanation,
        digest=first.digest,
        author=first.author,
    )
    question.save(update_fields=question.adopt(version))
    Citation.objects.create(question_version=version, provision=provision, created_by=first.author)


def _records(house: House) -> None:
    """Give everybody a draft and a note that waits; the cadre also one that has earned points."""
    for who, person in house.people.items():
        house.drafts[who] = make_note(person, title=f"{house.name}草稿", body=canary("note", who.split()[0]))
        house.notes[who] = make_note(person, RecordState.SUBMITTED, title=f"{house.name}笔记")
        house.pieces[who] = make_piece(
            person, RecordState.SUBMITTED, title=f"{house.name}稿件", reviewer=house.people["director"]
        )
    house.things["publication"] = _publication(house)
    _shared_records(house)
    approved = make_note(
        house.people["cadre"],
        RecordState.APPROVED,
        title=f"{house.name}已通过",
        reviewer=house.people["reviewer"],
    )
    record_points_post(record=approved, now=NOON)
    house.things["entry"] = house.office.ledger_entries.get(evidence=approved.uuid).uuid


def _shared_records(house: House) -> None:
    """Give everybody a task, and a pairing that somebody without a part in this house made with them."""
    mentor = make_user(house.office, name=f"{house.name}导师")
    house.records = {"task": {}, "pairing": {}, "shared": {}, "talk": {}}
    competency = competency_add(office=house.office, group=CompetencyGroup.SKILL, name=f"{house.name}摄影")
    house.things["competency"] = competency.uuid
    for who, person in house.people.items():
        house.records["task"][who] = make_task(person, title=f"{house.name}任务")
        house.records["pairing"][who] = make_pairing(person, title=f"{house.name}联系点")
        house.records["shared"][who] = make_pairing(
            mentor, RecordState.SUBMITTED, counterpart=person, title=f"{house.name}帮带"
        )
        house.records["talk"][who] = _heart_talk(house, person, who.split()[0])
        house.claims[who] = make_claim(person, competency=competency)
        house.recommendations[who] = make_recommendation(person, [house.people["cadre"]])
        idea = make_idea(mentor, RecordState.APPROVED, title=f"{house.name}点子")
        house.panels[who] = make_panel(idea, [person])
    house.things |= {"rated": idea.uuid, "idea": idea.uuid}


def _heart_talk(house: House, person: User, who: str) -> Record:
    """Return a confidential talk that the other one confirmed, with a word that must not leave the two."""
    other = make_user(house.office, name=f"{house.name}对方")
    talk = make_talk(
        person, counterpart=other, body=canary("talk", who), next_step=canary("talk", who), place=canary("talk", who)
    )
    return brought_to(talk, RecordState.APPROVED, comment=canary("talk", who))


def _things(house: House, unit: Unit) -> None:
    organizer, trainer = house.people["organizer"], house.people["trainer"]
    bank = QuestionBank.objects.create(office=house.office, name=f"{house.name}题库")
    topic = Topic.objects.create(bank=bank, name=f"{house.name}知识点")
    confirmed = make_version(house.office, title=f"{house.name}办法", state=VersionState.CONFIRMED)
    question = make_question(bank, author=trainer, provision=make_provision(confirmed))
    policy = f"{house.name}规定\n\n第一条　为{house.name}制定本规定。\n"
    draft = document_import(
        office=house.office, data=policy.encode(), file_name=f"{house.name}.txt", by=trainer, now=NOON
    )
    sheet = f"1. {house.name}每季度撰写笔记（　）篇。\nA. 一\nB. 两\n答案：A\n"
    imported = sheet_import(bank=bank, data=sheet.encode(), file_name=f"{house.name}.txt", by=trainer, now=NOON)
    suggestion = ProvisionSuggestion.objects.create(
        row=imported.rows.get(), provision=make_provision(confirmed), rank=1, confidence=90, reason="overlap"
    )
    job = job_ask(kind=JobKind.SUGGEST, bank=bank, sheet_import=imported, by=trainer, now=NOON)
    cohort = cohort_create(office=house.office, name=f"{house.name}全体", unit=unit)
    colleagues = cohort_create(office=house.office, name=f"{house.name}补考", people=[house.people[COLLEAGUE]])
    house.colleagues_exam = exam_create(
        text=make_exam_text(colleagues, title=f"{house.name}补考", opens_at=NOON - timedelta(hours=1)),
        papers=[],
        by=organizer,
    )
    house.colleagues_exam.papers.set(Paper.objects.filter(office=house.office)[:1])
    exam_schedule(exam=house.colleagues_exam, by=organizer, now=NOON)
    roster = roster_upload(
        office=house.office, by=organizer, file_name="a.xlsx", data=roster_bytes(("N1", f"{house.name}新人", "新科"))
    )
    client, secret = client_create(office=house.office, name=f"{house.name}客户端")
    house.client = (client.key, secret)
    scheme = scheme_load(
        office=house.office,
        text=preset_text("jinshi").replace("key: jinshi", f"key: scheme_{house.office.pk}"),
        by=organizer,
        now=NOON,
    )
    event = make_event(organizer, guests=list(house.people.values()), title=f"{house.name}集中学习", unit=unit)
    material = make_material(organizer, data="正文\n下文".encode(), title=f"{house.name}资料", handed_to=cohort)
    training_class = make_class(organizer, list(house.people.values()), title=f"{house.name}培训班", unit=unit)
    house.trainees = {who: training_class.trainees.get(user=person) for who, person in house.people.items()}
    house.things |= {
        "material": material.uuid,
        "checkpoint": checkpoint_set(material=material, after=1, question="讲了什么？", answer="").uuid,
        "advice": suggestion_make(material=material, text="再详细些", by=organizer, now=NOON).uuid,
        "sheet": make_sheet(organizer, cohort, title=f"{house.name}承诺书").uuid,
        "photo": _page(house),
        "robot": make_robot(organizer, name=f"{house.name}工作群").uuid,
        "seat": _seat(house, unit),
        "delegation": _delegation(house),
        "key": scheme.key,
        "duty": next(each.key for each in scheme.scheme.requirements if each.subject.kind == "person"),
        "absence": absence_record(
            person=house.people["cadre"],
            from_date=date(2026, 9, 1),
            until_date=date(2026, 9, 3),
            reason="驻村",
            by=organizer,
            now=NOON,
        ).uuid,
        "kind": "note",
        "assignment": house.people["reviewer"].role_assignments.get().pk,
        "bank": bank.uuid,
        "citation": question.current_version.citations.get().uuid,  # type: ignore[union-attr]
        "code": house.certificates["cadre"].code if house.certificates else "0" * 17,
        "cohort": cohort.uuid,
        "document": draft.document.uuid,
        "event": event.record.uuid,
        "said": make_question_said(event, organizer).uuid,
        "event_file": make_event_file(event, organizer).uuid,
        "rota": make_rota(organizer, list(house.people.values()), unit=unit).uuid,
        "training_class": training_class.uuid,
        "breach": make_breach(house.trainees["cadre"], organizer).pk,
        "attendance": event.attendances.get(user=house.people["cadre"]).uuid,
        "exchange_file": make_exchange_file(bank, by=trainer).uuid,
        "draft": make_draft(make_provision(confirmed), by=trainer).uuid,
        "law": make_provision(confirmed).uuid,
        "provision": draft.provisions.first().uuid,  # type: ignore[union-attr]
        "job": job.uuid,
        "question": question.uuid,
        "roster": roster.uuid,
        "row": imported.rows.get().uuid,
        "rule": house.office.points_rules.first().uuid,  # type: ignore[union-attr]
        "saved_filter": SavedFilter.objects.create(
            office=house.office, owner=trainer, name=f"{house.name}查找", query="state=draft"
        ).uuid,
        "sha256": make_image(house.office, words=house.name).sha256,
        "remark": _remark(house),
        "sheet_import": imported.uuid,
        "suggestion": suggestion.uuid,
        "pair": LikePair.objects.create(row=imported.rows.get(), other_question=question, score=90).uuid,
        "batch": SheetBatch.objects.create(bank=bank, uploaded_by=trainer).uuid,
        "word": house.office.sheet_words.create(kind="heading", word=f"{house.name}列", meaning="topic").pk,
        "token": _program_token(house),
        "topic": topic.pk,
        "unit": unit.uuid,
        "version": draft.uuid,
    }
    house.things["problem"] = _problem(house, f"{scheme.key}/unit_review")


def _outputs(house: House) -> None:
    """Issue a bulletin, ask everybody for a word on an idea in a commentary, and to judge for an award."""
    organizer = house.people["organizer"]
    bulletin = make_bulletin(organizer)
    commentary = make_commentary(organizer)
    for who, person in house.people.items():
        idea = make_idea(person, RecordState.APPROVED, title=f"{house.name}好点子")
        house.critiques[who] = make_critique(commentary, idea, person)
    nominated = make_award(organizer, name=f"{house.name}讲课奖")
    judged = make_award(organizer, name=f"{house.name}创新奖")
    (nominee, _own) = (make_nominees(award, house.people["cadre"], by=organizer)[0] for award in (nominated, judged))
    award_judge(award=judged, jurors=list(house.people.values()), criteria=[Criterion("内容", 1)], now=NOON)
    house.jurors = {who: judged.jurors.get(user=person) for who, person in house.people.items()}
    house.things |= {"award": nominated.uuid, "nominee": nominee.uuid}
    house.things |= {"bulletin": bulletin.uuid, "issue": make_issue(bulletin, organizer).uuid}


def _publication(house: House) -> object:
    """Return where an approved piece of the cadre came out, with the picture of it."""
    published = make_piece(
        house.people["cadre"],
        RecordState.APPROVED,
        title=f"{house.name}发表",
        reviewer=house.people["reviewer"],
    )
    text = make_publication_text(image=bytes(make_image(house.office, words=f"{house.name}报样").data))
    return publication_register(record=published, text=text, by=house.people["cadre"], now=NOON).uuid


def _page(house: House) -> object:
    """Return a page that the cadre wrote by hand, of a note that is still theirs to write."""
    note = make_note(house.people["cadre"], title=f"{house.name}手写笔记")
    photos_add(note=note, files=[("第一页.png", png_bytes(house.name, 40, 60))], now=NOON)
    return note.photos.get().uuid


def _problem(house: House, flow: str) -> object:
    """Return the review of a piece of the cadre in which the reviewer named a problem."""
    returned = make_piece(
        house.people["cadre"],
        RecordState.RETURNED,
        title=f"{house.name}有问题的稿件",
        reviewer=house.people["reviewer"],
        problem="review_problem",
        flow=flow,
    )
    return returned.reviews.get().pk


def _seat(house: House, unit: Unit) -> object:
    """Return the seat of somebody who is nothing else."""
    chief = make_user(house.office, name=f"{house.name}终审")
    return seat_give(office=house.office, role="leader", user=chief, unit=unit, on=NOON.date()).uuid


def _delegation(house: House) -> object:
    """Return who stands in for the director, whose seat another director takes meanwhile."""
    return delegation_make(
        holder=house.people["director"],
        deputy=make_user(house.office, Role.DIRECTOR, name=f"{house.name}代审"),
        first_day=NOON.date(),
        last_day=NOON.date(),
        reason="",
        by=house.people["director"],
        now=NOON,
    ).uuid


def _remark(house: House) -> object:
    """Return the request of the cadre to have the written answer looked at again."""
    attempt = house.exams[Stage.PUBLISHED].attempts["cadre"]
    slot = attempt.paper.slots.get(type="short_answer")
    result = attempt.results.latest("revision")
    return RemarkRequest.objects.create(attempt=attempt, slot=slot, result=result, reason="再看看", at=NOON).uuid


def _program_token(house: House) -> int:
    """Return the organizer's token for a program, which may all that one can be given."""
    _secret, row = program_token_issue(
        user=house.people["organizer"],
        name=f"{house.name}看板",
        scopes=list(Scope),
        last_day=NOON.date() + timedelta(days=30),
        now=NOON,
    )
    return row.pk
