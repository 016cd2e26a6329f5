"""What the site does beyond mkdocs: the pages of docs/ are written to be read in the repository.

Files outside docs/ that they link to become pages, so that those links hold. A fence with a second
word behind its language, by which the tests know what to do with it, is shown by its language.
"""

import re
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
ROOT_PAGES = ("CONTRIBUTING.md", "CHANGELOG.md")
SCRIPT_FOLDERS = ("exercises", "phrases", "routines", "talks")
UNSEARCHED = "---\nsearch:\n  exclude: true\n---\n"
"""Some hundred scripts would be all that is found for a word such as "knee"."""
LINK_TO_SCRIPT = re.compile(r"(?<=\]\()\.\./(scripts/[\w/-]+\.yaml)(?=\))")
LINK_TO_ROOT = re.compile(r"(?<=\]\()\.\./(?=[A-Z]+\.md)")
LINK_TO_DOCS = re.compile(r"(?<=\]\()docs/")
FENCE = re.compile(r"^( *```)(\w+) +(\S+)$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the files with pages for the scripts, and for what stands in the repository's root."""
    for name in ROOT_PAGES:
        text = LINK_TO_DOCS.sub("", (ROOT / name).read_text("utf-8"))
        files.append(File.generated(config, name, content=text))
    for folder in SCRIPT_FOLDERS:
        for path in sorted((ROOT / "scripts" / folder).glob("*.yaml")):
            name = f"scripts/{folder}/{path.name}.md"
            unlisted = InclusionLevel.NOT_IN_NAV
            files.append(
                File.generated(config, name, content=format_script(path), inclusion=unlisted)
            )
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Return the text of a page with its links and fences as mkdocs understands them."""
    if not page.parent:
        page.meta["hide"] = ["navigation"]  # it would list this page alone
    markdown = LINK_TO_SCRIPT.sub(r"\1.md", LINK_TO_ROOT.sub("", markdown))
    return FENCE.sub(_format_fence, markdown)


def format_script(path: Path) -> str:
    """Return the page of a script: its title, and all of it."""
    text = path.read_text("utf-8")
    document = yaml.safe_load(text)
    title = document.get("title") or document.get("name") or f"{path.parent.name}/{path.stem}"
    place = path.relative_to(ROOT).as_posix()
    return f"{UNSEARCHED}# {title}\n\n`{place}`:\n\n```yaml\n{text}```\n"


def _format_fence(fence: re.Match[str]) -> str:
    """Return a fence by its language; what is the name of a file is its title."""
    start, language, mark = fence.groups()
    return f'{start}{language} title="{mark}"' if "." in mark else f"{start}{language}"
