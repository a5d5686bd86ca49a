"""Laws of chance: a draw belongs to a name and a world, and to nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.model.streams import DrawCache, Streams
from tests.support.scenes import law

seeds = st.integers(0, 2**64)
firsts = st.integers(0, 10**7)
words = st.text("abcdefghij", min_size=1, max_size=8)


@law
@given(seed=seeds, first=firsts, worlds=st.integers(1, 40), data=st.data())
def test_a_world_draws_the_same_alone_and_in_any_crowd(
    seed: int, first: int, worlds: int, data: st.DataObject
) -> None:
    crowd = Streams(seed, worlds, first=first)
    place = data.draw(st.integers(0, worlds - 1))
    alone = Streams(seed, 1, first=first + place)
    assert crowd.uniform("freeze")[place] == alone.uniform("freeze")[0]
    assert crowd.normal("stance", "OPS", 3)[place] == alone.normal("stance", "OPS", 3)[0]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 64])
def test_blocks_of_any_size_join_to_the_same_draws(size: int) -> None:
    whole = Streams(7, 130).normal("count", "", 2)
    parts = [Streams(7, min(size, 130 - at), first=at).normal("count", "", 2) for at in range(0, 130, size)]
    assert (np.concatenate(parts) == whole).all()


def test_a_new_purpose_leaves_the_older_draws_as_they_were() -> None:
    older, newer = Streams(1941, 50), Streams(1941, 50)
    newer.uniform("a purpose nobody had before", "NEW", 9)
    newer.normal("another")
    assert (older.uniform("freeze") == newer.uniform("freeze")).all()


@law
@given(one=st.tuples(words, words, st.integers(0, 99)), other=st.tuples(words, words, st.integers(0, 99)))
def test_two_names_share_no_draw(one: tuple[str, str, int], other: tuple[str, str, int]) -> None:
    chance = Streams(1941, 20)
    shared = np.intersect1d(chance.uniform(*one), chance.uniform(*other))
    assert len(shared) == (20 if one == other else 0)


@law
@given(one=seeds, other=seeds)
def test_two_seeds_share_no_draw(one: int, other: int) -> None:
    shared = np.intersect1d(Streams(one, 20).uniform("freeze"), Streams(other, 20).uniform("freeze"))
    assert len(shared) == (20 if one == other else 0)


def test_branches_are_independent_of_each_other_and_of_the_trunk() -> None:
    trunk, left, right = (Streams(1941, 4000, branch=each).normal("count") for each in ("", "/0@3", "/1@3"))
    assert np.abs(np.corrcoef([trunk, left, right]) - np.eye(3)).max() < 0.06
    assert len(np.unique([trunk, left, right])) == 12_000


def test_a_draw_cache_gives_back_the_draws_it_kept() -> None:
    draws: DrawCache = {}
    first = Streams(1941, 30, draws=draws)
    uniform, normal = first.uniform("freeze"), first.normal("stance", "OPS")
    again = Streams(1941, 30, draws=draws)
    assert again.uniform("freeze") is uniform
    assert again.normal("stance", "OPS") is normal
    assert (uniform == Streams(1941, 30).uniform("freeze")).all()
    assert (normal == Streams(1941, 30).normal("stance", "OPS")).all()


def test_a_draw_cache_serves_other_worlds_seeds_and_branches_without_mixing_them() -> None:
    draws: DrawCache = {}
    for seed, first, branch in [(1, 0, ""), (1, 30, ""), (2, 0, ""), (1, 0, "/0@1")]:
        kept = Streams(seed, 30, first=first, draws=draws, branch=branch).normal("count")
        assert (kept == Streams(seed, 30, first=first, branch=branch).normal("count")).all()


def test_a_uniform_draw_has_the_moments_of_its_law() -> None:
    draws = Streams(1941, 100_000).uniform("freeze")
    assert draws.mean() == pytest.approx(1 / 2, abs=0.005)
    assert draws.var() == pytest.approx(1 / 12, abs=0.002)
    assert np.histogram(draws, bins=20, range=(0, 1))[0] == pytest.approx(np.full(20, 5000), abs=350)


def test_a_normal_draw_has_the_moments_of_its_law() -> None:
    draws = Streams(1941, 100_000).normal("stance", "OPS")
    assert draws.mean() == pytest.approx(0.0, abs=0.015)
    assert draws.std() == pytest.approx(1.0, abs=0.01)
    assert (draws**3).mean() == pytest.approx(0.0, abs=0.05)
    assert (draws**4).mean() == pytest.approx(3.0, abs=0.15)


def test_neighbouring_worlds_are_independent() -> None:
    draws = Streams(1941, 50_001).normal("count")
    assert abs(np.corrcoef(draws[:-1], draws[1:])[0, 1]) < 0.02


@pytest.mark.parametrize("bits", [0.0, 0.5, 1.0 - 2.0**-52, 1.0 - 2.0**-53])
def test_the_outermost_numbers_of_the_generator_still_give_a_finite_draw(bits: float) -> None:
    class Stuck:
        def random(self, size: int) -> np.ndarray:
            return np.full(size, bits)

    chance = Streams(1941, 3)
    chance._generator = Stuck()  # type: ignore[assignment]
    assert (chance.uniform("freeze") > 0.0).all()
    assert (chance.uniform("freeze") < 1.0).all()
    assert np.isfinite(chance.normal("stance")).all()
