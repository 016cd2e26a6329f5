"""HTML -> PDF: by a browser that is here, else by WeasyPrint, else not at all."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from coach.errors import MachineError, Problem
from coach.system.child_process import process_group_options

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""All are Chromium, and print with the same options."""
USUAL_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
"""Where they lie on systems that do not put them on PATH."""
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
)
SECONDS = 60
"""How long a browser may take: one that hangs is ended."""
_NO_BROWSER = "no Chromium, Chrome or Edge was found to make a PDF"


def check_pdf() -> None:
    """Raise MachineError where nothing is here that makes a PDF, before any work is done."""
    if find_browser() is None and not _has_weasyprint():
        raise _make_error(_NO_BROWSER)


def find_browser() -> str | None:
    """Return the program of a browser that prints to PDF; None where there is none."""
    on_path = (found for name in BROWSERS if (found := which(name)))
    usual = (place for place in USUAL_PLACES.get(sys.platform, ()) if Path(place).is_file())
    return next(on_path, None) or next(usual, None)


def render_pdf(html: str) -> bytes:
    """Return HTML as PDF; raises MachineError where neither a browser nor WeasyPrint makes one."""
    browser, failure = find_browser(), _NO_BROWSER
    if browser is not None:
        content, failure = _print_in_browser(browser, html)
        if content:
            return content
    if _has_weasyprint():
        return _print_by_weasyprint(html)
    raise _make_error(failure)


def _has_weasyprint() -> bool:
    return find_spec("weasyprint") is not None


def _make_error(message: str) -> MachineError:
    hint = "write -o sheet.html, open it in any browser, and print it there, also to PDF"
    return MachineError(Problem(message, hint=hint))


def _print_in_browser(browser: str, html: str) -> tuple[bytes, str]:
    """Return a PDF, and why there is none where it is empty.

    The browser has a profile of its own: one that runs already would take the page over.
    """
    with TemporaryDirectory(prefix="coach-sheet-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, target = folder / "sheet.html", folder / "sheet.pdf"
        page.write_text(html, encoding="utf-8")
        command = [
            browser,
            *OPTIONS,
            *_list_root_options(),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            page.as_uri(),
        ]
        failure = _run(command)
        content = target.read_bytes() if target.is_file() else b""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return content, ""
    return b"", f"{Path(browser).name} made no PDF{failure}"


def _list_root_options() -> tuple[str, ...]:
    """Return what Chromium needs to run as root, without its sandbox; a sheet has no script."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()


def _run(command: list[str]) -> str:
    """Run a browser; return why it failed, behind a colon, or "" where it says nothing."""
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
            **process_group_options(),
        )
    except subprocess.TimeoutExpired:
        return f": it took longer than {SECONDS} s"
    except OSError as error:
        return f": {error.strerror or error}"
    said = ran.stderr.decode(errors="replace").strip().splitlines()
    return f": {said[-1][:200]}" if ran.returncode and said else ""


def _print_by_weasyprint(html: str) -> bytes:
    try:
        from weasyprint import HTML
    except OSError as error:  # the libraries of the system that it needs
        raise _make_error(f"WeasyPrint cannot be used: {error}") from error
    content: bytes = HTML(string=html).write_pdf()
    return content
