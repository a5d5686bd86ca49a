"""Link the rooms into `.typing/kantokuen/`, the shape in which they are imported, and `tools` beside it.

In a checkout the rooms stand beside the folder `kantokuen/`. Python is told so by
`kantokuen/__init__.py`; type checkers, editors and the import contract read folders only, and find
the whole package under `.typing/`. Safe to run again: links are replaced. On Windows it needs the
developer mode, which allows symbolic links.
"""

from pathlib import Path
from shutil import rmtree

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("agents", "model", "experiments", "dashboard")


def link(folder: Path) -> None:
    """Make the links anew in a folder, for every room that there is."""
    if folder.is_dir():
        rmtree(folder)
    package = folder / "kantokuen"
    package.mkdir(parents=True)
    own = [path for path in (ROOT / "kantokuen").iterdir() if path.name != "__pycache__"]
    rooms = [ROOT / name for name in ROOMS if (ROOT / name / "__init__.py").is_file()]
    for path in own + rooms:
        (package / path.name).symlink_to(path, target_is_directory=path.is_dir())
    (folder / "tools").symlink_to(ROOT / "tools", target_is_directory=True)


if __name__ == "__main__":
    link(ROOT / ".typing")
