"""Found against annotated: precision, recall, F1, accuracy of each field, and distances in kilometres.

An annotated folder holds `toponyms.jsonl`, `claims.jsonl` and `places.jsonl`; docs/evaluation.md describes them.
Predictions are the rows of `toponyms.geojson` and `claims.geojson`, as JSON objects with a `geometry` member.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geomap.errors import DocumentError
from geomap.geo import approximate_km
from geomap.text import fold

__all__ = ["Annotations", "evaluate", "read_annotations", "read_predictions", "score_claims", "score_toponyms"]

Row = Mapping[str, Any]

MATCH_KM = 25.0
"""A claim's place is the annotated one within this distance: the size of a hromada."""
NEAR_KM = 10.0
"""A mention is resolved rightly within this distance of the annotated point."""
MIN_OVERLAP = 0.3
"""Share of the shorter quote that two quotes of one claim have in common."""
POINT_CLASSES = frozenset({"settlement", "facility"})
FRONT_KINDS = frozenset({"capture", "withdrawal", "hold", "advance"})
_REGION_WORD = re.compile(r"\b(?:oblast|region|raion|district|the|city|town|of)\b")


@dataclass(frozen=True, slots=True)
class Annotations:
    """The annotated rows of some documents, and the places that they name."""

    toponyms: tuple[Row, ...]
    claims: tuple[Row, ...]
    places: Mapping[str, Row] = field(default_factory=dict)


def read_annotations(folder: str | Path) -> Annotations:
    """Read an annotated folder; a missing file counts as empty, a folder with none of them is an error."""
    root = Path(folder)
    if not any((root / f"{name}.jsonl").is_file() for name in ("toponyms", "claims")):
        raise DocumentError(f"{folder}: holds neither toponyms.jsonl nor claims.jsonl")
    rows = {name: _read_lines(root / f"{name}.jsonl") for name in ("toponyms", "claims", "places")}
    places = {str(row["place"]): row for row in rows["places"]}
    return Annotations(rows["toponyms"], rows["claims"], places)


def read_predictions(path: str | Path) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Read toponyms and claims from a folder that `geomap build` wrote, or from one file of claims.

    Returns
    -------
    tuple of two tuples
        The toponyms and the claims, as JSON objects.
    """
    root = Path(path)
    if root.is_dir():
        toponyms, claims = root / "toponyms.geojson", root / "claims.geojson"
        if not toponyms.is_file() and not claims.is_file():
            raise DocumentError(f"{path}: holds neither toponyms.geojson nor claims.geojson")
        return _read_features(toponyms), _read_features(claims)
    if not root.is_file():
        raise DocumentError(f"{path}: no such file or folder")
    return (), _read_features(root)


def _read_lines(path: Path) -> tuple[Row, ...]:
    if not path.is_file():
        return ()
    try:
        return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip())
    except ValueError as error:
        raise DocumentError(f"{path}: is not JSON Lines: {error}") from error


def _read_features(path: Path) -> tuple[Row, ...]:
    if not path.is_file():
        return ()
    if path.suffix == ".jsonl":
        return _read_lines(path)
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return tuple({**feature["properties"], "geometry": feature["geometry"]} for feature in features)
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentError(f"{path}: is not a GeoJSON FeatureCollection") from error


def evaluate(gold: Annotations, toponyms: Sequence[Row], claims: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Score predictions over all documents, and over the documents of each language by itself.

    Returns
    -------
    dict
        `toponyms`, `claims` and, for every language of the annotations, `toponyms.en`, `claims.en` and so on; each
        maps a measure to its value. A measure without a denominator is left out.
    """
    scores = {"toponyms": score_toponyms(gold, toponyms), "claims": score_claims(gold, claims)}
    languages = {row["lang"] for row in (*gold.toponyms, *gold.claims) if row.get("lang")}
    for lang in sorted(languages):
        docs = {row["doc"] for row in (*gold.toponyms, *gold.claims) if row.get("lang") == lang}
        part = Annotations(
            tuple(row for row in gold.toponyms if row["doc"] in docs),
            tuple(row for row in gold.claims if row["doc"] in docs),
            gold.places,
        )
        scores[f"toponyms.{lang}"] = score_toponyms(part, [row for row in toponyms if row["doc"] in docs])
        scores[f"claims.{lang}"] = score_claims(part, [row for row in claims if row["doc"] in docs])
    return {name: values for name, values in scores.items() if values}


