"""Check a proof of exeat without exeat; proof.md, beside this file, says what is in it. Python 3.11, nothing else.

    python ledger_verify.py PROOF --log KEY [--recorder KEY]... [--witness KEY]... [--quorum N]

Says what it shows and exits 0, or what does not hold and exits 1; a signature by a key not given does not hold."""

import argparse
import base64
import json
import sys
from datetime import UTC, datetime
from hashlib import sha256, sha512

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # RFC 8032, section 5.1
D = -121665 * pow(121666, -1, P) % P
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def need(holds, why):
    if not holds:
        raise ValueError(why)


def raw(text, size=None):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text and size in (None, len(data)), f"not in canonical base 64: {text}")
    return data


def number(text):
    need(str(value := int(text)) == text and abs(value) < 2**53, f"no number: {text}")
    return value


def jcs(text):  # RFC 8785, without floats
    order = {"object_pairs_hook": lambda pairs: dict(sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be")))}
    held = json.loads(text, parse_int=number, parse_float=number, parse_constant=number, **order)
    need(WRITTEN(held) == text, "not in canonical JSON")
    return held


def point(data):
    y, sign = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and (x * x - square) % P == 0 and (x or not sign), "no point of the curve")
    x = x if x % 2 == sign else P - x
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    return ((b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P)


def signed(public, signature, message):
    s, found = int.from_bytes(signature[32:], "little"), (0, 1, 1, 0)
    k = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    base, (x, y, z, t) = point((4 * pow(5, -1, P) % P).to_bytes(32, "little")), point(public)
    steps = (found, base, less := (P - x, y, z, P - t), add(base, less))
    for bit in range(255, -1, -1):  # the base point s times, less the key's k times
        found = add(add(found, found), steps[(s >> bit & 1) + 2 * (k >> bit & 1)])
    x, y = found[0] * pow(found[2], -1, P) % P, found[1] * pow(found[2], -1, P) % P
    return len(signature) == 64 and s < ORDER and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def key(text, kind):
    name, id, rest = text.split("+", 2) if text.count("+") > 1 else (text, "", "A" * 44)
    hashed = sha256(name.encode() + b"\n" + raw(rest, 33)).digest()[:4]
    need(hashed.hex() == id and raw(rest)[0] == kind, f"no key, or one for something else: {text}")
    return name, hashed, kind, raw(rest)[1:]


def signature(line, keys, text):
    dash, name, data = line.split(" ")
    known = next((k for k in keys if k[:2] == (name, raw(data)[:4])), None)
    need(known and dash == "\u2014", f"signed by {name}, whose key was not given")
    end = 12 if known[2] == 4 else 4
    when = int.from_bytes(raw(data)[4:end], "big")
    message = text if end == 4 else f"cosignature/v1\ntime {when}\n{text}"
    need(signed(known[3], raw(data)[end:], message.encode()), f"the signature of {name} is wrong")
    return known, datetime.fromtimestamp(when, UTC).isoformat()


def root(leaf, index, size, path):  # RFC 9162, section 2.1.3.2
    inner = (index ^ (size - 1)).bit_length()  # from there on, all that is beside the way is to its left
    need(0 <= index < size and len(path) == inner + (index >> inner).bit_count(), "the path does not fit the place")
    for level, other in enumerate(path):
        leaf = sha256(b"\x01" + (other + leaf if level >= inner or index >> level & 1 else leaf + other)).digest()
    return leaf


def after(lines, word):
    need(lines and lines[0].startswith(word), f"wanted: {word}...")
    return lines.pop(0)[len(word) :]


def verify(text, logs, recorders, witnesses, quorum):
    """What a proof shows, line by line; raises ValueError where something does not hold."""
    lines, shown = text.split("\n\n")[0].split("\n"), []
    need(after(lines, "exeat/proof@v1") == "", "another version")
    words = after(lines, "words ") if lines[0].startswith("words ") else None
    said = jcs('{"body":0,"salt":""}' if words is None else words)
    need(list(said) == ["body", "salt"] and bytes.fromhex(said["salt"]).hex() == said["salt"], "no words with a salt")
    if words is not None and lines[0].startswith("row "):
        place, salt, cells = after(lines, "row ").split(" ", 2)
        path = [raw(line[5:], 32) for line in lines if line.startswith("path ")]
        claim, leaf, lines = said["body"]["claim"], sha256(b"\x00" + raw(salt, 16) + cells.encode()), lines[len(path) :]
        top = root(leaf.digest(), number(place), number(WRITTEN(claim["rows"])), path).hex()
        need(top == claim["root"] and type(jcs(cells)) is list, "the row is not in the list")
        shown.append(f"row {place} of the list {WRITTEN(claim['list'] + '')}: {cells}")
    entry = after(lines, "entry ")
    said, leaf = json.loads(entry), sha256(b"\x00" + entry.encode()).digest()
    body, by = bytes.fromhex(said["body"]).rjust(32)[:32].hex(), WRITTEN(said["recorded_by"] + "")
    at = datetime.fromisoformat(said["recorded_at"]).isoformat("T", "microseconds")[:26] + "Z"
    need(entry == f'{{"body":"{body}","recorded_at":"{at}","recorded_by":{by},"v":1}}', "no entry of version 1")
    need(words is None or sha256(words.encode()).hexdigest() == body, "the words are not those recorded")
    shown.append(f"recorded {at} by {by}: {words or 'words that are not shown'}")
    recorder = lines.pop(0) if recorders or lines[0].startswith("\u2014 ") else None
    need(after(lines, "c2sp.org/tlog-proof@v1") == "", "another version")
    index, path = number(after(lines, "index ")), [raw(line, 32) for line in lines]
    body, _, signatures = text.partition("\n\n")[2].partition("\n\n")
    origin, size, top = body.split("\n")
    need(text.endswith("\n") and root(leaf, index, number(size), path) == raw(top, 32), "the entry is not in the tree")
    note = f"exeat/entry@v1\n{base64.b64encode(leaf).decode()}\n"
    shown += [f"signed by {signature(recorder, recorders, note)[0][0]}"] if recorder else []
    found = [signature(line, [*logs, *witnesses], body + "\n") for line in signatures[:-1].split("\n")]
    seen = {name: when for (name, _, kind, _), when in found if kind == 4}
    need(any(key in dict(found) for key in logs if key[0] == origin), f"not signed by its own log: {origin}")
    need(len(dict(found)) == len(found) and len(seen) >= quorum, "signed by too few, or twice by one")
    return [*shown, f"entry {index} of {size} of the log {origin}", *(f"seen by {n} at {seen[n]}" for n in seen)]


if __name__ == "__main__":
    call = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    call.add_argument("proof", type=argparse.FileType("rb"))
    for option in ("--log", "--recorder", "--witness"):
        call.add_argument(option, action="append", default=[], required=option == "--log", metavar="KEY")
    call.add_argument("--quorum", type=int, default=0)
    given = call.parse_args()
    try:
        kinds = (given.log, 1), (given.recorder, 1), (given.witness, 4)
        keys = [[key(text, kind) for text in texts] for texts, kind in kinds]
        shown = verify(given.proof.read().decode(), *keys, given.quorum)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as e:
        sys.exit(f"NOT PROVED: {str(e)!a}")
    sys.stdout.reconfigure(errors="backslashreplace")
    print("".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in "\n".join(shown)))
