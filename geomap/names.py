"""Spellings of place names by rule: romanisations, press spellings, and Russian names from Ukrainian ones and back.

Every function is pure, takes a name in its usual letter case and keeps that case as far as letters correspond.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

__all__ = [
    "arabic_spellings",
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

_UK_J = _UK_LATIN | {"є": "je", "ї": "ji", "й": "j", "ю": "ju", "я": "ja"}
"""The continental spelling with j (Kupjansk, Avdijivka), without its carons."""

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
    kinds = {_script(letter) for letter in name if letter.isalpha() and letter not in _APOSTROPHE_LETTERS}
    return kinds.pop() if len(kinds) == 1 else ""


_APOSTROPHE_LETTERS = "\u02bb\u02bc\u02bd"


@lru_cache(maxsize=1024)
def _script(letter: str) -> str:
    return {"LATIN": "latin", "CYRILLIC": "cyrillic"}.get(unicodedata.name(letter, "").split(" ")[0], "")


def ascii_form(name: str) -> str:
    """Strip the marks from Latin letters: Kraków, Krakow; Łódź, Lodz; Gießen, Giessen."""
    if name.isascii():
        return name
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

    After it BGN/PCGN (Kupyansk), ii as iy or yi, -yi as -y and -yy, -iia as -iya and -ia, the soft sign kept as an
    apostrophe (Lugans'k), j for y (Kupjansk), and half-Russian endings (Selydovo, Orikhov).
    """
    official = romanise_uk(name)
    bgn = _romanise(name, _UK_BGN, {})
    found = [official, bgn, ascii_form(_soft_marks(name)), _romanise(name, _UK_J, {})]
    found += [re.sub(r"((?:[oei]|ie)v|[yi]n)e\b", r"\1o", official), re.sub(r"iv\b", "ov", official)]
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


_STRESSED = re.compile(r"(?<=[бвдзлмнпрст])е(вка|во|вское)$")
"""Endings whose е is often a ё that the register does not write: Журавлёвка, Королёво."""


def russian_spellings_en(name: str) -> tuple[str, ...]:
    """Give the English spellings of a Russian name, the press's first.

    After it plain e (Guevo, Elets), ё as e and io (Tetkino, Tiotkino), -ий and -ый as -iy, -yy and -i, -ой as -oi
    (Tolstoi), -евка and -ево as if stressed (Zhuravlyovka), й before a consonant as i (Graivoron), х as h, я and ю
    after a consonant as ia and iu.
    """
    first = romanise_ru(name)
    long = re.sub(r"(?:iy|yy)\b", "y", first)
    found = [first]
    flat = name.replace("ё", "е").replace("Ё", "Е")
    base = [first, romanise_ru(flat), _plain_e(name), _plain_e(flat), long]
    if "ё" not in name and (stressed := _STRESSED.sub(r"ё\1", name)) != name:
        base.append(romanise_ru(stressed))
    if "ё" in name:
        base.append(romanise_ru(re.sub(r"(?<![жшчщ])ё", "ио", name)))
    for spelling in dict.fromkeys(base):
        found += [spelling, spelling.replace("kh", "h"), spelling.replace("shch", "sch")]
        found += [re.sub(r"(?<=[aeou])y(?![aeouy])", "i", spelling), re.sub(r"\bYe", "E", spelling)]
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


_ARTICLE = re.compile(r"^(?:[AE]l|Ad|An|Ar|As|Ash|At|Az)[ -](?=\w{3})")


def arabic_spellings(name: str) -> tuple[str, ...]:
    """Give the spellings of a romanised Arabic name that begins with the article: Al Fashir, Al-Fashir, El-Fashir.

    A name without the article has only itself.
    """
    found = _ARTICLE.match(name)
    if found is None:
        return (name,)
    article, rest = name[: found.end() - 1], name[found.end() :]
    articles = ("Al", "El") if article in ("Al", "El") else (article, "Al", "El")
    return tuple(dict.fromkeys([name, *(f"{word}{mark}{rest}" for word in articles for mark in "- ")]))


def russian_from_ukrainian(name: str, stems: Mapping[str, str]) -> tuple[str, ...]:
    """Guess the Russian forms of a Ukrainian name, the likeliest first.

    Parameters
    ----------
    stems
        Ukrainian word beginnings and their Russian counterparts, parted by `|` (олександр, александр).
    """
    return _convert(name, stems, _RU_FROM_UK)


def ukrainian_from_russian(name: str, stems: Mapping[str, str]) -> tuple[str, ...]:
    """Guess the Ukrainian forms of a Russian name, the likeliest first.

    Parameters
    ----------
    stems
        Russian word beginnings and their Ukrainian counterparts.
    """
    return _convert(name, stems, _UK_FROM_RU)


LINKED_LETTERS = 4
"""After a linking о (ново-, старо-) so many letters and more are a word of their own."""

MAX_GUESSES = 8

_Rules = Sequence[tuple[str, tuple[str, ...]]]


