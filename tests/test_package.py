"""What is built can be installed: wheel and sdist hold all that ships, and run where nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from coach import __version__
from coach.paths import shipped_programs_folder, shipped_sounds_folder

ROOT = Path(__file__).parent.parent
pytestmark = [
    pytest.mark.xdist_group("package"),
    pytest.mark.skipif(not (ROOT / "pyproject.toml").exists(), reason="there is nothing to build from"),
]


@pytest.fixture(scope="module")
def built_packages() -> Iterator[Path]:
    """The wheel, built from the sdist without a network."""
    with TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, str(ROOT)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        yield Path(folder)


def wheel_names(built_packages: Path) -> set[str]:
    with zipfile.ZipFile(next(built_packages.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def files_in(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in found}


def test_wheel_is_small(built_packages: Path) -> None:
    assert next(built_packages.glob("*.whl")).stat().st_size < 10_000_000


def test_wheel_has_programs_and_sounds(built_packages: Path) -> None:
    names = wheel_names(built_packages)
    shipped = {f"coach/shipped/programs/{name}" for name in files_in(shipped_programs_folder())}
    shipped |= {f"coach/shipped/sounds/{name}" for name in files_in(shipped_sounds_folder())}
    assert len(shipped) > 20
    assert shipped <= names


def test_wheel_has_exactly_the_package(built_packages: Path) -> None:
    names = wheel_names(built_packages)
    source = ROOT / "src" / "coach"
    wanted = {f"coach/{name}" for name in files_in(source) if not name.endswith(".pyc")}
    assert wanted <= names
    assert {name.partition("/")[0] for name in names} == {"coach", f"coach-{__version__}.dist-info"}
    assert "coach/py.typed" in names
    assert not [name for name in names if "test" in Path(name).name]


def test_sdist_has_what_tests_need(built_packages: Path) -> None:
    with tarfile.open(next(built_packages.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for name in (
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "tests/conftest.py",
        "docs/data.md",
        "noxfile.py",
        ".ci/run",
        ".github/workflows/ci.yml",
        ".pre-commit-config.yaml",
        "SECURITY.md",
    ):
        assert name in names
    assert {f"programs/{name}" for name in files_in(shipped_programs_folder())} <= names


@pytest.fixture(scope="module")
def installed(built_packages: Path) -> Path:
    """The scripts of a new environment with the wheel; its dependencies come from this one."""
    home = built_packages / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    wheel = next(built_packages.glob("*.whl"))
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(home / "bin" / "python"),
        "--disable-pip-version-check",
    ]
    words = [*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (packages,) = home.glob("lib/python*/site-packages")
    for name in ("msgspec", "yaml", "platformdirs", "_yaml"):
        found = next((Path(path) / name for path in sys.path if (Path(path) / name).exists()), None)
        assert found is not None, name
        (packages / name).symlink_to(found)
    return home / "bin"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("coach --version", f"coach {__version__}"),
        ("coach check", "all well"),
        ("coach run core --plain --speed 5000 --mute", "A rehearsal"),
        ("coach timeline core --json", '"intervals"'),
        ("coach schema program", '"$schema"'),
        ("coach guide", ""),
        ("coach locate", "site-packages/coach/shipped/programs"),
        ("python -m coach today --json", '"programs"'),
    ],
    ids=["version", "check", "run", "timeline", "schema", "guide", "locate", "module"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="links into another environment")
def test_package_runs_in_an_empty_environment(installed: Path, tmp_path: Path, words: str, told: str) -> None:
    """From a folder of its own, and without Textual: nothing of the source tree is found by chance."""
    program, *others = words.split()
    environment = {"PATH": os.environ["PATH"], "COACH_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [str(installed / program), *others],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert told in done.stdout
