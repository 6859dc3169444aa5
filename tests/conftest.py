"""What several test files share: the project's folder, the third-party texts where they are given, one run of the demo study."""

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
LONG = "test_faults_process test_faults_sameness test_alone test_suite test_suite_batch test_browser".split()  # measured, longest first

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes are started: let them compile the package once


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def third_party() -> Path:
    """The folder with aleppo-2016/ and fa-kes/, named by FRAMING_CORPUS; tests that need it are skipped without."""
    if not os.environ.get("FRAMING_CORPUS"):
        pytest.skip("FRAMING_CORPUS is not set: this test reads third-party texts that the project may not hold")
    return Path(os.environ["FRAMING_CORPUS"])


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory) -> Path:
    """A project in which `framing run data/raw/demo` has just been done, once for all workers: read it, write elsewhere."""
    from demo import project
    from small_project import environment, framing

    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    home, done = shared / "demo", shared / "demo.done"
    with open(shared / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            surroundings = {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
            framing(project(home), "run", "data/raw/demo", "--quiet", "--workers", "1", env=environment(home, **surroundings))
            done.touch()
    return home


@pytest.fixture(scope="session")
def demo_articles():
    """The articles of the demo study, by their ids."""
    from demo import DEMO
    from framing import corpus, study

    return corpus.read(study.load(DEMO)).set_index("article_id")


@pytest.fixture(scope="session")
def demo_texts(demo_articles) -> dict[str, str]:
    """Article id to text of the demo study."""
    return demo_articles["text"].to_dict()
