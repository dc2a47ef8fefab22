"""exeat and its peers on the same lists: `python bench/identity/peers.py --python PEERS/bin/python --language spanish`.

- Each runs in a process of its own; cost is processor seconds after import, both cores and children counted, reading of
  the files included. F1 is that of `scores.py`: each record once, at the best threshold and as shipped.
- `--python` is an interpreter with splink 5, nomenklatura, rapidfuzz and polars. nomenklatura and rapidfuzz run on
  lists of up to `--slow` records; the time of both grows with the square.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import click
from bench.identity.curves import Curve
from bench.identity.curves import write as write_curves
from bench.identity.lists import LANGUAGES, LAYOUTS, make, save
from bench.identity.measure import ENGINES, judged, run
from bench.identity.profiles import PROFILES
from bench.identity.scores import curve, figures, greedy

WAYS = {"exeat": ("ours.py",), "splink docs": ("splink5.py", "docs"), "splink tuned": ("splink5.py", "tuned"),
        "splink expert": ("splink5.py", "expert"), "logic-v2": ("nk.py",), "rapidfuzz": ("fuzz.py",)}  # fmt: skip
SLOW = ("logic-v2", "rapidfuzz")
HEAD = f"{'':<16}{'F1 best':>9}{'shipped':>9}{'>=0.995':>9}{'calibr.':>9}{'reached':>9}{'cpu s':>8}{'MiB':>7}"


@click.command()
@click.option("--python", "peers", default=sys.executable, help="an interpreter that has the peers")
@click.option("--language", "languages", type=click.Choice([*LANGUAGES, "mixed"]), multiple=True)
@click.option("--n", "sizes", multiple=True, type=int, default=(1000,), help="records a side")
@click.option("--seed", default=1)
@click.option("--profile", type=click.Choice(list(PROFILES)), default="plain")
@click.option("--layout", type=click.Choice(LAYOUTS), default="split")
@click.option("--who", multiple=True, type=click.Choice(list(WAYS)), help="only these")
@click.option("--slow", default=1000, help="the most records for the slow ones")
@click.option("--out", type=click.Path(path_type=Path), help="where the curves go")
def main(peers: str, languages: tuple[str, ...], sizes: tuple[int, ...], seed: int, profile: str, layout: str,
         who: tuple[str, ...], slow: int, out: Path | None) -> None:  # fmt: skip
    """Everybody on the same lists, side by side."""
    for language in languages or ("spanish", "arabic", "slavic", "mixed"):
        for n in sizes:
            with tempfile.TemporaryDirectory() as scratch:
                save(make(language, n, seed, profile, layout), Path(scratch))
                click.echo(f"\n{language} {n} {profile} {layout}, seed {seed}\n{HEAD}")
                names = [w for w in who or WAYS if n <= slow or w not in SLOW]
                curves = {w: c for w in names if (c := _one(w, Path(scratch), peers)) is not None}
            if out:
                out.mkdir(parents=True, exist_ok=True)
                write_curves(curves, out / f"{language}-{profile}-{n}")


def _one(who: str, folder: Path, peers: str) -> Curve | None:
    """One of them on the lists of a folder: its line, its curve."""
    script, *more = WAYS[who]
    try:
        pairs, cost = run(ENGINES / script, folder, sys.executable if who == "exeat" else peers, *more)
    except click.ClickException as error:
        click.echo(f"{who:<16}{error.message.splitlines()[-1][:60]}")
        return None
    found = judged(pairs, folder)
    told = figures(found)
    shown = "".join(f"{told[k]:>9.4f}" for k in ("f1_best", "f1_shipped", "accepted", "calibration", "reached"))
    click.echo(f"{who:<16}{shown}{cost['cpu']:>8.2f}{cost['peak_mib']:>7.0f}")
    return curve(greedy(found))


if __name__ == "__main__":
    main()
