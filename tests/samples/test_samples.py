"""Small complete projects that use the kit as strangers do: from its wheel, in environments of
their own.

- `implementation`: a module with a part of haiway's interface, certified by its own tox
- `adapter`: an adapter for something else, with a list of known failures
- `application`: code with four bugs, each found by a simulated test
- `virtual_time`: a suite for pytest-asyncio, whose hours of sleep take no time
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("tox", reason="the samples need the environment `samples` of tox")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCRIPTS = Path("Scripts" if sys.platform == "win32" else "bin")

type Ran = subprocess.CompletedProcess[str]


def command(*words: str | Path, folder: Path, links: Path | None = None) -> Ran:
    """Run a command, with the packages of a folder beside those of the index."""
    # What tox and pytest say about this project is not meant for the samples.
    ours = ("TOX_", "PYTEST_", "VIRTUAL_ENV", "PYTHONPATH", "COLUMNS", "COV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    if links is not None:
        environment |= {"UV_FIND_LINKS": str(links), "PIP_FIND_LINKS": str(links)}
    return subprocess.run(
        [*map(str, words)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


def succeeded(done: Ran) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def uv(*words: str | Path, folder: Path) -> None:
    found = shutil.which("uv", path=sysconfig.get_path("scripts")) or "uv"
    succeeded(command(found, *words, folder=folder))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the kit, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--quiet", "--wheel", "--out-dir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def environment(wheel: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes an environment with the wheel and more packages; returns the folder of its scripts."""

    def make(*packages: str) -> Path:
        folder = tmp_path / "environment"
        uv("venv", "--quiet", "--python", sys.executable, folder, folder=tmp_path)
        python = folder / SCRIPTS / "python"
        uv("pip", "install", "--quiet", "--python", python, wheel, *packages, folder=tmp_path)
        return folder / SCRIPTS

    return make


def copied(sample: str, folder: Path) -> Path:
    """The sample in a folder of its own, as nothing but its files."""
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    return Path(shutil.copytree(HERE / sample, folder / sample, ignore=unwanted))


def test_an_implementation_is_certified_by_its_own_tox(wheel: Path, tmp_path: Path) -> None:
    folder = copied("implementation", tmp_path)
    words = (sys.executable, "-m", "tox", "-e", "conformance", "--", "--profile", "quick")
    said = succeeded(command(*words, folder=folder, links=wheel.parent))
    assert re.search(r"small.scopes 1\.0\b.* on Python", said)
    assert re.search(r"^verdict.*: conformant", said, re.MULTILINE)
    assert "unsupported: lacks disposables, state, variable, stream, process" in said
    assert (folder / "small_scopes").is_dir()


def test_an_adapter_is_certified_with_a_list_of_known_failures(
    environment: Callable[..., Path], tmp_path: Path
) -> None:
    folder = copied("adapter", tmp_path)
    certify = (environment() / "haiway-conformance", "certify", "groups:Groups")
    quick = ("--profile", "quick", "--output", "report")
    said = succeeded(
        command(*certify, *quick, "--known-failures", "known_failures.toml", folder=folder)
    )
    assert "KNOWN FAILURES still fail, as listed" in said
    assert "FAILED" not in said

    unlisted = command(*certify, *quick, "--clause", "failures/body-alone", folder=folder)
    assert unlisted.returncode == 1, unlisted.stdout + unlisted.stderr
    report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    failed = [each["id"] for each in report["clauses"] if each["outcome"] == "failed"]
    assert failed == ["failures/body-alone"]


# Of each test: what its failure says, with a blank for any white space.
FOUND = {
    "test_two_customers_take_two_pieces": [
        r"main raises AssertionError \(test_shop.py:\d+: assert pieces == 0\): assert 1 == 0",
        r"Ann \| test_shop.py:\d+: await world.event\(\"the database is \| the database is asked",
        r"Bob \| returns True \| the database is told",
    ],
    "test_two_transfers": [
        r"nothing can ever run again, and the program has not ended",
        r"transfer\(\), at shop.py:\d+ \(async with target.lock:\), waits for a Lock that",
        r"Lock that transfer\(\) 2 holds since shop.py:\d+",
        r"Lock that transfer\(\) holds since shop.py:\d+",
    ],
    "test_a_request": [
        r"tasks that have not ended \(heart at shop.py:\d+: await asyncio.sleep\(60\)\)",
        r"main is cancelled from outside at suspension 1 while it waits",
        r"the nearest schedule in which nothing is wrong goes on alike until",
    ],
    "test_prices_are_watched_beside_the_report": [
        r"a timer fires up to 4 virtual seconds late, because time.sleep\(5\) keeps the whole loop",
        r"loop waiting \(shop.py:\d+\)",
        r"deviates once from the canonical one",
        r"\* 3600 \d+ prices \| .* \| a timer fires first",
    ],
}


def test_four_bugs_are_found_drawn_and_replayed(
    environment: Callable[..., Path], tmp_path: Path
) -> None:
    folder = copied("application", tmp_path)
    pytest_ = (environment() / "python", "-m", "pytest", "test_shop.py")
    done = command(*pytest_, folder=folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{len(FOUND)} failed in " in done.stdout
    _, *parts = re.split(r"^_+ (test_\w+) _+$", done.stdout, flags=re.MULTILINE)
    said = {
        name: re.sub(r"^E +", "", text, flags=re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }
    assert list(said) == list(FOUND)
    for name, patterns in FOUND.items():
        for each in patterns:
            assert re.search(each, " ".join(said[name].split())), f"{each}\n{said[name]}"
        # The traceback ends in the program.
        assert re.search(r"^(test_)?shop.py:\d+: SimulationFailed$", said[name], re.MULTILINE)

    token = re.search(r"--haiway-replay (\S+)", said["test_a_request"])
    assert token is not None
    again = command(*pytest_, "--haiway-replay", token[1], folder=folder)
    assert "1 failed, 3 deselected in " in again.stdout


@pytest.mark.parametrize(
    ("release", "conftest"),
    [
        ("pytest-asyncio>=1.4", "tests/conftest.py"),
        ("pytest-asyncio==1.3.0", "older_conftest.py"),
    ],
    ids=["the hook", "the policy of older releases"],
)
def test_hours_of_a_suite_for_pytest_asyncio_take_no_time(
    environment: Callable[..., Path], tmp_path: Path, release: str, conftest: str
) -> None:
    folder = copied("virtual_time", tmp_path)
    if conftest != "tests/conftest.py":
        shutil.copy(folder / conftest, folder / "tests" / "conftest.py")
    python = environment(release) / "python"
    said = succeeded(command(python, "-m", "pytest", "--durations=0", folder=folder))
    assert "8 passed in " in said
