"""Precision against recall, as a file of numbers and as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from bench.identity.scores import Array

COLOURS = ("#1b6e8c", "#c2571a", "#5b8c1b", "#7a3e9d", "#8c1b3e", "#555555")
WIDE, HIGH, EDGE = 640, 480, 56
Curve = tuple[Array, Array, Array]  # threshold, precision, recall


def write(curves: Mapping[str, Curve], path: Path, least: float = 0.5) -> None:
    """`path`.csv with every point (thinned to 2,000 each) and `path`.svg; both axes from `least` to 1."""
    lines = ["who,threshold,precision,recall"]
    for name, curve in curves.items():
        lines += [f"{name},{t:.6g},{p:.6f},{r:.6f}" for t, p, r in zip(*_thin(curve, 2000), strict=True)]
    path.with_suffix(".csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.with_suffix(".svg").write_text(svg(curves, least), encoding="utf-8")


def svg(curves: Mapping[str, Curve], least: float) -> str:
    """The picture; what is below `least` on either axis is left out."""
    size = f'viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="12"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
             f'<rect width="{WIDE}" height="{HIGH}" fill="white"/>', *_grid(least)]  # fmt: skip
    for i, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[i % len(COLOURS)]
        points = " ".join(f"{_x(r, least):.1f},{_y(p, least):.1f}" for _, p, r in zip(*_thin(curve, 300), strict=True)
                          if p >= least and r >= least)  # fmt: skip
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{EDGE + 10}" y="{HIGH - EDGE - 12 - 16 * i}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _thin(curve: Curve, most: int) -> list[Array]:
    size = len(curve[0])
    at = np.unique(np.linspace(0, size - 1, min(most, size)).astype(int)) if size else np.zeros(0, int)
    return [column[at] for column in curve]


def _x(recall: float, least: float) -> float:
    return EDGE + (recall - least) / (1 - least) * (WIDE - 2 * EDGE)


def _y(precision: float, least: float) -> float:
    return HIGH - EDGE - (precision - least) / (1 - least) * (HIGH - 2 * EDGE)


def _grid(least: float) -> list[str]:
    found = []
    for step in range(6):
        at = least + (1 - least) * step / 5
        x, y = _x(at, least), _y(at, least)
        found.append(f'<path d="M{x:.1f} {EDGE}V{HIGH - EDGE}M{EDGE} {y:.1f}H{WIDE - EDGE}" stroke="#ddd"/>')
        found.append(f'<text x="{x:.1f}" y="{HIGH - EDGE + 16}" text-anchor="middle">{at:.2f}</text>')
        found.append(f'<text x="{EDGE - 6}" y="{y + 4:.1f}" text-anchor="end">{at:.2f}</text>')
    found.append(f'<text x="{WIDE / 2}" y="{HIGH - 14}" text-anchor="middle">recall</text>')
    found.append(
        f'<text x="16" y="{HIGH / 2}" transform="rotate(-90 16 {HIGH / 2})" text-anchor="middle">precision</text>'
    )
    return found
