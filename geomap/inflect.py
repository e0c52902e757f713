"""Case forms of Ukrainian and Russian place names, by ending rules.

Every function takes names in any letter case and gives lower-case forms. The rules are those of the school grammars:
declension by ending, consonant alternation before -і, і to о/е in closed syllables, fleeting vowels, the zero ending
of plural names. Where an ending belongs to two declensions (-ове, -ова, -ь) both are given: a form that nobody writes
does no harm, a missing one loses a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product

__all__ = ["adjective_cases_ru", "adjective_cases_uk", "adjective_stem", "inflect_ru", "inflect_uk"]

Paradigm = tuple[tuple[str, ...], ...]
"""Forms by case: genitive, dative, accusative, instrumental, locative; each a choice of spellings."""

CASES = 5
MAX_WORDS = 4
"""Longer names are titles and are not inflected."""

PREPOSITIONS = ("на", "над", "по", "под", "під", "у", "біля")
"""Inside a hyphenated name they end its declined part: Ростов-на-Дону, Ростова-на-Дону."""

NAMED_AFTER = frozenset({"імені", "ім.", "имени", "им."})
"""After them a name no longer declines: на заводі імені Малишева."""

VOWELS_UK = "аеєиіїоуюя"
VOWELS_RU = "аеиоуыэюя"
SIBILANTS = "жчшщ"
UK_BEFORE_I = {"к": "ц", "г": "з", "х": "с"}
"""Ukrainian consonants that change before -і: річка, річці; Прага, Празі; Солоха, Солосі."""


def inflect_uk(name: str) -> frozenset[str]:
    """Give the oblique case forms of a Ukrainian name, the nominative left out.

    Multi-word names vary word by word in the same case; of a hyphenated word the last part varies, or all parts.
    """
    return _inflect(name, _paradigms_uk)


def inflect_ru(name: str) -> frozenset[str]:
    """Give the oblique case forms of a Russian name (ё read as е), the nominative left out."""
    return _inflect(name.replace("ё", "е").replace("Ё", "Е"), _paradigms_ru)


def adjective_cases_uk(adjective: str) -> frozenset[str]:
    """Give all forms, three genders and plural, of a Ukrainian adjective given in any nominative form."""
    stem = _adjective_stem(adjective.lower(), ("ий", "а", "е", "і"))
    endings = ["ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими"]
    return frozenset(stem + ending for ending in endings)


def adjective_cases_ru(adjective: str) -> frozenset[str]:
    """Give all forms, three genders and plural, of a Russian adjective given in any nominative form."""
    word = adjective.lower().replace("ё", "е")
    stem = _adjective_stem(word, ("ый", "ий", "ой", "ая", "ое", "ые", "ие"))
    i = "и" if stem[-1:] in "кгхжчшщ" else "ы"
    endings = f"{i}й ой ого ому {i}м ом ая ую ое {i}е {i}х {i}ми".split()
    return frozenset(stem + ending for ending in endings)


def adjective_stem(adjective: str) -> str:
    """Give what stays the same in all forms of an adjective given in a nominative form: Сумська, сумськ."""
    word = adjective.lower().replace("ё", "е")
    return _adjective_stem(word, ("ий", "а", "е", "і", "ый", "ой", "ая", "ое", "ые", "ие"))


def _adjective_stem(word: str, endings: Iterable[str]) -> str:
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _inflect(name: str, paradigms: Callable[[str, bool], tuple[Paradigm, ...]]) -> frozenset[str]:
    """Vary all words of a name in the same case; acronyms stay, and a common noun may lead an unchanged rest."""
    written, words = name.split(), name.lower().split()
    if not words or len(words) > MAX_WORDS:
        return frozenset()
    table = [
        _word_paradigms(word, index < len(words) - 1, paradigms) if not _is_acronym(written[index]) else _still(word)
        for index, word in enumerate(words)
    ]
    forms: set[str] = set()
    for case in range(CASES):
        choices = [dict.fromkeys(form for paradigm in options for form in paradigm[case]) for options in table]
        forms.update(" ".join(combination) for combination in product(*choices))
        for leading in _common_heads(written):
            forms.update(" ".join([*head, *words[leading:]]) for head in product(*choices[:leading]))
    forms.discard(" ".join(words))
    return frozenset(forms)


def _common_heads(words: list[str]) -> set[int]:
    """Give after how many words a name may stop declining.

    One or all of the common nouns that lead it: у пункті пропуску Суджа, на військовому аеродромі Саки.
    """
    common = next((index for index, word in enumerate(words) if not word[0].islower() or word in NAMED_AFTER), 0)
    return {count for count in (1, common) if 0 < count < len(words) and words[0][0].islower()}


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _still(word: str) -> tuple[Paradigm, ...]:
    """Give the paradigm of a word that has one form."""
    return (((word,),) * CASES,)


def _word_paradigms(
    word: str, modifier: bool, paradigms: Callable[[str, bool], tuple[Paradigm, ...]]
) -> tuple[Paradigm, ...]:
    if word.isdigit() or len(word) < 2:
        return _still(word)
    if "-" not in word:
        return paradigms(word, modifier) or _still(word)
    head, _, last = word.rpartition("-")
    for middle in PREPOSITIONS:
        declined, found, rest = word.partition(f"-{middle}-")
        if found:
            tail = f"-{middle}-{rest}"
            return tuple(
                tuple(tuple(form + tail for form in case) for case in paradigm)
                for paradigm in paradigms(declined, False)
            )
    lasts = paradigms(last, modifier) or _still(last)
    joined = [tuple(tuple(f"{head}-{form}" for form in case) for case in paradigm) for paradigm in lasts]
    if "-" not in head and len(head) > 3:
        for first in paradigms(head, True):
            joined += [
                tuple(
                    tuple(f"{a}-{b}" for a in ones for b in others) for ones, others in zip(first, second, strict=True)
                )
                for second in lasts
            ]
    return tuple(joined)


def _cases(stem: str, *cases: str) -> Paradigm:
    """Join a stem with the space-separated endings of each of the five cases; `0` is the empty ending."""
    return tuple(tuple(stem + ("" if ending == "0" else ending) for ending in endings.split()) for endings in cases)


# Ukrainian ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def _paradigms_uk(word: str, modifier: bool) -> tuple[Paradigm, ...]:
    """Choose declensions by ending; `modifier` says that another word of the name follows."""
    if len(word) < 2:
        return ()
    last = word[-1]
    if last == "а":
        return _uk_a(word[:-1], modifier)
    if last == "я":
        return _uk_ya(word[:-1])
    if last in "еє":
        return _uk_e(word)
    if last == "о":
        return (_cases(word[:-1], "а", "у", "о", "ом", "і"),)
    if last in "иії":
        return _uk_plural(word, modifier)
    if last == "ь":
        return _uk_soft(word)
    if last == "й":
        return _uk_y(word)
    if last in VOWELS_UK or not ("а" <= last <= "ґ"):
        return ()
    return _uk_hard(word, modifier)


def _soften(stem: str) -> str:
    return stem[:-1] + UK_BEFORE_I.get(stem[-1:], stem[-1:])


def _uk_a(stem: str, modifier: bool) -> tuple[Paradigm, ...]:
    adjective = _cases(stem, "ої", "ій", "у", "ою", "ій")
    if stem.endswith(("ськ", "цьк", "зьк")):
        return (adjective,)
    hush = stem[-1:] in SIBILANTS
    if hush:
        noun = _cases(stem, "і", "і", "у", "ею", "і")
    else:
        soft = _soften(stem) + "і"
        noun = ((stem + "и",), (soft,), (stem + "у",), (stem + "ою",), (soft,))
    doubtful = stem.endswith(("ов", "ев", "єв", "н", "ч", "л", "р", "т")) and not stem.endswith(("щин", "ин"))
    return (noun, adjective) if modifier or doubtful else (noun,)


def _uk_ya(stem: str) -> tuple[Paradigm, ...]:
    doubled = len(stem) > 1 and stem[-1] == stem[-2] and stem[-1] not in VOWELS_UK
    if doubled or stem.endswith("'"):
        return (_cases(stem, "я", "ю", "я", "ям", "ю ї" if stem.endswith("'") else "і ю"),)
    if stem[-1:] in VOWELS_UK:
        return (_cases(stem, "ї", "ї", "ю", "єю", "ї"),)
    feminine = _cases(stem, "і", "і", "ю", "ею", "і")
    return (feminine, _cases(stem, "ьої", "ій", "ю", "ьою", "ій")) if stem.endswith("н") else (feminine,)


def _uk_e(word: str) -> tuple[Paradigm, ...]:
    stem = word[:-1]
    if word.endswith("є"):
        return (_cases(stem, "ього", "ьому", "є", "ім", "ьому ім"),)
    if stem.endswith("ц"):
        return (_cases(stem, "я", "ю", "е", "ем", "і"),)
    if stem.endswith("щ"):
        return (_cases(stem, "а", "у", "е", "ем", "і"),)
    adjective = _cases(stem, "ого", "ому", "е", "им", "ому ім")
    if stem.endswith(("ов", "ев", "єв", "ин", "їн")):
        return (adjective, _cases(stem, "а", "у", "е", "ом", "і"))
    if stem.endswith(("пол", "мор")):
        return (_cases(stem, "я", "ю", "е", "ем", "і"), adjective)
    return (adjective,)


def _uk_plural(word: str, modifier: bool) -> tuple[Paradigm, ...]:
    stem = word[:-1]
    soft = word[-1] in "ії"
    a, adjective = ("я" if soft and stem[-1:] not in SIBILANTS + "гкх" else "а"), ("х", "м", "ми")
    genitive = " ".join(_zero_uk(stem, word[-1]))
    noun = (
        tuple(genitive.split()),
        (f"{stem}{a}м",),
        (word,),
        (f"{stem}{a}ми",),
        (f"{stem}{a}х",),
    )
    if word[-1] != "і" or not (modifier or stem[-1:] in "нвлркт"):
        return (noun,)
    plural = (
        (f"{stem}и{adjective[0]}",),
        (f"{stem}и{adjective[1]}",),
        (word, f"{stem}их"),
        (f"{stem}и{adjective[2]}",),
        (f"{stem}их",),
    )
    return (noun, plural)


def _zero_uk(stem: str, ending: str) -> tuple[str, ...]:
    """Give the genitives of a plural name: zero ending with a fleeting vowel, -ів, -їв, -ей."""
    forms = [f"{stem}їв" if ending == "ї" else f"{stem}ів"]
    if len(stem) < 3 or ending == "ї":
        return tuple(forms)
    before, final = stem[-2], stem[-1]
    if before not in VOWELS_UK and before != "ь" and final not in "с":
        forms += [f"{stem[:-1]}о{final}", f"{stem[:-1]}е{final}"] if final in "кнлрв" else [stem]
    elif before == "ь" and final == "к":
        forms.append(f"{stem[:-2]}ьок")
    elif ending == "і" and final not in SIBILANTS:
        forms += [f"{stem}ь", f"{stem}ей"]
    else:
        forms.append(stem)
    if final == "ц" and stem.endswith(("вц", "нц", "лц", "рц", "пц")):
        forms.append(f"{stem[:-1]}ець")
    return tuple(forms)


def _uk_soft(word: str) -> tuple[Paradigm, ...]:
    stem = word[:-1]
    if stem.endswith("ец"):
        short = stem[:-2] + ("ьц" if stem.endswith("лец") else "ц")
        return (_cases(short, "я", "ю еві", "я", "ем", "і"), _cases(stem, "я", "ю", "я", "ем", "і"))
    found = [_cases(stem, "я і", "ю і", "ь", "ем ю", "і ю")]
    if stem[-1:] in "лнтдсзц" and stem[-2:-1] in VOWELS_UK:
        found.append(_cases(stem, "і", "і", "ь", f"{stem[-1]}ю", "і"))
    if len(stem) > 3 and stem[-2] == "і":
        for vowel in "ое":
            found.append(_cases(stem[:-2] + vowel + stem[-1], "я і", "ю", "і", "ем", "і"))
    if stem.endswith("ен") and len(stem) > 4:
        found.append(_cases(stem[:-2] + "н", "я", "ю", "я", "ем", "і"))
    return tuple(found)


def _uk_y(word: str) -> tuple[Paradigm, ...]:
    stem = word[:-2]
    if word.endswith("ий"):
        return (_cases(stem, "ого", "ому", "ий ого", "им", "ому ім"),)
    if word.endswith("ній"):
        return (_cases(stem, "ього", "ьому", "ій ього", "ім", "ьому ім"),)
    return (_cases(word[:-1], "я ю", "ю", "й", "єм", "ї ю"),)


def _uk_hard(word: str, modifier: bool) -> tuple[Paradigm, ...]:
    found: list[Paradigm] = []
    if word.endswith(("ів", "їв")):
        vowels = "є" if word.endswith("їв") else "ое"
        for vowel in vowels:
            stem = word[:-2] + vowel + "в"
            found.append(_cases(stem, "а", "у", "а", "ом им", "і"))
            if modifier:
                found.append(_cases(stem, "ого", "ому", "ого", "им", "ому"))
        return tuple(found)
    if len(word) > 3 and word.endswith("ок"):
        found.append(_cases(word[:-2] + "к", "а у", "у", "а", "ом", "у"))
    if word.endswith("стер"):
        found.append(_hard_uk(word[:-2] + "р"))
    if len(word) > 2 and word[-2] in "ії" and word[-1] not in "йн":
        found.append(_hard_uk(word[:-2] + "о" + word[-1]))
        if word[-1] in "дтнпв":
            found.append(_hard_uk(word[:-2] + "е" + word[-1]))
    if word.endswith("іст") and len(word) > 3:
        found.append(_hard_uk(word[:-3] + "ост"))
    found.append(_hard_uk(word))
    if modifier and word.endswith(("ин", "їн")):
        found.append(_cases(word, "ого", "ому", "ого", "им", "ому"))
    return tuple(found)


def _hard_uk(stem: str) -> Paradigm:
    instrumental = "ем" if stem[-1] in SIBILANTS else "ом"
    locative = ("у", "і") if stem[-1] not in UK_BEFORE_I else ("у",)
    softened = (_soften(stem) + "і",) if stem[-1] in UK_BEFORE_I and not stem.endswith(("ськ", "цьк")) else ()
    return (
        (stem + "а", stem + "у"),
        (stem + "у", stem + "ові"),
        (stem + "а",),
        (stem + instrumental,),
        tuple(stem + ending for ending in locative) + softened,
    )


# Russian --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def _paradigms_ru(word: str, modifier: bool) -> tuple[Paradigm, ...]:
    if len(word) < 2:
        return ()
    last = word[-1]
    if word.endswith("ая"):
        oblique = "ей" if word[-3:-2] in SIBILANTS else "ой"
        return (_cases(word[:-2], oblique, oblique, "ую", oblique, oblique),)
    if word.endswith("яя"):
        return (_cases(word[:-2], "ей", "ей", "юю", "ей", "ей"),)
    if last == "а":
        return _ru_a(word[:-1], modifier)
    if last == "я":
        return _ru_ya(word, modifier)
    if last == "е":
        return _ru_e(word)
    if last == "о":
        return (_cases(word[:-1], "а", "у", "о", "ом", "е"),)
    if last in "ыи":
        return _ru_plural(word)
    if last == "ь":
        return _ru_soft(word[:-1])
    if last == "й":
        return _ru_y(word)
    if last in VOWELS_RU or not ("а" <= last <= "я"):
        return ()
    return _ru_hard(word, modifier)


def _ru_a(stem: str, modifier: bool) -> tuple[Paradigm, ...]:
    y = "и" if stem[-1:] in "кгхжчшщ" else "ы"
    noun = _cases(stem, y, "е", "у", "ей ой" if stem[-1:] in "жчшщц" else "ой", "е")
    if modifier and stem.endswith(("ов", "ев", "ин")):
        return (noun, _cases(stem, "ой", "ой", "у", "ой", "ой"))
    return (noun,)


def _ru_ya(word: str, modifier: bool) -> tuple[Paradigm, ...]:
    stem = word[:-1]
    if stem.endswith("и"):
        return (_cases(stem, "и", "и", "ю", "ей", "и"),)
    noun = _cases(stem, "и", "е", "ю", "ей", "е")
    return (noun, _cases(stem, "ей", "ей", "ю", "ей", "ей")) if stem.endswith("ь") else (noun,)


def _ru_e(word: str) -> tuple[Paradigm, ...]:
    stem = word[:-1]
    if word.endswith("ое"):
        m = "им" if stem[-2:-1] in "кгхжчшщ" else "ым"
        return (_cases(word[:-2], "ого", "ому", "ое", m, "ом"),)
    if word.endswith("ее"):
        return (_cases(word[:-2], "его", "ему", "ее", "им", "ем"),)
    if word.endswith("ые") or (word.endswith("ие") and word[-3:-2] not in ("л", "р")):
        i = word[-2]
        return (_cases(word[:-2], f"{i}х", f"{i}м", f"{i}е", f"{i}ми", f"{i}х"),)
    if stem[-1:] in "щц":
        return (_cases(stem, "а", "у", "е", "ем", "е"),)
    if word.endswith("ие"):
        return (_cases(stem, "я х", "ю м", "е", "ем ми", "и х"),)
    return (_cases(stem, "я", "ю", "е", "ем", "е"),)


def _ru_plural(word: str) -> tuple[Paradigm, ...]:
    stem = word[:-1]
    hard = word[-1] == "ы" or stem[-1:] in "кгхжчшщ"
    a = "а" if hard else "я"
    genitive = [stem + "ов"] if hard else [stem + "ей", stem + "ев"]
    if len(stem) > 2:
        before, final = stem[-2], stem[-1]
        if before not in VOWELS_RU and before not in "ьй" and final in "кнлрвц":
            genitive += [f"{stem[:-1]}о{final}", f"{stem[:-1]}е{final}"]
        elif before in "ьй":
            genitive.append(f"{stem[:-2]}е{final}")
        else:
            genitive.append(stem if hard else stem + "ь")
    return ((tuple(genitive), (f"{stem}{a}м",), (word,), (f"{stem}{a}ми",), (f"{stem}{a}х",)),)


def _ru_soft(stem: str) -> tuple[Paradigm, ...]:
    found = [_cases(stem, "я", "ю", "ь", "ем", "е"), _cases(stem, "и", "и", "ь", "ью", "и")]
    if stem.endswith("ен") and len(stem) > 4:
        found.append(_cases(stem[:-2] + "н", "я", "ю", "я", "ем", "е"))
    return tuple(found)


def _ru_y(word: str) -> tuple[Paradigm, ...]:
    stem = word[:-2]
    if word.endswith(("ый", "ой", "ий")):
        m = "им" if word.endswith("ий") or stem[-1:] in "кгхжчшщ" else "ым"
        adjective = _cases(stem, "ого", "ому", f"{word[-2:]} ого", m, "ом")
        if word.endswith("ний"):
            return (adjective, _cases(stem, "его", "ему", "его", "им", "ем"))
        if word.endswith("ий") and stem[-1:] not in "кгхжчшщ":
            return (_cases(word[:-1], "я", "ю", "я", "ем", "и"),)
        return (adjective,)
    return (_cases(word[:-1], "я", "ю", "й", "ем", "е"),)


def _ru_hard(word: str, modifier: bool) -> tuple[Paradigm, ...]:
    found: list[Paradigm] = []
    if len(word) > 3 and word.endswith("ец"):
        short = word[:-2] + ("ьц" if word[-3] == "л" else "йц" if word[-3] in VOWELS_RU else "ц")
        found.append(_cases(short, "а", "у", "а", "ом ем", "е"))
    if len(word) > 3 and word.endswith(("ок", "ек")) and word[-3] not in VOWELS_RU:
        found.append(_cases(word[:-2] + "к", "а", "у", "а", "ом", "е у"))
    if len(word) > 3 and word.endswith("ел"):
        found.append(_cases(word[:-2] + "л", "а", "у", "а", "ом", "е"))
    ending = "ем ом" if word[-1] in "жчшщц" else "ом"
    found.append(_cases(word, "а у", "у", "а", ending + (" ым" if word.endswith(("ов", "ев", "ин")) else ""), "е у"))
    if modifier and word.endswith(("ов", "ев", "ин")):
        found.append(_cases(word, "а ого", "у ому", "а", "ым", "ом"))
    return tuple(found)
