"""Take the scripts and styles that the page loads out of published archives, or hold those here against them.

    pip download --no-deps solara-assets==1.58.1
    npm pack idiomorph@0.8.0
    python tools/ship_scripts.py solara_assets-1.58.1-py3-none-any.whl idiomorph-0.8.0.tgz
    python tools/ship_scripts.py --check solara_assets-1.58.1-py3-none-any.whl

`dashboard/vendor/` holds the files as they are, with their licences and a list of their checksums: those of
the wheel, which has 239 MB, at the path at which Solara asks for them. One archive alone can be checked.
"""

import argparse
import hashlib
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile

TARGET: Final = Path(__file__).resolve().parent.parent / "dashboard" / "vendor"
SUMS: Final = "SHA256SUMS"

_BUNDLE: Final = "@widgetti/solara-vuetify-app@10.1.1/dist"


@dataclass(frozen=True)
class Archive:
    """A published archive.

    Attributes:
        sha256: of the one that is meant.
        inside: the folder in it whose files are taken.
        files: their paths below that folder.
        under: the folder of ours that they are put into, as the start of a path.
    """

    sha256: str
    inside: str
    files: tuple[str, ...]
    under: str = ""


ARCHIVES: Final = (
    Archive(
        "b7297bbf12d5d670324b3e813efb9e0dd8807adfa256db06ceeef18c5140d160",
        "solara_assets-1.58.1.data/data/share/solara/cdn/",
        (
            f"{_BUNDLE}/fonts.css",
            f"{_BUNDLE}/main8.css",
            f"{_BUNDLE}/solara-vuetify-app8.min.js",
            f"{_BUNDLE}/solara-vuetify-app8.min.js.LICENSE.txt",
            "echarts@5.4.0/LICENSE",
            "echarts@5.4.0/NOTICE",
            "echarts@5.4.0/dist/echarts.min.js",
            "echarts@5.4.0/licenses/LICENSE-d3",
            "requirejs@2.3.6/require.js",
        ),
    ),
    Archive(
        "c2b48584153f0167b5c98cb815576338ccd82a97378e53fbf29d139dfd67207e",
        "package/",
        ("LICENSE", "dist/idiomorph.min.js"),
        "idiomorph@0.8.0/",
    ),
)
FILES: Final = tuple(f"{archive.under}{name}" for archive in ARCHIVES for name in archive.files)


def published(path: Path) -> dict[str, bytes]:
    """Return the files of an archive by the path that they have here, if it is one that is meant."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    archive = next((each for each in ARCHIVES if each.sha256 == found), None)
    if archive is None:
        sys.exit(f"{path}: SHA-256 {found}; wanted: {' or '.join(each.sha256 for each in ARCHIVES)}")
    if path.suffix == ".whl":
        with ZipFile(path) as opened:
            return _taken(archive, opened.read)
    with tarfile.open(path) as packed:
        return _taken(archive, lambda name: _content(packed, name))


def _taken(archive: Archive, read: Callable[[str], bytes]) -> dict[str, bytes]:
    return {f"{archive.under}{name}": read(f"{archive.inside}{name}") for name in archive.files}


def _content(packed: tarfile.TarFile, name: str) -> bytes:
    file = packed.extractfile(name)
    if file is None:
        sys.exit(f"{name} is no file of the archive")
    return file.read()


def main() -> None:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archives", nargs="+", type=Path, help="the wheel of solara-assets, idiomorph's .tgz")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    given = parser.parse_args()
    files = {name: data for path in given.archives for name, data in published(path).items()}
    if given.check:
        differing = [name for name, data in files.items() if (TARGET / name).read_bytes() != data]
        sys.exit(f"not as published: {', '.join(differing)}" if differing else 0)
    for name, data in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    sums = (f"{hashlib.sha256((TARGET / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES)
    (TARGET / SUMS).write_text("".join(sums), encoding="utf-8")


if __name__ == "__main__":
    main()
