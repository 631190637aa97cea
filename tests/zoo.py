"""
A zoo of tiny workflows, each with a name and one peculiarity, shared by all tests.

`ZOO[name]` is the text; `animal(name)` reads it.
"""

from rjflow.definition.model import Workflow
from rjflow.reader.reading import read

RING = """\
rjflow: 1
workflow: ring
version: 1
title: A case that goes round for ever
roles: {worker: {}}
states:
  one: {start: true}
  two: {}
  three: {}
events:
  first: {from: one, to: two, by: [worker]}
  second: {from: two, to: three, by: [worker]}
  third: {from: three, to: one, by: [worker]}
"""

DOOR = """\
rjflow: 1
workflow: door
version: 1
title: A case that is opened and closed
roles: {worker: {label: the worker}}
states:
  open: {start: true}
  shut: {final: true, reasons: [done]}
events:
  finish: {label: finish the case, from: open, to: shut, by: [worker]}
"""

TRAP = """\
rjflow: 1
workflow: trap
version: 1
title: A case that can be stuck where only evidence nobody gives again would help
roles: {worker: {}}
evidence:
  key: {one-of: [found, lost], current-for: whole-case, recorded-by: [worker]}
states:
  outside: {start: true}
  inside: {}
  free: {final: true, reasons: [out]}
events:
  enter: {from: outside, to: inside, by: [worker]}
  leave: {from: inside, to: free, by: [worker], needs: key is found}
safeguards:
  - {id: T1, label: whoever is inside has found the key, always: not in inside or key is found}
"""

DIAMOND = """\
rjflow: 1
workflow: diamond
version: 1
title: Two roads that meet again
roles: {worker: {}, boss: {}}
evidence:
  road: {one-of: [left, right], current-for: 2 days, recorded-by: [boss]}
states:
  fork: {start: true}
  left: {}
  right: {}
  goal: {final: true, reasons: [arrived]}
events:
  choose:
    by: [worker]
    either:
      - {from: fork, to: left, needs: [road is left]}
      - {from: fork, to: right, needs: [road is right]}
  go-on: {from: [left, right], to: goal, by: [worker], reason: arrived}
"""

TWO_DOORS = """\
rjflow: 1
workflow: two-doors
version: 1
title: One is asked before, the other is not
roles: {worker: {}, boss: {}}
evidence:
  permit:
    one-of: [granted, denied]
    recorded-by: [boss]
    current-for: 1 day
    means: {permit-to-enter: [granted]}
states:
  outside: {start: true}
  inside: {kind: vault}
  gone: {final: true, reasons: [left]}
events:
  front: {from: outside, to: inside, by: [worker], needs: permit is granted}
  back-door: {from: outside, to: inside, by: [worker]}
  leave: {from: inside, to: gone, by: [worker]}
safeguards:
  - {id: D1, label: nobody goes in without a permit, entering: kind vault, must: permit-to-enter}
"""

HELD = """\
rjflow: 1
workflow: held
version: 1
title: A case that waits and goes on where it was
roles: {worker: {}, boss: {}}
evidence:
  mood: {flag: true, current-for: same day, recorded-by: [worker]}
  return-date: {date: true, current-for: whole-case, recorded-by: [boss]}
states:
  fresh: {start: true}
  busy: {while: mood is true, otherwise: fresh}
  paused: {holds: true}
  done: {final: true, reasons: [finished, out-of-time]}
events:
  begin: {from: fresh, to: busy, by: [worker]}
  pause: {from: {any-except: [paused]}, to: paused, by: [worker, boss]}
  resume: {from: paused, to: back, by: [boss]}
  finish: {from: busy, to: done, by: [worker], reason: finished}
  give-up: {from: {any-except: []}, to: done, by: [clock, boss], reason: out-of-time}
deadlines:
  - {in: paused, after: 28 days, then: give-up}
  - {until: return-date, from: {any-except: []}, then: give-up}
"""

