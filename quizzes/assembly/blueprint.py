"""What a paper shall hold (双向细目表), read from YAML or a form.

People write marks as points (`marks: 1.5`); a Section holds hundredths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from question_bank.content import QuestionType
from quizzes.marking import ONE_POINT, RuleError, RuleKind, ScoringRule, parse_points, points_text

MAX_TITLE_CHARACTERS = 100
MAX_SECTIONS = 50
MAX_QUESTIONS = 1000
MAX_MARKS = 1000 * ONE_POINT

_SECTION_FIELDS = {
    "title": "标题",
    "type": "题型",
    "count": "题数",
    "marks": "每题分值",
    "topics": "知识点",
    "topic_counts": "各知识点题数",
    "rule": "评分规则",
}
#: What some right options can earn something for; a case may hold such questions.
_PARTLY_RIGHT = frozenset(
    {QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE, QuestionType.ORDERING, QuestionType.CASE}
)
_SEVERAL_RIGHT = frozenset({QuestionType.MULTIPLE_CHOICE, QuestionType.INDETERMINATE_CHOICE})
_ONE_RIGHT = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.TRUE_FALSE})
_BY_OPTION = frozenset({RuleKind.PER_OPTION, RuleKind.RIGHT_MINUS_WRONG})
_TYPES = {word: type_ for type_ in QuestionType for word in (type_.value, type_.label, f"{type_.label}题")}


class BlueprintError(Exception):
    """The blueprint cannot be used; `messages` name section and field, a sentence for each fault."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


