"""
What must count as contact: which events do not, by their marks or by where they lead, and which safeguards are silent for it.
"""

from pathlib import Path

import pytest
from attrs import evolve
from tests.unit.verifier.test_reserving import told

from rjflow.certifying.certificate import CertificateRefused
from rjflow.certifying.checking import check_certificate
from rjflow.certifying.hiding import never_so
from rjflow.certifying.text import certificate_from, certificate_text
from rjflow.compiled.compiling import NotAQuestionOfReach, compile_for
from rjflow.definition.fingerprint import fingerprint
from rjflow.definition.forms import form_direction
from rjflow.definition.model import Workflow
from rjflow.definition.safeguards import Counted, Entering, Step
from rjflow.definition.usage import spoken_names
from rjflow.guards.syntax import IsCurrent
from rjflow.reader.reading import read, read_safeguards
from rjflow.report.plain import check_text
from rjflow.sources.errors import InvalidWorkflow
from rjflow.verifier.certifying import CannotCertify, certify
from rjflow.verifier.comparing import compare
from rjflow.verifier.marking import unheard
from rjflow.verifier.verdict import VerifiedWorkflow
from rjflow.verifier.verifying import verify
from rjflow.verifier.wording import promise

TEXT = """\
rjflow: 1
workflow: tiny
version: 1
title: tiny
roles: {facilitator: {}, supervisor: {}}
people:
  victim: {label: person harmed, at-least: 1, takes-part: true, side: harmed}
  offender: {label: person responsible, at-least: 1, takes-part: true, side: responsible}
  friend: {label: friend of the person harmed, takes-part: true, side: harmed}
evidence:
  screening: {one-of: [may-pass], recorded-by: [supervisor], current-for: same day}
  passed: {one-of: [it-was], current-for: whole-case, means: {a-word-passed: [it-was]}}
  talked: {about: participant, one-of: [once], current-for: whole-case}
states: {asking: {start: true}, writing: {}, paused: {holds: true}, talking: {kind: meeting}, closed: {final: true, reasons: [done]}}
events:
  approach: {from: asking, to: writing, by: [facilitator], contacts: [victim, offender], records: [talked], means: [a-call]}
  write: {from: writing, to: writing, by: [facilitator], needs: screening is may-pass, records: [passed], contact: indirect}
  meet:
    by: [facilitator]
    either: [{from: writing, to: talking}, {from: paused, to: talking, needs: screening is may-pass}]
  pause: {from: [asking, writing], to: paused, by: [supervisor]}
  resume: {from: paused, to: back, by: [supervisor]}
  close: {from: [writing, talking], to: closed, by: [facilitator], needs: [passed is current, "some victim: talked is current"]}
safeguards:
  - {id: A, label: counted, counted: [WHAT], as: AS}
  - {id: B, label: a letter is read, before: contact indirect, must-have: screening}
  - {id: C, label: nobody is in contact for nothing, after: contact, not-before: contacts harmed, without: pause}
"""


def tiny(what: str, as_: str, *changes: tuple[str, str]) -> Workflow:
    """
    Read the workflow with something that must count as contact, and with these pieces of text replaced.
    """
    text = TEXT.replace("WHAT", what).replace("AS", as_)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text, name="tiny.workflow.yaml")


def only(workflow: Workflow) -> Workflow:
    """
    Keep only the safeguard that says what must count.
    """
    return evolve(workflow, safeguards=workflow.safeguards[:1])


def ending(what: str, as_: str, *changes: tuple[str, str]) -> str | None:
    """
    Judge what must count, with nothing else to be silent about; and see that the checker of certificates judges it alike.
    """
    return told(only(tiny(what, as_, *changes)))


@pytest.mark.parametrize(
    ("what", "as_"),
    [
        ("write", "contact indirect"),
        ("write", "contact"),
        ("write", "[contact indirect, contact]"),
        ("passed", "contact indirect"),
        ("a-word-passed", "contact indirect"),
        ("meet", "contact direct"),
        ("meet", "contact"),
        ("write, meet", "contact"),
        ("approach", "contacts victim"),
        ("approach", "[contacts victim, contacts offender]"),
        ("approach, talked, a-call", "[contacts harmed, contacts responsible]"),
        ("approach", "contacts participant"),
    ],
)
def test_what_is_marked_counts(what: str, as_: str):
    """
    Kept is what is marked so, or leads into a meeting by every way, by its own name, by a meaning, or by all that records it.
    """
    assert ending(what, as_) is None


