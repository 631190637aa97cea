"""
What a definition was made of when cases were first kept under fingerprints.

A fingerprint must stay what it was, or no stored case would be found to run under its workflow any more. So what is added to the language
later is part of a fingerprint only where a file says it: a class and a field that are not listed here are left out as long as they are as
they are when nobody says anything. The list never changes.

Stands on: nothing.   Knows nothing of: workflows.
"""

_FIELDS = {
    "After": "event not_before without",
    "Always": "condition negated",
    "AlwaysOpen": "events condition by",
    "AlwaysPossible": "steps using",
    "Among": "evidence values",
    "And": "conditions",
    "Before": "event must_have since",
    "Calendar": "name weekdays holidays",
    "Change": "by states",
    "CitedSource": "name published url",
    "Compare": "evidence sign limit",
    "Day": "",
    "Deadline": "states event length working_days calendar until",
    "DifferentPeople": "first second",
    "Ends": "",
    "Entering": "steps condition",
    "Event": "name ways by not_by records contact contacts means",
    "Evidence": "name values recorded_by window about needs voided_by not_by means visible_to",
    "Exemption": "safeguard owner reason until",
    "Flag": "",
    "ForPeople": "quantity number group condition",
    "Gate": "name asks",
    "GateHolds": "gate",
    "Group": "mode items",
    "Happening": "kind name values step",
    "Hidden": "evidence roles",
    "InKind": "kind",
    "InState": "state held_from",
    "IsCurrent": "evidence",
    "IsMissing": "evidence",
    "Kind": "name at_least at_most takes_part side joins leaves",
    "Meaning": "meaning condition",
    "MeaningHolds": "meaning provided",
    "Not": "condition",
    "Notice": "name by means",
    "Number": "low high",
    "OfScheme": "condition",
    "OneOf": "values",
    "Or": "conditions",
    "Requirement": "condition",
    "Role": "name",
    "Safeguard": "id form origin",
    "SamePerson": "first second",
    "SchemeLink": "workflow needs",
    "State": "name start kind guard otherwise holds final reasons",
    "Step": "what name",
    "Voider": "kind what own",
    "Way": "from_states target needs reasons",
    "Window": "unit length",
    "Workflow": "name version start states events subject time_zone satisfies roles people notices evidence gates calendars deadlines safeguards exemptions scheme",
}

FIRST_FORM = frozenset((name, field) for name, written in _FIELDS.items() for field in written.split())
