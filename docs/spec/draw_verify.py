"""Draw an exeat lottery again from its transcript. Needs Python 3.9 and nothing else.

    python draw_verify.py TRANSCRIPT.json            says whether the lottery comes out as the transcript says
    python draw_verify.py promise SEALED PARTY       asks for a secret, and prints the hash that promises it

The rules are those of draw.md, which stands beside this file. It takes nothing from exeat. Where a beacon's round was
sealed, it checks that the pulse is of that round, and what it comes to; but not the beacon's signature, and it says so.
"""

import getpass
import hashlib
import json
import sys
from fractions import Fraction

NAME = b"exeat/draw/1"


def promise(sealed, party, secret):
    return hashlib.sha256(NAME + "/promise\n{}\n{}\n{}".format(sealed, party, secret).encode()).hexdigest()


def seed_of(sealed, secrets, public):
    parts = {"public": public, "sealed": sealed, "secrets": secrets}
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(NAME + b"/seed\n" + text.encode()).digest()


class Stream:
    """Bytes: SHA-256 of the seed, a purpose and a counter; numbers from them, without taking a remainder."""

    def __init__(self, seed, purpose):
        self.start, self.count, self.left = NAME + b"\n" + seed + purpose.encode() + b"\n", 0, b""

    def take(self, number):
        while len(self.left) < number:
            self.left += hashlib.sha256(self.start + self.count.to_bytes(8, "big")).digest()
            self.count += 1
        found, self.left = self.left[:number], self.left[number:]
        return found

    def below(self, most):
        bits = (most - 1).bit_length()
        size = (bits + 7) // 8
        while True:
            number = int.from_bytes(self.take(size), "big") >> (8 * size - bits)
            if number < most:
                return number

    def order(self, things):
        found = list(things)
        for i in range(len(found) - 1, 0, -1):
            j = self.below(i + 1)
            found[i], found[j] = found[j], found[i]
        return found


def draw(document, seed):
    """The ticket, the plan's number, who goes (with the clause) and who comes next."""
    total = sum(int(plan["weight"]) for plan in document["plans"])
    rest = ticket = Stream(seed, "plan").below(total)
    for plan in document["plans"]:
        rest -= int(plan["weight"])
        if rest < 0:
            break
    taken, left, whole, halved = [], [], {}, {}
    for number, (own, counts) in enumerate(zip(document["classes"], plan["counts"]), 1):
        order = Stream(seed, "class {}".format(number)).order(own["units"])
        if "of" in own:  # members of families: not of those that go whole, and only of those that are split
            order = [unit for unit in order if not whole[own["of"]] & set(unit)]
            order.sort(key=lambda unit: unit[0] not in halved[own["of"]])
        whole[number] = {person for unit in order[: sum(counts)] for person in unit}
        for clause, many in zip(document["clauses"], counts):
            taken += [{"clause": clause, "people": unit} for unit in order[:many]]
            order = order[many:]
        split = plan["split"][number - 1] if plan["split"] else 0
        halved[number] = {person for unit in order[:split] for person in unit}
        if "chance" in own:
            left += order
    taken, left = Stream(seed, "taken").order(taken), Stream(seed, "substitutes").order(left)
    return {"seed": seed.hex(), "ticket": str(ticket), "plan": plan["number"], "taken": taken, "substitutes": left}


def wrong(transcript):
    """What does not hold, in words; an empty list where everything does."""
    sealed, text = transcript["sealed"], transcript["text"]
    document, found = json.loads(text), []
    if hashlib.sha256(text.encode()).hexdigest() != sealed:
        found.append("the document is not the one that was sealed")
    if sum(int(plan["weight"]) for plan in document["plans"]) != int(document["total"]):
        found.append("the weights do not sum to the total")
    for plan in document["plans"]:
        for own, counts in zip(document["classes"], plan["counts"]):
            if sum(counts) > len(own["units"]):
                found.append("plan {} takes more of a class than there are".format(plan["number"]))
    for number, own in enumerate(document["classes"]):
        if "chance" in own and own["chance"] != chance(document, number):
            found.append("class {} has the chance {}".format(number + 1, chance(document, number)))
    promises, secrets = transcript["promises"], transcript["secrets"]
    if not set(document["parties"]) == set(promises) == set(secrets):
        found.append("a party's promise or secret is missing")
    for party in secrets:
        if promise(sealed, party, secrets[party]) != promises.get(party):
            found.append("the secret of {} is not the one promised".format(party))
    if "beacon" in document:
        found += pulse_wrong(document["beacon"], transcript.get("pulse"), transcript["public"])
    again = draw(document, seed_of(sealed, secrets, transcript["public"]))
    found += ["another {}".format(key) for key in again if again[key] != transcript[key]]
    return found


def pulse_wrong(beacon, text, public):
    """What does not hold in a beacon's pulse, as far as can be seen without checking its signature."""
    pulse = json.loads(text or "{}")
    if beacon["beacon"] == "drand":
        right = pulse.get("round") == beacon["round"]
        found = hashlib.sha256(bytes.fromhex(pulse.get("signature", ""))).hexdigest()
    else:
        pulse = pulse.get("pulse", pulse)
        right = pulse.get("timeStamp") == beacon["at"].replace("Z", ".000Z")
        found = pulse.get("outputValue", "").lower()
    return [] if right and found == public else ["the randomness is not the pulse of the beacon's round"]


def chance(document, number):
    """The chance of a unit of a class, as the weights give it, in lowest terms; whole families count for members."""
    own, gone = document["classes"][number], 0
    for plan in document["plans"]:
        gone += int(plan["weight"]) * sum(plan["counts"][number])
        if "of" in own:
            families = document["classes"][own["of"] - 1]["units"]
            gone += int(plan["weight"]) * sum(plan["counts"][own["of"] - 1]) * (len(own["units"]) // len(families))
    return str(Fraction(gone, int(document["total"]) * len(own["units"])))


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "promise":
        print(promise(arguments[1], arguments[2], getpass.getpass("Secret: ")))
        return 0
    if len(arguments) != 1:
        print(__doc__)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        transcript = json.load(file)
    found = wrong(transcript)
    print("\n".join(["It does not hold:", *found]) if found else "It holds: drawn again, everything is the same.")
    if "beacon" in json.loads(transcript["text"]):
        print("Not checked here: the beacon's signature (exeat draw verify does, or the beacon's own tools).")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
