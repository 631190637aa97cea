"""
Edits of the programmes that a careless policy author would make: each is told by the safeguard or the scenario that is named here.
"""

import re
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from attrs import evolve, frozen
from tests.effort import LONG
from tests.programmes import read_in_copy
from tests.tracing import told

from rjflow.scenarios.running import run
from rjflow.shipped import folder
from rjflow.verifier.verifying import judge_one


@frozen
class Edit:
    """
    What somebody changed in a file, from the first place after an anchor on.

    Attributes:
        programme: The programme that is judged.
        at: The file, when it is not the programme's own; then what stands before the place.
        old: What stood there.
        new: What stands there now.
        told: The id of a safeguard that breaks, or the beginning of a scenario's name that fails.
    """

    programme: str
    at: tuple[str, ...]
    old: str
    new: str
    told: str


EW, PS, NZ, SX, PO = ("ew-post-sentence", "pre-sentence-court", "nz-pre-sentence", "sexual-harm", "police-out-of-court")
STEP = "what comes with a step"
SAFE_LETTER = "needs: [service-is-open, safe-to-write, message-screening is may-pass]\n    records: [message-passed]\n    contact: indirect\n"
ONLY_A_LETTER = "needs: [message-screening is may-pass]\n    records: [message-passed]\n"
SAFE_VISIT = "contacts: [victim, offender, supporter]\n    either:\n      - {from: preparing, to: preparing, needs: may-prepare}\n"
ONLY_A_VISIT = "either:\n      - {from: preparing, to: preparing}\n"
LISTED_NOWHERE = "    # Nobody is listed who records it"
EDITS = [
    # One authority answers for another.
    Edit(EW, ("  specialist-assessment:",), "by: [specialist]", "by: [specialist, supervisor]", "S8-word"),
    Edit(EW, ("  establishment-clearance:",), "by: [governor]", "by: [governor, offender-manager]", "D11-word"),
    Edit(EW, ("  offender-manager-view:",), "by: [offender-manager]", "by: [offender-manager, governor]", "D11-word-manager"),
    Edit(EW, ("  mappa-view:",), "[offender-manager, mappa-chair]", "[offender-manager, governor]", "D11-word-panel"),
    Edit(EW, ("  co-facilitation:",), "by: [supervisor]", "by: [supervisor, specialist]", "P1-word"),
    Edit(PS, ("  specialist-assessment:",), "by: [specialist]", "by: [specialist, supervisor]", "S8-word"),
    Edit(PS, ("  establishment-access:",), "by: [governor]", "by: [governor, probation-officer]", "D11-word"),
    Edit(PS, ("  probation-view:",), "by: [probation-officer]", "by: [probation-officer, governor]", "D11-word-manager"),
    Edit(NZ, ("  violence-pattern:",), "by: [specialist]", "by: [specialist, supervisor]", "S8-pattern-word"),
    Edit(NZ, ("  family-violence-accreditation:",), "by: [supervisor]", "by: [supervisor, specialist]", "D8-word"),
    Edit(NZ, ("  substitute-mandate:",), "[victim-liaison, facilitator]", "[victim-liaison, substitute]", "D1-word"),
    Edit(NZ, ("  place-in-process:",), "by: [facilitator]", "by: [facilitator, supporter]", "D1-word"),
    Edit(SX, ("  specialist-competence:",), "by: [supervisor]", "by: [supervisor, specialist]", "S27-word-review"),
    Edit(SX, (f"{EW}.workflow.yaml", "  specialist-assessment:"), "by: [specialist]", "by: [specialist, supervisor]", "S20-word"),
    # Nobody of the register is asked, or one person is both.
    Edit(EW, ("  allocation:",), ", required: true, other", ", other", "A9-register"),
    Edit(EW, ("  allocation:",), "facilitators, level: complexity", "facilitators", "A9-register"),
    Edit(EW, ("  case-summary:",), ", other-than: [allocation.facilitator]", "", "D8-pair"),
    Edit(EW, ("  allocation:",), ", other-than: [case-summary.second-facilitator]", "", "D8-first"),
    Edit(NZ, (f"{PS}.workflow.yaml", "  case-summary:"), ", other-than: [allocation.facilitator]", "", "D8-pair"),
    Edit(NZ, (f"{PS}.workflow.yaml", "  allocation:"), ", other-than: [case-summary.second-facilitator]", "", "D8-first"),
    Edit(SX, (f"{EW}.workflow.yaml", "  case-summary:"), "complexity, required: true", "complexity", "A9-register"),
    Edit(PS, ("  allocation:",), ", required: true, other", ", other", "A9-register"),
    Edit(PO, ("  allocation:",), "facilitators, required: true", "facilitators", "A9-register"),
    # What comes with a step is written down by itself.
    Edit(EW, ("  request-from:", LISTED_NOWHERE), LISTED_NOWHERE, "    recorded-by: [coordinator]\n    #", "S7-once"),
    Edit(PS, ("  request-from:", "    one-of"), "    one-of", "    recorded-by: [court-officer]\n    one-of", "S7-once"),
    Edit(EW, ("  held-to-the-end:", LISTED_NOWHERE), LISTED_NOWHERE, "    recorded-by: [facilitator]\n    #", "E3-closed"),
    Edit(EW, ("  message-passed:",), "    one-of", "    recorded-by: [facilitator]\n    one-of", "S27-taken"),
    Edit(SX, (f"{EW}.workflow.yaml", "  message-passed:"), "    one-of", "    recorded-by: [supervisor]\n    one-of", "S27-taken"),
    Edit(SX, ("  preparation-count:",), "      # As `prep", "      recorded-by: [facilitator]\n      # As `prep", STEP),
    Edit(PS, ("  return-date:", LISTED_NOWHERE), LISTED_NOWHERE, "    recorded-by: [coordinator]\n    #", STEP),
    Edit(NZ, (f"{PS}.workflow.yaml", "  preparation:", LISTED_NOWHERE), LISTED_NOWHERE, "    recorded-by: [co-facilitator]\n    #", STEP),
    Edit(PO, ("  preparation:", LISTED_NOWHERE), LISTED_NOWHERE, "    recorded-by: [facilitator]\n    #", STEP),
    # People are prepared, read, or told of, for whom it was not safe.
    Edit(EW, ("  preparation:",), "personal-risk in (acceptable, acceptable-with-care)", "personal-risk is current", "C7"),
    Edit(EW, ("  preparation:",), "age is adult or (age is child and guardian-help is agreed)", "age in (adult, child)", "10"),
    Edit(PO, ("  preparation:",), "age is adult or (age is child and guardian-help is agreed)", "age is current", "10"),
    Edit(EW, ("  message-screening:",), "take-in-message, threat-made, ", "take-in-message, ", "S27-taken"),
    Edit(SX, ("  second-reading:",), "take-in-message, threat-made, ", "take-in-message, ", "S27-twice"),
    Edit(SX, ("  family-view:",), "information-breach, raise-safeguarding", "information-breach", "D8-around-again"),
    Edit(SX, ("    indirect-review:",), "[start-exchange, release", "[release", "S27-review"),
    # Concerns, waits, and ends.
    Edit(EW, ("  continue-after-review:",), "    needs: safeguarding-check is nothing-open", "    #", "F10-settled"),
    *(
        Edit(name, ("  go-on-with-the-others:",), "      - safeguarding-check is nothing-open", "      #", "F10-settled")
        for name in (EW, PS)
    ),
    *(
        Edit(name, (f"  {event}:",), "told is told, safeguarding-check is nothing-open]", "told is told]", "F10")
        for name in (EW, PS)
        for event in ("victim-returns", "offender-returns")
    ),
    *(Edit(name, ("  try-again:",), "      - safeguarding-check is nothing-open", "      #", "F10") for name in (EW, PS)),
    Edit(NZ, ("    court-adjourns:",), ", safeguarding-check is nothing-open]", "]", "8 the court gives no more time"),
    Edit(PS, ("  court-adjourns:",), ", safeguarding-check is nothing-open]", "]", "8 the court gives no more time"),
    Edit(SX, ("    indirect-review:",), "release-letter, ", "", "what was found about one letter"),
    Edit(PS, ("  go-on-with-aftercare:",), "is nothing-open", "in (nothing-open, report-owed)", "F10-settled"),
    Edit(EW, ("  case-lapses:",), "to: after-service-ended", "to: back", "L3"),
    Edit(PO, ("  case-lapses:",), "to: after-service-ended", "to: back", "L3"),
    Edit(EW, ("  interest-expires:",), "to: after-victim-no", "to: victim-not-now", "L11"),
    Edit(PO, ("  case-lapses:",), "to: after-service-ended", "to: review-due", "L11"),
    Edit(EW, ("deadlines:", "{in: [paused"), ", awaiting-order-maker", "", "L11"),
    Edit(PO, ("in: [reconsidering, safeguarding], after: ",), "2 days", "21 days", "a question about abuse does not lie"),
    Edit(PS, ("{until: return-date, from: [screening",), "preparing, ", "", "8 the day of the court comes"),
    Edit(SX, ("{in: long-preparation, after: ",), "13 weeks", "4 weeks", "nobody hurries"),
    # More is told, to more people, for longer.
    Edit(EW, ("  outcome-to-offender-manager:",), "      - scheme agreement-probation-outcomes is signed\n", "", "without the agreement"),
    Edit(PS, ("  report-to-court:",), "facts: [court-report]", "facts: [court-report, agreement-items]", "without anybody's consent"),
    Edit(PS, ("  outcome-to-probation:",), "to: [probation-officer]", "to: [probation-officer, referrer]", "with everybody's consent"),
    Edit(PO, ("  ending-to-record:",), "facts: [state]", "facts: [state, agreement-items]", "of somebody who says no|without an agreement|the record holds"),
    Edit(PO, ("  harm-to-authority:",), "    basis: legal-duty\n", "    basis: legal-duty\n    needs: risk-assessment is high\n", "a concern reaches"),
    Edit(PO, ("kept:",), "only: [about-the-person]", "only: [about-the-person, victim-contact]", "what is left of the forms"),
    Edit(SX, ("  treatment-view:",), "[supervisor, specialist]", "[supervisor, specialist, victim-liaison]", "F2-treatment"),
    # A letter, or a visit, is called no contact, and asks nobody.
    Edit(EW, ("  release-letter:",), SAFE_LETTER, ONLY_A_LETTER, "S27-consented"),
    Edit(EW, ("  carry-message:",), SAFE_LETTER, ONLY_A_LETTER, "S27-weighed"),
    Edit(PS, ("  release-letter:",), SAFE_LETTER, ONLY_A_LETTER, "S27-counted"),
    Edit(PS, ("  carry-message:",), SAFE_LETTER, ONLY_A_LETTER, "S27-counted"),
    Edit(PO, ("  release-letter:",), SAFE_LETTER, ONLY_A_LETTER, "S27-consented"),
    Edit(PO, ("  release-letter:",), SAFE_LETTER, ONLY_A_LETTER, "S27-weighed"),
    Edit(PO, ("  hold-preparation-meeting:",), SAFE_VISIT, ONLY_A_VISIT, "C1"),
]  # fmt: skip


