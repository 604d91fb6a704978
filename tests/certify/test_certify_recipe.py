"""The recipes for CI use commands and options that exist, and the right ones of each."""

import re
from pathlib import Path

import pytest
from haiway_conformance.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "several_machines.md"
COMMANDS = re.findall(
    r"haiway-conformance (\w+) (.*--output.*)$", PAGE.read_text("utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("command", "arguments"), COMMANDS)
def test_the_options_of_a_command_exist(command, arguments):
    known = {name for each in main.commands[command].params for name in each.opts}
    words = arguments.split()
    assert {each for each in words if each.startswith("--")} <= known
    assert ("--shard" in words or "--tx" in words) == (command == "certify")


def test_commands_are_found():
    assert [command for command, _ in COMMANDS].count("merge") == 3
    assert [command for command, _ in COMMANDS].count("certify") == 6