# Toponyms ---------------------------------------------------------------------------------------------------------


def score_toponyms(gold: Annotations, predicted: Sequence[Row]) -> dict[str, float]:
    """Score mentions: spans by overlap and exactly, class and role of those matched, and the distance to the point.

    Annotated rows with `optional` are neither asked for nor counted against a prediction.
    """
    docs = {row["doc"] for row in gold.toponyms}
    mine = [row for row in predicted if row["doc"] in docs]
    matched = _match_spans(gold.toponyms, mine)
    core = [(gold.toponyms[j], mine[i], share) for i, j, share in matched if not gold.toponyms[j].get("optional")]
    wanted = sum(not row.get("optional") for row in gold.toponyms)
    counted = len(mine) - (len(matched) - len(core))
    exact = sum(share == 1 for _, _, share in core)
    scores: dict[str, float] = {"n_gold": wanted, "n_pred": counted}
    _put_prf(scores, "", len(core), wanted, counted)
    _put_prf(scores, "_exact", exact, wanted, counted)
    _put(scores, "kind_accuracy", sum(p.get("kind") == g["kind"] for g, p, _ in core), len(core))
    roles = [(g, p) for g, p, _ in core if g.get("role")]
    _put(scores, "role_accuracy", sum(_accepts(g, "role", p.get("role")) for g, p in roles), len(roles))
    located = [(g, p) for g, p, _ in core if g.get("lat") is not None]
    _put(scores, "within_10_km", sum(_resolved(gold, g, p) for g, p in located), len(located))
    return scores


def _match_spans(gold: Sequence[Row], predicted: Sequence[Row]) -> list[tuple[int, int, float]]:
    """Pair predictions with annotations one to one, the largest overlap first: (predicted, gold, shared / union)."""
    by_doc: dict[str, list[int]] = defaultdict(list)
    for j, row in enumerate(gold):
        by_doc[row["doc"]].append(j)
    pairs = []
    for i, row in enumerate(predicted):
        for j in by_doc.get(row["doc"], ()):
            shared = min(row["end"], gold[j]["end"]) - max(row["start"], gold[j]["start"])
            if shared > 0:
                union = max(row["end"], gold[j]["end"]) - min(row["start"], gold[j]["start"])
                pairs.append((-shared / union, i, j))
    return [(i, j, -share) for share, i, j in _one_to_one(sorted(pairs))]