DEAR = [  # its story takes ten seconds to half a minute to find
    Edit(
        PS, ("  preparation:",), "personal-risk in (acceptable, acceptable-with-care)", "personal-risk is current", "C7"
    ),
    Edit(PS, ("  release-letter:",), SAFE_LETTER, ONLY_A_LETTER, "S27-weighed"),
    Edit(PS, ("  carry-message:",), SAFE_LETTER, ONLY_A_LETTER, "S27-consented"),
    Edit(SX, ("    indirect-review:",), "release-letter, carry-message, ", "", "S27-review"),
]


def called(edit: Edit) -> str:
    return f"{edit.programme}-{edit.at[-1].strip(' :{')}-{edit.told}"


def edited(edit: Edit, home: Path) -> Path:
    """
    Make the edit in a copy of the shipped files; give which of them it is in.
    """
    copytree(folder(), home, ignore=ignore_patterns("unsafe"))
    own = f"{edit.programme}.workflow.yaml"
    file, *anchors = edit.at if edit.at[0].endswith(".yaml") else (own, *edit.at)
    text, place = (home / file).read_text("utf-8"), 0
    for anchor in anchors:
        place = _key(text, anchor, place) if anchor.startswith("  ") else text.index(anchor, place)
    place = text.index(edit.old, place)
    (home / file).write_text(text[:place] + edit.new + text[place + len(edit.old) :], "utf-8")
    return home / file


def _key(text: str, anchor: str, place: int) -> int:
    """
    Find a key by its name and colon, however far it stands from the margin.
    """
    found = re.compile(rf"^ *{re.escape(anchor.strip())}", flags=re.MULTILINE).search(text, place)
    assert found is not None, anchor
    return found.start()


@pytest.mark.parametrize("edit", [*EDITS, *(DEAR if LONG else ())], ids=called)
def test_a_careless_edit_is_told(edit: Edit, tmp_path: Path) -> None:
    """A safeguard breaks, or a scenario fails, whichever of the programme's files was edited."""
    home = tmp_path / "workflows"
    changed = edited(edit, home)
    workflow = read_in_copy(home, edit.programme, changed)
    about = [one for one in workflow.safeguards if one.id == edit.told]
    if about:
        assert [judge_one(workflow, one).judged for one in about] == ["broken"]
        return
    asked = [(file, one) for file, one in told(edit.programme).values() if re.match(edit.told, one.name)]
    assert asked
    assert [one.name for file, one in asked if not run(evolve(file, workflow=workflow), one).passed] != []
