"""What the digit experiment found, in sentences computed from what was measured."""

from collections.abc import Callable, Mapping

from pages._ui.digits_controls import Trial, label
from pooling.recognition import Spread, Summary, frontier
from pooling.shift import impulse_invariance

Results = Mapping[str, Summary]


def share(spread: Spread) -> str:
    """A mean as per cent, one decimal."""
    return f"{spread.mean:.1%}"


def said(now: Trial, results: Results) -> list[str]:
    """The guesses' verdicts, the best in each, the trade-off, how far luck goes, and 3/2 against 2/2."""
    sentences = [_guessed(now, results), _best(results), _tradeoff(results), _luck(results), _overlap(results)]
    return [sentence for sentence in sentences if sentence]


def top(results: Results, kind: Callable[[Summary], Spread]) -> str:
    """The name of the pool of largest mean."""
    return max(results, key=lambda name: kind(results[name]).mean)


def _guessed(now: Trial, results: Results) -> str:
    accuracy, same = "recognises most", "answers the same most often"
    kinds = ((now.most, accuracy, _accuracy), (now.steady, same, _same))
    return " ".join(_verdict(guess, what, kind, results) for guess, what, kind in kinds if guess)


def _verdict(guess: str, what: str, kind: Callable[[Summary], Spread], results: Results) -> str:
    best = top(results, kind)
    if kind(results[guess]).mean == kind(results[best]).mean:
        return f"You guessed that {label(guess)} {what}: **it does**, with {share(kind(results[guess]))}."
    place = 1 + sum(kind(other).mean > kind(results[guess]).mean for other in results.values())
    return (
        f"You guessed that {label(guess)} {what}: it comes in **place {place} of {len(results)}**,"
        f" with {share(kind(results[guess]))}."
    )


def _accuracy(result: Summary) -> Spread:
    return result.accuracy


def _same(result: Summary) -> Spread:
    return result.same


def _best(results: Results) -> str:
    reads, stays = top(results, _accuracy), top(results, _same)
    if reads == stays:
        found = results[reads]
        return (
            f"**{label(reads)}** is best in both: it recognised **{share(found.accuracy)}** and answered the same"
            f" after **{share(found.same)}** of the shifts."
        )
    return (
        f"**{label(reads)}** recognised most, **{share(results[reads].accuracy)}**, and answered the same after"
        f" {share(results[reads].same)} of the shifts. **{label(stays)}** answered the same most often,"
        f" **{share(results[stays].same)}**, and recognised {share(results[stays].accuracy)}."
    )


def _tradeoff(results: Results) -> str:
    best = frontier(results)
    if len(results) == 1:
        return "Add a second pool: a trade-off needs something to give up."
    if len(best) == 1:
        return f"There is no trade-off among these: every other pool is beaten by {label(best[0])} in both."
    names = f"{', '.join(map(label, best[:-1]))} and {label(best[-1])}"
    others = {0: "", 1: " The other one is beaten by one of these."}
    rest = len(results) - len(best)
    beaten = others.get(rest, f" The other {rest} are each beaten by one of these.")
    return f"The dotted line joins those that no other beats in both: {names}.{beaten}"


def _luck(results: Results) -> str:
    if min(result.repeats for result in results.values()) == 1:
        return "One repeat cannot say how much of this is luck: choose more repeats."
    windowed = {name: result for name, result in results.items() if not name.endswith("-global")} or results
    questions = (
        (_accuracy, "recognises most", results),
        (_same, "of those with windows answers the same most", windowed),
    )
    open_ones = []
    for kind, what, among in questions:
        best = top(among, kind)
        near = [label(name) for name in among if name != best and kind(among[name]).overlaps(kind(among[best]))]
        if near:
            open_ones.append(f"which one {what} ({label(best)} or {' or '.join(near)})")
    if not open_ones:
        return "The winners' bars overlap with no other's: these repeats agree about them."
    return f"Bars that overlap cannot be told apart: these repeats leave open {', and '.join(open_ones)}."


def _overlap(results: Results) -> str:
    if not {"max-2-2", "max-3-2"} <= results.keys():
        return ""
    two, three = results["max-2-2"].same, results["max-3-2"].same
    if three.mean <= two.mean:
        return f"On these digits Max 2/2 ({share(two)}) answered the same no less often than Max 3/2 ({share(three)})."
    return (
        f"For a lone bright pixel, windows of 3/2 leave the map as it was after {impulse_invariance(3, 2):.0%} of the"
        f" steps along an axis, windows of 2/2 after {impulse_invariance(2, 2):.0%}. Yet on digits Max 3/2 answered"
        f" the same after {share(three)} of the shifts, Max 2/2 after {share(two)}: it is not exact invariance that"
        " counts here."
    )
