"""Make the Japanese fonts of the page anew: the characters that its words and data use, and little more.

    python -m tools.subset_fonts FOLDER

FOLDER holds the four collections of Noto CJK, 2.x: `NotoSansCJK-Regular.ttc`, `NotoSansCJK-Bold.ttc`,
`NotoSerifCJK-Regular.ttc` and `NotoSerifCJK-Bold.ttc`, as the project publishes them (Debian's package
`fonts-noto-cjk` has them too). Needs fonttools and brotli. Run it whenever a file of `dashboard/data/` or
`model/text/` has a new character that the page shows; `tests/dashboard/test_fonts.py` tells.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT: Final = Path(__file__).resolve().parent.parent
OFF_PAGE: Final = frozenset(
    {"terminal", "game", "lessons", "rooms", "roompages", "seat", "answers", "report", "hand_out"}
)
"""Texts of the terminal, of light pages and of files to keep, which take the reader's own fonts."""

READ: Final = (
    *(ROOT / "dashboard" / "data").rglob("*.csv"),
    *(ROOT / "dashboard" / "data").rglob("*.toml"),
    *(ROOT / "model" / "data").rglob("*.csv"),
    *(path for path in (ROOT / "model" / "text").rglob("*.toml") if path.stem not in OFF_PAGE),
)
TARGET: Final = ROOT / "dashboard" / "public" / "fonts"
WEIGHTS: Final = {"Regular": 400, "Bold": 700}
JAPANESE: Final = 0
"""Place of the Japanese forms in each collection."""

LAST_OF_LATIN_1: Final = 0xFF
"""Up to here the letters come from the Latin fonts."""

BLOCKS: Final = (
    (0x3000, 0x303F),  # punctuation of East Asia
    (0x3041, 0x3096),  # hiragana
    (0x3099, 0x30FF),  # marks, katakana
    (0xFF01, 0xFF60),  # full-width forms
    (0xFFE0, 0xFFE6),
    (0x2460, 0x2473),  # circled numbers
)
SIGNS: Final = "′″‐–—―‘’“”…※→←↑↓⇒⇔−∞≈≠≤≥△▲▽▼◇◆○●◎□■☆★"
FIRST_YEAR: Final = (
    "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先"
    "早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六"
)
SECOND_YEAR: Final = (
    "引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行"
    "高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少場色食心新親図数西声星晴切雪船線前組走多太体"
    "台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分聞米歩母方北毎妹万明鳴毛門夜野"
    "友用曜来里理話"
)
"""The 240 characters of the first two years of school: a visitor's own words may need them."""


def wanted() -> set[int]:
    """Return the code points that the fonts shall hold, as far as they have them."""
    texts = [each.read_text(encoding="utf-8") for each in READ]
    own = "".join((*texts, SIGNS, FIRST_YEAR, SECOND_YEAR))
    return {ord(each) for each in own if ord(each) > LAST_OF_LATIN_1}.union(
        *(range(first, last + 1) for first, last in BLOCKS)
    )


def subset(font: TTFont, code_points: set[int], family: str, style: str) -> None:
    """Cut a font down in place and give it a name of its own; its copyright and licence stay."""
    options = Options()
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["ccmp", "kern", "palt", "chws", "vert", "vrt2"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 7, 13, 14]
    cutter = Subsetter(options)
    cutter.populate(unicodes=code_points)
    cutter.subset(font)
    full = f"{family} {style}"
    for record in font["name"].names:
        new = {1: family, 2: style, 4: full, 6: full.replace(" ", "")}.get(record.nameID)
        if new is not None:
            record.string = new
    font.flavor = "woff2"
    font.recalcTimestamp = False  # the same characters make the same file


def main() -> int:
    """Write the four files and say how large they are; return the exit status."""
    parser = argparse.ArgumentParser(description="Make the Japanese fonts of the page anew.")
    parser.add_argument("folder", type=Path, help="where the collections of Noto CJK are")
    folder = parser.parse_args().folder
    code_points = wanted()
    for kind in ("Sans", "Serif"):
        for style, weight in WEIGHTS.items():
            collection = TTCollection(folder / f"Noto{kind}CJK-{style}.ttc", lazy=True)
            font = collection.fonts[JAPANESE]
            subset(font, code_points, f"Noto {kind} JP Subset", style)
            target = TARGET / f"noto-{kind.lower()}-jp-subset-{weight}.woff2"
            font.save(target)
            sys.stdout.write(
                f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
