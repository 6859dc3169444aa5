import csv

import pandas as pd
import pytest

from framing import tables
from framing.errors import BadInput
from framing.tables import export


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_HOME", str(tmp_path))
    monkeypatch.delenv("FRAMING_STAGE", raising=False)
    return tmp_path


def problems(*messages):
    return pd.DataFrame({"file": "a.txt", "line": 1, "severity": "note", "message": list(messages)})


def test_what_is_written_is_read_back_typed():
    tables.write(problems("NA", "0012", "x\r\ny"), "problems", run="r")
    back = tables.read("problems", run="r")
    assert back["message"].tolist() == ["NA", "0012", "x\r\ny"]
    assert back.dtypes.astype(str).to_dict() == {"file": "str", "line": "int64", "severity": "str", "message": "str"}


def test_same_table_same_bytes(project):
    first = (tables.write(problems("a"), "problems", run="r", export=True), (tables.folder("r") / "problems.parquet").read_bytes())
    second = (tables.write(problems("a"), "problems", run="r", export=True), (tables.folder("r") / "problems.parquet").read_bytes())
    assert first[1] == second[1]


def test_parts_are_read_in_order_and_replaced_by_one_file():
    tables.write(problems("b"), "problems", run="r", part=1)
    tables.write(problems("a"), "problems", run="r", part=0)
    assert tables.parts("problems", run="r") == [0, 1]
    assert tables.read("problems", run="r")["message"].tolist() == ["a", "b"]
    assert tables.read("problems", run="r", part=1)["message"].tolist() == ["b"]
    tables.write(problems("c"), "problems", run="r")
    assert tables.parts("problems", run="r") == [None]
    assert tables.read("problems", run="r")["message"].tolist() == ["c"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_csv_defuses_formulas_and_parquet_keeps_the_original(cell):
    tables.write(problems(cell), "problems", run="r", export=True)
    with open(tables.folder("r") / "problems.csv", newline="") as lines:
        assert next(csv.DictReader(lines))["message"] == "'" + cell
    assert tables.read("problems", run="r")["message"].tolist() == [cell]


def test_a_missing_table_names_the_notebook_to_run():
    with pytest.raises(BadInput, match=r"no table 'hits' yet: run notebooks/04_terms\.ipynb first"):
        tables.read("hits", run="r")


def test_missing_columns_and_missing_text_are_refused():
    with pytest.raises(ValueError, match="lacks the columns line"):
        tables.write(problems("a").drop(columns="line"), "problems", run="r")
    with pytest.raises(ValueError, match="missing values"):
        tables.write(problems("a", None), "problems", run="r")


@pytest.mark.parametrize("name", ["../x", "/etc", "~", "a/b", ""])
def test_a_run_name_cannot_leave_the_project(name):
    with pytest.raises(BadInput, match="run name"):
        tables.folder(name)


def test_a_full_disk_leaves_the_old_table(monkeypatch):
    tables.write(problems("old"), "problems", run="r")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pd.DataFrame, "to_parquet", full)
        with pytest.raises(BadInput, match="no space left"):
            tables.write(problems("new"), "problems", run="r")
    assert tables.read("problems", run="r")["message"].tolist() == ["old"]
    assert [p.name for p in tables.folder("r").iterdir()] == ["problems.parquet"]


@pytest.fixture
def three_parts():
    for number in range(3):
        rows = {"article_id": [f"a{number}", f"b{number}"], "outlet": ["x", "w"], "note": ["é", ""], "repeat_of": [None, 7]}
        tables.write(pd.DataFrame(rows).astype({"repeat_of": "Int64"}), "notes", run="r", part=number)
    return "notes"


def test_parts_come_one_at_a_time_and_rows_are_counted_without_reading(three_parts, monkeypatch):
    assert [part["article_id"].tolist() for part in tables.each("notes", run="r")] == [["a0", "b0"], ["a1", "b1"], ["a2", "b2"]]
    assert [list(part) for part in tables.each("notes", run="r", columns=["note"])] == [["note"]] * 3
    tables.write(problems("one"), "problems", run="r")
    assert [len(part) for part in tables.each("problems", run="r")] == [1]
    with monkeypatch.context() as patch:
        patch.setattr(pd, "read_parquet", None)
        assert tables.n_rows("notes", run="r") == 6 and tables.n_rows("problems", run="r") == 1


