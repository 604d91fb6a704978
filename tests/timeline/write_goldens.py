"""Regenerate the files in `goldens` after the texts have changed; then review the differences."""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    sys.path[:0] = [
        str(HERE.parent / folder) for folder in ("judgement", "programs", "implementations")
    ]
    for case in import_module("golden_cases").CASES:
        file = HERE / "goldens" / f"{case.name}.txt"
        file.write_text(f"{case.text()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
