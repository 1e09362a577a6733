"""What stays hidden of a year: the small, what would give the small away, and what was hidden before."""

from collections.abc import Iterable, Mapping

import pytest

from knooppunt.figures.disclosure import HIDDEN, Plan, Shown, Table, Unsafe, protect
from tests.figures.file_2022 import CONSENTED, EDUCATION, REFERRED, SUPPORT
from tests.figures.years import everything, random_year

REGION = frozenset(f"GM{number:04}" for number in range(16))
KERKRADE, LANDGRAAF, VAALS = "GM0928", "GM0882", "GM0981"
LIMBURG = frozenset([KERKRADE, LANDGRAAF, VAALS, *(f"GM1{number:03}" for number in range(13))])


def told(plan: Plan, table: str, area: Iterable[str], cells: Iterable[str]) -> dict[str, bool]:
    return {cell: not plan.why(table, area, cell) for cell in cells}


def whole(consented: int, referred: int = 0, places: Iterable[str] = ("A",)) -> dict[str, dict[str, int]]:
    """Put all families in the first place."""
    place = next(iter(places))
    return {"referred": {place: referred or consented}, "consented": {place: consented}, "questions": {}}


def shown_of_one(cells: Mapping[str, int], people: int, *, multiple: bool = False, threshold: int = 10) -> set[str]:
    """Give which cells of one table are shown when there is one area."""
    table = Table("t", tuple(cell for cell in cells if cell != "missing"), {"A": cells}, multiple=multiple)
    plan = protect([table], whole(people), [["A"]], threshold=threshold)
    return {cell for cell in (*table.cells, "missing", "n") if not plan.why("t", ["A"], cell)}


# --- The small ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("number", "shown"), [(0, False), (1, False), (9, False), (10, True), (11, True), (250, True)])
def test_a_group_is_shown_from_ten_families_and_zero_is_small(number: int, shown: bool) -> None:
    plan = protect([], whole(number), [["A"]])
    assert (not plan.why("families", ["A"], "referred")) is shown
    assert (not plan.why("families", ["A"], "consented")) is shown
    assert plan.why("families", ["A"], "questions") == HIDDEN


@pytest.mark.parametrize(
    ("cells", "people", "multiple", "shown"),
    [
        # all large: shown, with n; nothing missing is a small number too, so it goes and takes one cell with it
        ({"a": 30, "b": 20, "missing": 10}, 60, False, {"a", "b", "missing", "n"}),
        ({"a": 30, "b": 20, "missing": 0}, 50, False, {"a"}),
        # one small cell takes the smallest other one with it
        ({"a": 40, "b": 20, "c": 9, "missing": 11}, 80, False, {"a", "b"}),
        ({"a": 40, "b": 20, "c": 9, "missing": 21}, 90, False, {"a", "missing", "n"}),
        # two small ones hide each other if they are five together, not if they are fewer
        ({"a": 40, "b": 20, "c": 3, "d": 2, "missing": 10}, 75, False, {"a", "b", "missing", "n"}),
        ({"a": 40, "b": 20, "c": 2, "d": 2, "missing": 10}, 74, False, {"a", "b"}),
        # more answers: the cells say nothing of each other
        ({"a": 40, "b": 20, "c": 2, "missing": 10}, 80, True, {"a", "b", "missing", "n"}),
        # but a cell of nearly everybody says how few are missing
        ({"a": 38, "b": 20, "missing": 1}, 40, True, {"b"}),
        # fewer than ten families: nothing at all
        ({"a": 9, "missing": 0}, 9, False, set()),
        ({"a": 9, "b": 9, "missing": 0}, 9, True, set()),
    ],
)
def test_in_one_area(cells: dict[str, int], people: int, multiple: bool, shown: set[str]) -> None:
    assert shown_of_one(cells, people, multiple=multiple) == shown


def test_the_threshold_is_a_choice() -> None:
    cells = {"a": 30, "b": 12, "c": 6, "missing": 20}
    assert shown_of_one(cells, 68, threshold=5) == {"a", "b", "c", "missing", "n"}
    assert shown_of_one(cells, 68, threshold=13) == {"a", "missing", "n"}


def test_who_said_yes_is_shown_only_beside_who_were_referred() -> None:
    places = {"referred": {"A": 12, "B": 3, "C": 20}, "consented": {"A": 12, "B": 0, "C": 12}}
    plan = protect([], places, [["A", "B", "C"]])
    for area in (["A"], ["B"], ["C"], ["A", "B", "C"]):
        if plan.why("families", area, "referred"):
            assert plan.why("families", area, "consented")
    assert plan.why("families", ["B"], "referred")
    assert not plan.why("families", ["A", "B", "C"], "consented")


