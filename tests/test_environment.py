"""One list of versions: pyproject.toml, environment.yml and requirements.lock say the same."""

import re
import subprocess
import tomllib

import pytest
import yaml


def named(requirement: str) -> tuple[str, str]:
    name, bound = re.fullmatch(r"([\w.-]+)(.*)", requirement.split(";")[0].strip()).groups()
    return name.lower().replace("_", "-"), bound.strip()


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text())["project"]


def test_conda_names_and_bounds_are_those_of_pyproject(root, project):
    listed = yaml.safe_load((root / "environment.yml").read_text())["dependencies"]
    conda = dict(named(entry) for entry in listed if isinstance(entry, str) and entry != "pip")
    wanted = dict(named(entry) for entry in [*project["dependencies"], *project["optional-dependencies"]["explore"]])
    assert conda == {"python": project["requires-python"]} | wanted


def test_every_dependency_is_locked_within_its_bound_and_hashed(root, project):
    lock = (root / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    locked: dict[str, list[tuple[int, ...]]] = {}
    for entry in entries:
        name, version = re.match(r"([\w.-]+)==([\d.]+)", entry).groups()
        locked.setdefault(name.lower().replace("_", "-"), []).append(tuple(int(n) for n in version.strip(".").split(".")))
    for requirement in [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]:
        name, bound = named(requirement)
        least = tuple(int(n) for n in bound.removeprefix(">=").split("."))
        assert locked[name] and min(locked[name]) >= least, requirement


def test_no_file_names_a_registry(root):
    for name in ("requirements.lock", "pyproject.toml", "environment.yml", "Makefile", ".ci/run"):
        assert not re.search(r"https?://[\w.]*(pypi|pythonhosted|anaconda|npmjs|debian)", (root / name).read_text()), name


def test_make_lab_leaves_jupyter_s_defaults_alone(root):
    """localhost, a token, no other origin: nothing on the command line may weaken them."""
    told = subprocess.run(["make", "-n", "lab"], cwd=root, capture_output=True, text=True, check=True).stdout
    (command,) = (line for line in told.splitlines() if "jupyter" in line and "lab" in line)
    options = [word for word in command.split() if word.startswith("-")]
    assert options == ["--notebook-dir=."]
