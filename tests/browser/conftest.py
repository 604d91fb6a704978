"""These tests look at pages in a browser, if there is one."""

import os
import shutil
import sys
from pathlib import Path

import pytest

# The reports are those of the tests of formats.
sys.path.insert(0, str(Path(__file__).parent.parent / "formats"))

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Return the path of Chromium; None if there is none."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no Playwright: `tox -e browser` installs it"
    )
    path = chromium()
    if path is None:
        pytest.skip(
            "no Chromium: install it (`apt-get install chromium`), or name it in the environment"
            " variable CHROMIUM"
        )
    with playwright.sync_playwright() as started:
        # Its sandbox does not start for root, as whom CI often runs. The pages are our own.
        opened = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
