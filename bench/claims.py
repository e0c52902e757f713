"""Measure how fast claims are read: `python bench/claims.py [ARTICLES]`; prints articles a second and peak memory.

The articles are made of invented sentences in three languages, each with its own numbers, so that no cache of
sentences helps. The whole way is timed: toponyms, places, dates, claims.
"""

from __future__ import annotations

import resource
import sys
import time
from datetime import date

from geomap.claims import extract_claims
from geomap.dates import find_dates
from geomap.gazetteer import load_gazetteer
from geomap.places import resolve_places
from geomap.records import Document
from geomap.toponyms import find_toponyms

SENTENCES = {
    "en": [
        "Russian forces advanced {n} metres near Pokrovsk on Monday, the General Staff said.",
        "The mayor reported that {n} drones had hit a depot in Odesa overnight.",
        "Prices of bread rose by {n} percent, and the council met again on Thursday to talk about roads.",
    ],
    "uk": [
        "Сили оборони відбили {n} атак поблизу Торецька, повідомив Генштаб.",
        "Уночі ворог атакував Харків, пошкоджено {n} будинків.",
        "У неділю в театрі показали нову виставу, квитки розкупили {n} глядачів.",
    ],
    "ru": [
        "Над Белгородской областью сбили {n} беспилотников, сообщил губернатор.",
        "Подразделения ВСУ отошли из села, потеряв {n} человек.",
        "В воскресенье открыли новую школу на {n} мест, дети пришли с цветами.",
    ],
}
SIZE = 2000


def article(number: int) -> Document:
    """Make an invented article of about 2 kB."""
    lang = ("en", "uk", "ru")[number % 3]
    text, count = "", number
    while len(text.encode()) < SIZE:
        text += SENTENCES[lang][count % 3].format(n=count) + ("\n\n" if count % 5 == 0 else " ")
        count += 1
    return Document(f"{number}.txt", text, lang=lang, published=date(2025, 3, 5))


def main() -> None:
    """Run the measurement and print it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    gazetteer = load_gazetteer()
    documents = [article(number) for number in range(count + 30)]
    spent = {"toponyms": 0.0, "places": 0.0, "dates": 0.0, "claims": 0.0}
    found = 0
    for number, document in enumerate(documents):
        if number == 30:
            spent = dict.fromkeys(spent, 0.0)
        marks = [time.perf_counter()]
        toponyms = find_toponyms(document, gazetteer)
        marks.append(time.perf_counter())
        resolutions = resolve_places(document, toponyms, gazetteer)
        marks.append(time.perf_counter())
        dates = find_dates(document)
        marks.append(time.perf_counter())
        found += len(extract_claims(document, resolutions, dates))
        marks.append(time.perf_counter())
        for name, start, end in zip(spent, marks, marks[1:], strict=False):
            spent[name] += end - start
    total = sum(spent.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parts = ", ".join(f"{name} {seconds / count * 1000:.2f} ms" for name, seconds in spent.items())
    print(f"{count / total:.0f} articles of 2 kB a second ({parts}); {found} claims; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
