"""
Members of the family that grow in one direction: people, overlays, safeguards. Evidence grows in `family` itself.

Each gives the text of a workflow, and a folder's worth of files where it takes more than one.
"""

from models.family import CHAIN, Member

PIECES = 16
KINDS = ("victim", "offender", "supporter")


def with_people(number: int, *, flawed: bool = False, exactly: bool = False) -> dict[str, str]:
    """
    Up to so many people, or exactly so many, of each of three kinds in every case.

    The meeting rests on what each of them said, and it may be taken back.
    """
    least = number if exactly else 1
    text = Member(PIECES).text()
    people = "".join(f"  {kind}: {{at-least: {least}, at-most: {number}, takes-part: true}}\n" for kind in KINDS)
    voids = "" if flawed else ", taken-back"
    text = text.replace("notices:\n", f"people:\n{people}notices:\n  taken-back: {{}}\n", 1)
    consent = (
        "evidence:\n  consent:\n    about: participant\n    one-of: [given, refused]\n    recorded-by: [worker]\n"
        "    current-for: whole-case\n    voided-by: [taken-back]\n"
    )
    text = text.replace("evidence:\n", consent, 1)
    text = text.replace(
        "  complete-d:\n    all:\n", '  complete-d:\n    all:\n      - "every participant: consent is given"\n', 1
    )
    listed = ", ".join(f"loss-{piece}" for piece in Member(PIECES).of("d"))
    # Whoever says no after saying yes undoes the sign-off as well.
    text = text.replace(f"voided-by: [{listed}]", f"voided-by: [{listed}{voids}, consent]", 1)
    return {"main.workflow.yaml": text}


def with_overlays(number: int) -> dict[str, str]:
    """So many overlays, one upon the other: each adds a state, a piece of evidence and a safeguard, and says a state in its own words."""
    files, below = {"base.workflow.yaml": Member(PIECES).text()}, "base.workflow.yaml"
    for place in range(number):
        name = f"overlay-{place}.workflow.yaml"
        files[name] = f"""rjflow: 1
extends: {below}
workflow: overlay-{place}
version: 1
title: An overlay of the measured family
change:
  states:
    {CHAIN[place]}: {{label: stage {place} of the overlay}}
add:
  evidence:
    local-{place}: {{one-of: [done], recorded-by: [worker], current-for: 14 days}}
  states:
    waiting-{place}: {{}}
  events:
    wait-{place}: {{from: {CHAIN[place]}, to: waiting-{place}, by: [worker], needs: [local-{place} is done, piece-{place} is done]}}
    wait-no-more-{place}: {{from: waiting-{place}, to: {CHAIN[place]}, by: [worker]}}
  safeguards:
    - id: O{place}
      label: an overlay's own promise
      entering: waiting-{place}
      must: local-{place} is done and piece-{place} is done
      because: it is what the overlay is for
"""
        below = name
    last = files.pop(below)
    return {"main.workflow.yaml": last, **files}


def with_safeguards(number: int) -> dict[str, str]:
    """So many safeguards: every one is about another piece of evidence, or another state, or both."""
    member = Member(PIECES)
    lines = [member.text()]
    for place in range(number - 1):
        piece, form = place % PIECES, place // PIECES
        group = member.group(piece)
        asked = (
            f"always: not in meeting or piece-{piece} is done",
            f"entering: meeting\n    must: piece-{piece} is done",
            f"entering: ready\n    must: piece-{piece} is done and signed-{group} is done",
            f"before: on-to-meeting\n    must-have: signed-{group}\n    since: loss-{piece}",
            f"always: not in ready or piece-{piece} is done",
            f"always: not (in meeting or in ready) or signed-{group} is done and piece-{piece} is done",
            f"before: on-to-ready\n    must-have: signed-{group}\n    since: loss-{piece}",
        )[form]
        lines.append(
            f"  - id: G{place}\n    label: another promise about piece {piece}\n    {asked}\n    because: it grows\n"
        )
    return {"main.workflow.yaml": "".join(lines)}
