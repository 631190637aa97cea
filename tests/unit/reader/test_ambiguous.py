"""
What is written twice, or could mean two things.
"""

import pytest
from tests.unit.reader.test_reading import changed, problems


@pytest.mark.parametrize(
    ("animal", "old", "new", "code", "word"),
    [
        ("held", "to: back, by", "to: back, reason: finished, by", "RJ323", "finished"),
        ("tiny-meeting", "voided-by: [risk, new-offence]", "voided-by: [risk, risk]", "RJ107", "risk"),
        ("tiny-meeting", "{change-of: participant}]", "{change-of: victim}, {change-of: victim}]", "RJ107", "{change-of: victim}"),
        ("tiny-meeting", "needs: [safe-to-meet]", "needs: [safe-to-meet, safe-to-meet]", "RJ107", "safe-to-meet"),
        ("tiny-meeting", "needs: risk is current", "needs: [risk is current, {that: risk  is current, because: no}]", "RJ107", "risk  is current"),
        ("tiny-meeting", "entering: kind meeting, must", "before: [withdraw, withdraw], must-have: risk, must", "RJ107", "withdraw"),
        ("held", "deadlines:\n", "deadlines:\n  - {in: paused, after: 28 days, then: give-up}\n", "RJ107", "{in: paused, after: 28 days, then: give-up}"),
        ("door", "  finish: {", "  shut: {", "RJ238", "shut"),
        ("two-doors", "  gone: {", "  permit: {", "RJ238", "permit"),
        ("tiny-meeting", "means: [withdrawal]", 'means: ["No Such!"]', "RJ112", "No Such!"),
        ("tiny-meeting", "- every participant:", "- every victim person:", "RJ201", "person"),
    ],
)  # fmt: skip
def test_what_is_written_twice_or_means_two_things_is_told(
    animal: str, old: str, new: str, code: str, word: str
) -> None:
    """
    Each is found at the second place.
    """
    assert (code, word) in problems(changed(animal, (old, new)))
