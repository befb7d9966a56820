"""RTF: its text, with the marks of paragraphs, tabs and cells, and nothing of its looks."""

from __future__ import annotations

import re

from question_bank.sheets.report import ForeignFile
from question_bank.sheets.sources.source import PICTURE, Source, SourceBuilder

_TOKEN = re.compile(
    r"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-z'])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "info", "header", "headerl", "headerr", "footer", "footerl", "footerr"),
        *("listtable", "listoverridetable", "themedata", "datastore", "fldinst", "xmlnstbl", "rsidtbl", "generator"),
        *("pgptbl", "latentstyles", "nonshppict", "objdata", "listtext"),
    }
)
_STANDS_FOR = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": "\t", "cell": "\t"}
_CODE_PAGES = {936: "gb18030", 950: "cp950", 65001: "utf-8"}
_DEEPEST = 200


def read_rich_text(data: bytes, name: str = "") -> Source:
    """Return the text of an RTF file as lines."""
    builder = SourceBuilder()
    builder.add_text(_Reader(data.decode("latin-1")).text().replace("\r", ""))
    return builder.build("rtf", name=name)


class _Reader:
    """Follows the groups; bytes are gathered until something else follows, as a character may take two."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.bytes = bytearray()
        self.encoding = "gb18030"
        self.hidden = [False]
        #: After \uN so many characters stand in for readers that know no Unicode.
        self.substitutes = 1
        self.to_skip = 0

    def text(self) -> str:
        """Return the visible text."""
        for token in _TOKEN.finditer(self.source):
            self._take(token)
        self._flush()
        return "".join(self.pieces)

    def _take(self, token: re.Match[str]) -> None:
        if token["byte"]:
            self._show_byte(int(token["byte"], 16))
        elif token["brace"]:
            self._group(opens=token["brace"] == "{")
        elif token["word"]:
            self._control(token["word"].lower(), token["number"])
        elif token["sign"]:
            self._sign(token["sign"])
        elif token["text"]:
            self._plain(token["text"])

    def _group(self, *, opens: bool) -> None:
        self._flush()
        if opens:
            if len(self.hidden) > _DEEPEST:
                raise ForeignFile("RTF 文件的结构不正常，请在 Word 里另存为 .docx 再导入。")
            self.hidden.append(self.hidden[-1])
        elif len(self.hidden) > 1:
            self.hidden.pop()
        self.to_skip = 0

    def _control(self, word: str, number: str | None) -> None:
        if word == "u" and number is not None:
            self._flush()
            self._show(chr(int(number) & 0xFFFF))
            self.to_skip = self.substitutes
        elif word == "uc" and number is not None:
            self.substitutes = int(number)
        elif word == "ansicpg" and number is not None:
            self.encoding = _CODE_PAGES.get(int(number), "gb18030")
        elif word == "bin":
            raise ForeignFile("RTF 文件里嵌有别的文件，请在 Word 里另存为 .docx 再导入。")
        elif word == "pict":
            self._show(PICTURE)
            self.hidden[-1] = True
        elif word in _HIDDEN:
            self.hidden[-1] = True
        elif word in _STANDS_FOR:
            self._flush()
            self._show(_STANDS_FOR[word])

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.hidden[-1] = True
        elif sign in "\\{}":
            self._plain(sign)
        elif sign == "~":
            self._plain(" ")

    def _show_byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif not self.hidden[-1]:
            self.bytes.append(value)

    def _plain(self, text: str) -> None:
        self._flush()
        skipped = min(self.to_skip, len(text))
        self.to_skip -= skipped
        self._show(text[skipped:])

    def _show(self, text: str) -> None:
        if not self.hidden[-1]:
            self.pieces.append(text)

    def _flush(self) -> None:
        if self.bytes:
            self.pieces.append(self.bytes.decode(self.encoding, errors="replace"))
            self.bytes.clear()
