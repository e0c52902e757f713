"""The Russian word lists: what makes a claim of which kind and by whom, what makes none, and how sure it is told."""

import pytest
from claimkit import PUBLISHED, claims_of

from geomap.claims import extract_claims
from geomap.dates import find_dates
from geomap.records import Document, FeatureClass, Place, Resolution, Toponym, ToponymRole

WAR = " Подробнее о дронах и войсках – завтра."
"""A sentence without an event that makes any text one about the war."""


def _told(text):
    return {f"{claim.kind.value} {claim.actor.value}" for claim in claims_of(text + WAR, lang="ru")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Российские войска освободили село [Лозовое|Lozivka], сообщило Минобороны РФ.", "capture RU"),
        ("[Лозовое|Lozivka] взято, пишут военкоры.", "capture RU"),
        ("Наши взяли [Лозовое|Lozivka].", "capture RU"),
        ("[Лозовое|Lozivka] полностью зачищено от противника, сообщили в Минобороны РФ.", "capture RU"),
        ("ВС РФ завершили зачистку [Лозового|Lozivka].", "capture RU"),
        ("Флаг России поднят над [Лозовым|Lozivka], сообщило Минобороны РФ.", "capture RU"),
        ("ВСУ отступили из [Лозового|Lozivka].", "withdrawal UA"),
        ("Украинские войска отошли из [Лозового|Lozivka] на запасные позиции.", "withdrawal UA"),
        ("ВСУ оставили [Лозовое|Lozivka].", "withdrawal UA"),
        ("Российские войска вышли из [Лозового|Lozivka].", "withdrawal RU"),
        ("Противник бежит из [Лозового|Lozivka], сообщает военкор.", "withdrawal UA"),
        ("Боевики ВСУ бросают позиции у [Лозового|Lozivka].", "withdrawal UA"),
        ("ВС РФ отразили пять атак ВСУ у [Лозового|Lozivka|RU].", "hold RU"),
        ("Попытка прорыва ВСУ в [Лозовое|Lozivka|RU] сорвана.", "hold RU"),
        ("ВСУ удерживают [Лозовое|Lozivka].", "hold UA"),
        ("Силы обороны отбили 12 атак в районе [Лозового|Lozivka], сообщил Генштаб ВСУ.", "hold UA"),
        ("[Лозовое|Lozivka] остается под контролем ВСУ.", "hold UA"),
        ("Атака ВСУ у [Лозового|Lozivka|RU] захлебнулась.", "hold RU"),
        ("Российские войска продвинулись у [Лозового|Lozivka].", "advance RU"),
        ("Российские войска заняли более удобные рубежи в [Лозовом|Lozivka].", "advance RU"),
        ("Войскам РФ удалось пройти вперед у [Лозового|Lozivka].", "advance RU"),
        ("Бойцы ВСУ возвращают контроль над [Лозовым|Lozivka].", "advance UA"),
        ("Россияне действуют уже в центре [Лозового|Lozivka].", "advance RU"),
        ("Российские войска расширяют зону контроля у [Лозового|Lozivka].", "advance RU"),
        ("ВСУ вели наступательные действия у [Лозового|Lozivka].", "attack UA"),
        ("Украинские военные прорыва у [Лозового|Lozivka] не допустили.", "hold UA"),
        ("Россияне рвутся вперед, но войти в [Лозовое|Lozivka] им не дают.", "hold UA"),
        ("У [Лозового|Lozivka] враг потерял половину колонны, сообщил Генштаб ВСУ.", "casualties RU"),
        ("Командование ВСУ бросает к [Лозовому|Lozivka] бригаду теробороны.", "redeployment UA"),
        ("У [Лозового|Lozivka] ВСУ уничтожили эшелон с ракетами.", "strike UA"),
        ("Начат штурм [Лозового|Lozivka], пишет «Рыбарь».", "attack RU"),
        ("Над [Лозовым|Lozivka] враг запустил 63 дрона, 36 уничтожено, сообщили в ВСУ.", "intercept UA"),
        ("ВСУ восстановили позиции в районе [Лозового|Lozivka].", "capture UA"),
        ("В Минобороны РФ сообщили об атаке на нефтебазу в [Озерках|Ozerky|RU].", "strike UA"),
        ("Взрывы слышны в [Киеве|Kyiv], сообщил мэр.", "strike RU"),
        ("Из плена в [Лозовое|Lozivka] возвращены солдаты, сообщил Генштаб ВСУ.", "prisoners UA"),
        ("Поражение нанесено живой силе ВСУ в районе [Лозового|Lozivka], сообщило Минобороны РФ.", "strike RU"),
        ("Враг сдает [Лозовое|Lozivka], пишет «Рыбарь».", "withdrawal UA"),
        ("ВСУ потеряли у [Лозового|Lozivka] более 1,5 тысячи военных.", "casualties UA"),
        ("Половина [Лозового|Lozivka] без связи, света нет, сообщил мэр, обстрел был утром.", "damage RU"),
        ("За украинскими частями остается окраина [Лозового|Lozivka].", "hold UA"),
        ("В [Лозовом|Lozivka|RU] после ночи дронов начался пожар, сообщил губернатор.", "damage UA"),
        ("По позициям врага у [Лозового|Lozivka] работает артиллерия, пишет «Рыбарь».", "strike RU"),
        ("Генштаб ВСУ насчитал у [Лозового|Lozivka] 52 атаки.", "attack RU"),
        ("По штабу российских войск в [Лозовом|Lozivka] нанесли удар.", "strike UA"),
        ("У [Лозового|Lozivka] уничтожен склад боеприпасов, сообщил Генштаб ВСУ.", "strike UA"),
        ("Начальник ГУР Минобороны Украины Буданов подтвердил: в [Лозовом|Lozivka] убит солдат.", "casualties RU"),
        ("ВС РФ продвинулись на 2 км к [Лозовому|Lozivka].", "advance RU"),
        ("Российские штурмовики зашли в [Лозовое|Lozivka].", "advance RU"),
        ("Противник имеет успех у [Лозового|Lozivka], пишет DeepState.", "advance RU"),
        ("ВС РФ прорвали оборону ВСУ у [Лозового|Lozivka].", "advance RU"),
        ("Наши войска вышли на окраину [Лозового|Lozivka].", "advance RU"),
        ("ВСУ атаковали позиции у [Лозового|Lozivka|RU] пять раз.", "attack UA"),
        ("Российские войска штурмуют [Лозовое|Lozivka].", "attack RU"),
        ("За [Лозовое|Lozivka] идут тяжелые бои.", "attack unknown"),
        ("В [Лозовом|Lozivka] идут уличные бои.", "attack unknown"),
        ("Противник предпринял попытку прорыва у [Лозового|Lozivka|RU], сообщает военкор.", "attack UA"),
        ("ВСУ контратакуют у [Лозового|Lozivka].", "attack UA"),
        ("ВСУ обстреляли [Лозовое|Lozivka|RU] из РСЗО.", "strike UA"),
        ("Украинский беспилотник ударил по автомобилю в [Лозовом|Lozivka|RU].", "strike UA"),
        ("Дроны ВСУ атаковали нефтебазу в [Лозовом|Lozivka|RU].", "strike UA"),
        ("ВС РФ нанесли групповой удар высокоточным оружием по объектам ВПК в [Лозовом|Lozivka].", "strike RU"),
        ("Российская авиация сбросила ФАБ-500 на [Лозовое|Lozivka].", "strike RU"),
        ("Село [Лозовое|Lozivka|RU] подверглось атаке беспилотников, сообщил губернатор.", "strike UA"),
        ("Над [Лозовым|Lozivka|RU] сбито пять беспилотников, сообщил губернатор.", "intercept RU"),
        ("Система ПВО сработала над [Лозовым|Lozivka|RU], сообщил губернатор.", "intercept RU"),
        ("В [Лозовом|Lozivka|RU] подавлен дрон, сообщил Гладков.", "intercept RU"),
        ("Отражена атака беспилотников на [Лозовое|Lozivka|RU], сообщил губернатор.", "intercept RU"),
        ("Бойцы «Орлана» сбили дрон у [Лозового|Lozivka|RU].", "intercept RU"),
        ("Ликвидированы девять беспилотников над [Лозовым|Lozivka|RU].", "intercept RU"),
        ("Украинская ДРГ проникла в [Лозовое|Lozivka|RU].", "infiltration UA"),
        ("Российские группы просачиваются в [Лозовое|Lozivka].", "infiltration RU"),
        ("ВСУ высадили десант у [Лозового|Lozivka|RU].", "infiltration UA"),
        ("Россияне инфильтрировались в [Лозовое|Lozivka].", "infiltration RU"),
        ("Диверсанты пытались перейти границу у [Лозового|Lozivka|RU], сообщил губернатор.", "infiltration UA"),
        ("Российские пехотинцы накапливаются в подвалах [Лозового|Lozivka].", "infiltration RU"),
        ("В [Лозовом|Lozivka|RU] повреждены 12 домов, сообщил губернатор.", "damage UA"),
        ("В [Лозовом|Lozivka|RU] разрушена школа, сообщил губернатор.", "damage UA"),
        ("В [Лозовом|Lozivka|RU] выбиты окна и посечены фасады, сообщил губернатор.", "damage UA"),
        ("В [Лозовом|Lozivka|RU] загорелся склад после падения обломков, сообщил губернатор.", "damage UA"),
        ("Из [Лозового|Lozivka|RU] эвакуированы 300 жителей.", "evacuation RU"),
        ("Жителей [Лозового|Lozivka|RU] вывезли в ПВР.", "evacuation RU"),
        ("В [Лозовом|Lozivka|RU] объявлена эвакуация.", "evacuation RU"),
        ("Жители покинули [Лозовое|Lozivka|RU].", "evacuation RU"),
        ("В [Лозовое|Lozivka|RU] ограничен въезд.", "evacuation RU"),
        ("Местных жителей [Лозового|Lozivka|RU] отселяют.", "evacuation RU"),
        ("В [Лозовом|Lozivka|RU] объявлена ракетная опасность.", "alert RU"),
        ("Опасность атаки БПЛА в [Лозовом|Lozivka|RU].", "alert RU"),
        ("В [Лозовом|Lozivka|RU] звучат сирены.", "alert RU"),
        ("В аэропорту [Лозового|Lozivka|RU] введен план «Ковер».", "alert RU"),
        ("Режим КТО введен в [Лозовом|Lozivka|RU].", "alert RU"),
        ("Аэропорт [Лозового|Lozivka|RU] временно не принимает рейсы.", "alert RU"),
        ("У [Лозового|Lozivka] сдались в плен восемь военных ВСУ.", "prisoners RU"),
        ("Российские бойцы взяли в плен 10 солдат ВСУ у [Лозового|Lozivka].", "prisoners RU"),
        ("ВСУ взяли в плен российского офицера у [Лозового|Lozivka].", "prisoners UA"),
        ("В плен попали 20 украинских солдат у [Лозового|Lozivka].", "prisoners RU"),
        ("В [Лозовом|Lozivka|RU] погиб мирный житель, сообщил губернатор.", "casualties UA"),
        ("В [Лозовом|Lozivka|RU] ранены двое, сообщил Гладков.", "casualties UA"),
        ("Противник потерял до 230 военнослужащих у [Лозового|Lozivka], сообщило Минобороны РФ.", "casualties UA"),
        ("Потери ВСУ у [Лозового|Lozivka] составили 300 человек.", "casualties UA"),
        ("У [Лозового|Lozivka] уничтожено до 40 боевиков.", "casualties UA"),
        ("Россияне теряют до роты в сутки у [Лозового|Lozivka].", "casualties RU"),
        ("ВСУ перебросили резервы к [Лозовому|Lozivka].", "redeployment UA"),
        ("Россия стягивает войска к [Лозовому|Lozivka].", "redeployment RU"),
        ("Противник накапливает силы у [Лозового|Lozivka], сообщает военкор.", "redeployment UA"),
        ("Киев перебросил под [Лозовое|Lozivka] бригаду.", "redeployment UA"),
        ("ВСУ строят укрепления у [Лозового|Lozivka].", "redeployment UA"),
        ("Противник провел ротацию у [Лозового|Lozivka], пишет военкор.", "redeployment UA"),
        ("Россияне планируют захватить [Лозовое|Lozivka].", "intent RU"),
        ("Киев готовит прорыв у [Лозового|Lozivka|RU].", "intent UA"),
        ("Цель ВС РФ — выйти к [Лозовому|Lozivka].", "intent RU"),
        ("Путин приказал создать буферную зону у [Лозового|Lozivka].", "intent RU"),
        ("Россия намерена взять [Лозовое|Lozivka] до конца лета.", "intent RU"),
        ("ВСУ готовятся к наступлению у [Лозового|Lozivka].", "intent UA"),
        ("ВСУ не удалось захватить [Лозовое|Lozivka|RU], атаки продолжаются.", "attack UA"),
        ("Удалось освободить [Лозовое|Lozivka], сообщил командир ВС РФ.", "capture RU"),
        ("По селу [Лозовое|Lozivka|RU] нанесен удар тремя дронами, сообщил губернатор.", "strike UA"),
        ("За ночь над [Лозовым|Lozivka|RU] силами ПВО сбиты 12 украинских БПЛА, сообщило Минобороны.", "intercept RU"),
        ("Наши освободили [Лозовое|Lozivka], пишут «Два майора».", "capture RU"),
        ("На [Лозовском|Lozivka] направлении наши продвинулись до 2 км.", "advance RU"),
        ("ВС РФ вошли в восточную часть [Лозового|Lozivka], пишет Рыбарь.", "advance RU"),
        ("Генштаб: за сутки под [Лозовым|Lozivka] украинские защитники отбили 14 атак.", "hold UA"),
        ("Российская ракета попала в жилой дом в [Лозовом|Lozivka].", "strike RU"),
        ("Наступление ВСУ в районе [Лозового|Lozivka] остановлено, заявил Герасимов.", "hold RU"),
        ("ВСУ предприняли контратаку у [Лозового|Lozivka].", "attack UA"),
        ("Украинские силы, вероятно, отошли из [Лозового|Lozivka], пишет Рыбарь.", "withdrawal UA"),
        ("Противник готовится форсировать Днепр у [Лозового|Lozivka], сообщил Сальдо.", "intent UA"),
        ("По данным ISW, Россия намерена захватить [Лозовое|Lozivka].", "intent RU"),
        ("На территории [Лозового|Lozivka|RU] объявлена опасность по БПЛА.", "alert RU"),
        ("Внимание! [Лозовое|Lozivka|RU] - ракетная опасность! Спуститесь в подвалы.", "alert RU"),
        ("Российские штурмовики малыми группами просочились в [Лозовое|Lozivka], пишет DeepState.", "infiltration RU"),
    ],
)
def test_the_words_of_an_event_give_its_kind_and_who_acts(text, told):
    assert told in _told(text)


