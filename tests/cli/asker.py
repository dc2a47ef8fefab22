"""A process that asks the same question again and again, and says what was answered, until somebody kills it.

`python -m tests.cli.asker CASE RECORD NUMBER`: waits for a line, so that many begin at once; then a line for each
answer as soon as it is there: its exit code, and how much was answered and complained.
"""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout

from exeat.faces.cli import run


def main(case: str, record: str, number: int) -> None:
    """Ask so many times."""
    os.write(1, b"ready\n")
    sys.stdin.readline()
    for _ in range(number):
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = run(["said", case, record])
        os.write(1, f"{code} {len(out.getvalue())} {len(err.getvalue())}\n".encode())  # in one piece


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
