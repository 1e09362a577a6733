"""The spider web: everything within the picture, a gap where there is no mark, a mirror image from right to left."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knooppunt.web.shared.spider import MARGIN, RADIUS, TOP, Spider, spider, width_of

NAMES = (
    "Lichaamsfuncties",
    "Mentaal welbevinden",
    "Zingeving",
    "Kwaliteit van leven",
    "Meedoen",
    "Dagelijks functioneren",
)
ARABIC = ("وظائف الجسم", "الصحة النفسية", "معنى الحياة", "جودة الحياة", "المشاركة", "الحياة اليومية")
MARKS = st.lists(st.none() | st.integers(0, TOP), min_size=6, max_size=6)
WORDS = st.lists(st.text(max_size=30), min_size=6, max_size=6) | st.sampled_from([NAMES, ARABIC])


def inside(it: Spider, x: float, y: float, room: float = 0) -> bool:
    left, top, wide, high = it.box
    return left + room <= x <= left + wide - room and top + room <= y <= top + high - room


@settings(deadline=None)
@given(names=WORDS, now=MARKS, before=MARKS, rtl=st.booleans(), size=st.sampled_from([15.0, 10.5, 24.0]))
def test_all_points_and_names_are_within_the_picture_and_no_name_lies_on_another(
    names: list[str], now: list, before: list, rtl: bool, size: float
) -> None:
    it = spider(names, before, now, rtl=rtl, size=size)
    for web in it.webs:
        assert all(inside(it, x, y, 7) for x, y in web.dots)  # a dot is no point: it has a size
    for one in it.names:
        x, y, wide, high = one.box
        assert inside(it, x, y, MARGIN - 0.1) and inside(it, x + wide, y + high, MARGIN - 0.1)
        for at, base, text in one.lines:
            assert x - 0.1 <= at - width_of(text, size) / 2 and at + width_of(text, size) / 2 <= x + wide + 0.1
            assert y <= base <= y + high
    for a, b in combinations([n.box for n in it.names], 2):
        assert a[0] >= b[0] + b[2] or b[0] >= a[0] + a[2] or a[1] >= b[1] + b[3] or b[1] >= a[1] + a[3]


@settings(deadline=None)
@given(now=MARKS)
def test_a_mark_that_was_not_given_is_a_gap_and_no_zero(now: list) -> None:
    web = spider(NAMES, now).webs[0]
    given_ = [m for m in now if m is not None]
    pairs = sum(a is not None and b is not None for a, b in zip(now, now[1:] + now[:1], strict=True))
    assert (len(web.dots), len(web.lines), bool(web.closed)) == (len(given_), pairs, len(given_) == 6)


@settings(deadline=None)
@given(now=MARKS)
def test_a_higher_mark_lies_further_out_and_nothing_beyond_the_threads(now: list) -> None:
    web = spider(NAMES, now).webs[0]
    far = [(x * x + y * y) ** 0.5 for x, y in web.dots]
    assert all(far_one <= RADIUS + 0.2 for far_one in far)
    marks = [m for m in now if m is not None]
    assert all(b > a for m, a in zip(marks, far, strict=True) for n, b in zip(marks, far, strict=True) if n > m)


@settings(deadline=None)
@given(now=MARKS)
def test_from_right_to_left_it_is_the_mirror_image(now: list) -> None:
    one, other = spider(ARABIC, now), spider(ARABIC, now, rtl=True)
    assert [(-x, y) for x, y in one.webs[0].dots] == [(x, y) for x, y in other.webs[0].dots]
    assert one.box == pytest.approx(other.box)


def test_empty_one_mark_and_all() -> None:
    assert not spider(NAMES, [None] * 6).webs[0].dots and spider(NAMES).webs == ()
    one = spider(NAMES, [None, None, 4, None, None, None]).webs[0]
    assert (len(one.dots), one.lines, one.closed) == (1, (), "")
    assert len(spider(NAMES, [0] * 6).webs[0].dots) == 6 == len(set(spider(NAMES, [0] * 6).webs[0].dots))


def test_our_names_stay_big_enough_on_a_small_telephone() -> None:
    """On 300 px of picture a letter is at least 12 px high."""
    for names in (NAMES, ARABIC):
        assert spider(names).box[2] <= 300 / 12 * 15


@pytest.mark.parametrize("web", [[1], [11] * 6, [-1] * 6])
def test_a_web_that_cannot_be_is_refused(web: list) -> None:
    with pytest.raises(ValueError, match="one mark"):
        spider(NAMES, web)
    with pytest.raises(ValueError, match="three threads"):
        spider(NAMES[:2])
