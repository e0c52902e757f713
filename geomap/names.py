"""Spellings of place names by rule: romanisations, press spellings, and Russian names from Ukrainian ones and back.

Every function is pure, takes a name in its usual letter case and keeps that case as far as letters correspond.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

__all__ = [
    "ascii_form",
    "press_spellings",
    "romanise_ru",
    "romanise_uk",
    "russian_from_ukrainian",
    "russian_spellings_en",
    "script_of",
    "ukrainian_from_russian",
    "ukrainian_spellings_en",
    "without_apostrophes",
]

_UK_LATIN = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "h",
    "ґ": "g",
    "д": "d",
    "е": "e",
    "є": "ie",
    "ж": "zh",
    "з": "z",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ь": "",
    "ю": "iu",
    "я": "ia",
}
"""Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010."""

_UK_LATIN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

_UK_BGN = _UK_LATIN | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
"""BGN/PCGN 1965 without its marks for ь and the apostrophe."""

_RU_LATIN = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "е": "e",
    "ё": "yo",
    "ж": "zh",
    "з": "z",
    "и": "i",
    "й": "y",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
}
"""BGN/PCGN 1947 without its marks for ь and ъ, and with yo for ё as the press writes it."""

_APOSTROPHES = re.compile(r"['’ʼ`´‘]")
_ADJECTIVE = re.compile(r"(?:ая|яя|ое|ее|ый|ий|ой|ые|ие)$")
"""Russian adjective endings: a stem of this form is a whole word (велика, великая), no beginning of one."""


def _fit_case(letter: str, latin: str, following: str) -> str:
    if not letter.isupper():
        return latin
    return latin.upper() if following.isupper() else latin.capitalize()


def without_apostrophes(name: str) -> str:
    """Drop every apostrophe: Куп'янськ, Купянськ; Kupians'k, Kupiansk."""
    return _APOSTROPHES.sub("", name)


def script_of(name: str) -> str:
    """Tell the script of a name by its letters: `latin`, `cyrillic`, or empty for mixed and other scripts."""
    letters = [unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()]
    kinds = {kind for kind in letters if kind != "MODIFIER"}
    return {"LATIN": "latin", "CYRILLIC": "cyrillic"}.get(kinds.pop(), "") if len(kinds) == 1 else ""


def ascii_form(name: str) -> str:
    """Strip the marks from Latin letters: Kraków, Krakow; Łódź, Lodz; Gießen, Giessen."""
    table = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ı": "i"})
    stripped = unicodedata.normalize("NFKD", name.translate(table))
    return "".join(letter for letter in stripped if not unicodedata.combining(letter))


def romanise_uk(name: str) -> str:
    """Romanise a Ukrainian name officially (Cabinet resolution 55 of 2010).

    зг gives zgh; є, ї, й, ю, я give ye, yi, y, yu, ya where a word begins and ie, i, i, iu, ia elsewhere.
    """
    return _romanise(name, _UK_LATIN, _UK_LATIN_INITIAL)


def _romanise(name: str, table: Mapping[str, str], initial: Mapping[str, str]) -> str:
    plain = _APOSTROPHES.sub("'", name)
    out: list[str] = []
    for index, letter in enumerate(plain):
        low, before = letter.lower(), plain[index - 1 : index].lower()
        following = plain[index + 1 : index + 2]
        begins = not (before.isalpha() or before == "'")
        if low == "'":
            continue
        if low == "г" and before == "з" and table is not _RU_LATIN:
            out.append("gh")
        elif begins and low in initial:
            out.append(_fit_case(letter, initial[low], following))
        elif low in table:
            out.append(_fit_case(letter, table[low], following))
        else:
            out.append(letter)
    return "".join(out)


def ukrainian_spellings_en(name: str) -> tuple[str, ...]:
    """Give the English spellings of a Ukrainian name, the official one first.

    After it BGN/PCGN (Kupyansk), ii as iy or yi, -yi as -y and -yy, -iia as -iya and -ia, and the soft sign kept as
    an apostrophe (Lugans'k).
    """
    official = romanise_uk(name)
    bgn = _romanise(name, _UK_BGN, {})
    found = [official, bgn, ascii_form(_soft_marks(name))]
    for spelling in (official, bgn):
        found += [
            spelling.replace("ii", "iy"),
            spelling.replace("ii", "iyi"),
            spelling.replace("iia", "ia"),
            spelling.replace("ii", "i"),
            re.sub(r"n(?:ie|ye)\b", "ne", spelling),
            re.sub(r"yi\b", "y", spelling),
            re.sub(r"y[iy]\b", "iy", spelling),
            re.sub(r"y[iy]\b", "yy", spelling),
            spelling.replace("shch", "sch"),
            spelling.replace("zgh", "zh"),
            spelling.replace("zhzhia", "zhia").replace("zhzhya", "zhya"),
        ]
    return tuple(dict.fromkeys(found))


def _soft_marks(name: str) -> str:
    return romanise_uk(name.replace("ь", "\x00")).replace("\x00", "'")


def romanise_ru(name: str) -> str:
    """Romanise a Russian name as the press does: BGN/PCGN, -ий and -ый shortened to -y, no mark for ь and ъ.

    е gives ye where a word begins, after a vowel and after ь and ъ: Гуево, Guyevo; Черкасское, Cherkasskoye.
    """
    out: list[str] = []
    for index, letter in enumerate(name):
        low, before = letter.lower(), name[index - 1 : index].lower()
        following = name[index + 1 : index + 2]
        if low == "е" and (not before.isalpha() or before in "аеёиоуыэюяйьъ"):
            out.append(_fit_case(letter, "ye", following))
        elif low == "ё" and before in tuple("жшчщ"):
            out.append("o")
        elif low in _RU_LATIN:
            out.append(_fit_case(letter, _RU_LATIN[low], following))
        else:
            out.append(letter)
    return re.sub(r"(?:iy|yy)\b", "y", "".join(out))


def russian_spellings_en(name: str) -> tuple[str, ...]:
    """Give the English spellings of a Russian name, the press's first.

    After it plain e (Guevo), ё as e (Tetkino), -ий and -ый as -iy, -yy and -i, -ой as -oi (Tolstoi), х as h, я and ю
    after a consonant as ia and iu.
    """
    first = romanise_ru(name)
    long = re.sub(r"(?:iy|yy)\b", "y", first)
    found = [first]
    flat = name.replace("ё", "е").replace("Ё", "Е")
    base = [first, romanise_ru(flat), _plain_e(name), _plain_e(flat), long]
    for spelling in dict.fromkeys(base):
        found += [spelling, spelling.replace("kh", "h"), spelling.replace("shch", "sch")]
        found += [re.sub(r"oy\b", "oi", spelling), re.sub(r"(?<=[a-z])y(?=[au])", "i", spelling)]
        found += [spelling.replace("ey", "ei"), spelling.replace("yev", "iev")]
        if name.lower().endswith(("ий", "ый")):
            found += [spelling[:-1] + "iy", spelling[:-1] + "yy", spelling[:-1] + "ii", spelling[:-1] + "i"]
    return tuple(dict.fromkeys(found))


def _plain_e(name: str) -> str:
    begins = re.sub(r"\b[Ее]", lambda m: "Йе" if m.group().isupper() else "йе", name)
    return re.sub(r"(?<=[aeiouy])ye", "e", romanise_ru(begins).replace("Yye", "Ye").replace("yye", "ye"))


def press_spellings(name: str) -> tuple[str, ...]:
    """Give the spelling variants of any Latin-script name: without marks, without apostrophes, hyphen as space."""
    plain = ascii_form(name)
    found = [name, plain, without_apostrophes(name), without_apostrophes(plain)]
    if "-" in plain:
        found += [spelling.replace("-", " ") for spelling in tuple(found)]
    return tuple(dict.fromkeys(found))


def russian_from_ukrainian(name: str, stems: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Guess the Russian forms of a Ukrainian name, the likeliest first.

    Parameters
    ----------
    stems
        Pairs of Ukrainian and Russian word beginnings (олександр, александр), longest first.
    """
    return _convert(name, stems, _RU_FROM_UK)


def ukrainian_from_russian(name: str, stems: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Guess the Ukrainian forms of a Russian name, the likeliest first; `stems` as in `russian_from_ukrainian`."""
    return _convert(name, [(ru, uk) for uk, ru in stems], _UK_FROM_RU)


LINKED_LETTERS = 4
"""After a linking о (ново-, старо-) so many letters and more are a word of their own."""

_Rules = Sequence[tuple[str, tuple[str, ...]]]


def _convert(name: str, stems: Sequence[tuple[str, str]], rules: _Rules) -> tuple[str, ...]:
    variants = [""]
    for piece in re.split(r"([\s-]+)", _APOSTROPHES.sub("'", name)):
        choices = (piece,) if not piece or not piece[0].isalpha() else _convert_word(piece, stems, rules)
        variants = [head + tail for head in variants for tail in choices][:8]
    return tuple(dict.fromkeys(variants))


def _convert_word(word: str, stems: Sequence[tuple[str, str]], rules: _Rules) -> tuple[str, ...]:
    """Convert one word: a known stem where it leaves the ending whole, else letter by letter."""
    low = word.lower()
    rule = next(((found, targets) for pattern, targets in rules if (found := re.search(pattern, low))), None)
    limit = rule[0].start() if rule else len(low)
    kept = rule[0].end(1) if rule and rule[0].lastindex else limit
    starts, rest = [""], 0
    for source, target in stems:
        whole = _ADJECTIVE.search(source) or _ADJECTIVE.search(target)
        fits = len(source) <= limit or len(source) == kept
        if source == low or (low.startswith(source) and fits and not whole):
            starts, rest = target.split("|"), len(source)
            break
    forms = list(starts)
    if 0 < rest < len(low) and low[rest - 1] == "о" and len(low) - rest > LINKED_LETTERS:
        tails = _convert_word(low[rest:], stems, rules)
        forms = [start + tail for start in starts for tail in tails]
    elif rest < len(low):
        letters = _LETTERS_TO_RU if rules is _RU_FROM_UK else _LETTERS_TO_UK
        middles = dict.fromkeys(_replace(low[rest:limit], table) for table in letters)
        ends = [rule[0].expand(target)[max(0, rest - limit) :] for target in rule[1]] if rule else [""]
        forms = [start + middle + end for start in starts for middle in middles for end in ends]
    if word[0].isupper():
        forms = [form[:1].upper() + form[1:] for form in forms]
    return tuple(dict.fromkeys(forms))


def _replace(text: str, table: Sequence[tuple[str, str]]) -> str:
    for pattern, target in table:
        text = re.sub(pattern, target, text)
    return text


_LETTERS_TO_RU = (
    (
        ("ьо", "е"),
        ("йо", "е"),
        ("'", "ь"),
        ("ї", "и"),
        ("є", "е"),
        ("и", "ы"),
        ("і", "и"),
        ("ґ", "г"),
        ("([гкхжшчщ])ы", r"\1и"),
    ),
    (("ьо", "е"), ("йо", "е"), ("'", "ъ"), ("ї", "и"), ("є", "е"), ("і", "и"), ("ґ", "г")),
    (("ьо", "е"), ("йо", "е"), ("'", "ь"), ("ї", "и"), ("є", "е"), ("і", "е"), ("ґ", "г")),
    (("ьо", "е"), ("йо", "е"), ("'", "ь"), ("ї", "и"), ("є", "е"), ("і", "о"), ("ґ", "г")),
)
_LETTERS_TO_UK = (
    (("ь(?=[еёюя])", "'"), ("ъ", "'"), ("(?<=[аеиоуыэюя])е", "є"), ("и", "и"), ("ы", "и"), ("э", "е"), ("ё", "ьо")),
    (("ь(?=[еёюя])", "'"), ("ъ", "'"), ("(?<=[аеиоуыэюя])е", "є"), ("и", "і"), ("ы", "и"), ("э", "е"), ("ё", "ьо")),
    (("ь(?=[еёюя])", "'"), ("ъ", "'"), ("е", "є"), ("и", "і"), ("ы", "и"), ("э", "е"), ("ё", "ьо")),
)

_RU_FROM_UK: _Rules = (
    (r"увата$", ("оватая",)),
    (r"уватка$", ("оватка",)),
    (r"увате$", ("оватое",)),
    (r"гір'я$", ("горье",)),
    (r"'ївка$", ("ьевка",)),
    (r"'я$", ("ье",)),
    (r"ець$", ("ец",)),
    (r"ця$", ("ца",)),
    (r"рі$", ("ры", "ри")),
    (r"(?<=[аеиоуіїяює])ївка$", ("евка",)),
    (r"іївка$", ("еевка", "иевка")),
    (r"([жчшщц])івка$", (r"\1овка", r"\1евка")),
    (r"([лнртдзс])івка$", (r"\1овка", r"\1евка")),
    (r"івка$", ("овка",)),
    (r"їв$", ("ев",)),
    (r"([лнрц])ів$", (r"\1ев", r"\1ов")),
    (r"ів$", ("ов",)),
    (r"ове$", ("ово", "овое", "ево")),
    (r"[еє]ве$", ("ево", "евое", "ово")),
    (r"ине$", ("ино", "иное")),
    (r"їне$", ("ино",)),
    (r"([сцз])ьке$", (r"\1кое",)),
    (r"не$", ("ное",)),
    (r"(?<=ч)е$", ("ье", "ее")),
    (r"([влрмбптдсз])е$", (r"\1ое", r"\1е")),
    (r"([кгх])е$", (r"\1ое",)),
    (r"нє$", ("нее", "ное")),
    (r"([сцз])ький$", (r"\1кий",)),
    (r"([кгх])ий$", (r"\1ий",)),
    (r"ий$", ("ый", "ой")),
    (r"ній$", ("ний",)),
    (r"([сцз])ька$", (r"\1кая",)),
    (r"([сцз])ьк$", (r"\1к",)),
    (r"(?<=[оє])ва$", ("ова", "овая", "ева")),
    (r"на$", ("на", "ная")),
    (r"ча$", ("чья", "ча")),
    (r"ці$", ("цы",)),
    (r"([жчшщкгх])[иі]$", (r"\1и",)),
    (r"и$", ("ы", "и")),
    (r"і$", ("и", "ые")),
    (r"ія$", ("ия", "ея")),
    (r"ілля$", ("олье", "елье")),
    (r"(.)\1я$", (r"\1ье",)),
)
_UK_FROM_RU: _Rules = (
    (r"(?<=[аеиоуыэюя])евка$", ("ївка",)),
    (r"[оеё]вка$", ("івка",)),
    (r"([сц])к$", (r"\1ьк",)),
    (r"([сц])кое$", (r"\1ьке",)),
    (r"ое$", ("е",)),
    (r"ее$", ("є",)),
    (r"([сц])кий$", (r"\1ький",)),
    (r"ний$", ("ній",)),
    (r"(?:ый|ий|ой)$", ("ий",)),
    (r"([сц])кая$", (r"\1ька",)),
    (r"ая$", ("а",)),
    (r"яя$", ("я",)),
    (r"чья$", ("ча",)),
    (r"ово$", ("ово", "ове")),
    (r"[её]во$", ("ево", "єво", "еве", "єве")),
    (r"ино$", ("ино", "іно", "ине")),
    (r"ец$", ("ець",)),
    (r"цы$", ("ці",)),
    (r"ы$", ("и",)),
    (r"([жчшщкгх])и$", (r"\1и",)),
    (r"и$", ("і",)),
    (r"ия$", ("ія",)),
    (r"([лнтдзсжч])ье$", (r"\1\1я",)),
    (r"ье$", ("'я",)),
)
