"""How many seeds the tests that ask for a `seed` are tried at."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--seeds`."""
    parser.addoption(
        "--seeds", type=int, default=1, metavar="N", help="try mutants and so on at seeds 0 to N-1"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try a test that has an argument `seed` at each of the seeds."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("seeds")))
