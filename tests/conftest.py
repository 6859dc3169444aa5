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
