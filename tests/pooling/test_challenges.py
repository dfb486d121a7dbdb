"""Every challenge, over many seeds: it can be solved, nothing else passes, and what is wrong is said."""

import itertools
import json
import math

import numpy as np
import pytest

from pooling.challenges import CHALLENGES, TOPICS, Choice, Edit, Number, Settings, Size
from tests.pooling.twins import axis_windows, twin

SEEDS = range(10)
NAMES = list(CHALLENGES)


def tasks(name):
    return [CHALLENGES[name].task(seed) for seed in SEEDS]


def of_kind(kind):
    return [name for name in NAMES if isinstance(CHALLENGES[name].task(0).asks, kind)]


def laid(shape, kernel, stride, padding=(0, 0), dilation=1, ceil=False):
    return [axis_windows(n, kernel, stride, padding, dilation, ceil) for n in shape]


def slow(name, grid, kernel, stride, padding=(0, 0), **more):
    return twin(name, grid, laid(grid.shape, kernel, stride, padding), 2, **more)


def panels(drawn, role):
    return [panel for panel in drawn["panels"] if panel["role"] == role]


def given(task):
    """The real numbers of the first input panel, as the learner sees them."""
    panel = panels(task.scene(None, 0), "input")[0]
    numbers = [float(text) for text, kind in zip(panel["text"], panel["kind"], strict=True) if kind != "padding"]
    rows = sum(any(kind != "padding" for kind in row) for row in in_rows(panel["kind"], panel))
    return np.array(numbers).reshape(rows, -1)


def in_rows(cells, panel):
    width = len(panel["columns"])
    return [cells[i : i + width] for i in range(0, len(cells), width)]


def test_there_are_enough_in_the_order_of_the_topics() -> None:
    assert len(NAMES) >= 24
    topics = [CHALLENGES[name].topic for name in NAMES]
    assert list(dict.fromkeys(topics)) == list(TOPICS)
    assert topics == sorted(topics, key=TOPICS.index)
    assert sum("Backwards" in item.title for item in CHALLENGES.values()) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_solution_passes_and_the_start_does_not(name: str) -> None:
    for task in tasks(name):
        assert task.judge(task.solution) == ""
        if task.asks.begun is not None:
            said = task.judge(task.asks.begun)
            assert said.endswith(".") and len(said) > 15
        assert task.goal and task.why and all(task.hints)


@pytest.mark.parametrize("name", NAMES)
def test_an_address_holds_the_answer(name: str) -> None:
    for task in tasks(name):
        texts = task.asks.spell(task.solution)
        assert set(texts) == set(task.asks.names)
        read, said = task.asks.read(texts)
        assert said == () and task.judge(read) == ""
        assert task.asks.read({}) == (None, ())


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_is_a_task_and_another_seed_another(name: str) -> None:
    def shown(task):
        return "".join([task.goal, *task.hints, json.dumps(task.scene(None, 0), sort_keys=True)])

    item = CHALLENGES[name]
    again = type(item)(item.name, item.topic, item.order, item.title, item.make)  # not the one that is kept
    assert shown(again.task(3)) == shown(item.task(3))
    assert len({shown(task) for task in tasks(name)}) >= 4


@pytest.mark.parametrize("name", of_kind((Number, Size, Choice)))
def test_the_question_does_not_show_the_answer(name: str) -> None:
    for task in tasks(name):
        drawn, solved = task.scene(None, 0), task.scene(task.solution, 0)
        json.dumps([drawn, solved], allow_nan=False)
        assert "?" in json.dumps(drawn) and '"?"' not in json.dumps(solved)
        if CHALLENGES[name].topic == "Types":  # the band from window to answer would name the type
            assert {link["operation"] for link in drawn["links"]} == {"?"}
        if name == "which-type":
            assert {tuple(link["winner"]) for link in drawn["links"]} == {(None,) * 4}
        elif CHALLENGES[name].topic == "Gradients":
            back = next(panel for panel in drawn["panels"] if panel["title"] == "Gradient of the input")
            assert sorted(back["text"]) == [""] * (len(back["text"]) - 1) + ["?"]
        else:
            assert {text for panel in panels(drawn, "output") for text in panel["text"]} == {"?"}
            assert {text for link in drawn["links"] for text in link["result"]} == {"?"}


@pytest.mark.parametrize("name", of_kind(Size))
def test_a_size_to_find_is_not_on_the_stage(name: str) -> None:
    for task in tasks(name):
        (output,) = panels(task.scene(None, 0), "output")
        assert output["size"] == "?" and len(output["text"]) == 1


