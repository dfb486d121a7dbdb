"""What a hand does on the stage: pointing, editing, painting, pasting, stepping, sharing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[[str], Page]


def grid(page: Page, name: str = "Input") -> Locator:
    return page.get_by_role("grid", name=re.compile(f"^{name}")).first


def cell(page: Page, row: int, column: int, name: str = "Input") -> Locator:
    return grid(page, name).get_by_role("gridcell", name=re.compile(rf"^row {row}, column {column}:"))


def values(page: Page, name: str) -> list[list[str]]:
    """Return what the cells' accessible names say, row by row."""
    expect(grid(page, name)).to_be_visible()
    rows = grid(page, name).get_by_role("row").all()
    named = [[box.get_attribute("aria-label") or "" for box in row.get_by_role("gridcell").all()] for row in rows]
    return [[re.sub(r"^row -?\d+, column -?\d+: ([^,]+).*$", r"\1", text) for text in row] for row in named]


def expect_value(page: Page, row: int, column: int, value: str, name: str = "Output") -> None:
    pattern = re.compile(rf"^row {row}, column {column}: {re.escape(value)}(,|$)")
    expect(grid(page, name).get_by_role("gridcell", name=pattern)).to_have_count(1)


def expect_status(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def drag(page: Page, first: Locator, last: Locator, steps: int) -> None:
    """Press on one cell and let go on another; few steps are a fast hand."""
    start, end = first.bounding_box(), last.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + 8, steps=steps)
    page.mouse.up()


def edit(page: Page, row: int, column: int, text: str) -> None:
    """Change one input cell as a hand with a mouse does."""
    cell(page, row, column).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_the_classic_grid_is_there_at_once(visit: Visit) -> None:
    page = visit("/")
    assert values(page, "Input")[0] == ["1", "0", "2", "3"]
    assert values(page, "Output") == [["3", "6"], ["8", "7"]]
    expect_status(page, "max(1, 0, 3, 2) = 3")
    stepper = page.get_by_role("button", name="Last window").bounding_box()
    assert stepper and stepper["y"] + stepper["height"] <= 800, "the stage needs scrolling at 1280 x 800"


def test_editing_by_mouse(visit: Visit) -> None:
    page = visit("/")
    edit(page, 1, 2, "9")
    expect_value(page, 1, 1, "9")
    expect_status(page, "max(1, 9, 3, 2) = 9")
    expect(page).to_have_url(re.compile(r"grid=1%2C9%2C2%2C3"))