def _one_to_one(pairs: Iterable[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    used_left: set[int] = set()
    used_right: set[int] = set()
    chosen = []
    for score, i, j in pairs:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            chosen.append((score, i, j))
    return chosen


def _resolved(gold: Annotations, annotated: Row, predicted: Row) -> bool:
    centre = _centre(predicted.get("geometry"))
    if centre is None:
        return False
    spots = [annotated, *(gold.places[name] for name in annotated.get("alt", ()) if name in gold.places)]
    for spot in spots:
        if spot.get("lat") is None:
            continue
        known = gold.places.get(spot["place"], spot)
        kind = known.get("kind", annotated["kind"])
        limit = NEAR_KM if kind in POINT_CLASSES else max(NEAR_KM, float(known.get("radius_km") or 0))
        if approximate_km(*centre, float(spot["lon"]), float(spot["lat"])) <= limit:
            return True
    return False


# Claims -----------------------------------------------------------------------------------------------------------


def score_claims(gold: Annotations, predicted: Sequence[Row]) -> dict[str, float]:
    """Score claims: which were found, how many of those given are right, and the fields of those matched.

    A prediction matches an annotated claim when their quotes overlap and the place fits; pairs are one to one, the
    best first. One that tells a matched claim again with its kind is a duplicate and not counted. `pair_*` counts
    every place of a claim by itself and asks for kind and place to be right; `front_pair_*` the control kinds alone.
    """
    docs = {row["doc"] for row in gold.claims}
    mine = [row for row in predicted if row["doc"] in docs]
    fits = {(i, j): share for i, row in enumerate(mine) for j, share in _touching(gold, row)}
    ranked = sorted((-_rank(mine[i], gold.claims[j], share), i, j) for (i, j), share in fits.items())
    matched = {i: j for _, i, j in _one_to_one(ranked)}
    touched: dict[int, list[int]] = defaultdict(list)
    for i, j in fits:
        touched[i].append(j)
    core, wrong = [], 0
    for i, row in enumerate(mine):
        pair = matched.get(i)
        if pair is not None and not gold.claims[pair].get("optional"):
            core.append((gold.claims[pair], row))
        elif not any(_accepts(gold.claims[k], "kind", row["kind"]) for k in touched[i]):
            wrong += 1
    wanted = sum(not row.get("optional") for row in gold.claims)
    scores: dict[str, float] = {"n_gold": wanted, "n_pred": len(mine)}
    _put_prf(scores, "", len(core), wanted, len(core) + wrong)
    for name in ("kind", "actor", "side", "status"):
        _put(scores, f"{name}_accuracy", sum(row.get(name) == g[name] for g, row in core), len(core))
    _put(scores, "date_overlap", sum(_dates_meet(g, row) for g, row in core), len(core))
    same = sum((g["date_start"], g["date_end"]) == (row.get("start_date"), row.get("end_date")) for g, row in core)
    _put(scores, "date_exact", same, len(core))
    _put_pairs(scores, "pair", gold, mine, None)
    _put_pairs(scores, "front_pair", gold, mine, FRONT_KINDS)
    return scores


def _touching(gold: Annotations, row: Row) -> list[tuple[int, float]]:
    found = []
    for j, claim in enumerate(gold.claims):
        if claim["doc"] == row["doc"]:
            share = _overlap(row, claim)
            if share >= MIN_OVERLAP and any(_same_place(gold, row, n, strict=False) for n in _place_names(claim)):
                found.append((j, share))
    return found


def _rank(row: Row, claim: Row, share: float) -> float:
    kind = 2.0 if row["kind"] == claim["kind"] else 1.2 if _accepts(claim, "kind", row["kind"]) else 0.0
    return kind + share + 0.3 * bool(row.get("actor") == claim["actor"]) + 0.2 * (not claim.get("optional"))


def _overlap(row: Row, claim: Row) -> float:
    best = 0.0
    for start, end in [(claim["start"], claim["end"]), *claim.get("also", ())]:
        shared = min(row["end"], end) - max(row["start"], start)
        best = max(best, shared / max(1, min(row["end"] - row["start"], end - start)))
    return best


def _place_names(claim: Row) -> list[str]:
    return [*claim["places"], *claim.get("place_alt", ())]


def _same_place(gold: Annotations, row: Row, name: str, *, strict: bool) -> bool:
    """Say whether a predicted claim stands at the annotated place; loosely, anywhere in its first-level unit."""
    spot = gold.places.get(name)
    if spot is None:
        return _plain(row.get("place") or "") == _plain(name)
    centre = _centre(row.get("geometry"))
    named = _is_named(spot, row.get("place") or "", str(row.get("feature") or ""))
    away = None
    if centre is not None and spot.get("lat") is not None:
        away = approximate_km(*centre, float(spot["lon"]), float(spot["lat"]))
    if spot["kind"] in POINT_CLASSES:
        right = away <= MATCH_KM if away is not None else named
    else:
        reach = max(MATCH_KM, float(spot.get("radius_km") or 0))
        right = (named or (away is not None and away <= 1)) and (away is None or away <= reach)
    if right or strict:
        return right
    parts = [part.strip() for part in name.split(",")]
    region = parts[-2] if len(parts) >= 3 else parts[0] if spot["kind"] == "region" else ""
    in_region = bool(region) and _plain(region) in (_plain(row.get("admin1") or ""), _plain(row.get("place") or ""))
    in_country = spot["kind"] == "country" and row.get("country") == parts[-1]
    return named or in_region or in_country or (away is not None and away <= MATCH_KM)


def _plain(name: str) -> str:
    return fold(_REGION_WORD.sub(" ", fold(name)))


def _is_named(spot: Row, name: str, feature: str) -> bool:
    region = "region" in (feature, spot["kind"])
    if region and feature != spot["kind"]:
        return False
    first = _plain(name.split(",", maxsplit=1)[0])
    return first == _plain(spot["place"].split(",")[0]) or first in {_plain(alias) for alias in spot.get("aliases", ())}


def _dates_meet(claim: Row, row: Row) -> bool:
    days = [str(day) for day in (row.get("start_date"), row.get("end_date")) if day]
    if not days:
        return False
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    return first <= date.fromisoformat(claim["date_end"]) and date.fromisoformat(claim["date_start"]) <= last


def _put_pairs(
    scores: dict[str, float], name: str, gold: Annotations, mine: Sequence[Row], kinds: frozenset[str] | None
) -> None:
    def fits(row: Row, claim: Row, place: str) -> bool:
        return (
            row["doc"] == claim["doc"]
            and _accepts(claim, "kind", row["kind"])
            and _overlap(row, claim) >= MIN_OVERLAP
            and _same_place(gold, row, place, strict=True)
        )

    asked = [claim for claim in gold.claims if not claim.get("optional") and (kinds is None or claim["kind"] in kinds)]
    wanted = [(claim, place) for claim in asked for place in claim["places"]]
    got = sum(any(fits(row, claim, place) for row in mine) for claim, place in wanted)
    given = [row for row in mine if kinds is None or row["kind"] in kinds]
    right = sum(any(fits(row, claim, place) for claim in gold.claims for place in _place_names(claim)) for row in given)
    _put(scores, f"{name}_recall", got, len(wanted))
    _put(scores, f"{name}_precision", right, len(given))
    if wanted and given:
        recall, precision = got / len(wanted), right / len(given)
        scores[f"{name}_f1"] = 2 * recall * precision / (recall + precision) if recall + precision else 0.0


# Shared -----------------------------------------------------------------------------------------------------------


def _accepts(annotated: Row, name: str, value: object) -> bool:
    """Say whether a value is the annotated one or an accepted other reading."""
    other = annotated.get(f"{name}_alt") or ()
    return value == annotated[name] or value in ((other,) if isinstance(other, str) else other)


def _centre(geometry: Row | None) -> tuple[float, float] | None:
    """Mean of a geometry's coordinates, `lon, lat`."""
    if not geometry:
        return None
    points: list[tuple[float, float]] = []

    def walk(item: Any) -> None:
        if item and isinstance(item[0], int | float):
            points.append((float(item[0]), float(item[1])))
            return
        for inner in item:
            walk(inner)

    walk(geometry["coordinates"])
    if not points:
        return None
    return sum(lon for lon, _ in points) / len(points), sum(lat for _, lat in points) / len(points)


def _put(scores: dict[str, float], name: str, part: float, whole: float) -> None:
    if whole:
        scores[name] = part / whole


def _put_prf(scores: dict[str, float], suffix: str, right: int, wanted: int, given: int) -> None:
    _put(scores, f"recall{suffix}", right, wanted)
    _put(scores, f"precision{suffix}", right, given)
    if wanted or given:
        scores[f"f1{suffix}"] = 2 * right / (wanted + given)