@pytest.mark.parametrize(
    "text",
    [
        "[Лозовое|Lozivka] сейчас в серой зоне, пишут военкоры.",
        "Если ВСУ захватят [Лозовое|Lozivka], последствия будут тяжелыми.",
        "ВСУ не захватили [Лозовое|Lozivka] и не продвинулись.",
        "Россияне могли бы захватить [Лозовое|Lozivka] за месяц.",
        "Падет ли [Лозовое|Lozivka]?",
        "Президент в [Лозовом|Lozivka] призвал прекратить боевые действия.",
        "В [Лозовом|Lozivka] прошли переговоры о прекращении огня.",
        "Участники боевых действий из [Лозового|Lozivka] получили награды.",
        "Бригада получила боевые машины пехоты, сообщили в [Лозовом|Lozivka].",
        "Компания из [Лозового|Lozivka] захватила рынок вооружений.",
        "Цены на топливо в [Лозовом|Lozivka] упали.",
        "Боец штурмового батальона родом из [Лозового|Lozivka].",
        "Связь с [Лозовым|Lozivka] потеряна.",
        "Военные захватили технику противника, рассказал командир в [Лозовом|Lozivka].",
        "В [Лозовом|Lozivka] простились с погибшим на фронте бойцом.",
        "Военный гарнизон [Лозового|Lozivka] получил новый флаг.",
        "Врачи в [Лозовом|Lozivka] спасают раненых бойцов.",
        "Информационная атака на [Лозовое|Lozivka] продолжается в соцсетях.",
        "Хакерская атака поразила серверы в [Лозовом|Lozivka].",
        "Суд в [Лозовом|Lozivka] приговорил дезертира.",
        "Волонтеры из [Лозового|Lozivka] собрали на дроны миллион.",
        "Жители [Лозового|Lozivka] боятся нового наступления.",
        "В [Лозовом|Lozivka] задержали корректировщика огня.",
        "Во время учений у [Лозового|Lozivka] военные отработали стрельбу.",
        "Боец из [Лозового|Lozivka] выиграл бой на турнире, бой длился пять раундов.",
        "Главный удар экономике [Лозового|Lozivka] нанесла инфляция.",
        "В оккупированном [Донецке|Donetsk] нет воды из-за аварии на водоводе.",
        "Губернатор доложил об оборонном заказе в [Лозовом|Lozivka], где занят каждый второй житель.",
        "В [Лозовом|Lozivka|RU] пострадавших и разрушений нет, сообщил губернатор.",
        "Завтра в [Лозовом|Lozivka] пройдет заседание штаба.",
        "Работник завода в [Лозовом|Lozivka] потерял документы на дрон.",
        "Информации о взятии [Лозового|Lozivka] пока нет.",
        "Бойцы из [Лозового|Lozivka] получили медали за оборону.",
        "Под стражу взяли чиновника из [Лозового|Lozivka].",
        "Интенсивность атак у [Лозового|Lozivka] снижается.",
        "Данные о потерях у [Лозового|Lozivka] Киев не раскрывает.",
        "Среди освобожденных – летчик из [Лозового|Lozivka].",
        "Армия не сумела перехватить инициативу у [Лозового|Lozivka].",
        "Домой вернулись жители [Лозового|Lozivka], которых удерживали с зимы.",
        "Президент поздравил освободителей [Лозового|Lozivka] с годовщиной.",
        "В годовщину освобождения [Лозового|Lozivka] от фашистов возложили цветы военные.",
        "Бои без правил прошли в [Лозовом|Lozivka] среди десантников.",
        "Минобороны закупит дроны на заводе в [Лозовом|Lozivka].",
    ],
)
def test_what_is_no_event_makes_no_claim(text):
    assert not _told(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("В Генштабе ВСУ опровергли захват [Лозового|Lozivka].", "denied"),
        ("Россия заявила о взятии [Лозового|Lozivka], но ВСУ это опровергли.", "denied"),
        ("Россияне якобы захватили [Лозовое|Lozivka].", "unverified"),
        ("По неподтвержденной информации, противник захватил [Лозовое|Lozivka], пишет DeepState.", "unverified"),
        ("Появилась информация, что наши взяли [Лозовое|Lozivka], ждем подтверждения.", "unverified"),
        ("Сообщения о захвате [Лозового|Lozivka] — фейк, заявил представитель бригады ВСУ.", "denied"),
        ("Вероятно, украинские войска отошли из [Лозового|Lozivka].", "unverified"),
        ("ВСУ якобы заняли [Лозовое|Lozivka|RU].", "unverified"),
        ("В бригаде ВСУ опровергли взятие [Лозового|Lozivka].", "denied"),
        ("Минобороны РФ заявило о захвате [Лозового|Lozivka], не приведя доказательств.", "unverified"),
        ("Российские войска взяли [Лозовое|Lozivka]. Подтвердить это независимо агентство не может.", "unverified"),
        ("Россияне взяли [Лозовое|Lozivka], но доказательств этого аналитики не нашли.", "unverified"),
        ("Над [Лозовым|Lozivka] сбит беспилотник самолетного типа.", "asserted"),
        ("[Лозовое|Lozivka] не захвачено, заявили в ВСУ.", "denied"),
        ("У [Лозового|Lozivka] враг наступательных действий не вел, сообщил Генштаб ВСУ.", "denied"),
        ("Закрепиться в [Лозовом|Lozivka] россияне не могут, сообщил Генштаб ВСУ.", "denied"),
        ("Минобороны РФ заявило о взятии [Лозового|Lozivka]. Киев это не подтвердил.", "disputed"),
        ("Россияне вошли в [Лозовое|Lozivka], пишет DeepState. В Генштабе ВСУ это опровергли.", "disputed"),
    ],
)
def test_denial_and_doubt_set_the_status(text, status):
    assert {claim.status.value for claim in claims_of(text + WAR, lang="ru")} == {status}


