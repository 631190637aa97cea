/*
 * tiny-meeting, safeguard M1: nobody meets without consent
 *
 * About 1 victim, 1 offender, and 1 supporter; each may be part of the case or not. What this says
 * holds for so many and no more.
 * Evidence may run out, and deadlines may fire, at any moment: what is found is to be held against the
 * calendar.
 * Left out, because it cannot matter or can be set as one pleases: meeting-report.
 *
 * spin -a FILE && cc -O1 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan -E -m1000000     (errors: 0 means kept)
 */

#define is_no 0
#define is_yes 1
#define is_nothing_at_all 2
#define is_preparing 3
#define is_meeting 4
#define is_stopped 5
#define is_closed 6
#define is_given 7
#define is_refused_or_withdrawn 8
#define is_low_or_medium 9
#define is_high 10
#define is_approved 11
#define is_refused 12

byte the_state = is_preparing;
bool victim_1_is_there = is_no;  /* person harmed */
bool offender_1_is_there = is_no;  /* person responsible */
bool supporter_1_is_there = is_no;  /* supporter */
byte consent_of_victim_1 = is_nothing_at_all;  /* consents to this meeting */
byte consent_of_offender_1 = is_nothing_at_all;  /* consents to this meeting */
byte consent_of_supporter_1 = is_nothing_at_all;  /* consents to this meeting */
byte risk = is_nothing_at_all;  /* the risk assessment */
byte approval = is_nothing_at_all;  /* the approval of the risk assessment */
bool it_is_broken = is_no;  /* nobody meets without consent */

hidden short was;  /* the state before the step; what is hidden is no part of a situation */
hidden byte noting;  /* which of the notes at the end are made of the step */
hidden byte noted_0;

inline settle() {
  if :: the_state == is_meeting && !((!(victim_1_is_there == is_yes) || consent_of_victim_1 == is_given) && (!(offender_1_is_there == is_yes) || consent_of_offender_1 == is_given) && (!(supporter_1_is_there == is_yes) || consent_of_supporter_1 == is_given) && !(!(victim_1_is_there == is_yes) || !(offender_1_is_there == is_yes)) && risk == is_low_or_medium && approval == is_approved) -> the_state = is_stopped :: else fi;
  skip
}

inline look() {
  assert(!(it_is_broken == is_yes))
}

