"""Take the scripts and styles that the page loads out of a published wheel, or hold those here against it.

    pip download --no-deps solara-assets==1.58.1
    python tools/ship_scripts.py solara_assets-1.58.1-py3-none-any.whl
    python tools/ship_scripts.py --check solara_assets-1.58.1-py3-none-any.whl

The wheel has 239 MB, of which the page loads five files; `dashboard/vendor/` holds these as they are, at
the path at which Solara asks for them, with their licences and a list of their checksums.
"""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Final
from zipfile import ZipFile

TARGET: Final = Path(__file__).resolve().parent.parent / "dashboard" / "vendor"
SUMS: Final = "SHA256SUMS"

WHEEL_SHA256: Final = "b7297bbf12d5d670324b3e813efb9e0dd8807adfa256db06ceeef18c5140d160"
INSIDE: Final = "solara_assets-1.58.1.data/data/share/solara/cdn/"

_BUNDLE: Final = "@widgetti/solara-vuetify-app@10.1.1/dist"
FILES: Final = (
    f"{_BUNDLE}/fonts.css",
    f"{_BUNDLE}/main8.css",
    f"{_BUNDLE}/solara-vuetify-app8.min.js",
    f"{_BUNDLE}/solara-vuetify-app8.min.js.LICENSE.txt",
    "echarts@5.4.0/LICENSE",
    "echarts@5.4.0/NOTICE",
    "echarts@5.4.0/dist/echarts.min.js",
    "echarts@5.4.0/licenses/LICENSE-d3",
    "requirejs@2.3.6/require.js",
)


def published(wheel: Path) -> dict[str, bytes]:
    """Return the files by their path, from the one wheel that is meant."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f"{wheel}: SHA-256 {found}; wanted: {WHEEL_SHA256}")
    with ZipFile(wheel) as archive:
        return {name: archive.read(INSIDE + name) for name in FILES}


def main() -> None:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path, help="solara_assets-1.58.1-py3-none-any.whl")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file differs")
    given = parser.parse_args()
    files = published(given.wheel)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    files[SUMS] = sums.encode()
    if given.check:
        differing = [name for name, data in files.items() if (TARGET / name).read_bytes() != data]
        sys.exit(f"not as published: {', '.join(differing)}" if differing else 0)
    for name, data in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
