"""Public data that others made: febrl4, historical_50k, name_bench, and aliases that somebody published.

    python bench/identity/public.py linkage DIR      # dataset4a.csv, dataset4b.csv, historical_...50k.parquet
    python bench/identity/public.py names DIR        # cases.csv, logicv2-frozen.csv
    python bench/identity/public.py aliases FILE     # a CSV of name,alias

- febrl4: 5,000 true pairs, one to one (Christen, Febrl, 2008). historical_50k: 50,578 records of 5,156 historical
  people with invented errors (Splink's data sets, from Wikidata); one list with itself, pairs decided `match` and
  their clusters. name_bench: pairs of names with a verdict (OpenSanctions), beside the answers of logic-v2 and one
  call of rapidfuzz; companies apart, which are none of ours.
- The files are not part of this project; real names stay where they are.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "src"))

import click
import numpy as np
import polars as pl
from bench.identity.engines.cost import timed
from bench.identity.names_only import first_places
from bench.identity.scores import Array, answer, f1, figures
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist

from exeat.identity.names.alike import alike

FEBRL = {"rec_id": "id", "given_name": "given_names", "date_of_birth": "birth_date", "soc_sec_id": "document_number"}
FIGURES = {"unique_id": "id", "full_name": "name", "dob": "birth_date", "gender": "sex"}


@click.group()
def main() -> None:
    """Public data that others made."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--only", type=click.Choice(["febrl4", "historical"]))
def linkage(folder: Path, only: str | None) -> None:
    """febrl4 and historical_50k."""
    if only != "historical":
        febrl4(folder)
    if only != "febrl4":
        historical(next(folder.glob("historical*50k.parquet")))


def febrl4(folder: Path) -> None:
    """Two lists of 5,000, one to one."""
    from exeat.identity.match import matching

    lists = [_febrl(folder / f"dataset4{side}.csv") for side in "ab"]
    found, cost = timed(lambda: matching(*lists))
    truth = pl.DataFrame({"left": lists[0]["id"], "n": lists[0]["id"].str.extract(r"rec-(\d+)-")}).join(
        pl.DataFrame({"right": lists[1]["id"], "n": lists[1]["id"].str.extract(r"rec-(\d+)-")}), on="n"
    )
    told = figures(answer(found.pairs(all_pairs=True), truth.select("left", "right")))
    click.echo(f"febrl4: F1 as shipped {told['f1_shipped']:.4f}, best {told['f1_best']:.4f}, {_spent(cost)}")


def _febrl(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False)
    frame = frame.rename({c: c.strip() for c in frame.columns}).select(pl.all().str.strip_chars())
    day = pl.col("date_of_birth").str.replace(r"^(\d{4})(\d{2})(\d{2})$", "$1-$2-$3")
    return frame.with_columns(day).rename(FEBRL)


