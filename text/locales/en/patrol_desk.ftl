# Patrols for staff: the board, shifts, people, whom to ask, figures, rosters.

title = Volunteer patrols
next-day = { $time } next day
from-until = { $from }–{ $until }
shift-line = { $day } { $hours } { $name }
covered = { $covered } of { $needed }
percent = { $percent }%
mark-urgent = Urgent
mark-short = Short
lacks-leader = No leader at night
no-number = No number
changed = Somebody changed this a moment ago. What you typed is still below; look at the newest before you save.
see-present = See the newest

## The board

others = More about patrols
to-templates = Regular shifts
to-roster = Import a roster
to-skills = Who can lead
to-figures = Monthly figures
to-settings = Rules
all-kinds = All kinds
all-buildings = All buildings
all-shifts = All shifts
only-gaps = Only where people are missing
which = Show
count = Shifts: { $shifts }, of which short of people: { $gaps }
empty = No shifts in these two weeks
empty-next = Make one with “New shift”, or import the roster you have.
earlier = Two weeks back
later = Two weeks on
ask = Whom to ask
people = People
write-up = Write up
week-group = This week's gaps, for the group
week-head = This week's patrols still need hands. Neighbours with time, please join:
week-line = · { $shift }, still needed: { $missing } { $link }

## A shift's form

new-title = New shift
new-lead = Time and numbers are enough; the rest can wait.
edit-title = Shift
kind = Kind
day = Day
starts = Begins at
ends = Ends at
ends-hint = An end before the start means the next day.
place = Meeting place
place-hint = For example: in front of building 3
leaders = Leaders
members = Members
trainees = Trainees
reserved = Kept for people without an account
reserved-hint = Kept places are given by you or the leader, not online.
more = More: title, building, route, what to know
own-title = Title
own-title-hint = Left empty, the kind's name is used
building = Building
whole-community = Whole community
route = Route
no-route = No fixed route
told = What to bring and to know
told-hint = Everybody who signs up reads it
needs-approval = The leader or the office says yes to each
uses-code = Check in by code
publish = Publish
keep-draft = Keep a draft
published = Published; people can sign up
kept-as-draft = Kept, not published yet
saved = Changed; whoever has to know is told
publish-as-is = Publish as it is
publish-hint = People can sign up from then on.
asks = With this change these people lose their place
asks-bumped = There are fewer places: back to the top of the waiting list
asks-told = If you agree, they are told.
agree = Change it
day-page = The day: who came, and writing up
see-public = See what residents see
cancelled-note = This shift is cancelled: { $reason }
cannot-change = This shift is cancelled or written up and cannot be changed.

## The group

group = For the WeChat group
group-hint = Copy it and paste it into the group.
group-new = Volunteers wanted ({ $missing }): { $shift }
group-gap = Still needed ({ $missing }): { $shift }
group-cancelled = Cancelled: { $shift }. No need to come.
group-place = Meeting place: { $place }
group-why = Why: { $reason }
group-link = Sign up here: { $link }

## Calling it off

cancel = Cancel this shift
cancel-title = Cancel this shift?
cancel-tells = { $count ->
    [0] Nobody has signed up yet, so nobody will be told.
   *[other] People who will be told: { $count }.
}
cancel-phones = Of these the system does not reach { $count }; please phone them.
cancel-reason = Why
cancel-reason-hint = They all read it, for example: moved because of rain
cancel-not = Keep it
cancelled = Cancelled; messages are on their way

## People

people-title = People on this shift
group-pending = Waiting for your yes
group-coming = Coming
group-waiting = Waiting list
group-away = Excused and absent
nobody = Nobody yet
nobody-next = Add somebody below, or see whom to ask.
to-phone = Not reached by the system: { $count }. Please phone, and tick each one.
about = { $role } · { $reach }
and-called = , phoned
with-guardian = { $name } (guardian { $guardian })
waived-for = Exception: { $reason }
reach-mail = by mail
reach-text = by text message
reach-inbox = in the inbox
reach-phone = by phone
call-done = Phoned
uncall = Not phoned yet
ticked = Ticked
unticked = Put back
approve = Yes
decline = No
approved = Accepted
declined = Declined; they are told
change-one = Excuse or take off
excuse = Excuse
excused = Excused; the place goes to whoever waits
release = Take off
release-reason = Why, for them to read
released = Taken off; they are told
add = Add somebody
add-new = Not known yet: write a name
add-hint = Only the office and this shift's leader see the number.
as-what = As
enter = Add
enter-as = Add as { $role }
entered = Added
entered-waits = No place is free; on the waiting list for now
not-found = Nobody found; try it another way.
refused = { $name } cannot be added yet
nearest = See the nearest shift that works
waive = Make an exception
waive-reason = Why
waive-reason-hint = It is recorded
enter-anyway = Add as an exception
rule-overlap = Another shift at the same time is fine
rule-rest = Too little rest is fine
rule-training = No training, or no leader, is fine
rule-begun = It has begun; fine
rule-child = A child without its guardian is fine
print-list = Print the phone list
print-hint = Print on A4; keep it safe.
as-xlsx = As Excel
as-csv = As CSV
phones-title = Phone list of a shift
phones-care = The numbers are for this duty only. Do not pass them on; destroy the sheet afterwards.
column-name = Name
column-telephone = Telephone
column-role = Role
column-state = State
column-reach = Reached
column-called = Phoned
called = yes

