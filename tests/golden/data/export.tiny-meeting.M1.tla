---- MODULE tiny_meeting_M1 ----
\* tiny-meeting, safeguard M1: nobody meets without consent
\*
\* About 1 victim, 1 offender, and 1 supporter; each may be part of the case or not. What this says
\* holds for so many and no more.
\* Evidence may run out, and deadlines may fire, at any moment: what is found is to be held against the
\* calendar.
\* Left out, because it cannot matter or can be set as one pleases: meeting-report.
\*
\* java -cp tla2tools.jar tlc2.TLC -deadlock -config FILE.cfg FILE     (no error: kept); FILE.cfg says: INIT Init NEXT Next INVARIANT Safe

VARIABLES
  the_state,
  victim_1_is_there,  \* person harmed
  offender_1_is_there,  \* person responsible
  supporter_1_is_there,  \* supporter
  consent_of_victim_1,  \* consents to this meeting
  consent_of_offender_1,  \* consents to this meeting
  consent_of_supporter_1,  \* consents to this meeting
  risk,  \* the risk assessment
  approval,  \* the approval of the risk assessment
  it_is_broken  \* nobody meets without consent
all_variables == <<the_state, victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>

Init ==
  /\ the_state \in {"preparing"}
  /\ victim_1_is_there \in {"no", "yes"}
  /\ offender_1_is_there \in {"no", "yes"}
  /\ supporter_1_is_there \in {"no", "yes"}
  /\ consent_of_victim_1 \in {"nothing at all"}
  /\ consent_of_offender_1 \in {"nothing at all"}
  /\ consent_of_supporter_1 \in {"nothing at all"}
  /\ risk \in {"nothing at all"}
  /\ approval \in {"nothing at all"}
  /\ it_is_broken \in {"no"}

open_meeting == (~(victim_1_is_there = "yes") \/ consent_of_victim_1 = "given") /\ (~(offender_1_is_there = "yes") \/ consent_of_offender_1 = "given") /\ (~(supporter_1_is_there = "yes") \/ consent_of_supporter_1 = "given") /\ ~(~(victim_1_is_there = "yes") \/ ~(offender_1_is_there = "yes")) /\ risk = "low or medium" /\ approval = "approved"
led_to_meeting == IF open_meeting THEN "meeting" ELSE "stopped"

\* event: hold the meeting
do_event_hold_meeting ==
  /\ (the_state = "preparing" /\ (~(victim_1_is_there = "yes") \/ consent_of_victim_1 = "given") /\ (~(offender_1_is_there = "yes") \/ consent_of_offender_1 = "given") /\ (~(supporter_1_is_there = "yes") \/ consent_of_supporter_1 = "given") /\ ~(~(victim_1_is_there = "yes") \/ ~(offender_1_is_there = "yes")) /\ risk = "low or medium" /\ approval = "approved")
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, approval>>
  /\ the_state' = CASE "meeting" = "meeting" -> led_to_meeting' [] OTHER -> "meeting"
  /\ it_is_broken' = IF ~((~(victim_1_is_there' = "yes") \/ consent_of_victim_1' = "given") /\ (~(offender_1_is_there' = "yes") \/ consent_of_offender_1' = "given") /\ (~(supporter_1_is_there' = "yes") \/ consent_of_supporter_1' = "given") /\ ~(~(victim_1_is_there' = "yes") \/ ~(offender_1_is_there' = "yes"))) THEN "yes" ELSE it_is_broken

\* event: end meeting
do_event_end_meeting ==
  /\ (the_state = "meeting")
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE "closed" = "meeting" -> led_to_meeting' [] OTHER -> "closed"

\* event: withdraw
do_event_withdraw ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ (victim_1_is_there = "yes" \/ offender_1_is_there = "yes"))
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE "closed" = "meeting" -> led_to_meeting' [] OTHER -> "closed"

\* event: try again
do_event_try_again ==
  /\ (the_state = "stopped")
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE "preparing" = "meeting" -> led_to_meeting' [] OTHER -> "preparing"

\* recorded: consents to this meeting (consent of victim-1: given)
do_record_consent_of_victim_1_given ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ victim_1_is_there = "yes")
  /\ consent_of_victim_1' = "given"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: consents to this meeting (consent of victim-1: refused or withdrawn)
do_record_consent_of_victim_1_refused_or_withdrawn ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ victim_1_is_there = "yes")
  /\ consent_of_victim_1' = "refused or withdrawn"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: consents to this meeting (consent of offender-1: given)
do_record_consent_of_offender_1_given ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ offender_1_is_there = "yes")
  /\ consent_of_offender_1' = "given"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: consents to this meeting (consent of offender-1: refused or withdrawn)
do_record_consent_of_offender_1_refused_or_withdrawn ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ offender_1_is_there = "yes")
  /\ consent_of_offender_1' = "refused or withdrawn"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: consents to this meeting (consent of supporter-1: given)
do_record_consent_of_supporter_1_given ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ supporter_1_is_there = "yes")
  /\ consent_of_supporter_1' = "given"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: consents to this meeting (consent of supporter-1: refused or withdrawn)
