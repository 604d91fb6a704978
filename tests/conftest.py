"""The option `--seeds`: at how many seeds tests with an argument `seed` run."""

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
