"""Who acts: subjects, objects, passives, and what claimant or place tell where nobody is named."""

import pytest
from claimkit import claims_of

from geomap.records import Actor, ClaimKind


def _one(text, kind):
    (claim,) = [claim for claim in claims_of(text) if claim.kind is kind]
    return claim


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("The enemy was driven out of [Lozivka], Ukraine's General Staff said.", ClaimKind.CAPTURE, Actor.UA),
        ("Враг выбит из [Лозового|Lozivka], сообщило Минобороны России.", ClaimKind.CAPTURE, Actor.RU),
        (
            "Українські військові вибили противника з [Лозівки|Lozivka], повідомив Генштаб ЗСУ.",
            ClaimKind.CAPTURE,
            Actor.UA,
        ),
        ("Ukrainian troops repelled a Russian attack near [Lozivka].", ClaimKind.HOLD, Actor.UA),
        ("A strike on Russian troops near [Lozivka] was reported.", ClaimKind.STRIKE, Actor.UA),
        (
            "Its special unit attacked Russian troops near [Lozivka], the Ukrainian agency said.",
            ClaimKind.ATTACK,
            Actor.UA,
        ),
        ("Українські бійці атакували позиції біля [Лозівки|Lozivka].", ClaimKind.ATTACK, Actor.UA),
        ("The operation to push out the enemy near [Lozivka] goes on, a soldier said.", ClaimKind.ATTACK, Actor.UA),
        ("[Lozivka], 30 km from the border with Russia, was hit by artillery.", ClaimKind.STRIKE, Actor.RU),
        ("[Ozerky|Ozerky|RU], on the border with Ukraine, was hit by artillery.", ClaimKind.STRIKE, Actor.UA),
        ("[Лозівка|Lozivka] на кордоні з Росією обстріляна з артилерії.", ClaimKind.STRIKE, Actor.RU),
        (
            "Hundreds of people have been evacuated from [Lozivka] since the Russian army began its offensive.",
            ClaimKind.EVACUATION,
            Actor.UA,
        ),
        (
            "Moscow has doubled its effort since Ukraine launched an incursion into [Ozerky|Ozerky|RU] with its army.",
            ClaimKind.ATTACK,
            Actor.UA,
        ),
        (
            "Russia said this week that it had landed special forces in [Lozivka].",
            ClaimKind.REDEPLOYMENT,
            Actor.RU,
        ),
        (
            "Our units shelled [Ozerky|Ozerky|RU], the General Staff of Ukraine said.",
            ClaimKind.STRIKE,
            Actor.UA,
        ),
        (
            "Explosions were heard near the army base in [Ozerky|Ozerky|RU], the Moscow-appointed governor said.",
            ClaimKind.STRIKE,
            Actor.UA,
        ),
        (
            "Russia's claims that its forces had encircled [Lozivka] were dismissed by Kyiv.",
            ClaimKind.ADVANCE,
            Actor.RU,
        ),
        (
            "Russian soldiers surrendered near [Lozivka], the General Staff of Ukraine said.",
            ClaimKind.PRISONERS,
            Actor.UA,
        ),
    ],
)
def test_the_one_who_acts_is_not_the_one_it_is_done_to(text, kind, actor):
    assert _one(text, kind).actor is actor


def test_an_alert_is_given_by_those_who_hold_the_place():
    claim = _one("Ukraine sent drones, and an air raid alert was declared in [Ozerky|Ozerky|RU].", ClaimKind.ALERT)
    assert claim.actor is Actor.RU


def test_an_attack_by_drones_is_a_strike():
    kinds = {claim.kind for claim in claims_of("The enemy attacked [Stavkove] with drones overnight, the mayor said.")}
    assert kinds == {ClaimKind.STRIKE}


def test_attackers_destroyed_are_a_defence_held():
    text = "An assault group tried to enter [Lozivka] and was destroyed, Ukraine's General Staff said."
    assert {claim.kind for claim in claims_of(text)} == {ClaimKind.HOLD}
