"""The time: the only place that asks for it. Everything else is given a moment."""

from datetime import UTC, date, datetime


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """This day, in UTC."""
        return self.now().date()
