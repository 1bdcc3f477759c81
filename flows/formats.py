"""Output formats of `sitrep sql`; apart, so that the command line starts without pyarrow."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How `sitrep sql` writes its rows."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    PARQUET = "parquet"


class Wanted(StrEnum):
    """What may be asked for alone."""

    CLAIMS = "claims"


class Exported(StrEnum):
    """What `sitrep export` writes."""

    PARQUET = "parquet"
    CSV = "csv"
    GEOJSON = "geojson"
    UCDP_GED = "ucdp-ged"
    ACLED = "acled"
    GDELT_COUNTS = "gdelt-counts"
