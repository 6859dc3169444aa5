"""A study to what people decided by hand in its folder: ``keep.csv`` and the filled sheets in ``coding/``. All text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from framing.study.settings import Study

if TYPE_CHECKING:
    import pandas as pd


def overrides(study: Study) -> pd.DataFrame | None:
    """Return what people decided about single paragraphs (``keep.csv`` in the study's folder, all text), or None."""
    import pandas as pd

    path = study.folder / "keep.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False) if path.is_file() else None


def coding(study: Study) -> dict[str, pd.DataFrame]:
    """Return the coders' filled sheets of hits (``coding/*.csv`` with a column ``hit_id``), all text, by file stem."""
    return {name: sheet for name, sheet in _sheets(study).items() if "hit_id" in sheet}


def handed_out(study: Study) -> pd.DataFrame:
    """Return which hits were handed to coders and how many hits each stands for: ``hit_id, weight``.

    Read from ``coding/sample.csv``, kept when the sheet was handed out; no rows where every hit was coded.
    """
    import pandas as pd

    kept = _sheets(study).get("sample", pd.DataFrame({"hit_id": [], "weight": []}, dtype="str"))
    return kept[["hit_id", "weight"]].astype({"weight": "float64"})


def sentence_codes(study: Study) -> pd.DataFrame:
    """Return the filled sheet of sentences without a hit: ``sentence_id, n_missed``, all text; no rows if there is none."""
    import pandas as pd

    filled = [sheet for sheet in _sheets(study).values() if {"sentence_id", "n_missed"} <= set(sheet)]
    return filled[0] if filled else pd.DataFrame({"sentence_id": [], "n_missed": []}, dtype="str")


def _sheets(study: Study) -> dict[str, pd.DataFrame]:
    import pandas as pd

    return {p.stem: pd.read_csv(p, dtype="str", keep_default_na=False) for p in sorted((study.folder / "coding").glob("*.csv"))}