UNMARKED = (", contact: indirect", "")


@pytest.mark.parametrize(
    ("what", "as_", "changes", "where", "said"),
    [
        ("write", "contact indirect", [UNMARKED], "writing", "“write” does not count as indirect contact"),
        ("passed", "contact indirect", [UNMARKED], "writing", "“write” does not count as indirect contact"),
        ("a-word-passed", "contact", [UNMARKED], "writing", "“write” does not count as contact between the parties"),
        ("write", "contact indirect", [("contact: indirect", "contact: direct")], "writing", "“write” does not count as indirect contact"),
        ("write", "contact direct", [], "writing", "“write” does not count as direct contact"),
        ("meet", "contact indirect", [], "writing", "“meet” does not count as indirect contact"),
        ("meet", "contact direct", [("{kind: meeting}", "{}")], "writing", "“meet” does not count as direct contact"),
        ("meet", "contact direct", [("from: writing, to: talking", "from: writing, to: asking")], "writing", "“meet” does not count as direct contact"),
        ("meet", "contact direct", [("from: paused, to: talking", "from: paused, to: back")], "paused", "“meet” does not count as direct contact"),
        ("approach", "contacts offender", [("[victim, offender]", "[victim]")], "asking", "“approach” does not count as contact with a person responsible"),
        ("approach", "contacts friend", [], "asking", "“approach” does not count as contact with a friend of the person harmed"),
        ("talked", "[contacts harmed, contacts responsible]", [("contacts: [victim, offender], ", "")], "asking",
         "“approach” does not count as contact with a harmed person or contact with a responsible person"),
        ("approach", "[contacts victim, contact indirect]", [], "asking", "“approach” does not count as indirect contact"),
    ],
)  # fmt: skip
def test_what_is_not_marked_is_told(what: str, as_: str, changes: list[tuple[str, str]], where: str, said: str):
    """
    What no mark and no meeting makes such a contact is told, where it can be tried: by each word that it falls short of, and no other.
    """
    assert ending(what, as_, *changes) == f"Now the case is in “{where}”, and {said}."


TWICE = ("  pause:", "  copy: {from: paused, to: writing, by: [facilitator], records: [passed]}\n  pause:")


def test_all_that_records_it_must_count():
    """
    Of two events that record the same, the one that is no contact is told; and kept is what both are.
    """
    assert ending("passed", "contact indirect", TWICE) == (
        "Now the case is in “paused”, and “copy” does not count as indirect contact."
    )
    assert ending("write", "contact indirect", TWICE) is None
    marked = ("records: [passed]}", "records: [passed], contact: indirect}")
    assert ending("passed", "contact indirect", TWICE, marked) is None


BY_HAND = [
    ("passed", "{one-of: [it-was], current", "{one-of: [it-was], recorded-by: [supervisor], current"),
    ("talked", "one-of: [once], current", "one-of: [once], recorded-by: [supervisor], current"),
]


@pytest.mark.parametrize(("what", "old", "new"), BY_HAND)
def test_what_may_be_recorded_by_itself_counts_as_nothing(what: str, old: str, new: str):
    """
    Evidence that people may write down with no event comes about without contact, whatever its events are; about people, where there are some.
    """
    as_ = "contact indirect" if what == "passed" else "contacts victim"
    contact = "indirect contact" if what == "passed" else "contact with a person harmed"

    assert ending(what, as_) is None
    assert ending(what, as_, (old, new)) == (
        f"Now the case is in “asking”, and “{what}” may be recorded by itself, with no event that counts as {contact}."
    )


