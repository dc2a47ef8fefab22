"""Readers that misbehave, each in one way: for tests of what keeps readers in."""

import os
import sys
import time

from exeat.adapters.lists.raw import Ask, Raw


def takes_all_memory(data: bytes, ask: Ask) -> Raw:
    """Asks for a terabyte."""
    return Raw(["x" * (1 << 40)])


def dies(data: bytes, ask: Ask) -> Raw:
    """Is killed, as by a fault of a library."""
    os.kill(os.getpid(), 9)
    return Raw()


def ends_at_once(data: bytes, ask: Ask) -> Raw:
    """Ends without an answer."""
    os._exit(0)


def never_ends(data: bytes, ask: Ask) -> Raw:
    """Uses the processor and goes on."""
    while True:
        pass


def sleeps(data: bytes, ask: Ask) -> Raw:
    """Uses no processor and goes on."""
    while True:
        time.sleep(60)


def talks_too_much(data: bytes, ask: Ask) -> Raw:
    """Answers without an end."""
    while True:
        sys.stdout.write("x" * 65536)


def answers_nonsense(data: bytes, ask: Ask) -> Raw:
    """Answers what is no JSON."""
    os.write(1, b"nonsense")
    os._exit(0)


def answers_an_object(data: bytes, ask: Ask) -> Raw:
    """Answers with what would become an object, were it ever unpickled."""
    os.write(1, b"\x80\x04N.")
    os._exit(0)


def writes_a_file(data: bytes, ask: Ask) -> Raw:
    """Writes the file whose path it is given."""
    with open(data.decode(), "wb") as file:
        file.write(b"a" * 99)
    return Raw()


def raises(data: bytes, ask: Ask) -> Raw:
    """Breaks down in its own code."""
    raise SystemError("no")


def tells(data: bytes, ask: Ask) -> Raw:
    """Tells what it knows of its surroundings."""
    raise SystemError(f"environment: {', '.join(sorted(os.environ))}; name: {ask.name!r}")
