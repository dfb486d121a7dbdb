"""What a hand does on the shift page: carrying a value over a border, posing the cheetah, sharing."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from pooling.grids import spell
from pooling.shift import claim, measure
from tests.browser.checks import axe, wait_until_ready
from tests.browser.test_stage import Visit

SAME, CHANGED = "the pooled map is the same", "the pooled map changed"


def cell(page: Page, panel: str, row: int, column: int, value: str = "") -> Locator:
    name = re.compile(rf"^row {row}, column {column}: {value}(,|$)" if value else rf"^row {row}, column {column}:")
    return page.get_by_role("grid", name=re.compile(f"^{panel}")).get_by_role("gridcell", name=name)


def drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    boxes = [cell(page, "Input, Now", *place).bounding_box() for place in (start, end)]
    assert boxes[0] and boxes[1]
    (x, y), (to_x, to_y) = ((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=8)
    page.mouse.up()


def expect_outputs(page: Page, panel: str, expected: list[str]) -> None:
    for place, value in enumerate(expected):
        expect(cell(page, panel, place // 2 + 1, place % 2 + 1, value)).to_have_count(1)


def expect_pose(page: Page, *values: str) -> None:
    names = ("Shift down", "Shift right", "Rotate", "Tilt", "Scale")
    for name, value in zip(names, values, strict=True):
        expect(page.get_by_role("slider", name=re.compile(f"^{name}"))).to_have_value(value)


def under_the_hand(page: Page) -> Locator:
    return page.get_by_role("slider", name=re.compile("Drag it, or move it with the arrow keys"))


def test_a_4_carried_within_its_window_changes_nothing(visit: Visit) -> None:
    page = visit("/shift")
    expect(cell(page, "Input, Now", 4, 2, "4")).to_be_in_viewport()
    expect(page.get_by_text("Carry it to another cell.")).to_be_in_viewport()
    drag(page, (4, 2), (3, 1))
    expect(page.get_by_text(f"Both cells lie in window 3, so {SAME}")).to_be_visible()
    for panel in ("Output, Before", "Output, Now"):
        expect_outputs(page, panel, ["0", "0", "4", "0"])
    expect(cell(page, "Input, Before", 4, 2, "4")).to_have_count(1)
    expect(page).to_have_url(re.compile("grid=0%2C0%2C0%2C0%3B0%2C0%2C0%2C0%3B4%2C0%2C0%2C0%3B0%2C0%2C0%2C0"))


def test_a_4_carried_over_a_border_is_noticed(visit: Visit) -> None:
    page = visit("/shift")
    drag(page, (4, 2), (3, 3))
    expect(page.get_by_text(f"It left window 3 and entered window 4, so {CHANGED}")).to_be_visible()
    expect_outputs(page, "Output, Before", ["0", "0", "4", "0"])
    expect_outputs(page, "Output, Now", ["0", "0", "0", "4"])
    page.get_by_role("button", name="Reset", exact=True).click()
    expect(cell(page, "Input, Now", 4, 2, "4")).to_have_count(1)
    expect(page.get_by_text("The 4 stands at row 4, column 2")).to_be_visible()


def test_the_4_is_carried_by_keyboard(visit: Visit) -> None:
    page = visit("/shift")
    cell(page, "Input, Now", 4, 2).focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_text(f"Both cells lie in window 3, so {SAME}")).to_be_visible()
    expect(cell(page, "Input, Now", 3, 2)).to_be_focused()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_text(f"It left window 3 and entered window 1, so {CHANGED}")).to_be_visible()
    expect_outputs(page, "Output, Now", ["4", "0", "0", "0"])


def test_subsampling_does_not_even_survive_a_step_within_the_window(visit: Visit) -> None:
    page = visit("/shift")
    page.get_by_role("radio", name="Subsample").or_(page.get_by_role("button", name="Subsample")).first.click()
    drag(page, (4, 2), (3, 1))
    expect(page.get_by_text("but subsample pooling minds the place within a window")).to_be_visible()
    expect_outputs(page, "Output, Before", ["0", "0", "0", "0"])
    expect_outputs(page, "Output, Now", ["0", "0", "4", "0"])


def test_the_first_window_can_be_chosen_and_stays(visit: Visit) -> None:
    page = visit("/shift")
    expect(page.get_by_text("window 3 of 4")).to_be_visible()
    page.get_by_role("button", name="First window").click()
    expect(page).to_have_url(re.compile("step=0"))
    page.reload()
    expect(page.get_by_text("window 1 of 4")).to_be_visible()


def test_a_copied_link_poses_the_cheetah_again(visit: Visit, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("/shift?down=-1.5&right=2&rotate=-30&tilt=20&scale=1.25&picture_kernel=4&type=average")
    expected = ("-1.5", "2", "-30", "20", "1.25")
    expect_pose(page, *expected)
    answers = page.get_by_alt_text("Now: Average, 4 × 4").get_attribute("src")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied.")).to_be_visible()
    address = page.evaluate("() => navigator.clipboard.readText()")
    visit("/shift" + address.partition("/shift")[2])
    expect_pose(page, *expected)
    assert page.get_by_alt_text("Now: Average, 4 × 4").get_attribute("src") == answers


def test_a_slider_moves_the_cheetah_and_the_pose_goes_back(visit: Visit) -> None:
    page = visit("/shift?part=cheetah")
    expect(page.get_by_text("Every map kept all of its cells.")).to_be_visible()
    slider = page.get_by_role("slider", name="Shift right")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("right=1"))
    expect(page.get_by_text(re.compile("Max pooling kept the most: 82"))).to_be_visible()
    page.get_by_role("button", name="Reset pose").click()
    expect(page.get_by_text("Every map kept all of its cells.")).to_be_visible()
    expect_pose(page, "0", "0", "0", "0", "1")
    wait_until_ready(page)


def test_the_cheetah_itself_is_dragged(visit: Visit) -> None:
    page = visit("/shift?part=cheetah")
    hand = under_the_hand(page)
    box = hand.bounding_box()
    assert box
    pixels = box["width"] / 256
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 100 + 12 * pixels, box["y"] + 100 - 5 * pixels, steps=6)
    expect(hand).to_have_attribute("aria-valuetext", "5 up, 12 right pixels")  # before the hand lets go
    page.mouse.up()
    expect_pose(page, "-5", "12", "0", "0", "1")
    expect(page).to_have_url(re.compile("down=-5&right=12"))
    expect(hand).to_have_css("transform", "matrix(1, 0, 0, 1, 0, 0)")  # Python's picture has taken over
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 900, box["y"] + 20, steps=3)
    page.mouse.up()
    expect_pose(page, "-5", "32", "0", "0", "1")
    wait_until_ready(page)  # a session that is closed during a run logs a traceback


def test_the_cheetah_is_moved_by_keyboard(visit: Visit) -> None:
    page = visit("/shift?part=cheetah&rotate=10")
    under_the_hand(page).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "PageDown"):
        page.keyboard.press(key)
    expect_pose(page, "7", "3", "10", "0", "1")
    expect(under_the_hand(page)).to_be_focused()
    page.keyboard.press("Home")
    expect_pose(page, "0", "0", "10", "0", "1")
    wait_until_ready(page)


def test_from_part_to_part(visit: Visit) -> None:
    page = visit("/shift?grid=0,4;0,0")
    link = page.get_by_role("link", name="Next: does a cheetah's tear line survive?")
    link.click()
    expect(page.get_by_role("slider", name="Shift right")).to_be_visible(timeout=20_000)  # the first cheetah is drawn
    expect(page).to_have_url(re.compile("part=cheetah"))
    expect(page.get_by_role("heading", name="Does it survive a shift?")).to_be_focused()
    expect(page.get_by_role("heading", name="Does it survive a shift?")).to_be_in_viewport()
    page.go_back()
    expect_outputs(page, "Output, Now", ["4"])
    wait_until_ready(page)


def test_more_trials_shrink_the_interval(visit: Visit) -> None:
    page = visit("/shift?part=theory&claim=neighbours")
    expect(page.get_by_text("Measured in 100 trials")).to_be_visible()
    more = page.get_by_role("button", name="Four times as many trials")
    for trials in ("400", "1,600"):
        more.click()
        expect(page.get_by_text(f"Measured in {trials} trials")).to_be_visible()
    expect(page).to_have_url(re.compile("trials=1600"))
    wide, narrow = (measure(claim("neighbours"), trials)[-1] for trials in (100, 1600))
    said = page.get_by_text(re.compile("After 100 trials the interval is"))
    expect(said).to_contain_text(f"is {spell(wide.width, 4)} wide, after 1,600 it goes from {spell(narrow.low, 4)}")


@pytest.mark.parametrize("part", ["cheetah", "meters", "theory"])
def test_no_barrier_in_any_part_and_nothing_hangs_out_on_a_phone(visit: Visit, page: Page, part: str) -> None:
    visit(f"/shift?part={part}&right=2")
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    visit(f"/shift?part={part}&right=2")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_turned_cheetah_is_lost_before_pooling(visit: Visit) -> None:
    page = visit("/shift?rotate=30")
    expect(page.get_by_text("strongest answer fell from 0.56 to 0.29 before any pooling")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("right=abc", '"abc" is no shift right that this page knows; 0 is used.'),
        ("rotate=1e9", '"1e9" is no rotation'),
        ("scale=99", "The scale goes from 0.7 to 1.4 by 0.05; 1.4 is used."),
        ("picture_kernel=0", '"0" is no picture_kernel'),
    ],
)
def test_a_bad_pose_is_said_quietly(visit: Visit, query: str, said: str) -> None:
    expect(visit(f"/shift?{query}").locator(".st-key-notices").get_by_text(said)).to_be_visible()
