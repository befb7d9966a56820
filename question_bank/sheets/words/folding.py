"""Characters that look alike, made alike; NFKC will not do, it would also turn （：① into ASCII."""

from __future__ import annotations

from question_bank.provisions.folding import repair_text

_SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_WIDE_ALPHANUMERICS = {
    0xFF00 + offset: chr(0x20 + offset) for offset in range(0x01, 0x5F) if chr(0x20 + offset).isalnum()
}
# Ticks and crosses of the Wingdings font, which Word stores as private-use characters.
_SYMBOL_FONT = {0xF0FC: "✓", 0xF0FE: "☑", 0xF052: "☑", 0xF0FB: "✗", 0xF0FD: "☒"}

_CLEAN = dict.fromkeys(range(0xF020, 0xF100), " ") | _SYMBOL_FONT | _SPACES | _WIDE_ALPHANUMERICS
_CARRIAGE_RETURN_ESCAPE = "_x000D_"

_PUNCTUATION = {0xFF00 + offset: chr(0x20 + offset) for offset in range(0x01, 0x5F)} | {
    ord(seen): meant
    for meant, alikes in {
        "[": "【〔［〖",
        "]": "】〕］〗",
        "(": "﹙❨⟮",
        ")": "﹚❩⟯",
        "_": "＿﹍﹎ˍ‗",
        ":": "∶︰﹕",
        ",": "﹐",
        ".": "﹒",
        ";": "﹔",
        "|": "｜︱",
        "√": "✓✔☑",
        "×": "✗✘✕❌☒╳",
        # Cyrillic and Greek capitals typed for Latin ones.
        "A": "АΑ",
        "B": "ВΒ",
        "C": "С",
        "E": "ЕΕ",
        "H": "НΗ",
    }.items()
    for seen in alikes
}


#: Traditional characters in the words of sheets; as they are only matched, no text is changed by it.
_TRADITIONAL = str.maketrans(
    "題單選項對錯誤確斷簡問論釋難類參標準識點數據來頁節條編號說給詳評試內開閱連線寫範圍講課務實應當係",
    "题单选项对错误确断简问论释难类参标准识点数据来页节条编号说给详评试内开阅连线写范围讲课务实应当系",
)
_PUNCTUATION |= {code: chr(meant) for code, meant in _TRADITIONAL.items()}


def _repaired_and_clean() -> dict[int, str]:
    """Return both steps in one table: this is what reading a large sheet spends most of its time on."""
    codes = [*range(0x20), *range(0x7F, 0x3100), *range(0xE000, 0x10000), *range(0xE0100, 0xE01F0), *_CLEAN]
    steps = ((code, repair_text(chr(code)).translate(_CLEAN)) for code in codes if not 0xD800 <= code < 0xE000)
    return {code: text for code, text in steps if text != chr(code)}


_REPAIRED = _repaired_and_clean()


def clean(text: str) -> str:
    """Return the text without what cannot be seen: one kind of blank, true ideographs, plain letters and digits."""
    return text.replace(_CARRIAGE_RETURN_ESCAPE, "").translate(_REPAIRED).strip()


def shape(cleaned: str) -> str:
    """Return the cleaned text with look-alike punctuation made one, character for character, for matching only."""
    return cleaned.translate(_PUNCTUATION)


def squeezed(text: str) -> str:
    """Return the shape without any blank, in lower case: for comparing words and for finding repeated text."""
    return "".join(shape(clean(text)).split()).lower()