def test_editing_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/")
    cell(page, 1, 1).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("-2.5")
    page.keyboard.press("Enter")
    expect_value(page, 2, 2, "-2.5", "Input")
    expect(cell(page, 2, 2)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect_value(page, 2, 1, "3", "Input")
    page.keyboard.press("End")
    expect(cell(page, 2, 4)).to_be_focused()


def test_a_refused_edit_says_why_and_keeps_the_grid(visit: Visit) -> None:
    page = visit("/")
    for text, said in (
        ("abc", '"abc" is not a number'),
        ("1e308", "is too large"),
        ("nan", "is not a number"),
    ):
        edit(page, 1, 1, text)
        expect(page.get_by_role("alert").first).to_contain_text(said)
        expect_value(page, 1, 1, "1", "Input")


@pytest.mark.parametrize("path", ["/windows", "/gradient"])
@pytest.mark.parametrize("width", [390, 1280])
def test_overlapping_windows_push_no_grid_down(visit: Visit, page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    def offsets(stride: int) -> list[float]:
        visit(f"{path}?stride={stride}")
        expect(page.get_by_label("All windows").first).to_be_visible(visible=stride < 2)
        fields = page.locator(".stage").all()
        return [box.evaluate("n => n.querySelector('.field').offsetTop - n.offsetTop") for box in fields]

    assert offsets(2) == offsets(1)


def test_what_fits_cannot_be_scrolled_out_of_sight(visit: Visit, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit("/windows")
    rooms = page.locator(".scroller").evaluate_all("all => all.map((room) => [room.scrollWidth, room.clientWidth])")
    assert len(rooms) == 6 and all(inside <= room for inside, room in rooms), rooms


def test_undo_redo_and_clear(visit: Visit) -> None:
    page = visit("/")
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    expect(undo).to_be_disabled()
    page.get_by_role("button", name="Clear").click()
    expect_value(page, 1, 1, "0")
    undo.click()
    expect_value(page, 1, 1, "3")
    expect(undo).to_be_disabled()
    redo.click()
    expect_value(page, 2, 2, "0")
    cell(page, 1, 1).focus()
    page.keyboard.press("Control+z")
    expect_value(page, 2, 2, "7")


def test_pasting_a_block_from_a_spreadsheet(visit: Visit) -> None:
    page = visit("/")
    cell(page, 3, 3).focus()
    paste = """([cell, text]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const how = {clipboardData, bubbles: true, composed: true, cancelable: true};
        cell.dispatchEvent(new ClipboardEvent("paste", how));
    }"""
    page.evaluate(paste, [cell(page, 3, 3).element_handle(), "10\t-1,5\t3\r\n4\t5\t6\r\n"])
    expect_value(page, 3, 4, "-1.5", "Input")
    expect_value(page, 4, 5, "6", "Input")  # the block was wider: the grid has grown
    expect(grid(page)).to_have_attribute("aria-colcount", "5")


def test_pasting_after_a_click_and_growing_keep_the_hand_where_it_was(visit: Visit, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("/")
    page.evaluate("() => navigator.clipboard.writeText('1,2,3,4,5,6;7,8,9,1,2,3')")
    cell(page, 1, 1).click()  # the editor is open
    page.keyboard.press("Control+v")
    expect_value(page, 2, 6, "3", "Input")
    expect(cell(page, 1, 1)).to_be_focused()
    expect(grid(page)).to_have_attribute("aria-rowcount", "4")


def test_a_fast_stroke_leaves_no_holes(visit: Visit) -> None:
    page = visit("/windows?size=4x10&source=checkerboard")
    page.get_by_text("Paint").click()
    drag(page, cell(page, 1, 1), cell(page, 1, 10), steps=1)
    assert values(page, "Input")[0] == ["9"] * 10


def test_the_arithmetic_marks_the_winner_of_this_answer(visit: Visit) -> None:
    page = visit("/")
    edit(page, 1, 1, "3")
    expect(grid(page).get_by_role("gridcell", name=re.compile("row 2, column 1: 3, in window, tie"))).to_have_count(1)
    line = page.get_by_role("status").first
    expect(line.locator(".term.winner")).to_have_count(1)
    expect(line.locator(".term").first).to_have_class("term winner")
    expect(line.locator(".term.tie")).to_have_count(1)


def test_dragging_paints(visit: Visit) -> None:
    page = visit("/")
    page.get_by_text("Paint").click()
    drag(page, cell(page, 1, 1), cell(page, 1, 4), steps=12)
    expect_value(page, 1, 2, "9")
    assert values(page, "Input")[0] == ["9", "9", "9", "9"]


def test_pointing_links_both_ways(visit: Visit) -> None:
    page = visit("/windows?kernel=2&stride=1")
    cell(page, 3, 3, "Output").hover()
    expect_status(page, "max(0, 2, 5, 7) = 7")
    expect(grid(page).get_by_role("gridcell", name=re.compile("in window"))).to_have_count(4)
    cell(page, 2, 2).hover()
    expect(page.get_by_text("Read 4 times, by windows 1, 2, 4, 5.")).to_be_visible()
    expect(grid(page, "Output").get_by_role("gridcell", name=re.compile("reads this cell"))).to_have_count(4)


def test_stepping_playing_and_scrubbing(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Next window").click()
    expect_status(page, "= 6")
    page.get_by_role("button", name="Last window").click()
    expect_status(page, "= 7")
    page.get_by_role("button", name="First window").click()
    page.get_by_label("Speed").select_option("Fast")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_text("window 4 of 4")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible()  # it stops at the end by itself
    page.get_by_role("slider", name="Chosen window").fill("1")
    expect_status(page, "= 6")
    expect(page).to_have_url(re.compile("step=1"))


def test_play_becomes_steps_where_motion_is_unwanted(visit: Visit, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit("/")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_text("window 2 of 4")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_have_count(0)


def test_a_chosen_output_cell_is_in_the_address(visit: Visit) -> None:
    page = visit("/")
    cell(page, 2, 1, "Output").click()
    expect(page).to_have_url(re.compile("step=2"))
    page.reload()
    expect_status(page, "max(4, 1, 0, 8) = 8")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/windows?grid=1,3;2,9&kernel=2&step=0", "max(1, 3, 2, 9) = 9"),
        ("/windows?grid=1,3;2,9&type=average", "(1 + 3 + 2 + 9) / 4 = 3.75"),
        ("/windows?grid=1,1,7&kernel=3&type=average", "(1 + 1 + 7) / 3 = 3"),
        ("/windows?grid=1,2;2,2&type=average&padding=same&stride=1&step=3", "(2) / 1 = 2"),
        ("/windows?grid=-1,-5&type=sum", "(-1) + (-5) = -6"),
        ("/windows?grid=1,0;0,0&kernel=3&padding=1&stride=3&type=average", "(1 + 0 + 0 + 0) / 4 ≈ 0.25"),
    ],
)
def test_a_shared_address_shows_its_arithmetic(visit: Visit, path: str, status: str) -> None:
    expect_status(visit(path), status.replace("≈ 0.25", "= 0.25"))


def test_copied_address_shows_the_same(visit: Visit, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("/windows?grid=1,2,3;4,5,6;7,8,9&kernel=2&stride=1&padding=9&step=3")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied.")).to_be_visible()
    address = page.evaluate("() => navigator.clipboard.readText()")
    assert "padding=1" in address, "the link holds what is legal, not what was asked"
    before = values(page, "Output")
    page.goto(address)
    expect_value(page, 1, 1, before[0][0])
    assert values(page, "Output") == before


def test_reset_keeps_what_a_teacher_locked(visit: Visit) -> None:
    page = visit("/windows?kernel=3&type=sum&lock=kernel&size=6x6&source=ramp")
    page.get_by_role("button", name="Reset").click()
    expect(page).not_to_have_url(re.compile("type=sum"))
    expect(grid(page, "Output")).to_have_attribute("aria-label", "Output, 1 × 1")
    expect(page).to_have_url(re.compile("kernel=3"))


def test_reset_goes_back_to_the_page(visit: Visit) -> None:
    page = visit("/?type=sum&kernel=3")
    page.get_by_role("button", name="Reset").click()
    expect_status(page, "max(1, 0, 3, 2) = 3")


def test_a_large_grid_has_a_lens(visit: Visit) -> None:
    page = visit("/windows?source=ramp&size=28x28&kernel=4")
    expect(grid(page)).to_have_attribute("aria-rowcount", "28")
    page.get_by_role("button", name="Last window").click()
    expect_status(page, "= 783")
    expect(cell(page, 28, 28)).to_be_visible()
    cell(page, 28, 28).focus()
    for _ in range(12):
        page.keyboard.press("ArrowUp")
    expect(cell(page, 16, 28)).to_be_focused()


def test_ties_are_marked_apart(visit: Visit) -> None:
    page = visit("/windows?grid=5,5;1,5&kernel=2")
    expect(grid(page).get_by_role("gridcell", name=re.compile("winner"))).to_have_count(1)
    expect(grid(page).get_by_role("gridcell", name=re.compile("tie"))).to_have_count(2)


def test_digits_stay_legible_at_16_by_16(visit: Visit) -> None:
    page = visit("/windows?source=random&size=16x16&kernel=3&stride=1")
    size = cell(page, 8, 8).evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)")
    assert size >= 12