@dataclass(frozen=True, slots=True)
class Section:
    """Questions of one type and worth, `marks` hundredths each.

    They come from `topics`, or from anywhere where that is empty. `topic_counts` says how many must come from a
    topic at least; what is left of `count` comes from any of the topics.
    """

    title: str
    type: QuestionType
    count: int
    marks: int
    topics: tuple[str, ...] = ()
    topic_counts: tuple[tuple[str, int], ...] = ()
    rule: ScoringRule = field(default_factory=ScoringRule)

    def to_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "type": self.type.value,
            "count": self.count,
            "marks": points_text(self.marks),
            "topics": list(self.topics),
            "topic_counts": dict(self.topic_counts),
            "rule": self.rule.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The sections of a paper, in order."""

    title: str
    sections: tuple[Section, ...]

    @property
    def question_count(self) -> int:
        return sum(section.count for section in self.sections)

    @property
    def total_marks(self) -> int:
        """All marks of the paper, in hundredths."""
        return sum(section.count * section.marks for section in self.sections)

    def to_json(self) -> dict[str, object]:
        """Return what `parse_blueprint` reads back as an equal blueprint."""
        return {"title": self.title, "sections": [section.to_json() for section in self.sections]}


def parse_blueprint(data: object) -> Blueprint:
    """Read a blueprint, or raise BlueprintError with all that is wrong with it."""
    if not isinstance(data, Mapping):
        raise BlueprintError(["组卷方案应为一组字段：title、sections"])
    problems = [f"组卷方案有不认识的字段 {name}" for name in data if name not in {"title", "sections"}]
    title = data.get("title")
    if not isinstance(title, str) or not 1 <= len(title.strip()) <= MAX_TITLE_CHARACTERS:
        problems.append(f"组卷方案的标题（title）应为 1 到 {MAX_TITLE_CHARACTERS} 个字的文字")
    sections = _parse_sections(data.get("sections"), problems)
    if problems:
        raise BlueprintError(problems)
    return Blueprint(title=str(title).strip(), sections=sections)


def _parse_sections(value: object, problems: list[str]) -> tuple[Section, ...]:
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= MAX_SECTIONS:
        problems.append(f"组卷方案的各大题（sections）应为 1 到 {MAX_SECTIONS} 个大题的列表")
        return ()
    sections = []
    for number, section in enumerate(value, start=1):
        if isinstance(section, Mapping):
            sections.append(_SectionReader(number, section, problems).read())
        else:
            problems.append(f"第 {number} 大题应为一组字段：{'、'.join(_SECTION_FIELDS)}")
    return tuple(sections)


class _SectionReader:
    """Reads one section; what it cannot read it notes among the problems and replaces by something harmless."""

    def __init__(self, number: int, data: Mapping[object, object], problems: list[str]) -> None:
        title = data.get("title")
        self._where = f"第 {number} 大题" + (f"“{title.strip()}”" if isinstance(title, str) else "")
        self._data = data
        self._problems = problems

    def read(self) -> Section:
        for name in self._data:
            if name not in _SECTION_FIELDS:
                self._problems.append(f"{self._where}有不认识的字段 {name}")
        section = Section(
            title=self._title(),
            type=self._type(),
            count=self._count(),
            marks=self._marks(),
            topics=self._topics(),
            topic_counts=self._topic_counts(),
            rule=self._rule(),
        )
        self._check_topics(section)
        self._check_rule(section)
        return section

    def _refuse(self, name: str, message: str) -> None:
        self._problems.append(f"{self._where}的{_SECTION_FIELDS[name]}（{name}）{message}")

    def _refuse_value(self, name: str, expected: str) -> None:
        found = f"现为“{self._data[name]}”" if name in self._data else "现在没有填"
        self._refuse(name, f"应为{expected}，{found}")

    def _title(self) -> str:
        title = self._data.get("title")
        if isinstance(title, str) and 1 <= len(title.strip()) <= MAX_TITLE_CHARACTERS:
            return title.strip()
        self._refuse_value("title", f" 1 到 {MAX_TITLE_CHARACTERS} 个字的文字")
        return ""

    def _type(self) -> QuestionType:
        type_ = self._data.get("type")
        if isinstance(type_, str) and type_.strip() in _TYPES:
            return _TYPES[type_.strip()]
        self._refuse_value("type", "、".join(type_.label for type_ in QuestionType) + "之一")
        return QuestionType.SINGLE_CHOICE

    def _count(self) -> int:
        count = _whole_number(self._data.get("count"))
        if count is not None and 1 <= count <= MAX_QUESTIONS:
            return count
        self._refuse_value("count", f" 1 到 {MAX_QUESTIONS} 的整数")
        return 0

    def _marks(self) -> int:
        try:
            marks = parse_points(self._data.get("marks"))
        except ValueError:
            marks = 0
        if 0 < marks <= MAX_MARKS:
            return marks
        self._refuse_value("marks", f"大于 0、不超过 {points_text(MAX_MARKS)} 的分数，最多两位小数")
        return 0

    def _topics(self) -> tuple[str, ...]:
        topics = self._data.get("topics")
        if topics is None:
            return ()
        if isinstance(topics, list | tuple) and all(_is_name(topic) for topic in topics):
            return tuple(dict.fromkeys(topic.strip() for topic in topics))
        self._refuse_value("topics", "知识点名称的列表")
        return ()

    def _topic_counts(self) -> tuple[tuple[str, int], ...]:
        counts = self._data.get("topic_counts")
        if counts is None:
            return ()
        if not isinstance(counts, Mapping):
            self._refuse_value("topic_counts", "“知识点: 题数”的列表")
            return ()
        read = {topic: _whole_number(count) for topic, count in counts.items()}
        for topic, count in read.items():
            if not _is_name(topic) or count is None or not 0 <= count <= MAX_QUESTIONS:
                self._refuse("topic_counts", f"中“{topic}”的题数应为 0 到 {MAX_QUESTIONS} 的整数")
        return tuple((str(topic).strip(), count) for topic, count in read.items() if count)

    def _rule(self) -> ScoringRule:
        data = self._data.get("rule")
        if data is None:
            return ScoringRule()
        try:
            return ScoringRule.from_json(data)
        except RuleError as error:
            self._refuse("rule", f"有误：{error}")
            return ScoringRule()

    def _check_topics(self, section: Section) -> None:
        for topic, _ in section.topic_counts:
            if section.topics and topic not in section.topics:
                self._refuse("topic_counts", f"中“{topic}”不在本大题的知识点之内")
        wanted = sum(count for _, count in section.topic_counts)
        if section.count and wanted > section.count:
            self._refuse("topic_counts", f"合计 {wanted} 题，多于本大题的 {section.count} 题")

    def _check_rule(self, section: Section) -> None:
        rule, type_ = section.rule, section.type
        if rule.kind is not RuleKind.ALL_OR_NOTHING and type_ not in _PARTLY_RIGHT:
            self._refuse("rule", "中的部分得分（kind）只用于多选题、不定项题、排序题和案例题")
        elif rule.kind in _BY_OPTION and type_ not in _SEVERAL_RIGHT:
            self._refuse("rule", "中按选项给分、扣分（per_option、right_minus_wrong）只用于多选题、不定项题")
        if rule.penalty and type_ not in _ONE_RIGHT and rule.kind is not RuleKind.RIGHT_MINUS_WRONG:
            self._refuse("rule", "中的倒扣（penalty）只用于单选题、判断题，或者多选、不定项题的 right_minus_wrong")
        if section.marks and max(rule.each, rule.penalty, -rule.floor) > section.marks:
            self._refuse("rule", f"中每项的得分和倒扣的分都不能超过每题的 {points_text(section.marks)} 分")


def _whole_number(value: object) -> int | None:
    """Return the number; a form sends it as text."""
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value) if len(value) < 10 else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
