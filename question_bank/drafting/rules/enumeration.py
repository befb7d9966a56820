"""R2: what a list names, asked among what another list of the same kind names; steps of a procedure left blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from question_bank.content import BLANK
from question_bank.drafting.draft import SLOT, Draft, Rule, Source, according_to, blank_draft, choice_draft, shuffled
from question_bank.drafting.listings import (
    InlineListing,
    Listing,
    Member,
    all_inline_members,
    are_confusable,
    inline_listings,
    listings,
)
from question_bank.drafting.passages import PolicyText
from question_bank.drafting.validation import LARGEST_RATIO
from question_bank.provisions.numerals import format_numeral

_LONGEST_OPTION = 40
_LONGEST_STEP = 10
_SAME_WORDS = 4
#: Words that give away of which list a duty, a right or a condition is.
_TELLS = re.compile(r"享有|享受|获得|受法律保护|应当具有|^忠于|^拥护|国籍|年满")
_MUST = re.compile(
    r"^(?P<who>[^：，]{2,16}?)(?P<must>(?:依法)?(?:应当)?(?:具备|履行|享有))(?:下列|以下)(?P<what>条件|义务|权利|职责)：$"
)
_ONE_OF = re.compile(
    r"^(?:对)?(?P<who>[^：]*?)有(?:下列|以下)(?P<what>情形|行为|表现)之一的(?P<of>[^，：]*)，(?P<then>.+)：$"
)
#: What people take for one of a kind though documents name it beside that kind.
_TAKEN_FOR = {
    "处分": frozenset({"诫勉", "谈话提醒", "批评教育", "责令检查", "组织调整", "降职"}),
    "工资": frozenset({"福利", "保险", "社会保险", "福利待遇", "保险待遇"}),
}
_CASE_WORDS = re.compile(r"(?:下列|以下)")


def draft_enumerations(policy: PolicyText) -> Iterator[Draft]:
    """Yield questions about each list that has another one to be confused with, and about each procedure."""
    known = listings(policy)
    worn: Counter[str] = Counter()
    for listing in known:
        if listing.kind == "steps":
            yield from _missing_step(policy, listing)
            continue
        strangers = sorted(_strangers(listing, known), key=lambda pair: worn[pair[1].text])
        for wrong in _which_belong(policy, listing, strangers):
            worn.update(option.text for option in wrong.content.options)
            yield wrong
        yield from _which_does_not(policy, listing, strangers)
    for inline in inline_listings(policy):
        yield from _which_is_no_kind(policy, inline)


def _strangers(listing: Listing, known: Iterable[Listing]) -> list[tuple[Listing, Member]]:
    """Return what other lists name that cannot be meant by this one."""
    return [
        (other, member)
        for other in known
        if are_confusable(listing, other)
        for member in other.members
        if not _is_said(member.text, listing) and not _TELLS.search(member.text)
    ]


def _is_said(words: str, listing: Listing) -> bool:
    """Return whether a list says nearly the same somewhere: then it would be a poor wrong option."""
    pieces = {words[place : place + _SAME_WORDS] for place in range(len(words) - _SAME_WORDS + 1)} or {words}
    return any(piece in listing.passage.text for piece in pieces)


def _which_belong(policy: PolicyText, listing: Listing, strangers: Sequence[tuple[Listing, Member]]) -> Iterator[Draft]:
    for right, wrong in _belonging(listing, strangers):
        others = _articles(other for other, _member in wrong)
        yield choice_draft(
            policy,
            Rule.ENUMERATION,
            _span(right),
            stem=according_to(policy, _question(listing)),
            right=_options(listing, right),
            wrong=[_option(other, member) for other, member in wrong],
            reason=f"条文列举了{len(listing.passage.items)}项{listing.head}；干扰项取自{others}的同类列举。",
        )


def _which_does_not(
    policy: PolicyText, listing: Listing, strangers: Sequence[tuple[Listing, Member]]
) -> Iterator[Draft]:
    subject = _subject(listing)
    if not subject:
        return
    # Not the members that the other question uses.
    rest = [member for member in listing.members if member.text not in _used(listing, strangers)]
    for members, wrong in _mixtures(listing, strangers[::-1], rights=3, wrongs=1, members=rest):
        other, stranger = wrong[0]
        yield choice_draft(
            policy,
            Rule.ENUMERATION,
            _span(members),
            stem=according_to(policy, f"下列不属于{subject}的是{SLOT}。"),
            right=[_option(other, stranger)],
            wrong=_options(listing, members),
            reason=f"三个选项是条文所列的{listing.head}；答案取自{other.passage.label}，本条没有。",
            is_negated=True,
        )


def _used(listing: Listing, strangers: Sequence[tuple[Listing, Member]]) -> set[str]:
    return {member.text for right, _wrong in _belonging(listing, strangers) for member in right}


def _belonging(
    listing: Listing, strangers: Sequence[tuple[Listing, Member]]
) -> list[tuple[list[Member], list[tuple[Listing, Member]]]]:
    """Return two members among two strangers, or where there is but one, three."""
    return list(_mixtures(listing, strangers, rights=2, wrongs=2)) or list(
        _mixtures(listing, strangers, rights=3, wrongs=1)
    )


def _mixtures(
    listing: Listing,
    strangers: Sequence[tuple[Listing, Member]],
    *,
    rights: int,
    wrongs: int,
    members: Sequence[Member] | None = None,
) -> Iterator[tuple[list[Member], list[tuple[Listing, Member]]]]:
    """Yield the one choice of members and strangers that are most alike in length."""
    own = [member for member in (listing.members if members is None else members) if _fits(member)]
    foreign = [pair for pair in strangers if _fits(pair[1])]
    best: tuple[float, list[Member], list[tuple[Listing, Member]]] | None = None
    for right in combinations(own[:8], rights):
        for wrong in combinations(foreign[:6], wrongs):
            unlikeness = _unlikeness(right, [member for _other, member in wrong])
            if unlikeness is not None and (best is None or unlikeness < best[0]):
                best = unlikeness, list(right), list(wrong)
    if best:
        yield best[1], best[2]


def _fits(member: Member) -> bool:
    return 3 <= len(member.text) <= _LONGEST_OPTION


def _unlikeness(right: Sequence[Member], wrong: Sequence[Member]) -> float | None:
    """Return how easily the right ones are told by their length; None where looks alone tell them."""
    lengths = [len(member.text) for member in (*right, *wrong)]
    ratio = max(lengths) / min(lengths)
    openings = [member.text[:2] for member in right]
    foreign = {member.text[:2] for member in wrong}
    told = any(openings.count(opening) > 1 and opening not in foreign for opening in openings)
    return None if told or ratio > LARGEST_RATIO else ratio


def _options(listing: Listing, members: Iterable[Member]) -> list[str]:
    return [_option(listing, member) for member in members]


def _option(listing: Listing, member: Member) -> str:
    """Return a case without the 的 that only some lists end theirs with."""
    return member.text.removesuffix("的") if listing.kind == "case" else member.text


def _span(members: Sequence[Member]) -> Source:
    """Return the source from the first to the last of the members used."""
    first, last = members[0].source, members[-1].source
    return Source(first.passage, first.start, last.end)


def _articles(others: Iterable[Listing]) -> str:
    return "、".join(dict.fromkeys(other.passage.label for other in others))


def _question(listing: Listing) -> str:
    """Return the lead as a question."""
    if match := _MUST.match(listing.lead):
        return f"下列属于{match['who']}{match['must']}的{match['what']}的有{SLOT}。"
    if match := _ONE_OF.match(listing.lead):
        return f"{match['who']}{match['of']}有下列哪些{match['what']}的，{match['then']}？{SLOT}"
    return _CASE_WORDS.sub("下列哪些", listing.lead.rstrip("：:"), count=1) + f"？{SLOT}"


def _subject(listing: Listing) -> str:
    """Return what the members of a list are, where its lead says so in a phrase."""
    match = _MUST.match(listing.lead)
    return f"{match['who']}{match['must']}的{match['what']}" if match else ""


def _missing_step(policy: PolicyText, listing: Listing) -> Iterator[Draft]:
    """Yield the procedure with one short step left out."""
    short = [member for member in listing.members if len(member.text) <= _LONGEST_STEP and "、" not in member.text]
    for missing in shuffled((member.text for member in short), listing.lead)[:1]:
        member = next(member for member in short if member.text == missing)
        steps = [
            BLANK if item.text == missing or item.text.rstrip("；。;") == missing else item.text.rstrip("；。;")
            for item in listing.passage.items
        ]
        if any(missing in step for step in steps):
            continue
        numbered = "；".join(f"（{format_numeral(number)}）{step}" for number, step in enumerate(steps, start=1))
        yield blank_draft(
            policy,
            Rule.ENUMERATION,
            member.source,
            stem=according_to(policy, f"{listing.lead}{numbered}。"),
            answer=missing,
            reason=f"条文按顺序列出{len(steps)}步，空出其中一步。",
        )


def _which_is_no_kind(policy: PolicyText, listing: InlineListing) -> Iterator[Draft]:
    """Yield 下列不属于…种类的是, where another list names this kind as one among others: they are none of it."""
    for run in all_inline_members(policy):
        kind = next((kind for kind in _TAKEN_FOR if run[0].endswith(kind) or kind in run), "")
        strangers = [other for other in run if other in _TAKEN_FOR.get(kind, ()) and other not in listing.passage.text]
        if strangers and listing.head.endswith(kind):
            yield from _no_kind(policy, listing, kind, strangers)
            return


def _no_kind(policy: PolicyText, listing: InlineListing, kind: str, strangers: Sequence[str]) -> Iterator[Draft]:
    stranger = min(strangers, key=lambda other: abs(len(other) - len(listing.members[0])))
    members = shuffled(listing.members, listing.source.quoted)[:3]
    reason = f"条文列出{listing.head}的{len(listing.members)}种；答案是本文件另一处与“{kind}”并列的做法。"
    yield choice_draft(
        policy,
        Rule.ENUMERATION,
        listing.source,
        stem=according_to(policy, f"下列不属于{listing.head}种类的是{SLOT}。"),
        right=[stranger],
        wrong=members,
        reason=reason,
        is_negated=True,
    )