def test_an_event_that_no_case_comes_to_breaks_nothing():
    """
    What nobody can come to do is no breach, and the checker of certificates has it proved that nobody can.
    """
    key = ("  talked:", "  key: {one-of: [found], current-for: whole-case}\n  talked:")
    room = ("paused: {holds: true}", "paused: {holds: true}, vault: {}")
    ways = "  enter: {from: asking, to: vault, by: [supervisor], needs: ASKED}\n"
    ways += "  leave: {from: vault, to: writing, by: [supervisor], records: [passed, key]}\n  pause:"
    shut, open_ = (
        only(tiny("passed", "contact indirect", key, room, ("  pause:", ways.replace("ASKED", asked))))
        for asked in ("key is found", "screening is may-pass")
    )
    report = verify(shut)

    assert [one.judged for one in report.verdicts] == ["kept"]
    assert never_so(shut, shut.safeguards[0].form) != ()
    assert VerifiedWorkflow.from_certificate(shut, certify(report)).workflow == shut
    assert [one.judged for one in verify(open_).verdicts] == ["broken"]


@pytest.mark.parametrize(
    ("what", "as_", "changes", "silent"),
    [
        ("write", "contact indirect", [UNMARKED], ", so that B and C ask nothing of it."),
        ("write", "contact indirect", [("contact: indirect", "contact: direct")], ", so that B asks nothing of it."),
        ("write", "contact", [UNMARKED], ", so that C asks nothing of it."),
        ("approach", "contacts friend", [("[victim, offender]", "[offender]")], ", so that C asks nothing of it."),
        ("approach", "contacts friend", [], "."),
        ("meet", "contact direct", [("{kind: meeting}", "{}")], ", so that C asks nothing of it."),
        ("meet", "contact indirect", [], ", so that B asks nothing of it."),
    ],
)
def test_which_safeguards_are_silent_is_told(what: str, as_: str, changes: list[tuple[str, str]], silent: str):
    """
    Told is which safeguards would speak of it if it counted, and none that speak of it already or of other contact.
    """
    workflow = tiny(what, as_, *changes)
    sentence = check_text(verify(workflow)).replace("\n  ", " ")

    assert [line for line in sentence.split("\n") if " does not count as " in line and line.endswith(silent)] != []


def test_of_many_that_are_silent_some_are_named():
    """
    Six safeguards are named, and how many more there are.
    """
    many = "".join(
        f"  - {{id: M{n}, label: read {n}, before: contact indirect, must-have: screening}}\n" for n in range(8)
    )
    workflow = tiny("write", "contact indirect", UNMARKED, ("  - {id: B,", f"{many}  - {{id: B,"))

    assert "M0, M1, M2, M3, M4, M5, and 4 more ask nothing of it." in " ".join(check_text(verify(workflow)).split())


def test_it_points_at_what_should_count():
    """
    The story ends at the place in the file where the event stands, with the mark that it has not.
    """
    for what, as_, changes, mark in [
        ("write", "contact indirect", [UNMARKED], "^^^^^ no `contact: indirect`"),
        ("write", "[contacts victim, contact direct]", [], "^^^^^ no `contacts: [victim]` or `contact: direct`"),
        ("approach", "contact", [], "^^^^^^^^ no `contact:`"),
        ("passed", "contact indirect", [BY_HAND[0][1:]], "^^^^^^ recorded by itself, too"),
    ]:
        text = check_text(verify(only(tiny(what, as_, *changes))))
        assert "This is what should count:" in text
        assert mark in text


def test_its_promise_is_said():
    """
    What has to count, and as what, is said in one sentence; the form holds it as steps, as other safeguards do.
    """
    workflow = tiny("write, passed", "[contact indirect, contacts victim]")

    assert promise(workflow, workflow.safeguards[0]) == (
        "“write” and “passed” always count as indirect contact and contact with a person harmed"
    )
    assert workflow.safeguards[0].form == Counted(
        doings=("write", "passed"), steps=(Step("contact", "indirect"), Step("contacts", "victim"))
    )


def test_what_it_names_is_spoken_of():
    """
    An event of which nothing else speaks is spoken of by what says that it must count.
    """
    assert "meet" in spoken_names(only(tiny("meet", "contact")))
    assert "meet" not in spoken_names(only(tiny("write", "contact")))