def _convert(name: str, stems: Mapping[str, str], rules: _Rules) -> tuple[str, ...]:
    variants = [""]
    for piece in re.split(r"([\s-]+)", _APOSTROPHES.sub("'", name)):
        choices = (piece,) if not piece or not piece[0].isalpha() else _convert_word(piece, stems, rules)
        variants = [head + tail for head in variants for tail in choices][:MAX_GUESSES]
    return tuple(dict.fromkeys(variants))


def _convert_word(word: str, stems: Mapping[str, str], rules: _Rules) -> tuple[str, ...]:
    """Convert one word: a known stem where it leaves the ending whole, else letter by letter.

    Names of Russian places are given letter by letter too: the Ukrainian press translates some (Железногорск,
    Залізногорськ) and only transcribes others (Камышин, Камишин). A whole word that is known is always translated.
    """
    forms = _with_stem(word, stems, rules)
    if rules is _RU_FROM_UK or word.lower() in stems:
        return forms
    return tuple(dict.fromkeys([*forms, *_with_stem(word, {}, rules)]))


def _with_stem(word: str, stems: Mapping[str, str], rules: _Rules) -> tuple[str, ...]:
    low = word.lower()
    if rules is _UK_FROM_RU and not stems and low[0] == "е":
        low = f"є{low[1:]}"
    rule = next(((found, ends) for pattern, ends in _rules_for(rules, low[-1]) if (found := pattern.search(low))), None)
    limit = rule[0].start() if rule else len(low)
    starts, rest = [""], 0
    for length in range(len(low), 0, -1):
        source = low[:length]
        target = stems.get(source)
        if target and (length == len(low) or (length <= limit and not _is_whole(source, target))):
            starts, rest = target.split("|"), length
            break
    forms = list(starts)
    if 0 < rest < len(low) and low[rest - 1] == "о" and len(low) - rest > LINKED_LETTERS:
        tails = _convert_word(low[rest:], stems, rules)
        forms = [start + tail for start in starts for tail in tails]
    elif rest < len(low):
        letters = _LETTERS_TO_RU if rules is _RU_FROM_UK else _LETTERS_TO_UK
        middles = dict.fromkeys(_replace(low[rest:limit], table) for table in letters)
        endings = [rule[0].expand(target) for target in rule[1]] if rule else [""]
        forms = [start + middle + end for start in starts for middle in middles for end in endings]
    if word[0].isupper():
        forms = [form[:1].upper() + form[1:] for form in forms]
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=4096)
def _is_whole(source: str, target: str) -> bool:
    """Say whether a stem is a whole adjective: it stands for a word, never for a word's beginning."""
    return bool(_ADJECTIVE.search(source) or _ADJECTIVE.search(target))


@lru_cache(maxsize=256)
def _rules_for(rules: _Rules, letter: str) -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    """Give the rules whose pattern can end with a letter, in their order."""
    return [(re.compile(pattern), ends) for pattern, ends in rules if letter in _LAST_LETTERS.findall(pattern)[0]]


_LAST_LETTERS = re.compile(r"(\w|\[\w+\])\$$")


def _replace(text: str, table: Sequence[tuple[str, str]]) -> str:
    for pattern, target in table:
        text = re.sub(pattern, target, text)
    return text


