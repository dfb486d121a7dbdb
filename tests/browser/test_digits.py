"""What a hand does on the digits part: guess, run, cancel, look at the answers, go on to the papers."""

import re

from playwright.sync_api import Page, expect

from tests.browser.checks import axe, wait_until_ready
from tests.browser.test_stage import Visit

QUICK = "tried=max-7-7%2Caverage-global&repeats=1"


def start(page: Page) -> None:
    page.get_by_role("button", name="Run", exact=True).click()


def test_a_guess_is_run_and_answered(visit: Visit) -> None:
    page = visit(f"/shift?part=digits&{QUICK}&most=average-global")
    start(page)
    expect(
        page.get_by_text("You guessed that Average, global recognises most: it comes in place 2 of 2")
    ).to_be_visible(timeout=60_000)
    expect(page).to_have_url(re.compile("run=1"))
    wait_until_ready(page)
    row = page.get_by_role("region", name="What each pool reached").get_by_role("row").nth(2)
    expect(row).to_contain_text("Average, global")
    expect(row).to_contain_text("100.0%")
    expect(page.get_by_role("img", name=re.compile("^A handwritten \\d, 1 up")).first).to_be_visible()
    assert axe(page) == []


def test_a_run_can_be_stopped_and_the_page_stays_usable(visit: Visit) -> None:
    page = visit("/shift?part=digits&repeats=5&filters=12&ways=8&seed=9000")
    start(page)
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Stop").click(
        timeout=60_000
    )  # Streamlit's bar has its own
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=60_000)
    expect(page).not_to_have_url(re.compile("run=1"))
    expect(page.get_by_text("Will it still say the same?")).to_be_visible()


def test_papers_show_what_the_link_has_measured(visit: Visit) -> None:
    page = visit("/shift?part=papers&tried=max-2-2%2Cmax-3-2&repeats=1&run=1")
    expect(page.get_by_text(re.compile("the overlapping Max 3/2 9\\d\\.\\d%"))).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Pooling is neither necessary nor sufficient")).to_be_visible()
    expect(page.get_by_role("button", name="Measure all of them on digits")).to_be_visible()
    assert axe(page) == []