# ---- how it is written -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "as_", "codes"),
    [
        ("wrte", "contact", {"RJ233"}),
        ("screening", "contact", {"RJ353"}),
        ("writing", "contact", {"RJ233"}),
        ("write", "kind meeting", {"RJ329"}),
        ("write", "talking", {"RJ329"}),
        ("write", "final", {"RJ329"}),
        ("write", "contact written", {"RJ329"}),
        ("write", "contacts victm", {"RJ224"}),
        ("write", "[contact, contcat]", {"RJ329"}),
        ("write, write", "contact", {"RJ107"}),
    ],
)
def test_wrong_words_are_told(what: str, as_: str, codes: set[str]):
    """
    An event that is not there, evidence that comes with none, and what is no contact are refused by the reader, each as one mistake.
    """
    with pytest.raises(InvalidWorkflow) as caught:
        tiny(what, as_)
    assert codes == {one.code for one in caught.value.diagnostics}


@pytest.mark.parametrize(("old", "new"), [(", as: AS", ""), ("counted: [WHAT], ", ""), ("as: AS", "as: []")])
def test_one_half_of_it_is_refused(old: str, new: str):
    """
    What must count says as what, and the other way round.
    """
    with pytest.raises(InvalidWorkflow):
        read(TEXT.replace(old, new).replace("WHAT", "write").replace("AS", "contact"), name="tiny.workflow.yaml")


SHARED = "rjflow: 1\nsafeguards-file: ours\nversion: 1\ntitle: ours\nsafeguards: [{id: Z, label: z, counted: [WHAT], as: AS}]\n"


def shared(folder: Path, what: str, as_: str, *changes: tuple[str, str]) -> Workflow:
    """
    Let the workflow keep a safeguard from a file beside it.
    """
    (folder / "ours.yaml").write_text(SHARED.replace("WHAT", what).replace("AS", as_), "utf-8")
    text = TEXT.replace("WHAT", "meet").replace("AS", "contact").replace("\nroles:", "\nsatisfies: [ours.yaml]\nroles:")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read(text, name="tiny.workflow.yaml", folder=folder)


def test_the_last_mark_that_is_taken_away_does_not_silence_it(tmp_path: Path):
    """
    Other safeguards that a file shares ask nothing where nothing is contact; this one asks then, above all.
    """
    judged = verify(shared(tmp_path, "a-word-passed", "contact indirect", UNMARKED)).verdicts

    assert [(one.safeguard.id, one.judged) for one in judged if one.safeguard.id == "Z"] == [("Z", "broken")]


def test_what_others_name_may_be_missing(tmp_path: Path):
    """
    A shared safeguard asks nothing of a workflow that has nothing it names; part of it is asked where only part is there, and what is not is said.
    """
    [none] = shared(tmp_path, "somebody-elses-event", "contact").unasked
    [some] = shared(tmp_path, "somebody-elses-event, write", "contact").unasked
    [nobody] = shared(tmp_path, "write", "contacts neighbours").unasked

    assert (none.is_whole, some.names, nobody.is_whole) == (True, ("somebody-elses-event",), True)
    assert verify(shared(tmp_path, "write, elsewhere", "contact")).verdicts[0].judged == "kept"


def test_what_others_count_and_people_write_down_is_broken(tmp_path: Path):
    """
    Somebody else's safeguard does not know how evidence comes about: where it comes with no event, it is broken, and no mistake of the file.
    """
    workflow = shared(tmp_path, "screening", "contact")

    assert [one.judged for one in verify(workflow).verdicts if one.safeguard.id == "Z"] == ["broken"]


@pytest.mark.parametrize(
    ("what", "as_", "code"),
    [("wrte", "contact", "RJ233"), ("write", "contacts victm", "RJ224"), ("write", "kind meeting", "RJ365")],
)
def test_mistakes_in_a_shared_file_are_told(tmp_path: Path, what: str, as_: str, code: str):
    """
    A name that is almost one of the workflow's, and what is no contact whatever the workflow, are mistakes wherever they stand.
    """
    with pytest.raises(InvalidWorkflow) as caught:
        shared(tmp_path, what, as_)
    assert code in {one.code for one in caught.value.diagnostics}


def test_what_is_no_contact_is_told_of_a_shared_file_alone():
    """
    Whoever checks a file of safeguards is told what is no contact without any workflow.
    """
    with pytest.raises(InvalidWorkflow) as caught:
        read_safeguards(SHARED.replace("WHAT", "write").replace("AS", "[contact, kind meeting]"))
    assert [(one.code, one.underlined) for one in caught.value.diagnostics] == [("RJ329", "kind meeting")]