# ---- wrong answers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", of_kind(Number))
def test_wrong_numbers_fail_with_a_sentence(name: str) -> None:
    for task in tasks(name):
        for wrong in (task.solution + 1, task.solution - 1, task.solution + 0.02, -task.solution - 0.5, 1e5):
            said = task.judge(wrong)
            assert said.endswith((".", "?")) and ("is not it" in said or "only" in said)


def test_two_decimals_are_enough() -> None:
    thirds = (task for seed in range(80) if (task := CHALLENGES["corner-average"].task(seed)).solution % 0.25 == 0)
    task = next(thirds)
    assert task.judge(task.solution + 0.004) == "" and task.judge(task.solution + 0.006) != ""


@pytest.mark.parametrize("name", of_kind(Choice))
def test_wrong_choices_fail_with_a_sentence(name: str) -> None:
    for task in tasks(name):
        assert task.solution in task.asks.options and len(task.asks.options) >= 3
        for wrong in set(task.asks.options) - {task.solution}:
            assert task.judge(wrong).endswith(".")


@pytest.mark.parametrize("name", of_kind(Size))
def test_wrong_sizes_fail_with_a_sentence(name: str) -> None:
    for task in tasks(name):
        for sides in itertools.product(range(1, 10), repeat=2):
            assert (task.judge(sides) == "") == (sides == task.solution)


# ---- forward: what is asked for, by the slow twins ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "type", "kernel", "stride", "padding"),
    [
        ("largest", "max", 2, 2, 0),
        ("average", "average", 2, 2, 0),
        ("corner-average", "average", 3, 3, 1),
        ("all-negative", "max", 3, 3, 1),
        ("counts-or-not", "average", 3, 3, 1),
    ],
)
def test_the_answer_of_a_window(name, type, kernel, stride, padding) -> None:
    for task in tasks(name):
        answers = slow(type, given(task), kernel, stride, (padding, padding))
        assert task.solution == pytest.approx(answers.ravel()[task.step], rel=1e-6)


def test_the_answer_of_pytorch_counts_padding() -> None:
    for task in tasks("counts-or-not"):
        counted = slow("average", given(task), 3, 3, (1, 1), count_include_pad=True)[0, 0]
        assert f"answers **{counted:.2f}".rstrip("0").rstrip(".") in task.goal
        assert task.judge(counted) != ""


def test_all_negative_refuses_the_padding_that_is_zero() -> None:
    for task in tasks("all-negative"):
        assert task.solution < 0 and "−∞" in task.judge(0.0)


@pytest.mark.parametrize("name", ["winner-takes-all", "fair-shares"])
def test_the_gradient_of_a_cell(name: str) -> None:
    for task in tasks(name):
        row, column = (int(task.goal.partition(word)[2].split()[0].strip("?,.")) - 1 for word in ("row ", "column "))
        x = given(task)
        grads = panels(task.scene(None, 0), "output")[1]["text"]
        stride = 2 if name == "winner-takes-all" else 1
        arrived = 0.0
        windows = itertools.product(*(axis[2] for axis in laid(x.shape, 2, stride)))
        for grad, (rows, columns) in zip(map(float, grads), windows, strict=True):
            taps = list(itertools.product(rows, columns))
            if stride == 1:
                arrived += grad / 4 * ((row, column) in taps)
            else:
                arrived += grad * ((row, column) == max(taps, key=lambda tap: x[tap]))
        assert task.solution == pytest.approx(arrived)


def test_the_closed_form_of_eight_shifts() -> None:
    for task in tasks("eight-neighbours"):
        x = given(task)
        kernel = len(x) // 3
        row, column = (int(place) for place in np.argwhere(x)[0])
        inside = sum(
            (row + i) // kernel == row // kernel and (column + j) // kernel == column // kernel
            for i, j in itertools.product((-1, 0, 1), repeat=2)
        )
        assert task.solution == inside - 1
        if kernel == 2:
            assert task.solution == 3  # "3 of 8", as textbooks have it


