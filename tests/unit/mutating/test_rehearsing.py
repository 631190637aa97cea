"""
What a scenario touches: whatever, changed, could make it come otherwise.
"""

from tests.unit.scenarios.test_registers import FIT, file_of, handed

from rjflow.mutating.rehearsing import rehearse


def test_a_form_that_is_not_taken_touches_what_it_says_and_what_the_register_asks():
    """
    Nothing is decided where a register refuses, and still the evidence in the form, and the level that is asked, matter there.
    """
    step = handed("kim", ", refused-only-because: register most")
    ((one,), failed) = rehearse(
        [file_of(f"given: {{register: {{kim: {{evidence: {FIT}, cases: 2}}}}}}\nwhen: [{step}]")]
    )

    assert not failed
    assert {("evidence", "given"), ("evidence", "size")} <= one.touches
