"""What several test files share: the project's folder, and the third-party texts where they are given."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
    """A project in which `framing run data/raw/demo` has just been done."""
    from demo import framing, project

    home = project(tmp_path_factory.mktemp("demo"))
    surroundings = {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = framing("run", "data/raw/demo", "--quiet", "--workers", "1", home=home, **surroundings)
    assert done.returncode == 0, done.stderr
    return home