def test_defaults_of_the_frameworks_as_documented() -> None:
    for seed in range(30):
        task = CHALLENGES["unset-stride"].task(seed)
        label = task.goal.split("**")[1]
        side, kernel = len(given(task)), int(task.goal.partition("kernel of ")[2].split()[0])
        stride = kernel if label in ("Keras", "PyTorch") else 1
        assert task.solution == ((side - kernel) // stride + 1,) * 2


def test_round_up_meets_the_window_that_is_dropped() -> None:
    dropped = 0
    for seed in range(30):
        task = CHALLENGES["round-up"].task(seed)
        cells, kernel, stride = (
            int(task.goal.partition(word)[2].split()[0].strip(",.")) for word in ("row of ", "kernel ", "stride ")
        )
        padding = int("1 padding" in task.goal)
        low, high, windows, _ = axis_windows(cells, kernel, stride, (padding, padding), 1, True)
        assert task.solution == len(windows)
        naive = math.ceil((cells + low + high - kernel) / stride) + 1
        dropped += naive != len(windows)
        assert naive == len(windows) or "dropped" in task.judge(naive)
    assert dropped


# ---- backwards: any right answer, and no other -------------------------------------------------------------


def sizes_of(task, kernel, stride=1, padding=0):
    return [len(axis[2]) for axis in laid(given(task).shape, kernel, stride, (padding, padding))]


def bold(task, number=-1):
    """The bold words of a goal, which hold what is wanted."""
    return task.goal.split("**")[1::2][number]


def reads(side, kernel, stride):
    cells = [cell for window in laid((side,), kernel, stride)[0][2] for cell in window]
    return [cells.count(cell) for cell in range(side)]


def same_as_two(task, kernel, stride):
    numbers = [int(word) for word in task.goal.replace(",", " ").replace(".", " ").split() if word.isdigit()]
    x = given(task)
    for k, s in ((numbers[0], numbers[2]), (numbers[3], numbers[5])):
        x = slow("max", x, k, s)
    return np.array_equal(slow("max", given(task), kernel, stride), x)


def between(task, p):
    low, high = (float(word) for word in bold(task).replace("between", "").split("and"))
    return low <= np.mean(given(task) ** p) ** (1 / p) <= high


SETTINGS = {
    "find-the-stride": lambda task, stride: (
        sizes_of(task, int(task.goal.partition("kernel ")[2][0]), stride) == [int(bold(task)[0])] * 2
    ),
    "once-each": lambda task, kernel, stride: kernel > 1 and set(reads(len(given(task)), kernel, stride)) == {1},
    "keep-the-size": lambda task, padding: (
        sizes_of(task, int(task.goal.partition("kernel of ")[2][0]), 1, padding) == list(given(task).shape)
    ),
    "reach": lambda task, kernel, dilation: (
        dilation > 1 and len(range((kernel - 1) * dilation + 1)) == int(bold(task).split()[1])
    ),
    "two-in-one": same_as_two,
    "between": lambda task, param: between(task, float(param)),
}


@pytest.mark.parametrize("name", of_kind(Settings))
def test_settings_pass_exactly_where_they_should(name: str) -> None:
    for task in tasks(name)[:5]:
        ranges = [range(low, high + 1) for low, high in task.asks.ranges.values()]
        passed = []
        for values in itertools.product(*ranges):
            answer = dict(zip(task.asks.ranges, values, strict=True))
            said = task.judge(answer)
            assert (said == "") == SETTINGS[name](task, **answer), (answer, said)
            passed += [answer] * (said == "")
            if sum(values) % 3 == 0:
                json.dumps(task.scene(answer, 0))
        assert passed


def agree(start, answer):
    most, mean = slow("max", answer, 2, 2), slow("average", answer, 2, 2)
    return np.allclose(most, mean) and len(np.unique(most)) > 1


def keep_the_max(start, answer):
    most = np.array_equal(slow("max", start, 2, 2), slow("max", answer, 2, 2))
    return most and bool((slow("average", start, 2, 2) != slow("average", answer, 2, 2)).all())


def winners(answer):
    """How many windows each cell wins; the first of equal numbers wins."""
    won = {}
    for rows, columns in itertools.product(*(axis[2] for axis in laid(answer.shape, 2, 1))):
        best = max(itertools.product(rows, columns), key=lambda tap: (answer[tap], -tap[0], -tap[1]))
        won[best] = won.get(best, 0) + 1
    return won.values()


def over_the_border(start, answer):
    here, there = np.argwhere(start), np.argwhere(answer)
    kernel = len(start) // 3
    carried = len(there) == 1 and answer.max() == start.max() and np.abs(here - there).sum() == 1
    return carried and not np.array_equal(slow("max", start, kernel, kernel), slow("max", answer, kernel, kernel))


def differ(start, answer):
    torch = slow("max", answer, 3, 2, (1, 1))
    tensor = twin("max", answer, [axis_windows(n, 3, 2, "same", 1, False) for n in answer.shape], 2)
    return not np.array_equal(torch, tensor)


EDITS = {
    "make-a-map": lambda task, answer: np.array_equal(slow("max", answer, 2, 2), task.wanted),
    "agree": lambda task, answer: agree(task.asks.start, answer),
    "keep-the-max": lambda task, answer: keep_the_max(task.asks.start, answer),
    "wins-often": lambda task, answer: int(bold(task).split()[-1]) in winners(answer),
    "over-the-border": lambda task, answer: over_the_border(task.asks.start, answer),
    "make-them-differ": lambda task, answer: differ(task.asks.start, answer),
}


def tries(task, seed):
    """Grids around the start and the solution: single cells changed, the lone value carried, random ones."""
    draw = np.random.default_rng(seed)
    start, solution = task.asks.start, task.solution
    yield solution
    yield np.zeros_like(start)
    for base in (start, solution):
        for cell in np.ndindex(base.shape):
            changed = base.copy()
            changed[cell] = draw.integers(0, 21)
            yield changed
        for axis, by in itertools.product((0, 1), (-1, 1)):
            yield np.roll(base, by, axis)
    for _ in range(20):
        yield draw.integers(0, 10, start.shape).astype(float)
        yield np.kron(draw.integers(0, 10, (2, 2)), np.ones((2, 2)))[: start.shape[0], : start.shape[1]]


@pytest.mark.parametrize("name", of_kind(Edit))
def test_grids_pass_exactly_where_they_should(name: str) -> None:
    passed = failed = 0
    for seed, task in enumerate(tasks(name)[:5]):
        for answer in tries(task, seed):
            if answer.shape != task.asks.start.shape:
                continue
            said = task.judge(answer)
            assert (said == "") == bool(EDITS[name](task, answer)), (answer.tolist(), said)
            assert said == "" or said.endswith(".")
            passed, failed = passed + (said == ""), failed + (said != "")
    assert passed >= 5 and failed >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_only_the_stride_moves_the_whole_map(seed: int) -> None:
    task = CHALLENGES["move-the-map"].task(seed)
    stride = int(task.goal.partition("with ")[2][0])
    assert [columns for columns in range(1, 5 * stride) if task.judge(float(columns)) == ""] == [stride]
    assert task.judge(0.0) and task.judge(2.5) and task.judge(5.0 * stride)


# ---- what is said ------------------------------------------------------------------------------------------


def test_a_wrong_map_hears_which_row_differs() -> None:
    task = CHALLENGES["make-a-map"].task(0)
    grid = task.solution.copy()
    grid[grid == task.wanted[1, 0]] -= 1
    place = f"row 2, column 1 should be {task.wanted[1, 0]:g}, not {task.wanted[1, 0] - 1:g}."
    assert task.judge(grid).endswith(place)
    assert task.judge(np.zeros((4, 4))) == "Your map is 0, 0; 0, 0: the first and second rows differ."


def test_likely_mistakes_have_their_own_sentence() -> None:
    task = CHALLENGES["average"].task(1)
    window = given(task)[2 * (task.step // 2) :][:2, 2 * (task.step % 2) :][:, :2]
    assert "the sum" in task.judge(float(window.sum()))
    assert "max pooling" in task.judge(float(window.max()))
    size = CHALLENGES["how-large"].task(1)
    rows, columns = size.solution
    assert size.judge((columns, rows)).endswith("Rows come first.") or rows == columns
    assert size.judge((rows, 99)).endswith("The rows are right, the columns are not.")


# ---- addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("largest", {"answer": "many"}, '"many" is not a number to check'),
        ("how-large", {"answer": "3,4"}, "like 3x4"),
        ("how-large", {"answer": "0x500"}, "1 x 99 is used"),
        ("which-type", {"answer": "lp"}, "none of those offered"),
        ("make-a-map", {"grid": "1,2;3"}, "challenge's own grid"),
        ("make-a-map", {"grid": "1,2;3,4"}, "cut or filled with 0"),
        ("find-the-stride", {"stride": "0"}, "lies between 1 and"),
        ("find-the-stride", {"stride": "2x2"}, "is a whole number; 1 is used"),
    ],
)
def test_an_address_that_cannot_be_is_answered(name, asked, said) -> None:
    answer, sentences = CHALLENGES[name].task(0).asks.read(asked)
    assert said in " ".join(sentences)
    assert answer is None or CHALLENGES[name].task(0).judge(answer) != ""


def test_the_cell_that_is_asked_for_is_the_only_tinted_one() -> None:
    for task in tasks("read-often"):
        row, column = (int(task.goal.partition(word)[2].split()[0].strip("?,")) - 1 for word in ("row ", "column "))
        levels = np.array(task.scene(None, 0)["panels"][0]["level"]).reshape(given(task).shape)
        assert np.argwhere(levels).tolist() == [[row, column]]


def test_a_comma_is_a_decimal_point() -> None:
    assert CHALLENGES["average"].task(0).asks.read({"answer": "14,5"}) == (14.5, ())


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="non-negative"):
        CHALLENGES["largest"].task(-1)
