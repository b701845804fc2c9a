"""What to do when a process of ours has ended, as a table."""

import pytest

from streams.restart import MISCONFIGURED, Patience, Reason, judge

PATIENCE = Patience(first=1, longest=10, calm=60, tries=8)


@pytest.mark.parametrize(
    ("code", "ran", "ends", "stopping", "reason", "wait", "then"),
    [
        pytest.param(1, 5, 0, False, Reason.STARTED_AGAIN, 1, 1, id="its first end"),
        pytest.param(1, 5, 1, False, Reason.STARTED_AGAIN, 2, 2, id="its second in a row"),
        pytest.param(1, 5, 3, False, Reason.STARTED_AGAIN, 8, 4, id="waits double"),
        pytest.param(1, 5, 6, False, Reason.STARTED_AGAIN, 10, 7, id="up to the longest"),
        pytest.param(1, 60, 6, False, Reason.STARTED_AGAIN, 1, 1, id="a calm run forgives"),
        pytest.param(0, 5, 0, False, Reason.STARTED_AGAIN, 1, 1, id="nothing may end by itself"),
        pytest.param(-9, 5, 0, False, Reason.STARTED_AGAIN, 1, 1, id="killed"),
        pytest.param(1, 5, 7, False, Reason.TOO_OFTEN, None, 8, id="too often"),
        pytest.param(MISCONFIGURED, 5, 0, False, Reason.MISCONFIGURED, None, 0, id="settings"),
        pytest.param(-15, 5, 2, True, Reason.STOPPING, None, 2, id="we stop it"),
        pytest.param(MISCONFIGURED, 5, 2, True, Reason.STOPPING, None, 2, id="stop comes first"),
    ],
)
def test_judge(
    code: int,
    ran: float,
    ends: int,
    stopping: bool,
    reason: Reason,
    wait: float | None,
    then: int,
) -> None:
    verdict = judge(code, ran, ends, PATIENCE, stopping=stopping)
    assert (verdict.reason, verdict.wait, verdict.ends) == (reason, wait, then)


def test_the_patient_never_give_up() -> None:
    assert judge(1, 0, 10_000, Patience(), stopping=False).wait == Patience().longest


def test_patience_checks_itself() -> None:
    with pytest.raises(ValueError, match="first wait"):
        Patience(first=2, longest=1)
