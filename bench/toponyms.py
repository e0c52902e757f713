"""Measure how fast places are found: `python bench/toponyms.py [MEGABYTES...]`; prints MB a second by stage.

Seconds are those of the processor, so that other programs on the machine do not count.

The texts are made of invented sentences with real names in changing company, so that no cache of sentences helps.
Without arguments 1 MB of each language and 5 MB of English are timed, after a warm-up on another text.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from datetime import date

from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.places import resolve_places
from geomap.records import Document
from geomap.toponyms import find_toponyms

SENTENCES = {
    "en": [
        "Russian forces advanced {n} metres near {a} and {b} on Monday, the General Staff said.",
        "The mayor of {c} reported that {n} drones had hit a depot overnight; nobody was hurt, he wrote on Telegram.",
        "Prices of bread rose by {n} percent, and the council met again on Thursday to talk about roads and schools.",
        "In the {s} sector the defenders repelled {n} attacks towards {a}, {b} and {d}.",
        "Ukraine's army denied on Friday that its troops had left {a}, a village {n} kilometres south of {c}.",
        "Air defence shot down {n} drones over {r} region, Governor Andrii Petrenko said in a short statement.",
        "“We are holding,” said a soldier who gave only his first name, Mykola, as an engine roared behind him.",
        "Moscow said that Kyiv had lost {n} soldiers in a day; the figure could not be verified independently.",
    ],
    "uk": [
        "Сили оборони відбили {n} атак поблизу {a} та {b}, повідомив Генштаб.",
        "Уночі ворог атакував {c}, пошкоджено {n} будинків, загиблих немає.",
        "У неділю в театрі показали нову виставу, квитки розкупили {n} глядачів.",
        "На {s} напрямку окупанти {n} разів намагалися прорватися, зокрема біля {a} й {b}.",
        "Голова обласної адміністрації Іван Петренко розповів, що над областю збили {n} безпілотників.",
    ],
    "ru": [
        "Над {r} областью сбили {n} беспилотников, сообщил губернатор.",
        "Подразделения ВСУ отошли из {a}, потеряв {n} человек, утверждает Минобороны.",
        "В воскресенье открыли новую школу на {n} мест, дети пришли с цветами.",
        "На {s} направлении бои идут у {a} и {b}, сообщили военкоры.",
        "Глава района Сергей Иванов рассказал, что ремонт дороги закончат к {n} числу.",
    ],
}
NAMES = {
    "en": {
        "abd": "Sudzha Toretsk Lyptsi Hlyboke Vovchansk Robotyne Kurakhove Selydove Klishchiivka Andriivka Stepove "
        "Kamianske Malynivka Siversk Bilohorivka Terny Synkivka Petropavlivka Kozinka Guevo Tyotkino Varachyne",
        "c": "Kharkiv Odesa Belgorod Sumy Kherson Dnipro Pokrovsk Kramatorsk Zaporizhzhia Bryansk Shebekino",
        "s": "Pokrovsk Kupiansk Lyman Toretsk Kursk Orikhiv Huliaipole Kramatorsk",
        "r": "Kursk Belgorod Bryansk Sumy Kharkiv Donetsk Rostov Voronezh",
    },
    "uk": {
        "abd": "Торецька Липців Глибокого Вовчанська Роботиного Курахового Селидового Кліщіївки Андріївки Степового",
        "c": "Харків Одесу Бєлгород Суми Херсон Дніпро Покровськ Краматорськ Запоріжжя",
        "s": "Покровському Куп'янському Лиманському Торецькому Курському Оріхівському",
        "r": "Сумською Харківською Донецькою",
    },
    "ru": {
        "abd": "Торецка Липцев Глубокого Волчанска Работино Курахово Селидово Клещеевки Андреевки Степного",
        "c": "Харьков Одессу Белгород Сумы Херсон",
        "s": "Покровском купянском краснолиманском Торецком Курском Ореховском",
        "r": "Белгородской Брянской Курской Воронежской",
    },
}


def make_text(lang: str, size: int, seed: int) -> str:
    """Make an invented text of `size` bytes."""
    chance = random.Random(seed)
    lists = {key: words.split() for key, words in NAMES[lang].items()}
    parts: list[str] = []
    length = 0
    while length < size:
        a, b, d = chance.sample(lists["abd"], 3)
        sentence = chance.choice(SENTENCES[lang]).format(
            n=chance.randint(2, 900),
            a=a,
            b=b,
            d=d,
            c=chance.choice(lists["c"]),
            s=chance.choice(lists["s"]),
            r=chance.choice(lists["r"]),
        )
        parts.append(sentence + ("\n\n" if chance.random() < 0.2 else " "))
        length += len(parts[-1].encode())
    return "".join(parts)


def measure(lang: str, megabytes: float, gazetteer: Gazetteer, seed: int) -> str:
    """Time both stages on one text."""
    text = make_text(lang, int(megabytes * 1e6), seed)
    document = Document("bench.txt", text, lang=lang, published=date(2025, 3, 5))
    start = time.process_time()
    toponyms = find_toponyms(document, gazetteer)
    middle = time.process_time()
    resolve_places(document, toponyms, gazetteer)
    end = time.process_time()
    size = len(text.encode()) / 1e6
    return (
        f"{lang} {size:.1f} MB: {size / (end - start):.2f} MB/s, {len(toponyms)} mentions; "
        f"found at {size / (middle - start):.2f} MB/s, resolved at {size / (end - middle):.2f} MB/s"
    )


def main() -> None:
    """Run the measurements and print them."""
    gazetteer = load_gazetteer()
    for lang in SENTENCES:
        measure(lang, 0.05, gazetteer, 1)
    sizes = [float(size) for size in sys.argv[1:]]
    runs = [("en", size) for size in sizes] or [("en", 1.0), ("uk", 1.0), ("ru", 1.0), ("en", 5.0)]
    for number, (lang, size) in enumerate(runs):
        print(measure(lang, size, gazetteer, number + 2))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
