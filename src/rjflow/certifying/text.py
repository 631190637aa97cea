"""
A certificate as text: JSON that a person can look into, always written the same way, and read without trust.

Stands on: `certificate`, json.   Knows nothing of: workflows.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar

from rjflow.certifying.certificate import FORMAT, Certificate, CertificateRefused, Kept, Proof
from rjflow.certifying.looking import Scope

T = TypeVar("T")

_HEAD = ("format", "made-by", "workflow", "version", "fingerprint", "scheme", "safeguards", "events")
_PROOF = ("followed", "others", "evidence", "scheme", "authors", "named", "variables", "nodes", "situations")


def certificate_text(certificate: Certificate) -> str:
    """
    Write a certificate; reading the text gives an equal one.
    """
    head = {
        "format": certificate.format,
        "made-by": certificate.made_by,
        "workflow": certificate.name,
        "version": certificate.version,
        "fingerprint": certificate.fingerprint,
        "scheme": certificate.scheme,
    }
    lines = [f"  {_plain(key)}: {_plain(value)}," for key, value in head.items()]
    lines += [*_listed("safeguards", "safeguard", certificate.safeguards, ",")]
    lines += [*_listed("events", "event", certificate.events, "")]
    return "\n".join(("{", *lines, "}", ""))


def certificate_from(text: str) -> Certificate:
    """
    Read a certificate.

    Raises:
        CertificateRefused: it is none: damaged, of a later format, or something else altogether.
    """
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise CertificateRefused("no certificate", f"it is not JSON, or not the whole of it: {error}") from None
    if isinstance(found, dict) and _is_number(found.get("format")) and found["format"] > FORMAT:
        raise CertificateRefused("newer format", f"format {found['format']}; this rjflow reads {FORMAT}")
    head = _keys(found, _HEAD, "it")
    scheme = head["scheme"]
    return Certificate(
        format=_number(head["format"], "format"),
        made_by=_word(head["made-by"], "made-by"),
        name=_word(head["workflow"], "workflow"),
        version=_number(head["version"], "version"),
        fingerprint=_word(head["fingerprint"], "fingerprint"),
        scheme=None if scheme is None else _word(scheme, "scheme"),
        safeguards=_list(head["safeguards"], "safeguards", lambda one, where: _kept(one, "safeguard", where)),
        events=_list(head["events"], "events", lambda one, where: _kept(one, "event", where)),
    )


# ---- writing ---------------------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(key: str, name: str, several: Sequence[Kept], comma: str) -> Iterator[str]:
    if not several:
        yield f"  {_plain(key)}: []{comma}"
        return
    yield f"  {_plain(key)}: ["
    for place, kept in enumerate(several):
        yield f"    {{{_plain(name)}: {_plain(kept.name)}, {_plain('whole' if kept.whole else 'parts')}: ["
        for number, proof in enumerate(kept.proofs):
            yield from _proof_lines(proof, "," if number + 1 < len(kept.proofs) else "")
        yield f"    ]}}{',' if place + 1 < len(several) else ''}"
    yield f"  ]{comma}"


def _proof_lines(proof: Proof, comma: str) -> Iterator[str]:
    scope = proof.scope
    values: dict[str, object] = {
        "followed": [list(one) for one in scope.followed], "others": list(scope.others), "evidence": list(scope.evidence),
        "scheme": list(scope.scheme), "authors": list(scope.authors), "named": scope.named,
        "variables": [[name, list(values)] for name, values in proof.variables],
        "nodes": [[variable, list(children)] for variable, children in proof.nodes],
        "situations": [{"in": list(names), "set": root} for names, root in proof.situations],
    }  # fmt: skip
    last = _PROOF[-1]
    yield "      {"
    yield from (f"        {_plain(key)}: {_plain(values[key])}{'' if key == last else ','}" for key in _PROOF)
    yield f"      }}{comma}"


# ---- reading ---------------------------------------------------------------------------------------------------------


def _kept(found: Any, name: str, where: str) -> Kept:
    whole = isinstance(found, dict) and "whole" in found
    proofs = "whole" if whole else "parts"
    one = _keys(found, (name, proofs), where)
    return Kept(
        name=_word(one[name], f"{where}.{name}"), whole=whole, proofs=_list(one[proofs], f"{where}.{proofs}", _proof)
    )


def _proof(found: Any, where: str) -> Proof:
    one = _keys(found, _PROOF, where)

    def words(key: str) -> tuple[str, ...]:
        return _list(one[key], f"{where}.{key}", _word)

    return Proof(
        scope=Scope(
            followed=_list(one["followed"], f"{where}.followed", _pair_of_words),
            others=words("others"),
            evidence=words("evidence"),
            scheme=words("scheme"),
            authors=words("authors"),
            named=_number(one["named"], f"{where}.named"),
        ),
        variables=_list(one["variables"], f"{where}.variables", _variable),
        nodes=_list(one["nodes"], f"{where}.nodes", _node),
        situations=_list(one["situations"], f"{where}.situations", _situation),
    )


def _variable(found: Any, where: str) -> tuple[str, tuple[str, ...]]:
    name, values = _two(found, where)
    return _word(name, where), _list(values, where, _word)


def _node(found: Any, where: str) -> tuple[int, tuple[int, ...]]:
    variable, children = _two(found, where)
    return _number(variable, where), _list(children, where, _number)


def _situation(found: Any, where: str) -> tuple[tuple[str, ...], int]:
    one = _keys(found, ("in", "set"), where)
    return _list(one["in"], f"{where}.in", _word), _number(one["set"], f"{where}.set")


def _pair_of_words(found: Any, where: str) -> tuple[str, str]:
    one, other = _two(found, where)
    return _word(one, where), _word(other, where)


def _list(found: Any, where: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    if not isinstance(found, list):
        _damaged(where, "a list")
    return tuple(read(one, f"{where}[{place}]") for place, one in enumerate(found))


def _two(found: Any, where: str) -> tuple[Any, Any]:
    if not isinstance(found, list) or len(found) != 2:
        _damaged(where, "two things")
    return found[0], found[1]


def _keys(found: Any, keys: Sequence[str], where: str) -> dict[str, Any]:
    if not isinstance(found, dict) or set(found) != set(keys):
        _damaged(where, f"{', '.join(keys)} and nothing else")
    return found


def _word(found: Any, where: str) -> str:
    if not isinstance(found, str):
        _damaged(where, "text")
    return found


def _number(found: Any, where: str) -> int:
    if not _is_number(found):
        _damaged(where, "a whole number")
    return found  # type: ignore[no-any-return]  # seen above


def _is_number(found: Any) -> bool:
    return isinstance(found, int) and not isinstance(found, bool)


def _damaged(where: str, wanted: str) -> NoReturn:
    raise CertificateRefused("no certificate", f"{where} is not {wanted}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")
