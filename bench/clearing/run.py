"""Clearing side by side: our classes, and a binary for every person by HiGHS and by CBC, on the same instances.

For each instance (people x parties) four aims, one after another: freed, need, families split, change. Each way runs
in a process of its own and is stopped at a limit; ours says on whose word each aim stands. Where two prove an aim they
must have proved the same number: else the last line says so, and the exit code is 1.

    PYTHONPATH=src:. python bench/clearing/run.py 5000x8 50000x4 50000x8 --limit 120

`--first`: the first two aims alone, for half a million people (`500000x8`). `--ways ours`: without the naive models.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

WAYS = ("ours", "highs", "cbc")


def main() -> int:
    """Print a line for each way and aim; 1 where two proved different numbers."""
    asked = _asked()
    clash = 0
    for size in asked.sizes:
        known: dict[str, int] = {}
        for way in asked.ways.split(","):
            for found in _child(way, size, asked):
                print(f"{size:>10} {way:6} {found['text']}", flush=True)
                if found.get("proven") and known.setdefault(found["aim"], found["value"]) != found["value"]:
                    clash = 1
    print("two ways proved different numbers" if clash else "whatever was proven twice was the same")
    return clash


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("sizes", nargs="+", help="people x parties, such as 5000x8")
    parser.add_argument("--limit", type=float, default=120, help="seconds for each way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", action="store_true", help="the first two aims alone")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--child", help=argparse.SUPPRESS)
    return parser.parse_args()


def _child(way: str, size: str, asked: argparse.Namespace) -> Iterator[dict[str, object]]:
    """What one way says, line by line, as far as it came within the limit."""
    call = [sys.executable, __file__, size, "--child", way, "--seed", str(asked.seed), "--limit", str(asked.limit)]
    with subprocess.Popen([*call, *(["--first"] if asked.first else [])], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            yield json.loads(line)


def solve(way: str, size: str, asked: argparse.Namespace) -> None:
    """One way, in a process of its own: a line for each aim."""
    from bench.clearing.instances import instance
    from bench.clearing.models import classed, naive

    people, parties = map(int, size.split("x"))
    start = _cpu()
    drawn = instance(people, parties, asked.seed)
    made = _cpu()
    model, aims = (classed if way == "ours" else naive)(drawn, not asked.first)
    built = _cpu()
    columns = (
        f"{len(model.most)} columns, {len(model.rows)} rows; drawn {made - start:.2f} s, built {built - made:.2f} s"
    )
    _say(text=columns)
    for found in ours(model, aims, asked.limit) if way == "ours" else alone(way, model, aims, asked.limit):
        _say(**found)
    _say(text=f"all aims: CPU {_cpu() - built:.2f} s")


def ours(model, aims, limit):  # type: ignore[no-untyped-def]
    """Level after level as exeat does it, and the last level that nobody asked for."""
    from exeat.adapters.race import Race
    from exeat.clearing.sifting import proving

    known, until = proving(model, Race(limit), [a for _, a in aims]), time.monotonic() + limit
    for name, aim in aims:
        start, clock = _cpu(), time.monotonic()
        solved = known.best(aim)
        yield _line(name, solved, start, clock)
        if solved.outcome != "optimal" or time.monotonic() > until:
            return
    start = _cpu()
    known.last({i: 1 + i * 7919 % 65536 for i in range(len(model.most))})
    yield {"text": f"{'last level':10} CPU {_cpu() - start:6.2f} s"}


def alone(way, model, aims, limit):  # type: ignore[no-untyped-def]
    """Level after level by one program, as it comes."""
    from exeat.adapters.cbc import Cbc, program
    from exeat.adapters.highs import Highs
    from exeat.clearing.model import Model, Row

    rows, until = list(model.rows), time.monotonic() + limit
    for name, aim in aims:
        start, clock, left = _cpu(), time.monotonic(), until - time.monotonic()
        asked = Model(model.least, model.most, rows)
        if way == "highs":
            solved = Highs(max(left, 0.01)).prove(asked, aim)
        else:
            with Cbc(program() or "cbc", asked, aim) as cbc:
                cbc.wait(left)
                solved = cbc.said()
        yield _line(name, solved, start, clock)
        if solved.outcome != "optimal":
            return
        rows.append(Row("", aim, solved.value, None))


def _line(name, solved, start, clock):  # type: ignore[no-untyped-def]
    word = "+".join(solved.by) or "not proven"
    text = f"{name:10} {solved.value:8} {word:12} CPU {_cpu() - start:6.2f} s, clock {time.monotonic() - clock:6.2f} s"
    return {"aim": name, "value": solved.value, "proven": bool(solved.by), "text": text}


def _say(**found: object) -> None:
    print(json.dumps(found), flush=True)


def _cpu() -> float:
    """Processor seconds of this process and of those it has started and seen end."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    asked = _asked()
    if asked.child:
        solve(asked.child, asked.sizes[0], asked)
    else:
        sys.exit(main())
