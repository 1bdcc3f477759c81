"""The reliability diagram of a calibration as SVG: bars of what was right against the diagonal of what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tasks.accuracy.calibration import Bin, Calibration

WIDTH, HEIGHT = 640, 520  # pixels
LEFT, TOP, SIDE = 80, 70, 380  # of the square in which both axes run from 0 to 1
_INK, _BAR, _POINT, _PALE = "#222222", "#7aa6c2", "#b23a48", "#d9d9d9"


def reliability_svg(trust: Calibration, subject: str) -> str:
    """An SVG file of the ten bins; `subject` says which claims and engine they are of."""
    box = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "width": str(WIDTH), "height": str(HEIGHT)}
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img"} | box)
    svg.set("font-family", "sans-serif")
    heading = f"Confidence of {trust.cases} claims: expected calibration error {trust.error:.3f}"
    ET.SubElement(svg, "title").text = heading
    ET.SubElement(svg, "rect", width=str(WIDTH), height=str(HEIGHT), fill="#ffffff")
    _text(svg, LEFT, 28, heading, size=16)
    _text(svg, LEFT, 48, subject, size=12)
    for each in _grid():
        svg.append(each)
    for bin_ in trust.bins:
        if bin_.cases:
            _bar(svg, bin_)
    _text(svg, LEFT + SIDE / 2, TOP + SIDE + 44, "confidence given", anchor="middle")
    turned = _text(svg, 0, 0, "share that was right", anchor="middle")
    turned.set("transform", f"translate({LEFT - 48} {TOP + SIDE / 2}) rotate(-90)")
    _legend(svg)
    ET.indent(svg)
    return ET.tostring(svg, encoding="unicode") + "\n"


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)


def _grid() -> Iterator[ET.Element]:
    """Lines and figures at every fifth of both axes, the frame, and the diagonal of perfect calibration."""
    for tick in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        yield _line(_x(tick), _y(0), _x(tick), _y(1), _PALE)
        yield _line(_x(0), _y(tick), _x(1), _y(tick), _PALE)
        yield _label(_x(tick), _y(0) + 20, f"{tick:.1f}", "middle")
        yield _label(_x(0) - 8, _y(tick) + 4, f"{tick:.1f}", "end")
    yield _line(_x(0), _y(0), _x(1), _y(0), _INK)
    yield _line(_x(0), _y(0), _x(0), _y(1), _INK)
    diagonal = _line(_x(0), _y(0), _x(1), _y(1), _INK)
    diagonal.set("stroke-dasharray", "5 4")
    yield diagonal


def _bar(svg: ET.Element, bin_: Bin) -> None:
    """One bin: how many were right, the mean confidence as a point, and how many claims it holds."""
    left, right, top = _x(bin_.low) + 2, _x(bin_.high) - 2, _y(bin_.right)
    bar = {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": f"{right - left:.1f}", "height": f"{_y(0) - top:.1f}"}
    ET.SubElement(svg, "rect", bar | {"fill": _BAR, "fill-opacity": "0.8"})
    point = {"cx": f"{_x(bin_.confidence):.1f}", "cy": f"{_y(bin_.confidence):.1f}", "r": "4", "fill": _POINT}
    ET.SubElement(svg, "circle", point)
    _text(svg, (left + right) / 2, min(_y(0) - 6, max(TOP + 14, top + 14)), str(bin_.cases), anchor="middle", size=11)


def _legend(svg: ET.Element) -> None:
    x, y = LEFT + SIDE + 14, TOP + 20
    ET.SubElement(svg, "rect", x=str(x), y=str(y - 9), width="12", height="10", fill=_BAR)
    _text(svg, x + 18, y, "right (claims)", size=11)
    ET.SubElement(svg, "circle", cx=str(x + 6), cy=str(y + 16), r="4", fill=_POINT)
    _text(svg, x + 18, y + 20, "mean confidence", size=11)
    dashed = _line(x, y + 36, x + 12, y + 36, _INK)
    dashed.set("stroke-dasharray", "5 4")
    svg.append(dashed)
    _text(svg, x + 18, y + 40, "perfect", size=11)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> ET.Element:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return ET.Element("line", ends | {"stroke": colour, "stroke-width": "1"})


def _label(x: float, y: float, words: str, anchor: str, size: int = 13) -> ET.Element:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "font-size": str(size), "fill": _INK}
    label = ET.Element("text", place)
    label.text = "".join(letter for letter in words if letter.isprintable())  # XML has no control characters
    return label


def _text(svg: ET.Element, x: float, y: float, words: str, anchor: str = "start", size: int = 13) -> ET.Element:
    label = _label(x, y, words, anchor, size)
    svg.append(label)
    return label
