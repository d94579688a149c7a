# Service hours: the own ledger, hours entered afterwards, the desk.

title = My hours
lead = The time you gave as a volunteer is kept here.
balance = In all
of-year = { $year }
this-part = This year
automatic = Counted
back-entered = Entered afterwards
source-automatic = Counted
source-back-entered = Entered afterwards
reversal = Correction
reversal-of = { $source } (taken back)
was-corrected = Corrected
enter = Enter hours
make-certificate = Get a certificate
years = Another year
months = By month
month = Month { $month }
entries = Entries
none = No hours in this year yet
none-next = Join a patrol; its hours are counted when it is over. What was not counted you can enter.
children = Hours of { $name }
waiting = What I entered
certificates = My certificates

## Columns

column-name = Name
column-shift = Shift
column-start = Start
column-end = End
column-minutes = Minutes
column-source = Source
column-day = Day
column-length = Length
sheet-name = Service hours
child-of = { $child } (guardian { $guardian })

## Entering hours afterwards

new-title = Enter hours
new-lead = Service that was not counted goes here. It counts once the committee has agreed.
whose = Whose hours
whose-me = Mine
whose-child = My child { $name }
kind = What was done
kind-choose = Please choose
day = On which day
day-hint = If it went past midnight, the day on which it began.
how-long = How long
hours = Hours
minutes = Minutes
from = From
until = Until
how-long-hint = Hours and minutes; or only from when to when, and we reckon.
words = What happened
words-hint = Where, with whom, what: a sentence or two.
send = Send
sent = Sent. The committee will look at it and tell you.
sent-for = Sent. The committee will look at it and tell whoever served.
withdraw = Take back
withdrawn = Taken back.

state-waiting = Waits for the committee
state-approved = Agreed
state-declined = Not agreed
state-withdrawn = Taken back

## Desk

desk-title = Service hours
desk-lead = A shift belongs to the month of the day on which it begins.
year = Year
month-filter = Month
all-months = Whole year
name-filter = Name
people-count = People: { $people }; in all { $total }
desk-none = No hours found
desk-none-next = Try another month or name.
sum = Sum
export-xlsx = Export Excel
export-csv = Export CSV
person-title = Hours of { $name }
enter-for = Enter hours for them
certificate-for = Certificate for them
correct = Correct
corrected = Done: the old entry is taken back, the new one is written.
correct-title = Correct hours
correct-lead = { $name }, { $day }: { $hours } now.
correct-right = Should be
correct-hint = Write 0 to take it back altogether.
reason = Reason
reason-hint = The person can read it.
own-not = Somebody else has to correct your own hours.

claims-title = Hours to approve
claims-lead = They count once somebody agrees; never one’s own, nor what one entered.
claims-count = { $total } in all
claims-none = Nothing to look at
claims-none-next = Hours that people enter appear here.
claims-own = These are yours, or you entered them: somebody else has to look.
same-day = { $hours } stand on that day already
same-day-unwritten = A shift of that day is not finished yet; finishing it counts its hours by itself.
entered-by = Entered by { $name }
approve = Agree
approved = Agreed; the hours are written.
decline = Do not agree
declined = Noted. The person will be told.
decline-reason = Why not
show = Show
