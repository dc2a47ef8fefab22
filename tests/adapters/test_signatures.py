"""However many look at signatures at once, the same ones hold."""

from tests.ledger.keys import Pen

from exeat.adapters.signatures import PIECE, Check, hold


def test_one_wrong_signature_among_many_is_found_by_one_and_by_three() -> None:
    pens = [Pen("monitor.example/one"), Pen("monitor.example/two")]
    checks: list[Check] = []
    for i in range(3 * PIECE + 5):
        pen = pens[i % 2]
        checks.append((pen.key, b"%d" % i, pen.sign(b"%d" % i)))
    wrong = {0: b"other", PIECE: b"", len(checks) - 1: b"0"}
    for i, message in wrong.items():
        checks[i] = (checks[i][0], message, checks[i][2])
    checks[9] = (checks[9][0], checks[9][1], b"short")
    wanted = [i not in {*wrong, 9} for i in range(len(checks))]
    assert hold(checks, cores=1) == hold(checks, cores=3) == hold(checks) == wanted
    assert hold([]) == []
