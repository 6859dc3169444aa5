"""The codebook names every table of a run and every column that a table must have."""

import re

import pytest

from conftest import ROOT
from framing import tables

CODEBOOK = (ROOT / "data" / "processed" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(tables.WRITER))
def test_every_table_is_described(name):
    assert re.search(rf"^\|[^|]*`{name}`", CODEBOOK, re.M), name


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("hits", "article_id outlet group"),
        ("sample", "outlet group stratum weight"),
        ("choices", "article_id outlet group"),
        ("swing", "unit name article_id outlet group"),
        ("candidates", "decision set pole by note"),
        ("contrasts", "contrast policy mean_difference"),
        ("keyness", "alpha0 one_article"),
        ("verdicts", "n_defined"),
    ],
)
def test_columns_that_a_table_has_besides_are_described(name, columns):
    rows = "\n".join(line for line in CODEBOOK.splitlines() if re.match(rf"\|[^|]*`{name}`", line))
    assert [column for column in columns.split() if f"`{column}`" not in rows] == []


@pytest.mark.parametrize("name", sorted(tables.COLUMNS))
def test_every_required_column_is_described(name):
    rows = "\n".join(line for line in CODEBOOK.splitlines() if re.match(rf"\|[^|]*`{name}`", line))
    missing = [
        column for column in tables.COLUMNS[name] if column not in ("article_id", "outlet", "group", "set") and f"`{column}`" not in rows
    ]
    assert not missing, missing
