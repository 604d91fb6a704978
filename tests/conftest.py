"""The option `--seeds`: at how many seeds some tests run; and how many workers `-n auto` starts."""

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption(
        "--seeds",
        type=int,
        default=1,
        metavar="N",
        help="try mutants and right implementations at seeds 0 to N-1",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with an argument `seed` at each of the seeds."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("seeds")))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start a worker more than there are cores: many tests wait for processes that they start."""
    return (os.cpu_count() or 1) + 1
