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


def need(holds, why):
    if not holds:
        raise ValueError(why)


def raw(text, size=None):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text and size in (None, len(data)), f"not in canonical base 64: {text}")
    return data


def number(text):
    need(text.isascii() and text.isdigit() and str(int(text)) == text, f"no number: {text}")
    return int(text)


def point(data):
    y, sign = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and (x * x - square) % P == 0 and (x or not sign), "no point of the curve")
    x = x if x % 2 == sign else P - x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    return ((b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P)


def signed(public, signature, message):
    s, found = int.from_bytes(signature[32:], "little"), (0, 1, 1, 0)
    k = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = point(public)
    for bit in range(255, -1, -1):  # the base point s times, less the key's k times
        found = add(found, found)
        found = add(found, BASE) if s >> bit & 1 else found
        found = add(found, (P - x, y, z, P - t)) if k >> bit & 1 else found
    x, y = found[0] * pow(found[2], -1, P) % P, found[1] * pow(found[2], -1, P) % P
    return len(signature) == 64 and s < ORDER and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def key(text, kind):
    name, id, rest = text.split("+", 2)
    hashed = sha256(name.encode() + b"\n" + raw(rest, 33)).digest()[:4]
    need(hashed.hex() == id and raw(rest)[0] == kind, f"no key, or one for something else: {text}")
    return name, hashed, kind, raw(rest)[1:]


def signature(line, keys, text):
    name, data = line.split(" ")
    data = raw(data)
    known = next((k for k in keys if k[:2] == (name, data[:4])), None)
    need(known, f"signed by {name}, whose key was not given")
    when = int.from_bytes(data[4:12], "big") if known[2] == 4 else None
    message = text if when is None else f"cosignature/v1\ntime {when}\n{text}"
    need(signed(known[3], data[4 if when is None else 12 :], message.encode()), f"the signature of {name} is wrong")
    return name, None if when is None else datetime.fromtimestamp(when, UTC).isoformat()


def root(leaf, index, size, path):
    need(index < size, "the place is outside the tree")  # RFC 9162, section 2.1.3.2
    last = size - 1
    for other in path:
        need(last, "the path is too long")
        right = index & 1 or index == last
        leaf = sha256(b"\x01" + (other + leaf if right else leaf + other)).digest()
        while right and index and not index & 1:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    need(last == 0, "the path is too short")
    return leaf


def after(lines, word):
    need(lines and lines[0].startswith(word), f"wanted: {word}...")
    return lines.pop(0)[len(word) :]


def verify(text, logs, recorders, witnesses, quorum):
    """What a proof shows, line by line; raises ValueError where something does not hold."""
    lines, shown = text.split("\n\n")[0].split("\n"), []
    need(after(lines, "exeat/proof@v1") == "", "another version")
    words = after(lines, "words ") if lines[0].startswith("words ") else None
    if words and lines[0].startswith("row "):
        place, salt, cells = after(lines, "row ").split(" ", 2)
        claim, path = json.loads(words)["body"]["claim"], []
        while lines and lines[0].startswith("path "):
            path.append(raw(after(lines, "path "), 32))
        leaf = sha256(b"\x00" + raw(salt, 16) + cells.encode()).digest()
        need(root(leaf, number(place), claim["rows"], path).hex() == claim["root"], "the row is not in the list")
        shown.append(f"row {place} of the list {claim['list']}: {cells}")
    entry = after(lines, "entry ")
    said, leaf = json.loads(entry), sha256(b"\x00" + entry.encode()).digest()
    need(set(said) == {"v", "body", "recorded_at", "recorded_by"} and said["v"] == 1, "an unknown field in the entry")
    need(words is None or sha256(words.encode()).hexdigest() == said["body"], "the words are not those recorded")
    shown.append(f"recorded {said['recorded_at']} by {said['recorded_by']}: {words or 'words that are not shown'}")
    recorder = after(lines, "\u2014 ") if recorders or lines[0].startswith("\u2014 ") else None
    need(after(lines, "c2sp.org/tlog-proof@v1") == "", "another version")
    index, path = number(after(lines, "index ")), [raw(line, 32) for line in lines]
    body, _, signatures = text.partition("\n\n")[2].partition("\n\n")
    origin, size, top = body.split("\n")
    need(text.endswith("\n") and origin in {name for name, *_ in logs}, f"not a log whose key was given: {origin}")
    need(root(leaf, index, number(size), path) == raw(top, 32), "the entry is not in the tree")
    if recorder:
        name, _ = signature(recorder, recorders, f"exeat/entry@v1\n{base64.b64encode(leaf).decode()}\n")
        shown.append(f"signed by {name}")
    found = [
        signature(after([line], "\u2014 "), [*logs, *witnesses], body + "\n") for line in signatures[:-1].split("\n")
    ]
    seen = {name: when for name, when in found if when}
    need(any(when is None for _, when in found) and len(seen) >= quorum, "signed by too few")
    return [*shown, f"entry {index} of {size} of the log {origin}", *(f"seen by {n} at {seen[n]}" for n in seen)]


if __name__ == "__main__":
    call = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    call.add_argument("proof", type=argparse.FileType("rb"))
    for option in ("--log", "--recorder", "--witness"):
        call.add_argument(option, action="append", default=[], required=option == "--log", metavar="KEY")
    call.add_argument("--quorum", type=int, default=0)
    given = call.parse_args()
    try:
        logs, recorders = [key(k, 1) for k in given.log], [key(k, 1) for k in given.recorder]
        witnesses = [key(k, 4) for k in given.witness]
        print("\n".join(verify(given.proof.read().decode(), logs, recorders, witnesses, given.quorum)))
    except (ValueError, KeyError, TypeError, IndexError) as e:
        sys.exit(f"NOT PROVED: {e}")