def test_an_area_of_which_the_families_are_hidden_shows_no_table() -> None:
    counts = {"A": {"x": 15, "y": 15}, "B": {"x": 4, "y": 4}, "C": {"x": 40, "y": 20}}
    places = {who: {"A": 30, "B": 8, "C": 60} for who in ("referred", "consented")}
    plan = protect([Table("t", ("x", "y"), counts)], places, [["A", "B", "C"]])
    for area in (["A"], ["B"], ["C"]):
        if plan.why("families", area, "consented"):
            assert not any(told(plan, "t", area, ("x", "y", "n", "missing")).values())
    assert plan.why("families", ["B"], "consented")
    assert plan.why("families", ["A"], "consented"), "what is left of the region would be B"
    assert not plan.why("families", ["C"], "consented")


def test_a_quarter_has_nobody_missing_as_everybody_knows() -> None:
    quarters = Table("by_quarter", ("1", "2"), {"A": {"1": 12, "2": 14}}, "referred", complete=True)
    plan = protect([quarters], whole(26), [["A"]])
    assert told(plan, "by_quarter", ["A"], ("1", "2", "n", "missing")) == dict.fromkeys(
        ("1", "2", "n", "missing"), True
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (Table("t", ("a",), {"A": {"a": 21}}), "t"),
        (Table("t", ("a",), {"A": {"a": 15, "missing": 6}}, multiple=True), "t"),
        (Table("t", ("a",), {"A": {"a": 19}}, complete=True), "t"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(table: Table, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        protect([table], whole(20), [["A"]])


# --- The factsheet of 2022 (R-SDC-06) ----------------------------------------------------------------------------
MOTHERS = {code: mothers for code, _label, mothers, _partners in EDUCATION}
PARTNERS = {code: partners for code, _label, _mothers, partners in EDUCATION}
USED = {code: families for code, _label, families in SUPPORT}


@pytest.fixture(scope="module")
def of_2022() -> Plan:
    """23 families of three municipalities, 18 with a yes; the split over the three is made up."""
    tables = [
        Table("education.mother", tuple(MOTHERS), split(MOTHERS)),
        Table("education.partner", tuple(PARTNERS), split(PARTNERS)),
        Table("support", tuple(USED), split(USED), multiple=True),
    ]
    families = {"referred": {KERKRADE: 11, LANDGRAAF: 7, VAALS: 5}, "consented": {KERKRADE: 6, LANDGRAAF: 6, VAALS: 6}}
    return protect(tables, families, [LIMBURG, [KERKRADE, LANDGRAAF, VAALS]])


def split(cells: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Deal the families out over the three municipalities."""
    found: dict[str, dict[str, int]] = {place: dict.fromkeys(cells, 0) for place in (KERKRADE, LANDGRAAF, VAALS)}
    for at, cell in enumerate(cell for cell, number in cells.items() for _ in range(number)):
        found[(KERKRADE, LANDGRAAF, VAALS)[at % 3]][cell] += 1
    return found


def test_the_region_of_2022_shows_what_is_large(of_2022: Plan) -> None:
    assert of_2022.pattern.number("families", LIMBURG, "referred") == REFERRED
    assert of_2022.pattern.number("families", LIMBURG, "consented") == CONSENTED
    assert told(of_2022, "support", LIMBURG, USED) == {code: code == "universal" for code in USED}


@pytest.mark.parametrize("table", ["education.mother", "education.partner", "education"])
def test_no_small_cell_of_the_education_of_2022_is_shown(of_2022: Plan, table: str) -> None:
    assert not any(told(of_2022, table, LIMBURG, (*MOTHERS, "n", "missing")).values())


@pytest.mark.parametrize("place", [KERKRADE, LANDGRAAF, VAALS])
def test_no_split_of_2022_by_municipality_is_shown(of_2022: Plan, place: str) -> None:
    families, *tables = of_2022.shown([place])
    assert families.numbers == {"referred": 11 if place == KERKRADE else None, "consented": None, "questions": None}
    assert all(set(line.numbers.values()) == {None} for line in tables)


def test_of_2022_every_hidden_number_may_be_five_families_apart(of_2022: Plan) -> None:
    for line in everything(of_2022):
        for cell in (cell for cell, number in line.numbers.items() if number is None):
            low, high = of_2022.bounds(line.table, line.area, cell)
            assert high - low >= 5, (line.table, sorted(line.area), cell)


# --- What was told before ----------------------------------------------------------------------------------------
def test_what_was_hidden_once_stays_hidden() -> None:
    hidden = Shown("t", frozenset("A"), {"a": 30, "b": None, "missing": None, "n": None})
    table = Table("t", ("a", "b"), {"A": {"a": 30, "b": 20, "missing": 15}})
    assert told(protect([table], whole(65), [["A"]]), "t", "A", ("a", "b", "missing", "n")) == {
        "a": True, "b": True, "missing": True, "n": True
    }  # fmt: skip
    later = protect([table], whole(65), [["A"]], known=[hidden])
    assert told(later, "t", "A", ("a", "b", "missing", "n")) == {"a": True, "b": False, "missing": False, "n": False}


def test_what_was_told_cannot_be_untold_so_others_are_hidden() -> None:
    places = {"referred": {"A": 12, "B": 14, "C": 4, "D": 30}}
    every = [["A", "B", "C", "D"]]
    alone = protect([], places, every)
    assert [p for p in "ABCD" if alone.why("families", p, "referred")] == ["A", "C"]
    after = protect([], places, every, known=[Shown("families", frozenset("A"), {"referred": 12})])
    assert [p for p in "ABCD" if after.why("families", p, "referred")] == ["B", "C"]


def test_an_area_that_leaves_a_small_rest_is_not_shown_beside_the_region() -> None:
    places = {"referred": {"A": 40, "B": 30, "C": 20, "D": 4}}
    plan = protect([], places, ["ABCD", "ABC"])
    shown = {area: not plan.why("families", area, "referred") for area in ("ABCD", "ABC", "D")}
    assert shown == {"ABCD": True, "ABC": False, "D": False}


@pytest.mark.parametrize("seed", range(400, 412))
def test_later_plans_keep_to_earlier_ones_and_tell_the_truth(seed: int) -> None:
    year = random_year(seed, places=6, tables=3)
    known: list[Shown] = []
    for _ in range(3):
        area = year.some_area()
        before = {(line.table, line.area, cell): n for line in known for cell, n in line.numbers.items()}
        plan = year.plan([area], known)
        for line in plan.shown(area):
            for cell, number in line.numbers.items():
                if number is not None:
                    assert number >= 10 or (cell == "missing" and year.kinds[line.table].complete)
                    assert before.get((line.table, line.area, cell), number) == number
            known.append(line)
        plan.check(plan.shown(area))


def test_the_same_numbers_give_the_same_plan() -> None:
    one, other = random_year(7).plan(), random_year(7).plan()
    assert everything(one) == everything(other)


# --- The last look -----------------------------------------------------------------------------------------------
def test_a_hidden_number_that_would_leave_the_house_is_refused(of_2022: Plan) -> None:
    lines = of_2022.shown(LIMBURG)
    of_2022.check(lines)
    with pytest.raises(Unsafe, match="support jgz"):
        of_2022.check([*lines, Shown("support", LIMBURG, {"jgz": 1})])


def test_a_gap_that_was_left_too_tight_is_refused() -> None:
    table = Table("t", ("a", "b", "c"), {"A": {"a": 40, "b": 20, "c": 3, "missing": 11}})
    plan = protect([table], whole(74), [["A"]])
    block = plan.pattern.blocks[1]
    block.hidden[:, block.cells.index("b")] = block.hidden[:, block.cells.index("missing")] = False
    plan.proof.stale = set(plan.proof.programmes)
    with pytest.raises(Unsafe, match="t c"):
        plan.check(plan.shown(["A"]))


def test_an_area_that_was_not_planned_stays_hidden() -> None:
    plan = protect([], {"referred": {"A": 40, "B": 50}}, ["AB"])
    assert plan.why("families", ["A", "C"], "referred") == HIDDEN
    assert plan.why("nothing", ["A"], "a") == HIDDEN


def test_a_release_in_spring_of_a_year_with_too_few_families_leaves_the_rest_of_the_year_free() -> None:
    area = frozenset("A")

    def table(most: int, other: int) -> Table:
        return Table("work", ("yes", "no"), {"A": {"yes": most, "no": other}})

    spring = protect([table(4, 2)], whole(6), [area])
    ledger = spring.shown(area)
    assert all(number is None for line in ledger for number in line.numbers.values())
    autumn = protect([table(40, 30)], whole(85), [area], known=ledger)  # of fifteen it is not known
    assert not autumn.why("work", area, "yes") and not autumn.why("work", area, "no")


def test_what_was_hidden_beside_a_known_sum_stays_hidden_when_one_family_more_has_come() -> None:
    area = frozenset("A")

    def table(small: int) -> Table:
        return Table("work", ("yes", "no", "unknown"), {"A": {"yes": small, "no": 13, "unknown": 20}})

    first = protect([table(9)], whole(42), [area])
    assert first.why("work", area, "yes")
    later = protect([table(10)], whole(43), [area], known=first.shown(area))
    assert later.why("work", area, "yes")
