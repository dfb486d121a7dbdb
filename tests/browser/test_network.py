"""What a hand does on the page about networks: choosing layers and cells, taking the pools away, building a stack."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import axe
from tests.browser.test_stage import Visit


def layer(page: Page, name: str) -> Locator:
    return page.get_by_role("option", name=re.compile(f"^{re.escape(name)},"))


def hand(page: Page) -> Locator:
    return page.get_by_role("slider", name=re.compile("^Cell of"))


def expect_sentence(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text="sees")).to_contain_text(text)


def test_a_stage_unfolds_and_axe_finds_nothing_serious(visit: Visit, page: Page) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    visit("/network?net=resnet18&pools=strided&embed=true")
    expect(layer(page, "conv1")).to_be_visible()
    row = page.get_by_role("rowheader", name="layer3.1.conv2")
    expect(row).to_be_hidden()
    page.get_by_text("2 blocks, 5 convolutions").nth(1).click()
    expect(row).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("net", ["own", "resnet50"])
def test_a_phone_scrolls_down_only_and_shows_the_chosen_layer(visit: Visit, page: Page, net: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit(f"/network?net={net}")
    chosen = page.get_by_role("option", selected=True)
    chosen.scroll_into_view_if_needed()
    expect(chosen).to_be_in_viewport(ratio=0.9)
    overflow = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - innerWidth")
    assert overflow <= 0


def test_removing_the_pools_says_who_pays(visit: Visit) -> None:
    page = visit("/network")
    expect(page.get_by_text("138,357,544").first).to_be_visible()
    before = page.get_by_role("listbox", name="Layers").bounding_box()
    page.get_by_role("radio", name="Removed").or_(page.get_by_role("button", name="Removed")).first.click()
    expect(page.get_by_text("× 761")).to_be_in_viewport()
    expect(page.get_by_text("fc6 pays most: it now reads 25,690,112 numbers")).to_be_in_viewport()
    expect(layer(page, "pool5")).to_have_count(0)
    after = page.get_by_role("listbox", name="Layers").bounding_box()
    assert before and after and before["y"] == after["y"], "the picture does not jump"
    expect_sentence(page, "sees 27 × 27 cells of the input")
    page.go_back()
    expect_sentence(page, "sees 212 × 212 cells of the input")


def test_a_layer_is_pointed_at_and_chosen(visit: Visit) -> None:
    page = visit("/network")
    layer(page, "conv1_2").hover()
    expect(page.get_by_text("What one cell of conv1_2 sees")).to_be_visible()
    expect(page.locator(".line.at1")).to_have_text("Parameters36,928most: fc6, 102.8 million")
    page.get_by_role("heading", level=1).hover()
    expect(page.get_by_text("What one cell of pool5 sees")).to_be_visible()
    layer(page, "conv3_3").click()
    expect_sentence(page, "of 56 × 56 sees 40 × 40 cells of the input")
    expect(page).to_have_url(re.compile("layer=conv3_3"))
    expect(page.get_by_role("combobox", name=re.compile("Layer"))).to_have_value(re.compile("conv3_3"))
    page.reload()
    expect_sentence(page, "sees 40 × 40")


def test_layers_and_cells_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/network")
    page.get_by_role("option", selected=True).focus()
    page.keyboard.press("ArrowLeft")
    expect(layer(page, "conv5_3")).to_be_focused()
    expect_sentence(page, "sees 196 × 196")
    page.keyboard.press("Home")
    expect(layer(page, "conv1_1")).to_be_focused()
    expect_sentence(page, "sees 3 × 3")
    page.keyboard.press("Tab")
    expect(hand(page)).to_be_focused()
    for _ in range(20):  # far enough for any cell of 224 rows
        page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    expect(hand(page)).to_have_attribute("aria-valuetext", "row 1 of 224, column 1 of 224")
    expect_sentence(page, "rows 1 to 2, columns 1 to 2; the rest is padding (1 above, 1 to the left)")
    expect(page).to_have_url(re.compile("cell=0x0"))
    expect(hand(page)).to_be_focused()


def test_a_cell_is_dragged_over_the_picture(visit: Visit) -> None:
    page = visit("/network?layer=pool4")
    box = hand(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 2, steps=6)
    page.mouse.up()
    expect(hand(page)).to_have_attribute("aria-valuetext", "row 14 of 14, column 14 of 14")
    expect_sentence(page, "Row 14, column 14 of 14 × 14 sees 100 × 100")
    expect(page).to_have_url(re.compile("cell=13x13"))


def test_a_stack_is_built_and_shared(visit: Visit, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit("/network?net=own")
    layer(page, "global1").click()
    expect(page).to_have_url(re.compile("layer=global1"))
    page.get_by_role("button", name="Take out").click()
    expect(layer(page, "global1")).to_have_count(0)
    expect(page.get_by_text("25,578", exact=True)).to_be_visible()  # dense1 now reads 32 x 8 x 8 numbers
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied.")).to_be_visible()
    address = page.evaluate("() => navigator.clipboard.readText()")
    visit("/network" + address.partition("/network")[2])
    expect(page.get_by_label("Layers", exact=True).first).to_have_value("conv16k3,max2,conv32k3,max2,dense10")
    expect(page.get_by_text("25,578", exact=True)).to_be_visible()


def test_a_quick_hand_chooses_the_last_layer_it_touched(visit: Visit) -> None:
    page = visit("/network")
    page.get_by_role("option", selected=True).focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(layer(page, "conv3_2")).to_be_focused()
    expect_sentence(page, "sees 32 × 32")
    expect(page).to_have_url(re.compile("layer=conv3_2"))
    page.get_by_role("radio", name="Removed").or_(page.get_by_role("button", name="Removed")).first.click()
    expect_sentence(page, "sees 13 × 13")  # six convolutions of 3 x 3 and no pool
    expect(page.get_by_role("option", selected=True)).to_have_attribute("aria-label", re.compile("^conv3_2,"))
