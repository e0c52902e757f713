"""Who says so, and whose side that is."""

import pytest
from claimkit import claims_of

from geomap.records import Side


@pytest.mark.parametrize(
    ("text", "claimant", "side"),
    [
        ("According to DeepState, Russian troops captured [Lozivka].", "DeepState", Side.UA),
        ("Russian troops captured [Lozivka], said the Kremlin.", "Kremlin", Side.RU),
        ("Російські війська захопили [Лозівку|Lozivka], за даними DeepState.", "DeepState", Side.UA),
        ("За даними DeepState, російські війська захопили [Лозівку|Lozivka].", "DeepState", Side.UA),
        ("По данным DeepState, российские войска захватили [Лозовое|Lozivka].", "DeepState", Side.UA),
        ("Минобороны РФ сообщило, что войска освободили [Лозовое|Lozivka].", "Минобороны РФ", Side.RU),
        ("Russian troops captured [Lozivka] on Monday.", "reporter", Side.INDEPENDENT),
    ],
)
def test_claimant_and_side(text, claimant, side):
    claims = [claim for claim in claims_of(text) if claim.kind == "capture"]
    assert [(claim.claimant, claim.side) for claim in claims] == [(claimant, side)]


def test_a_claim_says_why_its_claimant_was_chosen():
    (claim,) = claims_of("According to DeepState, Russian troops captured [Lozivka].")
    assert "DeepState" in claim.claimant_why
    assert "According to" in claim.claimant_why
