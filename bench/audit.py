"""Seconds and memory to audit names against a register, beside polars' own read of the same files.

The people are invented: syllables put together, with a few names far commoner than the rest, as in life.
Run from the root of the repository: `PYTHONPATH=src python bench/audit.py [names] [register]`.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

NAMES, REGISTER = 16_000, 1_000_000
HEADINGS = "Nro,Nombres,Primer apellido,Segundo apellido,Sexo,Fecha de nacimiento,Cedula,Lugar"
READ = "import sys, polars as pl; [pl.read_csv(f, infer_schema=False) for f in sys.argv[1:]]"
AUDIT = "import sys; from exeat.faces.cli import run; sys.exit(run(['audit', *sys.argv[1:], '--on', '2025-06-01']))"


def words(draw: random.Random, count: int, parts: int) -> list[str]:
    """Invented words."""
    heads, tails = (
        ("quel", "fru", "ulmi", "gal", "nor", "cal", "zul", "wol"),
        ("moraz", "valdés", "razo", "druña", "belúa"),
    )
    middle = ("", "ba", "de", "li", "mo", "nu", "ra", "so", "tu", "vi", "xa", "ze")
    made = {
        "".join((draw.choice(heads), *(draw.choice(middle) for _ in range(parts)), draw.choice(tails)))
        for _ in range(count)
    }
    return [m.title() for m in sorted(made)]


def people(draw: random.Random, rows: int) -> list[list[str]]:
    """Rows of the register: names by a long-tailed frequency, one birth date in twenty missing or a year alone."""
    given, surnames = words(draw, 800, 1), words(draw, 20_000, 3)
    weights = [1 / (n + 1) for n in range(len(surnames))]
    first, second = (draw.choices(surnames, weights, k=rows) for _ in range(2))
    names = draw.choices(given, [1 / (n + 1) for n in range(len(given))], k=rows)
    found = []
    for i in range(rows):
        born = f"{draw.randint(1930, 2015)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        rare = draw.random()
        birth = "" if rare < 0.03 else born[:4] if rare < 0.05 else born
        sex, document = draw.choice("MF"), "" if draw.random() < 0.1 else f"X-{i:08}"
        found.append([str(i + 1), names[i], first[i], second[i], sex, birth, document, f"Centro {i % 40}"])
    return found


def write(path: Path, rows: list[list[str]]) -> None:
    path.write_text("\n".join([HEADINGS, *(",".join(row) for row in rows)]) + "\n", "utf-8")


def seconds(program: str, files: list[Path]) -> tuple[float, float, int]:
    """Wall and processor time of a program, and the most memory that any child has used so far, in MB."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", program, *map(str, files)], stdout=subprocess.PIPE, check=False)
    took = time.perf_counter() - start
    assert done.returncode in (0, 1), done.returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, busy, after.ru_maxrss // 1024


def main() -> None:
    """Print the times, their ratio, and the memory."""
    names, register = (int(a) for a in (*sys.argv[1:], *map(str, (NAMES, REGISTER)[len(sys.argv) - 1 :])))
    draw = random.Random(1985)
    rows = people(draw, register)
    some = [[r[0], r[1].upper(), f" {r[2]}", r[3].lower(), *r[4:]] for r in draw.sample(rows, names // 2)]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        files = [Path(folder) / "names.csv", Path(folder) / "register.csv"]
        write(files[0], some + people(draw, names - len(some)))
        write(files[1], rows)
        del rows
        read, reading, memory = seconds(READ, files)
        audit, auditing, most = seconds(AUDIT, files)
    print(f"{names} names against a register of {register}, {pl.thread_pool_size()} threads")
    print(f"polars reads both files  {read:6.1f} s, {reading:5.1f} s of processor time, {memory} MB")
    print(f"exeat audit              {audit:6.1f} s, {auditing:5.1f} s of processor time, {most} MB")
    print(f"ratio                    {audit / read:6.1f}, {auditing / reading:5.1f} of processor time")


if __name__ == "__main__":
    main()
