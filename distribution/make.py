"""Write the manual page and the completion files: `python -m distribution.make`.

They are kept in the repository, so that neither a build nor an installation has to import coach.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from coach import __version__
from distribution.manual_page import format_manual

FOLDER = Path(__file__).parent
COMPLETIONS = {"bash": "coach.bash", "zsh": "_coach", "fish": "coach.fish"}


def make_files() -> dict[str, str]:
    """Return the text of each file by its name."""
    changes = (FOLDER.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.search(rf"^## {re.escape(__version__)} - (\S+)$", changes, re.MULTILINE)
    manual = format_manual(__version__, dated[1] if dated else "")
    return {"coach.1": manual} | {
        name: _make_completion(shell) for shell, name in COMPLETIONS.items()
    }


def _make_completion(shell: str) -> str:
    """Return what `coach --show-completion` prints, as a file that the shell loads by itself."""
    ran = subprocess.run(
        [sys.executable, "-m", "coach"],
        env=os.environ | {"_COACH_COMPLETE": f"source_{shell}"},
        check=True,
        capture_output=True,
        text=True,
    )
    text = ran.stdout.strip() + "\n"
    # zsh takes the whole file for the function, so that its first run has to complete as well.
    return f'{text}\n_coach_completion "$@"\n' if shell == "zsh" else text


def main() -> None:
    """Write all of them."""
    for name, text in make_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