# ---- overlays, comparisons, certificates, exports --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "judged"),
    [
        ("remove: {events: [{write: [contact]}]}", "broken"),
        ("change: {events: {write: {contact: direct}}}", "broken"),
        ("change: {events: {write: {label: write a letter}}}", "kept"),
        ("add: {events: {post: {from: writing, to: writing, by: [supervisor], records: [passed]}}}", "broken"),
        ("add: {events: {post: {from: writing, to: writing, by: [supervisor], records: [passed], contact: indirect}}}", "kept"),
        ("change: {events: {pause: {records: [passed]}}}", "broken"),
    ],
)  # fmt: skip
def test_an_overlay_inherits_it(tmp_path: Path, change: str, judged: str):
    """
    What is laid over a workflow keeps what it says must count: an event that is changed, or one more that records the same.
    """
    text = TEXT.replace("WHAT", "passed").replace("AS", "contact indirect")
    (tmp_path / "tiny.workflow.yaml").write_text(text, "utf-8")
    overlay = f"rjflow: 1\nextends: tiny.workflow.yaml\nworkflow: over\nversion: 1\ntitle: over\n{change}\n"
    workflow = read(overlay, name="over.workflow.yaml", folder=tmp_path)

    assert verify(workflow).verdicts[0].judged == judged


def test_a_mark_that_is_taken_away_is_told_by_diff():
    """
    A comparison judges it in both workflows, though no case moves otherwise for it.
    """
    old, new = tiny("write", "contact indirect"), tiny("write", "contact indirect", UNMARKED)
    found = {one.safeguard.id: one for one in compare(old, new).judged}

    assert (found["A"].old, found["A"].new) != (None, None)
    assert [one and one.judged for one in (found["A"].old, found["A"].new)] == ["kept", "broken"]


@pytest.mark.parametrize(
    ("was", "now", "direction"),
    [
        (("write", "contact"), ("write, meet", "contact"), "stricter"),
        (("write, meet", "contact"), ("meet", "contact"), "weaker"),
        (("write", "[contact, contact indirect]"), ("write", "contact"), "weaker"),
        (("write", "contact"), ("write", "contact indirect"), "changed"),
        (("write", "contact"), ("write", "contact"), "same"),
    ],
)
def test_a_safeguard_that_counts_less_is_weaker(was: tuple[str, str], now: tuple[str, str], direction: str):
    """
    Whoever takes an event or a kind of contact out of it asks less.
    """
    old, new = tiny(*was), tiny(*now)

    assert form_direction(old, new, old.safeguards[0].form, new.safeguards[0].form) == direction


def test_a_certificate_of_it_holds_for_what_is_marked_only():
    """
    What was certified of a marked event says nothing of one that is not, damaged or re-labelled as it may be; none is made of a broken one.
    """
    kept, bare = only(tiny("passed", "contact indirect")), only(tiny("passed", "contact indirect", UNMARKED))
    text = certificate_text(certify(verify(kept)))
    check_certificate(kept, certificate_from(text))

    with pytest.raises(CertificateRefused):
        check_certificate(bare, certificate_from(text))
    forged = evolve(certificate_from(text), fingerprint=fingerprint(bare))
    with pytest.raises(CertificateRefused):
        check_certificate(bare, forged)
    with pytest.raises(CannotCertify):
        certify(evolve(verify(kept), workflow=bare))


def test_it_is_no_question_of_reach():
    """
    Other checkers, which are asked what a case can come to, are not asked what is called contact.
    """
    workflow = tiny("write", "contact")
    with pytest.raises(NotAQuestionOfReach) as caught:
        compile_for(workflow, workflow.safeguards[0], {"victim": 1, "offender": 1})
    assert "counted" in str(caught.value)


def test_what_is_asked_on_entering_is_silent_too():
    """
    A safeguard that asks a condition at every contact would speak of an event that is marked no more.
    """
    bare = tiny("write", "contact indirect", (", contact: indirect}", "}"))
    asked = Entering(
        steps=(Step("contact", "indirect"),), condition=IsCurrent("screening"), text="screening is current"
    )
    every = evolve(bare, safeguards=(*bare.safeguards, evolve(bare.safeguards[0], id="D", form=asked)))
    form = bare.safeguards[0].form
    assert isinstance(form, Counted)

    assert unheard(every, form, "write") == ("B", "C", "D")