do_record_consent_of_supporter_1_refused_or_withdrawn ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ supporter_1_is_there = "yes")
  /\ consent_of_supporter_1' = "refused or withdrawn"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: the risk assessment (risk: low or medium)
do_record_risk_low_or_medium ==
  /\ (the_state \in {"preparing", "meeting", "stopped"})
  /\ risk' = "low or medium"
  /\ approval' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: the risk assessment (risk: high)
do_record_risk_high ==
  /\ (the_state \in {"preparing", "meeting", "stopped"})
  /\ risk' = "high"
  /\ approval' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: the approval of the risk assessment (approval: approved)
do_record_approval_approved ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ risk \in {"low or medium", "high"})
  /\ approval' = "approved"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: the approval of the risk assessment (approval: refused)
do_record_approval_refused ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ risk \in {"low or medium", "high"})
  /\ approval' = "refused"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* recorded: the approval of the risk assessment (approval: does not count)
do_record_approval_nothing_at_all ==
  /\ (the_state \in {"preparing", "meeting", "stopped"} /\ ~(risk \in {"low or medium", "high"}))
  /\ approval' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* notice: a new offence is alleged
do_notice_new_offence ==
  /\ (the_state \in {"preparing", "meeting", "stopped"})
  /\ consent_of_victim_1' = "nothing at all"
  /\ consent_of_offender_1' = "nothing at all"
  /\ consent_of_supporter_1' = "nothing at all"
  /\ risk' = "nothing at all"
  /\ approval' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* joins: supporter (supporter-1)
do_join_supporter_1 ==
  /\ (supporter_1_is_there = "no" /\ the_state = "preparing")
  /\ supporter_1_is_there' = "yes"
  /\ consent_of_victim_1' = "nothing at all"
  /\ consent_of_offender_1' = "nothing at all"
  /\ consent_of_supporter_1' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* leaves: supporter (supporter-1)
do_leave_supporter_1 ==
  /\ (supporter_1_is_there = "yes" /\ the_state \in {"preparing", "stopped"})
  /\ supporter_1_is_there' = "no"
  /\ consent_of_victim_1' = "nothing at all"
  /\ consent_of_offender_1' = "nothing at all"
  /\ consent_of_supporter_1' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* consent of victim-1 runs out (consents to this meeting)
do_consent_of_victim_1_runs_out ==
  /\ (~(consent_of_victim_1 = "nothing at all"))
  /\ consent_of_victim_1' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_offender_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* consent of offender-1 runs out (consents to this meeting)
do_consent_of_offender_1_runs_out ==
  /\ (~(consent_of_offender_1 = "nothing at all"))
  /\ consent_of_offender_1' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_supporter_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* consent of supporter-1 runs out (consents to this meeting)
do_consent_of_supporter_1_runs_out ==
  /\ (~(consent_of_supporter_1 = "nothing at all"))
  /\ consent_of_supporter_1' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, risk, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* risk runs out (the risk assessment)
do_risk_runs_out ==
  /\ (~(risk = "nothing at all"))
  /\ risk' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, approval, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* approval runs out (the approval of the risk assessment)
do_approval_runs_out ==
  /\ (~(approval = "nothing at all"))
  /\ approval' = "nothing at all"
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, consent_of_victim_1, consent_of_offender_1, consent_of_supporter_1, risk, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

\* runs out: several run out at once
do_several_run_out_at_once ==
  /\ (the_state = "meeting")
  /\ consent_of_victim_1' \in {consent_of_victim_1, "nothing at all"}
  /\ consent_of_offender_1' \in {consent_of_offender_1, "nothing at all"}
  /\ consent_of_supporter_1' \in {consent_of_supporter_1, "nothing at all"}
  /\ risk' \in {risk, "nothing at all"}
  /\ approval' \in {approval, "nothing at all"}
  /\ UNCHANGED <<victim_1_is_there, offender_1_is_there, supporter_1_is_there, it_is_broken>>
  /\ the_state' = CASE the_state = "meeting" -> led_to_meeting' [] OTHER -> the_state

Next ==
  \/ do_event_hold_meeting
  \/ do_event_end_meeting
  \/ do_event_withdraw
  \/ do_event_try_again
  \/ do_record_consent_of_victim_1_given
  \/ do_record_consent_of_victim_1_refused_or_withdrawn
  \/ do_record_consent_of_offender_1_given
  \/ do_record_consent_of_offender_1_refused_or_withdrawn
  \/ do_record_consent_of_supporter_1_given
  \/ do_record_consent_of_supporter_1_refused_or_withdrawn
  \/ do_record_risk_low_or_medium
  \/ do_record_risk_high
  \/ do_record_approval_approved
  \/ do_record_approval_refused
  \/ do_record_approval_nothing_at_all
  \/ do_notice_new_offence
  \/ do_join_supporter_1
  \/ do_leave_supporter_1
  \/ do_consent_of_victim_1_runs_out
  \/ do_consent_of_offender_1_runs_out
  \/ do_consent_of_supporter_1_runs_out
  \/ do_risk_runs_out
  \/ do_approval_runs_out
  \/ do_several_run_out_at_once
  \/ UNCHANGED all_variables

Spec == Init /\ [][Next]_all_variables

Safe == ~(it_is_broken = "yes")
====