TINY_MEETING = """\
rjflow: 1
workflow: tiny-meeting
version: 1
title: Two people meet, if both agree
time-zone: Europe/London
roles:
  facilitator: {label: the facilitator}
  supervisor: {label: the supervisor}
people:
  victim: {label: person harmed, at-least: 1, at-most: 2, takes-part: true, side: harmed}
  offender: {label: person responsible, at-least: 1, takes-part: true, side: responsible}
  supporter:
    label: supporter
    takes-part: true
    at-most: 6
    joins: {by: [facilitator], in: [preparing]}
    leaves: {by: [facilitator], in: {any-except: [meeting]}}
notices:
  new-offence: {label: a new offence is alleged}
evidence:
  consent:
    label: consents to this meeting
    about: participant
    one-of: [given, refused, withdrawn]
    recorded-by: [facilitator, participant]
    current-for: 14 days
    voided-by: [new-offence, {change-of: participant}]
    means: {consent: [given]}
  risk:
    label: the risk assessment
    one-of: [low, medium, high]
    recorded-by: [facilitator]
    current-for: 14 days
    voided-by: [new-offence]
    means: {acceptable-risk: [low, medium]}
  approval:
    label: the approval of the risk assessment
    one-of: [approved, refused]
    recorded-by: [supervisor]
    not-by: [risk]
    needs: risk is current
    current-for: 14 days
    voided-by: [risk, new-offence]
    means: {risk-approval: [approved]}
  meeting-report: {one-of: [good, bad], recorded-by: [facilitator], current-for: whole-case}
gates:
  safe-to-meet:
    label: it is safe for these people to meet
    all:
      - every participant: consent is given
      - risk in (low, medium)
      - {that: approval is approved, because: nobody approves their own assessment}
states:
  preparing: {start: true}
  meeting: {kind: meeting, while: safe-to-meet, otherwise: stopped}
  stopped: {}
  closed: {final: true, reasons: [completed, ended-early]}
events:
  hold-meeting: {label: hold the meeting, from: preparing, to: meeting, by: [facilitator], needs: [safe-to-meet]}
  end-meeting: {from: meeting, to: closed, by: [facilitator], records: [meeting-report], reason: completed}
  withdraw: {from: {any-except: []}, to: closed, by: [victim, offender], reason: ended-early, means: [withdrawal]}
  try-again: {from: stopped, to: preparing, by: [facilitator]}
safeguards:
  - {id: M1, label: nobody meets without consent, entering: kind meeting, must: "every participant: consent is given"}
  - {id: M2, label: two people decide, different-people: [risk, approval]}
"""

TINY_SCHEME = """\
rjflow: 1
workflow: tiny-scheme
version: 1
title: A service that is ready, or not
subject: scheme
roles: {head: {}}
evidence:
  trained: {flag: true, current-for: 52 weeks, recorded-by: [head]}
gates:
  staff-ready: {all: [trained is true]}
states:
  building: {start: true}
  running: {while: staff-ready, otherwise: building}
  over: {final: true, reasons: [ended]}
events:
  open-doors: {from: building, to: running, by: [head]}
  end: {from: {any-except: []}, to: over, by: [head]}
"""

COUNTED = """\
rjflow: 1
workflow: counted
version: 1
title: Numbers, quantifiers and working days
roles: {worker: {}}
people:
  child: {at-least: 1, at-most: 3, side: harmed}
  adult: {}
evidence:
  age: {about: child, number: {from: 0, to: 17}, current-for: whole-case, recorded-by: [worker]}
  screened: {about: adult, flag: true, current-for: 10 days, recorded-by: [worker], voided-by: [{own: seen}]}
  seen: {about: adult, date: true, current-for: 10 days, recorded-by: [worker, adult]}
calendars:
  office: {working-days: [mon, tue, wed, thu, fri], holidays: [2026-12-25]}
states:
  waiting: {start: true}
  helped: {}
  over: {final: true, reasons: [done, late]}
events:
  help:
    from: waiting
    to: helped
    by: [worker]
    needs:
      - at least 2 child: age >= 12
      - every adult: screened is true and seen >= 2026-01-01
      - no harmed person: age < 6
  finish: {from: helped, to: over, by: [worker], reason: done}
  too-late: {from: [waiting, helped], to: over, by: [clock], reason: late}
deadlines:
  - {in: [waiting, helped], after: 10 working days, calendar: office, then: too-late}
"""

ZOO = {
    "ring": RING,
    "door": DOOR,
    "trap": TRAP,
    "diamond": DIAMOND,
    "two-doors": TWO_DOORS,
    "held": HELD,
    "tiny-meeting": TINY_MEETING,
    "tiny-scheme": TINY_SCHEME,
    "counted": COUNTED,
}


def animal(name: str) -> Workflow:
    """
    Read a workflow of the zoo.
    """
    return read(ZOO[name], name=f"{name}.workflow.yaml")