def historical(path: Path) -> None:
    """One list with itself: F1 over pairs, as decided and of the clusters that the decided pairs make."""
    from exeat.identity.match import matching

    people = pl.read_parquet(path)
    rows = people.drop("cluster", "first_and_surname", "first_name", "surname").rename(FIGURES)
    found, cost = timed(lambda: matching(rows))
    pairs = found.pairs(all_pairs=True)
    group = dict(people.select("unique_id", "cluster").iter_rows())
    true = (pairs["left"].replace_strict(group) == pairs["right"].replace_strict(group)).to_numpy()
    sizes = people["cluster"].value_counts()["count"].to_numpy().astype(np.int64)
    truths = int((sizes * (sizes - 1) // 2).sum())
    click.echo(f"historical_50k: {len(true)} pairs compared, {true.sum() / truths:.4f} of the true, {_spent(cost)}")
    matched = (pairs["decision"] == "match").to_numpy()
    click.echo(f"  pairs as shipped F1 {_f1(matched, true, truths)}")
    order = np.argsort(-pairs["score"].to_numpy(), kind="stable")
    best = 2 * np.cumsum(true[order]) / (np.arange(len(order)) + 1 + truths)
    click.echo(
        f"  pairs at the best F1 {best.max():.4f}, from a score of {pairs['score'][int(order[best.argmax()])]:.2f}"
    )
    for least in (None, 2.0, 5.0, 8.0, 10.0, 12.0):
        at = matched if least is None else (pairs["score"] >= least).to_numpy()
        name = "as shipped" if least is None else f"from {least:g}"
        click.echo(f"  clusters {name}: F1 {_clusters(pairs.filter(at), group, truths):.4f}")


def _f1(chosen: Array, true: Array, truths: int) -> str:
    hits = int((chosen & true).sum())
    return f"{f1(hits, int(chosen.sum()), truths):.4f} (P {hits / max(1, chosen.sum()):.4f}, R {hits / truths:.4f})"


def _clusters(pairs: pl.DataFrame, group: dict[str, str], truths: int) -> float:
    """Pairwise F1 of the clusters that pairs make through chains."""
    root: dict[str, str] = {}

    def find(record: str) -> str:
        while root.setdefault(record, record) != record:
            root[record] = record = root[root[record]]
        return record

    for a, b in pairs.select("left", "right").iter_rows():
        root[find(a)] = find(b)
    made = pl.DataFrame([(find(r), group[r]) for r in list(root)], schema=["made", "true"], orient="row")
    both, one = (made.group_by(keys).len()["len"].cast(pl.Int64) for keys in (["made", "true"], ["made"]))
    given, hits = (int((s * (s - 1) // 2).sum()) for s in (one, both))
    return f1(hits, given, truths)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--wrong", default=0, help="show so many of the worst errors")
def names(folder: Path, wrong: int) -> None:
    """name_bench: is it one name?"""
    cases = pl.read_csv(folder / "logicv2-frozen.csv", infer_schema=False)
    for title, told in (
        ("people", cases.filter(pl.col("schema") == "Person")),
        ("others", cases.filter(pl.col("schema") != "Person")),
        ("all", cases),
    ):
        _named(title, told, wrong if title == "people" else 0)


def _named(title: str, cases: pl.DataFrame, wrong: int) -> None:
    one, two, true = cases["name1"].to_list(), cases["name2"].to_list(), (cases["is_match"] == "true").to_numpy()
    ours = alike(pl.Series(one), pl.Series(two))["score"].to_numpy()
    theirs = cases["score"].cast(pl.Float64).to_numpy()
    fuzzy = np.array([token_sort_ratio(a.lower(), b.lower()) for a, b in zip(one, two, strict=True)])
    click.echo(f"{title}: {len(true)} pairs, {true.sum()} of one name")
    for who, score, least in (("exeat", ours, 0.0), ("logic-v2", theirs, 0.7), ("rapidfuzz", fuzzy, 80.0)):
        cut, best = _best(score, true)
        at = f1(int((true & (score >= least)).sum()), int((score >= least).sum()), int(true.sum()))
        click.echo(f"  {who:<10} F1 {at:.4f} as shipped ({least:g}), {best:.4f} at the best ({cut:.2f})")
    order = np.argsort(np.where(true, ours, -ours))[:wrong]
    for i in order:
        click.echo(f"    {ours[i]:7.2f} {'same' if true[i] else 'different':<10}{one[i]} | {two[i]}")


def _best(score: Array, true: Array) -> tuple[float, float]:
    told = [
        (f1(int((true & (score >= c)).sum()), int((score >= c).sum()), int(true.sum())), float(c))
        for c in np.unique(score)
    ]
    best, cut = max(told)
    return cut, best


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--most", default=3000, help="so many aliases, drawn evenly")
@click.option("--every", is_flag=True, help="compare with every name, not only with the candidates of blocking")
def aliases(file: Path, most: int, every: bool) -> None:
    """Recall of the right name at first place, for aliases that somebody published (columns name, alias)."""
    told = pl.read_csv(file, infer_schema=False).select("name", "alias").drop_nulls().unique(maintain_order=True)
    everybody = told["name"].unique(maintain_order=True).to_list()
    told = told.filter(pl.col("name") != pl.col("alias"))
    told = told.gather_every(max(1, told.height // most)).head(most)
    at = {name: i for i, name in enumerate(everybody)}
    asked, right = told["alias"].to_list(), [at[n] for n in told["name"]]
    ours, cost = timed(lambda: first_places(asked, everybody, right, blocked=not every))
    click.echo(f"{len(asked)} aliases of {len(everybody)} names: exeat {ours:.4f}, {_spent(cost)}")
    near = cdist([a.lower() for a in asked], [n.lower() for n in everybody], scorer=token_sort_ratio, workers=-1)
    top = near.max(axis=1)
    hits = (near[np.arange(len(asked)), right] == top) / (near == top[:, None]).sum(axis=1)
    click.echo(f"  rapidfuzz token_sort_ratio {hits.mean():.4f}")


def _spent(cost: dict[str, float]) -> str:
    return f"{cost['cpu']:.2f} s cpu, {cost['peak_mib']:.0f} MiB"


if __name__ == "__main__":
    main()