active proctype the_case() {
  atomic {
    if :: victim_1_is_there = is_no :: victim_1_is_there = is_yes fi;
    if :: offender_1_is_there = is_no :: offender_1_is_there = is_yes fi;
    if :: supporter_1_is_there = is_no :: supporter_1_is_there = is_yes fi;
    look()
  }
  do
  :: atomic {
    if
    /* event: hold the meeting */
    :: (the_state == is_preparing
      && (!(victim_1_is_there == is_yes) || consent_of_victim_1 == is_given)
      && (!(offender_1_is_there == is_yes) || consent_of_offender_1 == is_given)
      && (!(supporter_1_is_there == is_yes) || consent_of_supporter_1 == is_given)
      && !(!(victim_1_is_there == is_yes) || !(offender_1_is_there == is_yes))
      && risk == is_low_or_medium
      && approval == is_approved) ->
      was = the_state;
      the_state = is_meeting;
      noting = 1;
    /* event: end meeting */
    :: (the_state == is_meeting) ->
      was = the_state;
      the_state = is_closed;
    /* event: withdraw */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && (victim_1_is_there == is_yes || offender_1_is_there == is_yes)) ->
      was = the_state;
      the_state = is_closed;
    /* event: try again */
    :: (the_state == is_stopped) ->
      was = the_state;
      the_state = is_preparing;
    /* recorded: consents to this meeting (consent of victim-1: given) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && victim_1_is_there == is_yes) ->
      was = the_state;
      consent_of_victim_1 = is_given;
    /* recorded: consents to this meeting (consent of victim-1: refused or withdrawn) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && victim_1_is_there == is_yes) ->
      was = the_state;
      consent_of_victim_1 = is_refused_or_withdrawn;
    /* recorded: consents to this meeting (consent of offender-1: given) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && offender_1_is_there == is_yes) ->
      was = the_state;
      consent_of_offender_1 = is_given;
    /* recorded: consents to this meeting (consent of offender-1: refused or withdrawn) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && offender_1_is_there == is_yes) ->
      was = the_state;
      consent_of_offender_1 = is_refused_or_withdrawn;
    /* recorded: consents to this meeting (consent of supporter-1: given) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && supporter_1_is_there == is_yes) ->
      was = the_state;
      consent_of_supporter_1 = is_given;
    /* recorded: consents to this meeting (consent of supporter-1: refused or withdrawn) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && supporter_1_is_there == is_yes) ->
      was = the_state;
      consent_of_supporter_1 = is_refused_or_withdrawn;
    /* recorded: the risk assessment (risk: low or medium) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)) ->
      was = the_state;
      risk = is_low_or_medium;
      approval = is_nothing_at_all;
    /* recorded: the risk assessment (risk: high) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)) ->
      was = the_state;
      risk = is_high;
      approval = is_nothing_at_all;
    /* recorded: the approval of the risk assessment (approval: approved) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && (risk == is_low_or_medium || risk == is_high)) ->
      was = the_state;
      approval = is_approved;
    /* recorded: the approval of the risk assessment (approval: refused) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && (risk == is_low_or_medium || risk == is_high)) ->
      was = the_state;
      approval = is_refused;
    /* recorded: the approval of the risk assessment (approval: does not count) */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)
      && !((risk == is_low_or_medium || risk == is_high))) ->
      was = the_state;
      approval = is_nothing_at_all;
    /* notice: a new offence is alleged */
    :: ((the_state == is_preparing || the_state == is_meeting || the_state == is_stopped)) ->
      was = the_state;
      consent_of_victim_1 = is_nothing_at_all;
      consent_of_offender_1 = is_nothing_at_all;
      consent_of_supporter_1 = is_nothing_at_all;
      risk = is_nothing_at_all;
      approval = is_nothing_at_all;
    /* joins: supporter (supporter-1) */
    :: (supporter_1_is_there == is_no
      && the_state == is_preparing) ->
      was = the_state;
      supporter_1_is_there = is_yes;
      consent_of_victim_1 = is_nothing_at_all;
      consent_of_offender_1 = is_nothing_at_all;
      consent_of_supporter_1 = is_nothing_at_all;
    /* leaves: supporter (supporter-1) */
    :: (supporter_1_is_there == is_yes
      && (the_state == is_preparing || the_state == is_stopped)) ->
      was = the_state;
      supporter_1_is_there = is_no;
      consent_of_victim_1 = is_nothing_at_all;
      consent_of_offender_1 = is_nothing_at_all;
      consent_of_supporter_1 = is_nothing_at_all;
    /* consent of victim-1 runs out (consents to this meeting) */
    :: (!(consent_of_victim_1 == is_nothing_at_all)) ->
      was = the_state;
      consent_of_victim_1 = is_nothing_at_all;
    /* consent of offender-1 runs out (consents to this meeting) */
    :: (!(consent_of_offender_1 == is_nothing_at_all)) ->
      was = the_state;
      consent_of_offender_1 = is_nothing_at_all;
    /* consent of supporter-1 runs out (consents to this meeting) */
    :: (!(consent_of_supporter_1 == is_nothing_at_all)) ->
      was = the_state;
      consent_of_supporter_1 = is_nothing_at_all;
    /* risk runs out (the risk assessment) */
    :: (!(risk == is_nothing_at_all)) ->
      was = the_state;
      risk = is_nothing_at_all;
    /* approval runs out (the approval of the risk assessment) */
    :: (!(approval == is_nothing_at_all)) ->
      was = the_state;
      approval = is_nothing_at_all;
    /* runs out: several run out at once */
    :: (the_state == is_meeting) ->
      was = the_state;
      if :: consent_of_victim_1 = is_nothing_at_all :: skip fi;
      if :: consent_of_offender_1 = is_nothing_at_all :: skip fi;
      if :: consent_of_supporter_1 = is_nothing_at_all :: skip fi;
      if :: risk = is_nothing_at_all :: skip fi;
      if :: approval = is_nothing_at_all :: skip fi;
    :: false  /* where nothing can happen, the case stays as it is */
    fi;
    settle();
    if
    :: noting == 1 ->
      noted_0 = !((!(victim_1_is_there == is_yes) || consent_of_victim_1 == is_given) && (!(offender_1_is_there == is_yes) || consent_of_offender_1 == is_given) && (!(supporter_1_is_there == is_yes) || consent_of_supporter_1 == is_given) && !(!(victim_1_is_there == is_yes) || !(offender_1_is_there == is_yes)));
      if :: noted_0 -> it_is_broken = is_yes :: else fi
    :: else
    fi;
    noting = 0;
    noted_0 = 0;
    was = 0;
    look()
  }
  od
}