def test_a_hedge_belongs_to_the_clause_after_it():
    text = "Россияне продвинулись у [Лозового|Lozivka] и, вероятно, захватили [Терново|Terniv]."
    status = {claim.place: claim.status.value for claim in claims_of(text, lang="ru")}
    assert status == {"Lozivka": "asserted", "Terniv": "unverified"}


def test_doubt_does_not_cross_the_items_of_a_digest():
    text = (
        "► В [Лозовом|Lozivka] при обстреле погиб мужчина, сообщил губернатор\n\n"
        "► В Белом доме не подтвердили передачу ракет"
    )
    assert {claim.status.value for claim in claims_of(text, lang="ru")} == {"asserted"}


def test_damage_beside_no_victims_is_told():
    assert "damage UA" in _told("В [Озерках|Ozerky|RU] повреждены дома, пострадавших нет, сообщил губернатор.")


@pytest.mark.parametrize(
    "text",
    ["Весь день шли бои за [Лозовое|Lozivka].", "Оккупанты атаковали у [Лозового|Lozivka]."],
)
def test_a_post_of_one_line_is_about_the_war(text):
    assert claims_of(text, lang="ru")


def test_a_denial_of_what_was_told_does_not_deny_the_other_account():
    text = (
        "В [Лозовом|Lozivka] уничтожен эшелон с ракетами, сообщили в ГУР. Оккупационные власти это отрицали: дроны "
        "атаковали жилые дома."
    )
    assert {claim.status.value for claim in claims_of(text, lang="ru")} == {"disputed", "asserted"}


