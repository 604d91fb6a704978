"""The programs of other tests are replayed here too."""

import re
import sys
from pathlib import Path

import pytest
from haiway_conformance.replay.runtime import Script

sys.path.insert(0, str(Path(__file__).parent.parent / "programs"))


@pytest.fixture
def script():
    made = Script({})
    yield made
    made.loop.close()


@pytest.fixture
def said(capsys):
    """Run a program, and return what its script says, without times and iterations."""

    def run(script, main):
        script.run(script.task("main")(main)())
        lines = capsys.readouterr().out.splitlines()
        return [re.sub(r"^ *\d+ s +\d+  ", "", line) for line in lines]

    return run
