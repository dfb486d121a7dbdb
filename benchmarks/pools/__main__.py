"""Our time beside that of every installed peer: python -m benchmarks.pools

Measures in one process and one thread, NumPy in and NumPy out, and writes table and plot into benchmarks/README.md.
`--only TEXT` measures the rows whose names hold TEXT and prints them.
"""

import argparse
from importlib.util import find_spec

from benchmarks.pools import report
from benchmarks.pools.cases import CASES, GROWTH, SHARED, Case
from benchmarks.pools.measuring import Row, cold_start, measured, one_thread, shared
from benchmarks.pools.peers import PEERS


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pools", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", metavar="TEXT")
    choices = parser.parse_args()
    one_thread()
    installed = [name for name, (module, _) in PEERS.items() if find_spec(module)]

    def rows(cases: tuple[Case, ...], peers: list[str]) -> list[Row]:
        chosen = [case for case in cases if not choices.only or choices.only in case.name]
        return [report.said(measured(case, peers, choices.rounds)) for case in chosen]

    table, growth = rows(CASES, installed), rows(GROWTH, [])
    if not choices.only:
        report.write(table, growth, [shared(case, choices.rounds) for case in SHARED], cold_start(), installed)


if __name__ == "__main__":
    main()
