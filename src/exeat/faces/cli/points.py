"""How an open point is read, as it is typed: POINT=CHOICE."""

import click


def choice_of(text: str) -> tuple[str, str]:
    """The point and the choice. Raises UsageError where there is no `=`."""
    point, equals, choice = text.partition("=")
    if not equals:
        raise click.UsageError(f"--read {text}: write POINT=CHOICE, such as sv-all/blocked=excused")
    return point, choice
