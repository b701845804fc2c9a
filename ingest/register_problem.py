"""What is wrong with a register: each problem names its line and its field."""


class RegisterError(Exception):
    """A register that we refuse to work with. `problems` holds all of them, in order."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """Gathers problems, so that somebody who repairs a register sees all of them at once."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, line: int, field: str, what: str) -> None:
        self.found.append(f"line {line}: {field}: {what}" if field else f"line {line}: {what}")

    def check(self) -> None:
        """Raise when there was any."""
        if self.found:
            raise RegisterError(tuple(self.found))
