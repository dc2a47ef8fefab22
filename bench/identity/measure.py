"""How right exeat is on lists with known truth: `python bench/identity/measure.py --language spanish --n 10000`.

- Makes the lists (or takes a folder of them), runs an engine in a process of its own, prints the figures of
  `scores.py`, what they cost, why true pairs were missed, and by what kinds of difference.
- `--pairs pairs.csv` judges a file of pairs as `exeat match` writes it, whoever wrote it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import click
import polars as pl
from bench.identity.curves import write as write_curves
from bench.identity.kinds import table, why_missed
from bench.identity.lists import LANGUAGES, LAYOUTS, make, save
from bench.identity.profiles import PROFILES
from bench.identity.scores import Answer, answer, curve, figures, greedy

ENGINES = Path(__file__).resolve().parent / "engines"
Cost = dict[str, float]


def run(engine: Path, folder: Path, python: str = sys.executable, *more: str) -> tuple[pl.DataFrame, Cost]:
    """The pairs of an engine for the lists of a folder, and what they cost."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "pairs.parquet"
        words = [python, str(engine), str(folder / "left.csv"), str(folder / "right.csv"), str(out), *more]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise click.ClickException(f"{engine.name}: {done.stderr.strip()[-600:]}")
        return pl.read_parquet(out), json.loads(done.stdout.strip().splitlines()[-1])


def read(folder: Path, name: str) -> pl.DataFrame:
    """A file of a folder of lists, everything as text."""
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


def judged(pairs: pl.DataFrame, folder: Path) -> Answer:
    """The pairs against the truth of a folder."""
    hard = read(folder, "hard") if (folder / "hard.csv").exists() else None
    return answer(pairs, read(folder, "truth"), hard)


def printed(told: dict[str, float], cost: Cost, records: int) -> str:
    """The figures in words, at most 80 columns."""
    hard = ", ".join(f"{sort} {int(told[f'matched_{sort}'])}" for sort in ("namesake", "twin", "sibling", "parent")
                     if f"matched_{sort}" in told)  # fmt: skip
    lines = [
        f"F1 as shipped        {told['f1_shipped']:.4f}  (P {told['precision']:.4f}, R {told['recall']:.4f})",
        f"F1 at the best       {told['f1_best']:.4f}  (from a score of {told['threshold']:.2f})",
        f"accepted at 0.995    {told['accepted']:.4f} of the true pairs",
        f"calibration error    {told['calibration']:.4f}, of the doubtful {told['calibration_middle']:.4f}",
        f"compared             {told['pairs'] / max(records, 1):.1f} a record, {told['reached']:.4f} of the true pairs",
        f"planted, yet `match` {hard or '-'}",
    ]
    if cost:
        lines.append(f"cost                 {cost['cpu']:.2f} s cpu, {cost['wall']:.2f} s, {cost['peak_mib']:.0f} MiB")
    return "\n".join(lines)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--language", "languages", type=click.Choice([*LANGUAGES, "mixed"]), multiple=True)
@click.option("--n", default=10_000, help="records a side")
@click.option("--seed", default=1)
@click.option("--profile", "profiles", type=click.Choice(list(PROFILES)), multiple=True)
@click.option("--layout", type=click.Choice(LAYOUTS), default="split")
@click.option("--pairs", type=click.Path(path_type=Path, exists=True), help="judge this file; run nothing")
@click.option("--kinds", is_flag=True, help="by what kinds of difference pairs go wrong")
@click.option("--json", "as_json", is_flag=True)
@click.option("--out", type=click.Path(path_type=Path), help="where the curves and the wrong pairs go")
def main(folder: Path | None, languages: tuple[str, ...], n: int, seed: int, profiles: tuple[str, ...], layout: str,
         pairs: Path | None, kinds: bool, as_json: bool, out: Path | None) -> None:  # fmt: skip
    """Measure on the lists of FOLDER, or on lists made here."""
    if folder is not None:
        _measured(folder, str(folder), pairs, kinds, as_json, out)
        return
    for language in languages or ("spanish",):
        for profile in profiles or ("plain",):
            with tempfile.TemporaryDirectory() as scratch:
                save(make(language, n, seed, profile, layout), Path(scratch))
                _measured(Path(scratch), f"{language}-{profile}-{layout}-{n}-{seed}", pairs, kinds, as_json, out)


def _measured(folder: Path, name: str, given: Path | None, kinds: bool, as_json: bool, out: Path | None) -> None:
    found, cost = (pl.read_csv(given), {}) if given else run(ENGINES / "ours.py", folder)
    judgement, left = judged(found, folder), read(folder, "left")
    told = figures(judgement)
    if as_json:
        click.echo(json.dumps({"lists": name} | told | cost))
    else:
        click.echo(f"\n{name}\n{printed(told, cost, left.height)}")
    if kinds:
        _explained(judgement, found, folder)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        write_curves({"exeat": curve(greedy(judgement))}, out / Path(name).name)


def _explained(judgement: Answer, found: pl.DataFrame, folder: Path) -> None:
    truth = read(folder, "truth")
    _planted(found, folder)
    click.echo("true pairs: " + ", ".join(f"{k} {n}" for k, n in why_missed(found, truth).items()))
    rows = table(judgement, found, truth, read(folder, "left"), read(folder, "right"))
    click.echo(f"{'field':<10}{'kind':<32}{'true':>8}{'missed':>8}{'wrong':>8}")
    for field, kind, *counts in rows.iter_rows():
        click.echo(f"{field:<10}{kind:<32}" + "".join(f"{c:>8}" for c in counts))


def _planted(found: pl.DataFrame, folder: Path, most: int = 10) -> None:
    """The planted pairs that were called `match`, as the lists have them."""
    if not (folder / "hard.csv").exists() or "decision" not in found.columns:
        return
    wrong = found.filter(pl.col("decision") == "match").join(read(folder, "hard"), on=["left", "right"])
    lists = {name: read(folder, name) for name in ("left", "right")}
    for pair in wrong.sort("left", "right").head(most).iter_rows(named=True):
        click.echo(f"{pair['sort']}, score {pair['score']:.2f}")
        for name, frame in lists.items():
            cells = frame.row(by_predicate=pl.col("id") == pair[name])
            click.echo("    " + " | ".join(c for c in cells if c))


if __name__ == "__main__":
    main()
