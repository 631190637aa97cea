"""
Mutants of events: where they may happen, by whom, after what, and what is called a contact.

Stands on: `asking`, `editing`, `of_sight`.   Knows nothing of: who notices.
"""

from collections.abc import Iterator, Sequence

from rjflow.definition.lookup import groups
from rjflow.definition.model import Event, State, Way, Workflow
from rjflow.mutating.asking import Place, asked_less
from rjflow.mutating.mutant import Kind, Mutant
from rjflow.mutating.of_sight import other_people
from rjflow.reader.nodes import ListNode, MapNode, Node, ScalarNode


def of_event(place: Place, node: MapNode) -> Iterator[Mutant]:
    """
    Give the mutants of one event.
    """
    event, either = place.workflow.events[place.name], node.get("either")
    yield from _by(place, node, event)
    yield from _not_by(place, node)
    yield from listed_less(place, node, "records", "form-shortened")
    yield from listed_less(place, node, "means", "meaning-lost")
    yield from listed_less(place, node, "contacts", "contact-unmarked")
    if (contact := node.get("contact")) is not None:
        yield from place.mutant(
            "contact-unmarked", contact, place.draft.without_pair(node, "contact"), was=place.draft.written(contact)
        )
    ways = either.items if isinstance(either, ListNode) else (node,)
    first = max(len(event.ways) - len(ways), 0)  # an overlay may have added the last of them only
    for number, way in enumerate(ways):
        if isinstance(way, MapNode) and first + number < len(event.ways):
            if isinstance(either, ListNode) and by_people(place.workflow, event.by):
                yield from place.mutant(
                    "way-lost", way, place.draft.without_entry(either, number), was=place.draft.written(way)
                )
            yield from _of_way(place, way, event, event.ways[first + number])


def listed_less(place: Place, node: MapNode, key: str, kind: Kind) -> Iterator[Mutant]:
    """
    Take each word of a list out.
    """
    value = node.get(key)
    words = value.items if isinstance(value, ListNode) else () if value is None else (value,)
    for number, word in enumerate(words):
        lone = len(words) == 1 or not isinstance(value, ListNode)
        edit = place.draft.without_pair(node, key) if lone else place.draft.without_entry(value, number)  # type: ignore[arg-type]  # a list, as lone says
        yield from place.mutant(kind, word, edit, was=place.draft.written(word))


def somebody_more(place: Place, node: Node, by: Sequence[str], doing: str = "") -> Iterator[Mutant]:
    """
    Let the first role of the file act that may not, and each kind of people whom a case is about; *doing* is what, where it is not the
    thing itself.
    """
    first = [role for role in place.workflow.roles if role not in by][:1]
    for other in (*first, *other_people(place.workflow, by)):
        yield from place.mutant("wrong-role", node, place.draft.with_word(node, other), was=doing, now=other)


def somebody_instead(place: Place, node: Node, by: Sequence[str]) -> Iterator[Mutant]:
    """
    Let another role act in the place of each that may: the next in the file that may not, and behind the last the first.
    """
    roles = list(place.workflow.roles)
    for word in node.items if isinstance(node, ListNode) else (node,):
        if not isinstance(word, ScalarNode) or word.text not in roles:
            continue
        turned = roles[roles.index(word.text) :] + roles
        other = next((role for role in turned if role not in by), None)
        if other is not None:
            yield from place.mutant("role-replaced", word, place.draft.said(word, other), was=word.text, now=other)


def by_people(workflow: Workflow, by: Sequence[str]) -> bool:
    """
    Tell whether people whom a case is about can do something by themselves.
    """
    return any(name in groups(workflow) for name in by)


# ----------------------------------------------------------------------------------------------------------------------


def _by(place: Place, node: MapNode, event: Event) -> Iterator[Mutant]:
    value = node.get("by")
    if value is None:
        return
    yield from somebody_more(place, value, event.by)
    yield from somebody_instead(place, value, event.by)
    for number, word in enumerate(value.items if isinstance(value, ListNode) else ()):
        if isinstance(word, ScalarNode) and word.text in groups(place.workflow):
            yield from place.mutant("way-lost", word, place.draft.without_entry(value, number), was=word.text)  # type: ignore[arg-type]  # it has items


def _not_by(place: Place, node: MapNode) -> Iterator[Mutant]:
    yield from listed_less(place, node, "not-by", "same-person")


def _of_way(place: Place, way: MapNode, event: Event, linked: Way) -> Iterator[Mutant]:
    """
    Give the mutants of one way of an event.
    """
    needs, reason = way.get("needs"), way.get("reason")
    if needs is not None:
        yield from asked_less(place, needs, whole=place.draft.without_pair(way, "needs"))
    if (start := way.get("from")) is not None:
        yield from _from(place, start, event, linked)
    if reason is not None:
        more = next((one for one in place.workflow.states[linked.target].reasons if one not in linked.reasons), None)
        if more is not None:
            yield from place.mutant("reason-added", reason, place.draft.with_word(reason, more), now=more)


def _from(place: Place, start: Node, event: Event, way: Way) -> Iterator[Mutant]:
    """
    Let an event leave more states, or, where people do it by themselves, fewer.
    """
    workflow, draft = place.workflow, place.draft
    themselves = by_people(workflow, event.by)
    excepted = start.get("any-except") if isinstance(start, MapNode) else None
    if isinstance(excepted, ListNode):
        for number, word in enumerate(excepted.items):
            if isinstance(word, ScalarNode) and word.text in _elsewhere(workflow, event):
                yield from place.mutant("wildcard-widened", word, draft.without_entry(excepted, number), now=word.text)
        for state in way.from_states if themselves else ():
            yield from place.mutant("way-lost", excepted, draft.with_word(excepted, state), was=state)
        return
    for state in _more(workflow, event, way):
        yield from place.mutant("extra-edge", start, draft.with_word(start, state), now=state)
    if is_contact(workflow, event, way):
        final = ", ".join(name for name, one in workflow.states.items() if one.final)
        yield from place.mutant(
            "wildcard-into-meeting",
            start,
            draft.replaced(start, f"{{any-except: [{final}]}}"),
            was=draft.written(start),
        )
    if isinstance(start, ListNode) and themselves:
        for number, word in enumerate(start.items):
            yield from place.mutant("way-lost", word, draft.without_entry(start, number), was=draft.written(word))


def is_contact(workflow: Workflow, event: Event, way: Way) -> bool:
    """
    Tell whether an event brings people into contact: by its own word, or by where it leads.
    """
    target: State | None = workflow.states.get(way.target)
    return bool(event.contact or event.contacts or (target is not None and target.kind))


def _elsewhere(workflow: Workflow, event: Event) -> tuple[str, ...]:
    """
    Give the states that an event does not leave and could, in file order.
    """
    left = {state for way in event.ways for state in way.from_states}
    return tuple(name for name, state in workflow.states.items() if name not in left and not state.final)


def _more(workflow: Workflow, event: Event, way: Way) -> tuple[str, ...]:
    """
    Give the states from which an event is tried that does not leave them: every one for what brings people together, otherwise the first,
    and the one before those in which it is possible.
    """
    others, target = _elsewhere(workflow, event), workflow.states.get(way.target)
    if event.contact or (target is not None and target.kind):
        return others
    known = list(workflow.states)
    first = min(known.index(state) for state in way.from_states)
    before = [name for name in others if known.index(name) < first]
    return tuple(dict.fromkeys((*others[:1], *before[-1:]))) if way is event.ways[0] else ()
