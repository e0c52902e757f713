"""QGIS opens the GeoPackage drawn as geomap draws, with its days for the Temporal Controller."""

import json
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from conftest import find_qgis_python
from strategies import AREA, LINE

from geomap.dataset import Change, DocumentEntry, Mention
from geomap.records import Claim, ClaimKind, FeatureClass, Geometry, Place, Side
from geomap.store import open_store

SCRIPT = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import *
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor
application = QgsApplication([], False)
application.initQgis()
path, found = sys.argv[1], {}
def draw(layer, begin=None, end=None):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setOutputSize(QSize(120, 120))
    settings.setExtent(QgsRectangle(34, 50, 37, 53))
    if begin:
        first, last = (QDateTime.fromString(day, Qt.ISODate) for day in (begin, end))
        settings.setIsTemporal(True)
        settings.setTemporalRange(QgsDateTimeRange(first, last, True, False))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    pixels = {image.pixelColor(x, y).name() for x in range(120) for y in range(120)}
    return sorted(pixels - {"#ffffff"})
names = "claims claims_areas reports toponyms places front_places front_cells front_lines shapes_areas"
for name in names.split():
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    said, loaded = layer.loadDefaultStyle()
    times = layer.temporalProperties()
    found[name] = {
        "valid": layer.isValid(),
        "styled": loaded and said != "",
        "rules": layer.renderer().type(),
        "temporal": [times.isActive(), times.startExpression(), times.endExpression()],
        "colours": draw(layer),
    }
    if name == "claims":
        found["that day"] = draw(layer, "2024-08-13T00:00:00", "2024-08-14T00:00:00")
        found["the day after"] = draw(layer, "2024-08-14T00:00:00", "2024-08-15T00:00:00")
print(json.dumps(found))
"""

CLAIM = Claim(
    claim_id="c1",
    doc="a.txt",
    start=0,
    end=4,
    quote="took",
    kind=ClaimKind.CAPTURE,
    side=Side.RU,
    claimant="the ministry",
    place="Sudzha",
    place_id="gn:1",
    feature="settlement",
    uncertainty_km=2.0,
    start_date=date(2024, 8, 13),
    end_date=date(2024, 8, 13),
    group_id="g1",
    geometry=Geometry.point(35.25, 51.25),
)


def front(layer, geometry):
    row = {"layer": layer, "held_by": "RU", "start_date": "2024-08-13", "end_date": None}
    return {"type": "Feature", "geometry": geometry.to_mapping(), "properties": row}


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What QGIS makes of a package with one claim."""
    python = find_qgis_python()
    if python is None:
        pytest.skip("needs QGIS (Debian package python3-qgis)")
    path = tmp_path_factory.mktemp("qgis") / "claims.gpkg"
    place = Place("gn:1", "Sudzha", FeatureClass.SETTLEMENT, "RU", lon=35.25, lat=51.25)
    region = replace(CLAIM, claim_id="c2", feature="region", uncertainty_km=60.0, side=Side.UA, start_date=None)
    region = replace(region, end_date=date(2024, 8, 1), place="Kursk Oblast", place_id="adm1:RU-KRS")
    oblast = Place("adm1:RU-KRS", "Kursk Oblast", FeatureClass.REGION, "RU", geometry=AREA)
    mention = Mention("a.txt", 0, 6, "Sudzha", place="Sudzha", place_id="gn:1", geometry=CLAIM.geometry)
    named = replace(mention, text="Kursk Oblast", place_id=oblast.place_id, geometry=AREA)
    change = Change(
        [DocumentEntry("a.txt")],
        mentions=[mention, named],
        claims=[CLAIM, region],
        places={"gn:1": place, oblast.place_id: oblast},
        front=[front("place", CLAIM.geometry), front("cell", AREA), front("line", LINE)],
    )
    open_store(path).save(change)
    done = subprocess.run([python, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout.splitlines()[-1])


def is_drawn(colour, pixels):
    """Say whether some pixel has the colour, up to what the mark lets through of the ground."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return any(
        abs(int(pixel[1:3], 16) - red) + abs(int(pixel[3:5], 16) - green) + abs(int(pixel[5:7], 16) - blue) < 60
        for pixel in pixels
    )


@pytest.mark.parametrize("layer", ["claims", "claims_areas", "reports", "toponyms", "places", "shapes_areas"])
def test_each_layer_is_valid_and_styled(seen, layer):
    assert (seen[layer]["valid"], seen[layer]["styled"]) == (True, True)


@pytest.mark.parametrize("layer", ["claims", "claims_areas", "reports", "front_places", "front_cells", "front_lines"])
def test_what_has_days_is_ready_for_the_temporal_controller(seen, layer):
    assert seen[layer]["temporal"][0] is True
    assert "start_date" in seen[layer]["temporal"][1]


def test_a_claim_has_the_colour_of_its_side(seen):
    assert is_drawn("#d55e00", seen["claims"]["colours"])


def test_a_claim_about_a_region_is_hatched_in_its_outline(seen):
    assert is_drawn("#6daed3", seen["claims_areas"]["colours"])


def test_a_claim_is_shown_on_its_day(seen):
    assert is_drawn("#d55e00", seen["that day"])


def test_a_claim_is_not_shown_the_day_after(seen):
    assert seen["the day after"] == []
