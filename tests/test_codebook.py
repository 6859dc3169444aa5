"""The codebook names every table of a run and every column that a table must have."""

import re

import pytest

from conftest import ROOT
from framing import tables

CODEBOOK = (ROOT / "data" / "processed" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(tables.WRITER))
def test_every_table_is_described(name):
    assert re.search(rf"^\|[^|]*`{name}`", CODEBOOK, re.M), name


@pytest.mark.parametrize("name", sorted(tables.COLUMNS))
def test_every_required_column_is_described(name):
    rows = "\n".join(line for line in CODEBOOK.splitlines() if re.match(rf"\|[^|]*`{name}`", line))
    missing = [
        column for column in tables.COLUMNS[name] if column not in ("article_id", "outlet", "group", "set") and f"`{column}`" not in rows
    ]
    assert not missing, missing
