"""What a scene has more when its answers are covered: a table with each link, and what is asked before the windows."""

from collections.abc import Sequence
from typing import Any

from pooling.placement import Plan
from pooling.predict import size

Scene = dict[str, Any]


def covered(drawn: Scene, tables: Sequence[dict[str, Any] | None]) -> Scene:
    """Return the scene with a table for each link, None where its answers stay open, and "predict": {"size": None}."""
    panels = {panel["id"]: panel for panel in drawn["panels"]}
    links = [
        link if table is None else {**link, "predict": _placed(table, panels[link["input"]])}
        for link, table in zip(drawn["links"], tables, strict=True)
    ]
    return {**drawn, "links": links, "predict": {"size": None}}


def sized(drawn: Scene, plan: Plan) -> Scene:
    """Return a covered scene that asks for the size of its one output first."""
    return {**drawn, "predict": {"size": size(plan)}}


def _placed(table: dict[str, Any], panel: dict[str, Any]) -> dict[str, Any]:
    """Turn flat indices within the input into places within its panel, which may draw padding too."""
    if "cells" not in table:
        return table
    real = [at for at, kind in enumerate(panel["kind"]) if kind != "padding"]
    return {**table, "cells": [real[cell] for cell in table["cells"]]}
