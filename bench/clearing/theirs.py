"""What another program says of one problem: run as a black box, by the interpreter of the environment that has it.

    PYTHON theirs.py sortition PEOPLE.csv FEATURES.csv NUMBER leximin|maximin [TOLERANCE]
    PYTHON theirs.py kidneys INSTANCE.json LONGEST

One line of JSON: what it found, and its processor seconds without its imports. Nothing of exeat is read here, and
nothing of the other programs in exeat.
"""

import csv
import json
import resource
import sys


def sortition(people, features, number, algorithm, tolerance=None):
    """Everybody's chance by sortition-algorithms. Its leximin needs Gurobi; without it, it takes maximin and says so.

    `tolerance`: how far a stage of its leximin may end below the best; None = as it ships (0.0005).
    """
    from sortition_algorithms import committee_generation as made
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people
    from sortition_algorithms.settings import Settings

    with open(features, encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        wanted = read_in_features(list(rows.fieldnames), list(rows), int(number))[0]
    with open(people, encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        key = rows.fieldnames[0]
        found, _ = read_in_people(
            list(rows.fieldnames), list(rows), wanted, Settings(id_column=key, columns_to_keep=[])
        )
    if algorithm == "leximin" and not made.leximin.GUROBI_AVAILABLE:
        algorithm = "maximin"
    if tolerance is not None:
        made.leximin.EPS = float(tolerance)
    start = cpu()
    committees, weights, _ = getattr(made, f"find_distribution_{algorithm}")(wanted, found, int(number), [])
    used = cpu() - start
    chances = dict.fromkeys(found, 0.0)
    for committee, weight in zip(committees, weights, strict=True):
        for person in committee:
            chances[person] += weight
    return {"algorithm": algorithm, "chances": chances, "panels": len(committees), "seconds": used}


def kidneys(instance, longest):
    """How many transplants kep-solver finds with cycles up to a length, and with no chains."""
    from kep_solver.fileio import read_file
    from kep_solver.model import TransplantCount
    from kep_solver.programme import Programme

    found = read_file(instance)
    start = cpu()
    programme = Programme([TransplantCount()], int(longest), 0, "transplants", full_details=False)
    solution, _ = programme.solve_single(found)
    return {"transplants": round(solution.values[0]), "seconds": cpu() - start}


def cpu():
    """Processor seconds of this process and of those it has started and seen end."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    said = {"sortition": sortition, "kidneys": kidneys}[sys.argv[1]](*sys.argv[2:])
    print("\n" + json.dumps(said))
