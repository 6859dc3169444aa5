"""FAULTS.md, "Sameness, locale, network": the demo study twice, with everything different that should not matter."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from small_project import COUNT, environment, framing, project, tree


def demo(root: Path, home: Path, *, reverse: bool) -> Path:
    """Copy the project; the articles are created in the other order if asked."""
    shutil.copytree(root / "notebooks", home / "notebooks")
    shutil.copytree(root / "data/lexicons", home / "data/lexicons")
    shutil.copytree(root / "data/raw/demo", home / "data/raw/demo", ignore=lambda *_: ["articles"] if _[0].endswith("demo") else [])
    (home / "data/raw/demo/articles").mkdir()
    for path in sorted((root / "data/raw/demo/articles").iterdir(), reverse=reverse):
        shutil.copy(path, home / "data/raw/demo/articles")
    return home


def results(home: Path, run: str) -> dict[str, bytes]:
    """Return tables, pages and notebooks of a run, without the manifests (the date)."""
    both = {f"t/{n}": b for n, b in tree(home / "data/processed" / run).items()} | {
        f"p/{n}": b for n, b in tree(home / "reports" / run).items()
    }
    return {name: content for name, content in both.items() if not name.endswith("manifest.json")}


def test_the_demo_gives_the_same_bytes_whatever_the_surroundings(root, demo_run, tmp_path):
    other = demo(root, tmp_path / "elsewhere" / "deeper", reverse=True)
    odd = {"PYTHONHASHSEED": "1", "LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    framing(other, "run", "data/raw/demo", "--workers", "2", env=environment(other, **odd))
    first, second = results(demo_run, "demo"), results(other, "demo")
    assert len([name for name in first if name.startswith("t/")]) >= 15
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_everything_works_without_a_network(tmp_path):
    home = project(tmp_path)
    cut = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*cut, "true"], capture_output=True).returncode:
        pytest.skip("no right to take the network away here (unshare): this test needs it")
    import sys

    done = subprocess.run(
        [*cut, sys.executable, "-m", "framing.cli", "run", "small"],
        env=environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    assert (home / "reports/small/index.html").is_file()


def test_the_home_folder_need_not_be_writable(tmp_path):
    home = project(tmp_path / "home")
    framing(home, "run", "small", env=environment(home, HOME="/proc/nowhere", XDG_CACHE_HOME="/proc/nowhere"))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("data/raw/small/articles/a.txt", "articles changed while the run was working, so nothing was published: run again"),
        ("data/lexicons/small.yml", "lexicon changed while the run was working"),
        ("notebooks/03_show.ipynb", "03_show.ipynb was changed while the run was working: run again"),
    ],
)
def test_results_are_not_published_under_sources_they_were_not_made_from(tmp_path, what, said):
    change = "path.write_text(path.read_text().replace('red', 'reddish').replace('print', 'repr'))"
    spoil = f"from pathlib import Path\npath = Path({str(tmp_path / what)!r})\n{change}"
    home = project(tmp_path, n02_count=[*COUNT, spoil])
    assert said in framing(home, "run", "small", code=1).stderr
    assert not (home / "reports/small/index.html").exists()
