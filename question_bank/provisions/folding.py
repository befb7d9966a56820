"""One spelling for texts that look the same, so that two typographies of a provision compare equal."""

from __future__ import annotations

import hashlib
import unicodedata

# Unicode's EquivalentUnifiedIdeograph for U+2E81 onward; NFKC leaves all but two of this block alone. U+2E9A is
# unassigned.
_RADICALS_SUPPLEMENT = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵\u2e9a旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹"
    "虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_RADICALS = {0x2E81 + offset: ord(character) for offset, character in enumerate(_RADICALS_SUPPLEMENT)} | {
    code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)
}

_INVISIBLE = dict.fromkeys(
    (
        *range(0x09),
        *range(0x0E, 0x1C),
        0x7F,
        0xAD,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        *range(0xE0100, 0xE01F0),
    )
)

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("“”„‟〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("‐‑‒–—―─━－", "-"),
        **dict.fromkeys("•‧∙⋅・･", "·"),
        **dict.fromkeys("〔【［", "["),
        **dict.fromkeys("〕】］", "]"),
        **dict.fromkeys("〜～", "~"),
        "○": "〇",
        "◯": "〇",
        "｡": "。",
        "､": "、",
    }
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOK_ALIKES = {**_RADICALS, **_INVISIBLE, **_FULL_WIDTH, **_PUNCTUATION}
_WIDE_LETTERS = {code: narrow for code, narrow in _FULL_WIDTH.items() if chr(narrow).isalnum()}
_SAME_LETTERS = {**_RADICALS, **_INVISIBLE, **_WIDE_LETTERS}


def repair_text(text: str) -> str:
    """Return the text as it was meant to be read: radicals become the characters they resemble, invisible ones go.

    Text copied from PDF is full of such radicals; width, punctuation and white space stay as written.
    """
    return text.translate(_RADICALS).translate(_INVISIBLE)


def fold_text(text: str) -> str:
    """Return a form in which texts that differ only in typography are equal; for comparing, not for showing.

    White space goes, radicals and compatibility ideographs become unified ones, full-width letters, digits and
    punctuation become half-width, and quotation marks, dashes, middle dots and brackets lose their style. Case and
    wording stay.
    """
    folded = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", "".join(folded.split()))


def fold_letters(text: str) -> str:
    """Return a form in which texts are equal letter by letter: only white space and look-alike characters are folded.

    Unlike `fold_text` it keeps the punctuation as written, so that 情形: and 情形： differ.
    """
    folded = unicodedata.normalize("NFC", text).translate(_SAME_LETTERS)
    return unicodedata.normalize("NFC", "".join(folded.split()))


def text_hash(text: str) -> str:
    """Return the SHA-256 of the folded text in hex: equal hashes mean the same words."""
    return hashlib.sha256(fold_text(text).encode()).hexdigest()
