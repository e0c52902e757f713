"""The English word lists: what makes a claim of which kind and by whom, what makes none, and how sure it is told."""

import pytest
from claimkit import claims_of

from geomap.records import ClaimKind, Status


def _told(text):
    return {f"{claim.kind.value} {claim.actor.value}" for claim in claims_of(text)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Russian troops wrested [Lozivka] from the Ukrainian army.", "capture RU"),
        ("[Lozivka] fell into Russian hands last week, the troops said.", "capture RU"),
        ("The army pushed Russian troops out of [Lozivka], the General Staff of Ukraine said.", "capture UA"),
        ("Russian marines knocked Ukrainian forces out of [Lozivka].", "capture RU"),
        ("[Lozivka] was captured by Russian troops.", "capture RU"),
        ("Siversk direction: the enemy occupied [Lozivka], the General Staff of Ukraine said.", "capture RU"),
        ("Battlegroup Center liberated [Lozivka], the Russian ministry said of its troops.", "capture RU"),
        ("Ukrainian forces vacated their positions in [Lozivka].", "withdrawal UA"),
        ("The Ukrainian command ordered its units to withdraw from [Lozivka].", "withdrawal UA"),
        ("The units moved to more advantageous positions near [Lozivka], the army of Ukraine said.", "withdrawal UA"),
        ("Ukrainian marines hold the bridgehead at [Lozivka], the brigade said.", "hold UA"),
        ("The enemy had no success near [Lozivka], the General Staff of Ukraine reported.", "hold UA"),
        ("Two enemy assaults near [Lozivka] ended in failure, the Ukrainian General Staff said.", "hold UA"),
        ("Attempts by the Russians to advance near [Lozivka] were unsuccessful, said the army of Ukraine.", "hold UA"),
        ("Russian forces made marginal gains near [Lozivka].", "advance RU"),
        ("Russian troops pierced Ukrainian defences near [Lozivka].", "advance RU"),
        ("Russian forces are inching towards [Lozivka].", "advance RU"),
        ("Russian forces have expanded their zone of control near [Lozivka].", "advance RU"),
        ("Russian soldiers are already in the centre of [Lozivka].", "advance RU"),
        ("The Russian army keeps pressing near [Lozivka].", "attack RU"),
        ("Russia is pressing its assault on [Lozivka], the soldiers said.", "attack RU"),
        ("Heavy battles are raging for [Lozivka], soldiers say.", "attack unknown"),
        ("Ukrainian drones set an oil refinery ablaze in [Ozerky|Ozerky|RU].", "strike UA"),
        ("Three killed in Russian missile attack on [Lozivka]", "strike RU"),
        ("[Lozivka] was hit by a Kinzhal missile.", "strike RU"),
        ("A drone attack on [Ozerky|Ozerky|RU] was repelled, the governor said.", "intercept RU"),
        ("Forty drones were neutralised over [Lozivka], the Ukrainian air force said.", "intercept UA"),
        ("A handful of Russian soldiers were seen in [Lozivka].", "infiltration RU"),
        ("Families with children must leave [Lozivka], the military administration said.", "evacuation UA"),
        ("People in [Lozivka] were urged to take shelter from missiles.", "alert UA"),
        ("Flights were suspended at the airport of [Ozerky|Ozerky|RU] because of drones.", "alert RU"),
        ("The Russians have concentrated 50,000 troops near [Lozivka].", "redeployment RU"),
        ("Russian units are regrouping near [Lozivka].", "redeployment RU"),
        ("The enemy is preparing an assault on [Lozivka], the Ukrainian spokesman said.", "intent RU"),
        ("The Russian army is gearing up for an offensive on [Lozivka].", "intent RU"),
        ("Ukrainian soldiers surged into [Lozivka].", "advance UA"),
        ("Moscow's forces are within 5 kilometers of [Lozivka].", "advance RU"),
        ("Russia rained missiles on [Lozivka].", "strike RU"),
        ("The Russian army lost a whole company near [Lozivka].", "casualties RU"),
        ("Ukrainian troops repelled two counterattacks near [Lozivka].", "hold UA"),
        ("Russian forces are trying to block Ukrainian units near [Lozivka].", "attack RU"),
        ('Russian troops went on to develop "tactical success" in the direction of [Lozivka].', "attack RU"),
        ("The Russian troops were regrouped from [Lozivka] to the rear.", "redeployment RU"),
        ("Russia landed a helicopter with special forces in [Lozivka].", "redeployment RU"),
        ("A drone had fallen on the oil depot in [Ozerky|Ozerky|RU].", "strike UA"),
        ("Ukrainian soldiers keep the defense in the area of [Lozivka].", "hold UA"),
        ("Russian troops foiled an attempt by a Ukrainian unit to break out of [Lozivka].", "hold RU"),
        ("There are casualties after the shelling, said the mayor of [Lozivka].", "casualties RU"),
        ("The fiercest battles are taking place near [Lozivka], the army says.", "attack unknown"),
        ("The Russian fighters who were released had been captured near [Lozivka].", "prisoners UA"),
        ("The attack on [Lozivka] killed two people, the army said.", "strike RU"),
    ],
)
def test_reports_say_it_in_many_ways(text, told):
    assert _told(text) == {told}


