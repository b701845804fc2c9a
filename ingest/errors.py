"""Why an item was refused.

Rejected
├── Malformed      the bytes are not what they claim to be: repair them, then retry
├── Incomplete     a field that we cannot do without is missing: add it, then retry
├── TooLarge       over a limit that protects everything else: split it, then retry
└── Unsupported    well formed, but of a shape or version that we do not read
"""


class Rejected(Exception):
    """An item refused by name. `str(error)` says what is wrong and where, without its content."""

    reason = "rejected"


class Malformed(Rejected):
    """The bytes are not what they claim to be."""

    reason = "malformed"


class Incomplete(Rejected):
    """A field that we cannot do without is missing."""

    reason = "incomplete"


class TooLarge(Rejected):
    """Over a limit that protects everything else."""

    reason = "too_large"


class Unsupported(Rejected):
    """Well formed, but of a shape or version that we do not read."""

    reason = "unsupported"