## Whom to ask

ask-title = Whom to ask
ask-lead = They all did this kind of shift and have the time. Whoever came least lately stands first.
ask-nobody = Nobody fits
ask-nobody-next = Everybody who did this kind of shift is busy. Ask the group.
ask-seeking = Looking for a stand-in: { $count }. Whoever you ask takes their place; take them off under “People” first.
reason = { $times }× in half a year, { $last }, { $next }
reason-last = last on { $day }
reason-long-ago = nothing for a month
reason-free = no shift after that
reason-next = next on { $day }

## Today

todo-gap = Still needed: { $missing }
todo-pending = Sign-ups that wait for your yes: { $count }
todo-decide = Look
todo-unwritten = Shifts that ended and are not written up: { $count }

## Who can lead

skills-title = Who can lead
skills-lead = Only trained people lead. A first patrol and a night patrol need a leader.
skills-empty = Nobody can lead yet
skills-empty-next = Find somebody who was trained below and press “Can lead”.
skills-add = Add somebody
skill-give = Can lead
skill-take = No longer leads
skill-given = Noted: can lead
skill-taken = Noted: no longer leads
trained-since = since { $since }, led { $led }×

## Figures

figures-title = Patrol figures
figures-of = Volunteer patrols in { $year }
figures-lead = By the day on which a shift begins; no names.
figures-empty = No shifts in this year yet
figures-empty-next = Once shifts have ended, their figures stand here.
figures-few = Groups of fewer than three people are left out, so that nobody is recognised.
too-few = fewer than 3
sum = Sum
chart = Times people came, by month
chart-label = Bar chart of how often people came, by month; the table below has the numbers
year-before = Year before
year-after = Year after
column-month = Month
column-building = Building
column-held = Held
column-cancelled = Cancelled
column-places = Places
column-came = Came
column-missed = Did not come
column-minutes = Minutes
column-hours = Hours
column-handbooks = Handbooks
column-findings = Findings

## Rosters from a file

roster-title = Import a roster
roster-lead = Send the Excel roster you have: look at it first, import it when it is right.
roster-template = Download an empty one
roster-file = Roster
roster-hint = Excel or CSV, at most 2,000 rows. One row a person; or days down, shifts across, names in the cells.
roster-pasted = Or paste rows from a spreadsheet
roster-kind = Kind, where the file does not say
roster-promise = Only day, time, kind, place, name, telephone and role are kept, nothing else. One wrong row and nothing is imported.
roster-look = Look first
roster-preview = Look, then import
roster-changes = New shifts: { $shifts }; people added: { $signups }, of whom newly written down: { $persons }; rows known already: { $known }.
roster-nothing = Everything in it is there already; nothing to change.
roster-skipped = Left out: { $count } rows of past days and examples.
roster-dropped = Columns that are not kept: { $names }
roster-comma = { ", " }
roster-stopped = Some rows have to be corrected first; then send the file again. Nothing was imported.
roster-row = Row { $row }
roster-rows = Every row
roster-again = Another file
roster-yes = Import
roster-done = Imported: { $shifts } shifts, { $signups } people on them
roster-known = there already
roster-left = left it; not added again
roster-new-person = new person
roster-added = added
roster-reason = By the office's roster
fault-bad-day = The day is not understood; write it like 2026-03-12
fault-bad-time = The time is not understood; write it like 18:00, and end after it begins
fault-bad-name = The name is too long, or holds an ID number
fault-bad-telephone = Not a telephone number
fault-bad-role = Roles are leader, member and trainee
fault-bad-place = The place is too long
fault-unknown-kind = No such kind; add it under “Rules” first
fault-ambiguous = Several people have this name; add a number
fault-overlap = This person has another shift at that time
fault-too-little-rest = Too little rest between two shifts of this person
fault-child = A child; its guardian signs it up
fault-cancelled = This shift was cancelled
fault-closed = This shift is written up already
