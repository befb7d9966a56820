"""From a policy document's lines to its provisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from question_bank.provisions.builder import build_tree
from question_bank.provisions.contents import without_contents
from question_bank.provisions.division import divide
from question_bank.provisions.enactment import (
    EffectClause,
    date_of_effect,
    date_of_repeal,
    date_of_version,
    find_effect_clause,
)
from question_bank.provisions.head import Head, read_head
from question_bank.provisions.lines import readable_lines
from question_bank.provisions.problems import Problem
from question_bank.provisions.provenance import (
    find_addressee,
    find_basis,
    find_interpreter,
    find_repeal,
    find_repealed_titles,
)
from question_bank.provisions.sequence import find_articles
from question_bank.provisions.signature import read_signature
from question_bank.provisions.source import PolicySource
from question_bank.provisions.tree import ParsedProvision, ProvisionKind, each_provision
from question_bank.provisions.wrapping import Wrapping


@dataclass(frozen=True, slots=True)
class ParsedPolicy:
    """A policy document as read.

    `adopted` is the day this version was passed or last amended (or issued, where no more is said), `effective` the
    day it takes effect; both are None where the source does not settle it. `preamble` and `closing` hold all other text
    before the first provision and after the last: 前言, the notice it came with; signature, 附件. `repealed` is the
    first day on which it holds no more, `repeals` the titles it puts out of force itself.
    """

    title: str
    number: str
    issuing_body: str
    adopted: date | None
    effective: date | None
    preamble: str
    tree: tuple[ParsedProvision, ...]
    closing: str
    problems: tuple[Problem, ...]
    basis: str = ""
    interpreter: str = ""
    addressee: str = ""
    repeals: tuple[str, ...] = ()
    repealed: date | None = None


def parse_policy(source: PolicySource | str) -> ParsedPolicy:
    """Read the provisions of a document, and report each doubt by its line."""
    if isinstance(source, str):
        source = PolicySource.from_text(source)
    readable, left_out = readable_lines(source)
    lines = without_contents(readable)
    wrapping = Wrapping.of(lines, source.format)
    articles = find_articles(lines, wrapping)
    division = divide(lines, articles)
    tree, gaps = build_tree(division.body, articles.numbers, wrapping)
    head, signature = read_head(division.head), read_signature(division.closing)
    enactments = (*head.enactments, *signature)
    clause, clause_line = _effect_clause(tree)
    effective = date_of_effect(clause, enactments)
    problems = [*source.problems, *left_out, *articles.problems, *gaps, *_doubts_of_structure(head, tree)]
    texts = [provision.text for provision in each_provision(tree)]
    if clause is not None and effective is None:
        problems.append(Problem(clause_line, _unsettled_effect(clause)))
    return ParsedPolicy(
        title=head.title,
        number=head.number,
        issuing_body=head.issuing_body or next((signed.body for signed in signature), ""),
        adopted=date_of_version(enactments),
        effective=effective,
        preamble=head.preamble,
        tree=tree,
        closing="\n".join(line.text for line in division.closing),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        basis=find_basis([head.preamble, *texts]),
        interpreter=find_interpreter(texts),
        addressee=find_addressee(head.preamble.splitlines()),
        repeals=find_repealed_titles(texts),
        repealed=date_of_repeal(head.enactments) or find_repeal(texts, effective),
    )


def _effect_clause(tree: Sequence[ParsedProvision]) -> tuple[EffectClause | None, int]:
    """Return the last sentence on taking effect, and its line."""
    for provision in reversed(list(each_provision(tree))):
        if clause := find_effect_clause(provision.text):
            return clause, provision.line
    return None, 0


def _doubts_of_structure(head: Head, tree: Sequence[ParsedProvision]) -> list[Problem]:
    doubts = []
    if not head.title:
        doubts.append(Problem(1, "没有找到文件标题，请填写。"))
    if not tree:
        doubts.append(Problem(1, "没有读到正文，请检查文件是否完整。"))
    elif all(provision.kind is ProvisionKind.PARAGRAPH for provision in tree):
        doubts.append(Problem(1, "没有找到“第一条”或“一、”这样的编号，正文按自然段读入。"))
    return doubts


def _unsettled_effect(clause: EffectClause) -> str:
    if clause.on is None:
        return "文中只写明自公布（印发）之日起施行，没有找到这个日期，请填写施行日期。"
    return "所写施行日期早于最近一次修正，属于以前的版本，请填写本版的施行日期。"
