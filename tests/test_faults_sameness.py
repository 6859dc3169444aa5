"""FAULTS.md, "Sameness, locale, network": the demo study twice, with everything different that should not matter."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import demo
from small_project import COUNT, environment, framing, project, tree

NO_NETWORK = ("unshare", "--map-root-user", "--net")


def german(folder: Path) -> dict[str, str]:
    """Return an environment with German numbers and dates, made for the occasion where the system has none."""
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", str(folder / "de_DE.UTF-8")], capture_output=True)
    return {"LC_ALL": "de_DE.UTF-8"} | ({"LOCPATH": str(folder)} if (folder / "de_DE.UTF-8").exists() else {})


def results(home: Path, run: str) -> dict[str, bytes]:
    """Return tables, pages and notebooks of a run, without the manifests (the date)."""
    both = {f"t/{n}": b for n, b in tree(home / "data/processed" / run).items()} | {
        f"p/{n}": b for n, b in tree(home / "reports" / run).items()
    }
    return {name: content for name, content in both.items() if not name.endswith("manifest.json")}


def test_the_demo_gives_the_same_bytes_whatever_the_surroundings(demo_run, tmp_path):
    """Hash seed, locale, time zone, threads, workers, order of files, place: all others; and no network where it can be cut."""
    other = demo.project(tmp_path / "elsewhere" / "deeper", last_first=True)
    odd = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    cut = subprocess.run([*NO_NETWORK, "true"], capture_output=True).returncode == 0
    env = environment(other, **odd, **german(tmp_path))
    framing(other, "run", "data/raw/demo", "--workers", "2", env=env, prefix=NO_NETWORK if cut else ())
    first, second = results(demo_run, "demo"), results(other, "demo")
    assert len([name for name in first if name.startswith("t/")]) >= 15
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_everything_works_without_a_network(tmp_path):
    if subprocess.run([*NO_NETWORK, "true"], capture_output=True).returncode:
        pytest.skip("no right to take the network away here (unshare): this test needs it")
    home = project(tmp_path)
    framing(home, "run", "small", prefix=NO_NETWORK)
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