_LETTERS_TO_RU = (
    (
        ("ьо", "е"),
        ("йо", "е"),
        ("(?<=[бпвмф])'(?=[яюєї])", ""),
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
_SOFT_TO_UK = (("(?<=[бпвмфргкхжчшщ])ь(?=[еёюя])", "'"), ("ъ", "'"))
_VOWELS_TO_UK = (("ы", "и"), ("э", "е"), ("ё", "ьо"))
_LETTERS_TO_UK = tuple(
    (*_SOFT_TO_UK, (e, "є"), ("и", i), *_VOWELS_TO_UK)
    for e, i in (("(?<=[аеиоуыэюя])е", "и"), ("(?<=[аеиоуыэюя])е", "і"), ("е", "і"))
)

_RU_FROM_UK: _Rules = (
    (r"(?<=[жчшщ])увата$", ("еватая",)),
    (r"(?<=[жчшщ])уватка$", ("еватка",)),
    (r"(?<=[жчшщ])увате$", ("еватое",)),
    (r"(?<=[жчшщ])уваха$", ("еваха",)),
    (r"(?<=[жчшщ])уватське$", ("еватское",)),
    (r"уватське$", ("оватское", "уватское")),
    (r"увата$", ("оватая",)),
    (r"уватка$", ("оватка",)),
    (r"увате$", ("оватое",)),
    (r"уватий$", ("оватый",)),
    (r"гір'я$", ("горье",)),
    (r"'я$", ("ье",)),
    (r"'ївка$", ("ьевка",)),
    (r"'ївське$", ("ьевское",)),
    (r"[еє]ць$", ("ец",)),
    (r"ця$", ("ца",)),
    (r"(?<=р)і$", ("ы", "и")),
    (r"(?<=[аеиоуіїяює])ївка$", ("евка",)),
    (r"іївка$", ("еевка", "иевка")),
    (r"(?<=[жчшщцлнртдзс])івка$", ("овка", "евка")),
    (r"івка$", ("овка",)),
    (r"(?<=[аеиоуіїяює])ївський$", ("евский",)),
    (r"(?<=[аеиоуіїяює])ївська$", ("евская",)),
    (r"(?<=[аеиоуіїяює])ївське$", ("евское",)),
    (r"іївський$", ("еевский", "иевский")),
    (r"іївська$", ("еевская", "иевская")),
    (r"іївське$", ("еевское", "иевское")),
    (r"івський$", ("овский", "евский")),
    (r"івська$", ("овская", "евская")),
    (r"івське$", ("овское", "евское")),
    (r"івськ$", ("овск", "евск")),
    (r"їв$", ("ев",)),
    (r"(?<=[лнрц])ів$", ("ев", "ов")),
    (r"(?<=[жчшщ])ів$", ("ев", "ов")),
    (r"ів$", ("ов",)),
    (r"[йь]ове$", ("ево", "евое")),
    (r"[йь]ова$", ("ева", "евая")),
    (r"[йь]овий$", ("евый", "евой")),
    (r"(?<=[жчшщц])ове$", ("ово", "евое", "ево", "овое")),
    (r"(?<=[жчшщц])ова$", ("овая", "евая", "ова", "ева")),
    (r"(?<=[жчшщц])овий$", ("овый", "евый")),
    (r"ове$", ("ово", "овое", "ево")),
    (r"[еє]ве$", ("ево", "евое", "ово")),
    (r"ине$", ("ино", "иное")),
    (r"їне$", ("ино",)),
    (r"(?<=[аеиоуіїяює][сз])ьке$", ("ское", "кое")),
    (r"(?<=[сцз])ьке$", ("кое",)),
    (r"(?<=[аеиоуіїяює][сз])ько$", ("ско", "ко")),
    (r"(?<=[сцз])ько$", ("ко",)),
    (r"(?<=[сцз])ькі$", ("кие",)),
    (r"(?<=н)е$", ("ое",)),
    (r"(?<=ч)е$", ("ье", "ее")),
    (r"(?<=[влрмбптдсз])е$", ("ое", "е")),
    (r"(?<=[кгх])е$", ("ое",)),
    (r"(?<=н)є$", ("ее", "ое")),
    (r"(?<=[аеиоуіїяює][сз])ький$", ("ский", "кий")),
    (r"(?<=[сцз])ький$", ("кий",)),
    (r"(?<=[кгх])ий$", ("ий",)),
    (r"(?<=н)ій$", ("ий",)),
    (r"ий$", ("ый", "ой")),
    (r"(?<=[аеиоуіїяює][сз])ька$", ("ская", "кая")),
    (r"(?<=[сцз])ька$", ("кая",)),
    (r"(?<=з)ьк$", ("ск", "к")),
    (r"(?<=[сц])ьк$", ("к",)),
    (r"ова$", ("ова", "овая", "ева")),
    (r"[еє]ва$", ("ева", "евая")),
    (r"(?<=н)а$", ("а", "ая")),
    (r"(?<=ч)а$", ("ья", "а")),
    (r"(?<=ц)і$", ("ы",)),
    (r"(?<=[жчшщкгх])[иі]$", ("и",)),
    (r"и$", ("ы", "и")),
    (r"і$", ("и", "ые")),
    (r"ія$", ("ия", "ея")),
    (r"піль$", ("поль",)),
    (r"ілля$", ("олье", "елье")),
    (r"(?<=[жчшщ])ок$", ("ек", "ок")),
    (r"(?<=(.))\1я$", ("ье",)),
)
_UK_FROM_RU: _Rules = (
    (r"(?<=[аеиоуыэюя])евка$", ("ївка",)),
    (r"[оеё]вка$", ("івка",)),
    (r"(?<=[сцз])к$", ("ьк",)),
    (r"[оеё]вский$", ("івський", "овський", "евський", "євський")),
    (r"[оеё]вская$", ("івська", "овська", "евська", "євська")),
    (r"[оеё]вское$", ("івське", "овське", "евське", "євське")),
    (r"(?<=[сцз])кое$", ("ьке",)),
    (r"ое$", ("е",)),
    (r"ее$", ("є",)),
    (r"(?<=[сцз])кий$", ("ький",)),
    (r"(?<=н)ий$", ("ій",)),
    (r"[ыио]й$", ("ий",)),
    (r"(?<=[сцз])кая$", ("ька",)),
    (r"ая$", ("а",)),
    (r"яя$", ("я",)),
    (r"чья$", ("ча",)),
    (r"ово$", ("ово", "ове")),
    (r"[её]во$", ("ево", "єво", "еве", "єве")),
    (r"ино$", ("ино", "іно", "ине")),
    (r"ец$", ("ець",)),
    (r"цы$", ("ці",)),
    (r"ы$", ("и",)),
    (r"(?<=[жчшщкгх])и$", ("и", "і")),
    (r"и$", ("і",)),
    (r"ия$", ("ія",)),
    (r"(?<=([лнтдзсжч]))ье$", (r"\1я",)),
    (r"ье$", ("'я",)),
)