def test_some_articles_are_read_in_the_order_of_the_table(three_parts):
    whole = tables.read("notes", run="r")
    some = tables.read("notes", run="r", ids=["b2", "a0", "a0", "nobody"])
    pd.testing.assert_frame_equal(some, whole[whole["article_id"].isin(["a0", "b2"])].reset_index(drop=True))
    assert tables.read("notes", run="r", columns=["note"], ids=["b1"])["note"].tolist() == [""]
    assert tables.read("notes", run="r", part=1, ids=["b1", "b2"])["article_id"].tolist() == ["b1"]
    none = tables.read("notes", run="r", ids=[])
    assert len(none) == 0 and none.dtypes.equals(whole.dtypes)


def test_categories_hold_the_same_text_and_sort_as_it_does(three_parts):
    plain, small = tables.read("notes", run="r"), tables.read("notes", run="r", categories=True)
    assert small.dtypes.astype(str).to_dict() == {"article_id": "category", "outlet": "category", "note": "str", "repeat_of": "Int64"}
    pd.testing.assert_frame_equal(small.astype(plain.dtypes), plain)
    order = small.sort_values(["outlet", "article_id"])["article_id"].tolist()
    assert order == plain.sort_values(["outlet", "article_id"])["article_id"].tolist() != plain["article_id"].tolist()
    assert tables.read("notes", run="r", categories=True, columns=["note", "outlet"], ids=["a1"])["outlet"].tolist() == ["x"]


def test_a_draw_is_the_same_in_parts_and_in_one_file():
    whole = pd.DataFrame({"article_id": [f"a{i:03d}" for i in range(50)]})
    tables.write(whole, "notes", run="one")
    for number in range(5):
        tables.write(whole.iloc[10 * number : 10 * number + 10], "notes", run="five", part=number)
    drawn = tables.draw("notes", 7, run="five", seed=3)
    assert drawn == tables.draw("notes", 7, run="one", seed=3) == whole.sample(7, random_state=3)["article_id"].tolist()
    assert drawn != tables.draw("notes", 7, run="five", seed=4) and len(tables.draw("notes", 99, run="five", seed=3)) == 50


def test_parts_with_columns_of_their_own_get_those_of_all():
    tables.write(pd.DataFrame({"article_id": ["a"], "desk": ["x"]}), "notes", run="r", part=0)
    tables.write(pd.DataFrame({"article_id": ["b"], "city": ["y"]}), "notes", run="r", part=1)
    tables.align("notes", run="r")
    assert tables.read("notes", run="r").to_dict("list") == {"article_id": ["a", "b"], "desk": ["x", ""], "city": ["", "y"]}
    before = [tables.file("notes", run="r", part=part).stat().st_mtime_ns for part in (0, 1)]
    tables.align("notes", run="r")
    assert [tables.file("notes", run="r", part=part).stat().st_mtime_ns for part in (0, 1)] == before


def test_csv_is_that_of_pandas_with_formulas_made_harmless(tmp_path):
    import csv

    table = pd.DataFrame(
        {
            "text": ['a "b"', "=1+1", "", "NA", "x\ny"],
            "n": [1, 2, 3, 4, 5],
            "share": [0.1, float("nan"), float("inf"), 1e-7, -2.0],
            "flag": [True, False, True, False, True],
        }
    )
    export.write(table, tmp_path / "ours.csv")
    wanted = table.assign(text=['a "b"', "'=1+1", "", "NA", "x\ny"])
    wanted.to_csv(tmp_path / "theirs.csv", index=False, quoting=csv.QUOTE_NONNUMERIC, float_format="%.10g", lineterminator="\n")
    assert (tmp_path / "ours.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()


def test_a_table_longer_than_a_spreadsheet_has_no_csv(tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_STAGE", str(tmp_path))
    monkeypatch.setattr(tables, "SPREADSHEET", 2)
    for n, there in ((2, True), (3, False)):
        tables.write(pd.DataFrame({"x": range(n)}), f"long{n}", run="r", export=True)
        assert (tmp_path / "r" / f"long{n}.csv").exists() is there
