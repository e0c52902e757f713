"""The errors that geomap raises on purpose; each message gives the wrong value and what to do next."""

__all__ = [
    "DocumentError",
    "GazetteerError",
    "GeocoderError",
    "GeomapError",
    "InvalidRecordError",
    "LexiconError",
    "MissingExtraError",
    "StoreError",
]


class GeomapError(Exception):
    """Base of every error that geomap raises on purpose."""


class InvalidRecordError(GeomapError, ValueError):
    """The fields of a record contradict each other."""


class DocumentError(GeomapError, ValueError):
    """An article cannot be read: names the file and, where there is one, the byte or line."""


class GazetteerError(GeomapError, LookupError):
    """The gazetteer is missing, malformed or out of date: names the command that mends it."""


class LexiconError(GeomapError, ValueError):
    """A word list is malformed: names the file and the entry."""


class StoreError(GeomapError, OSError):
    """A store or export cannot be opened or written, or has another schema version."""


class GeocoderError(GeomapError, OSError):
    """An online geocoder failed; the cause is its own error."""


class MissingExtraError(GeomapError, ImportError):
    """An optional part is not installed: names the extra to install."""
