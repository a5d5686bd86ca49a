"""Facts about letters: text fits its place, and a sign stands where there is a difference."""

from kantokuen.dashboard.lettering import fitted, signed
from kantokuen.model.text.words import Words


def test_a_number_that_is_written_as_zeros_has_no_sign() -> None:
    words = Words.of("en")
    assert [signed(words, value) for value in (0.004, -0.004, 0.25, -0.25)] == [
        "0.00",
        "0.00",
        "+0.25",
        "\N{MINUS SIGN}0.25",
    ]


def test_text_that_fits_is_left_alone_and_no_text_is_smaller_than_twelve() -> None:
    assert fitted("Emperor", size=14, width=200) == ("Emperor", 14)
    said, size = fitted("President of the Privy Council of the Empire", size=14, width=120)
    assert said.endswith("…")
    assert size == 12.0
    said, size = fitted("Privy Council", size=14, width=80)
    assert said == "Privy Council"
    assert 12.0 <= size < 14.0


def test_japanese_letters_count_as_wide() -> None:
    assert fitted("参謀本部作戦部", size=14, width=99) == ("参謀本部作戦部", 14)
    assert fitted("参謀本部作戦部", size=14, width=97)[1] < 14
