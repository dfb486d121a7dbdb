"""A school: a class over two replicas of which one dies, and what the proxy keeps, packs and deals out."""

import asyncio
import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
import requests

from tests.deploy.proxied import NGINX, School, proxied
from tests.load.measuring import PHOTOGRAPH
from tests.load.wire import Session, complete, opened

pytestmark = [pytest.mark.slow, pytest.mark.skipif(NGINX is None, reason="nginx is not installed")]

_CLASS = 200
_BEFORE, _AFTER = range(3), range(3, 6)  # each learner's actions


@pytest.fixture
def school() -> Iterator[School]:
    with proxied() as started:
        yield started


class Learner:
    """Goes from one grid to the next, and comes back with cookies and address when the connection is lost."""

    def __init__(self, url: str, number: int, stack: AsyncExitStack) -> None:
        self.url, self.number, self.stack = url, number, stack
        self.session: Session | None = None
        self.cookies: dict[str, str] = {}
        self.lost = 0

    async def act(self, actions: range) -> None:
        for action in actions:
            while not await self._done(action):
                self.lost += 1
                assert self.lost < 5

    async def _done(self, action: int) -> bool:
        try:
            if self.session is None:
                self.session = await self.stack.enter_async_context(opened(self.url, "windows", self.cookies))
                self.cookies = self.session.cookies
            run = await self.session.run(f"kernel=1&grid={action},1;2,{self.number}")
        except ConnectionError:
            self.session = None
            return False
        assert run.stage["scene"]["panels"][0]["text"] == [str(action), "1", "2", str(self.number)]
        assert not run.failures
        return True


async def lesson(school: School) -> list[Learner]:
    """A class in which replica a dies while everyone works."""
    async with AsyncExitStack() as stack:
        learners = [Learner(school.url, number, stack) for number in range(_CLASS)]
        await asyncio.gather(*(learner.act(_BEFORE) for learner in learners))
        dealt = Counter(learner.cookies["replica"] for learner in learners)
        assert min(dealt["a"], dealt["b"]) > _CLASS / 4, dealt
        going_on = [asyncio.create_task(learner.act(_AFTER)) for learner in learners]
        await asyncio.wait(going_on, return_when=asyncio.FIRST_COMPLETED)
        school.replicas["a"].process.kill()
        await asyncio.gather(*going_on)
    return learners


def test_one_of_two_replicas_dies_and_no_one_loses_more_than_one_interaction(school: School) -> None:
    learners = complete(lesson(school))
    lost = Counter(learner.lost for learner in learners)
    assert set(lost) == {0, 1}, lost
    assert {learner.cookies["replica"] for learner in learners if learner.lost} == {"b"}


def test_a_browser_stays_where_its_uploads_are(school: School) -> None:
    async def bring() -> set[str]:
        seen = set()
        while len(seen) < 2:
            async with opened(school.url, "image") as session:
                run = await session.bring(await session.run("source=upload"), "photograph.jpg", PHOTOGRAPH)
                assert any("Your own picture" in text for text in run.said("markdown"))
                seen.add(session.cookies["replica"])
        return seen

    assert complete(bring()) == {"a", "b"}


def test_assets_are_packed_and_come_from_the_cache_even_when_all_replicas_are_gone(school: School) -> None:
    page = requests.get(school.url, timeout=60)
    script = next(part for part in page.text.split('"') if part.endswith(".js") and "static/" in part)
    url = f"{school.url}/{script.lstrip('./')}"
    answers = [requests.get(url, stream=True, headers={"Accept-Encoding": "gzip"}, timeout=60) for _ in range(2)]
    packed = [answer.raw.read() for answer in answers]
    assert [answer.headers["X-Cache"] for answer in answers] == ["MISS", "HIT"]
    assert packed[0] == packed[1]
    plain = requests.get(url, headers={"Accept-Encoding": "identity"}, timeout=60)
    assert plain.content == gzip.decompress(packed[0])
    assert len(plain.content) > 2 * len(packed[0])
    for replica in school.replicas.values():
        replica.process.kill()
    assert requests.get(url, timeout=60).content == plain.content


def test_those_whose_replica_is_gone_are_answered_by_the_other_and_stay_there(school: School) -> None:
    school.replicas["a"].process.kill()
    answer = requests.get(f"{school.url}/_stcore/health", cookies={"replica": "a"}, timeout=60)
    assert (answer.status_code, answer.cookies["replica"]) == (200, "b")
    assert "Replica" not in answer.headers


def test_a_cookie_for_an_embed_is_one_that_browsers_send_there(school: School) -> None:
    def flags(scheme: str) -> str:
        answer = requests.get(school.url, headers={"X-Forwarded-Proto": scheme}, timeout=60)
        return next(line for line in answer.raw.headers.getlist("Set-Cookie") if line.startswith("replica="))

    assert "SameSite=None; Secure; Partitioned" in flags("https")
    assert "SameSite=Lax" in flags("http")
