"""Longitudes, latitudes and geodesics."""

from __future__ import annotations

import math

__all__ = ["CRS", "approximate_km", "bearing_point", "distance_km", "valid_lonlat"]

CRS = "EPSG:4326"
"""The coordinate reference system of every stored coordinate: WGS 84, `lon, lat` in decimal degrees."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the IUGG; a sphere is within 0.6% of the ellipsoid."""


def valid_lonlat(lon: float, lat: float) -> bool:
    """Say whether the two numbers are finite degrees of longitude and latitude."""
    return math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Measure the WGS 84 geodesic between two points, in kilometres (Karney 2013, by geopy)."""
    from geopy.distance import geodesic

    return float(geodesic((lat1, lon1), (lat2, lon2)).km)


def approximate_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Measure the great circle on a sphere, in kilometres: a hundred times faster, at most 0.6% off.

    For ranking candidates; what is shown or stored uses `distance_km`.
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((phi2 - phi1) / 2) ** 2
    h += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def bearing_point(lon: float, lat: float, *, bearing_deg: float, distance_km: float) -> tuple[float, float]:
    """Go `distance_km` kilometres along the geodesic that leaves at `bearing_deg` clockwise from north.

    Returns
    -------
    tuple of float
        `lon, lat` of the end.
    """
    from geopy.distance import geodesic

    end = geodesic(kilometers=distance_km).destination((lat, lon), bearing_deg)
    return float(end.longitude), float(end.latitude)