def test_verbs_of_one_kind_with_a_place_each_make_a_claim_each():
    text = "Российские войска продвинулись на окраине [Лозового|Lozivka] и вошли в [Терново|Terniv]."
    assert [claim.place for claim in claims_of(text, lang="ru")] == ["Lozivka", "Terniv"]
    assert len({claim.statement_id for claim in claims_of(text, lang="ru")}) == 2


def test_a_party_named_stands_for_the_place_of_an_exchange_of_prisoners():
    text = "Россия и Украина обменялись военнопленными."
    country = Place("country:RU", "Russia", FeatureClass.COUNTRY, "RU", lon=37.6, lat=55.7)
    mention = Toponym("doc.txt", 0, 6, "Россия", "Россия", role=ToponymRole.METONYM)
    document = Document("doc.txt", text, lang="ru", published=PUBLISHED)
    claims = extract_claims(document, [Resolution(mention, country, 0.9, "by hand")], find_dates(document))
    assert [(claim.kind.value, claim.place) for claim in claims] == [("prisoners", "Russia")]


def test_the_adjective_of_a_weekday_dates_what_it_belongs_to():
    (claim,) = claims_of("При воскресном ударе по [Лозовому|Lozivka] ранены люди, сообщил мэр.", lang="ru")
    assert str(claim.start_date) == str(claim.end_date) == "2025-03-02"


def test_those_within_a_force_speak_for_it():
    (claim,) = claims_of("Бои идут в [Лозовом|Lozivka], сообщили в ВСУ.", lang="ru")
    assert (claim.claimant, claim.side.value) == ("ВСУ", "UA")