@pytest.mark.parametrize(
    "text",
    [
        "The brigade received ten infantry fighting vehicles in [Lozivka].",
        "The president met the freed men of the army in [Lozivka].",
        "The singer captured the hearts of the garrison in [Lozivka].",
        "The security service foiled a plot to kill a Ukrainian officer in [Lozivka].",
        "A meeting of soldiers is taking place in [Lozivka].",
        "The country will help to fund the deployment of army hospitals in [Lozivka].",
        "The commander of the battle group spoke to soldiers in [Lozivka].",
        "The soldiers were fit for battle, an officer in [Lozivka] said.",
        "The military lost contact with [Lozivka].",
        "Soldiers lost hope in [Lozivka].",
        "Military police took the deserter to [Lozivka].",
        "The army took advantage of fog near [Lozivka].",
        "The general staff held a meeting with troops in [Lozivka].",
        "The army's situation in [Lozivka] is under control.",
        "The garrison of [Lozivka] has 500 soldiers.",
        "[Lozivka] lies in the grey zone between the two armies.",
        "[Lozivka] is an important military target.",
        "The two armies signed a ceasefire to end attacks in [Lozivka].",
        "Kyiv asked its allies to allow it to strike targets deep inside [Ozerky|Ozerky|RU].",
        "Once [Lozivka] is taken, the Russian army can turn west.",
        "A Russian advance on [Lozivka] is unlikely, the officer said.",
        "Peace talks in [Lozivka] made progress, the military envoy said.",
        "Sappers of the army demined fields near [Lozivka].",
        "[Lozivka] has changed since the full-scale invasion.",
        "Fighters from [Lozivka] took gold at the military championship.",
        "Soldiers in [Lozivka] fight against corruption.",
        "The Red Army liberated [Lozivka] in 1943.",
    ],
)
def test_other_senses_of_the_words_of_war_make_no_claim(text):
    assert _told(text) == set()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Russian troops may have taken [Lozivka].", Status.UNVERIFIED),
        ("Russian forces likely seized [Lozivka].", Status.UNVERIFIED),
        ("Russia is said to have captured [Lozivka] with its army.", Status.UNVERIFIED),
        ("Russian troops appear to have captured [Lozivka].", Status.UNVERIFIED),
        ("Russia said, without providing evidence, that its army had captured [Lozivka].", Status.UNVERIFIED),
        ("Russian troops took [Lozivka], Moscow said. Reuters was unable to verify the report.", Status.UNVERIFIED),
        ("On May 5 Russian troops captured [Lozivka].", Status.ASSERTED),
        ("The conflict took another turn as Russian troops captured [Lozivka].", Status.ASSERTED),
        ("Russian troops captured [Lozivka], which lies near the river.", Status.ASSERTED),
        ("Geolocated footage indicates that Russian troops captured [Lozivka].", Status.ASSERTED),
    ],
)
def test_doubt_is_told_from_words_that_look_like_it(text, status):
    captures = [claim for claim in claims_of(text) if claim.kind is ClaimKind.CAPTURE]
    assert [claim.status for claim in captures] == [status]


def test_a_side_that_refutes_reports_of_a_capture_holds_the_place():
    (claim,) = claims_of("The Ukrainian brigade refuted reports that the Russians had occupied [Lozivka].")
    assert (claim.kind, claim.status) == (ClaimKind.HOLD, Status.DENIED)
