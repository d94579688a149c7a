# Shifts that come again, and the small lists around them.

## The list

title = Recurring shifts
lead = Shifts that come every week or month: write them once, and they are planned ahead.
new = Add a recurring shift
new-title = Add a recurring shift
none-title = No recurring shifts yet
none-next = Write “every Tuesday and Saturday evening” once, and nobody has to plan each one.
over = Ended
ended-on = Ended on { $day }
last-day = Until { $day }
next = Next: { $days }
next-none = No more days
also = { $before }, { $next }
column-what = What
column-when = Days
column-time = Time
column-people = People
people = leaders { $leaders }, members { $members }
weeks-ahead = Planned { $weeks } weeks ahead.

## On which days

monday = Monday
tuesday = Tuesday
wednesday = Wednesday
thursday = Thursday
friday = Friday
saturday = Saturday
sunday = Sunday
each-week = Every { $days }
each-weeks = Every { $step } weeks on { $days }
each-day = Every day
each-workday = Monday to Friday
each-month-day = Day { $day } of each month
each-months-day = Day { $day } of every { $step } months
each-month-nth = { $nth } { $weekday } of each month
each-months-nth = { $nth } { $weekday } of every { $step } months
nth-first = First
nth-second = Second
nth-third = Third
nth-fourth = Fourth
nth-last = Last

## The form

when = When
every-week = Every week
every-week-hint = Choose the days
every-month-day = A day of the month
every-month-day-hint = A shorter month takes its last day
every-month-weekday = A weekday of the month
every-month-weekday-hint = For example: the last Sunday of each month
weekdays = Days of the week
month-day = Day
nth = Which one
weekday = Day of the week
step = Every how many weeks (months)
step-hint = 2 means every other one
first-on = First day
first-on-change = Change from
first-on-change-hint = Earlier shifts stay; so do those changed or cancelled by themselves
last-on = Last day
starts = Starts
ends = Ends
ends-hint = Earlier than the start means the next day
days = On public holidays
days-all = As always
days-all-hint = Also on holidays
days-skip-holidays = Not on holidays
days-skip-holidays-hint = Public holidays are left out
days-as-workdays = Follow the working days
days-as-workdays-hint = Not on holidays; a worked weekend day counts like Monday to Friday
what = What, and how many people
kind = What
place = Where to meet
route = Which route
no-route = None
leaders = Leaders
members = Members
more = More, if you like
own-title = A name
own-title-hint = Without one it is called by what is done
building = Building
whole-community = The whole community
words = What to bring and to know
trainees = Trainees
reserved = Kept for people without an account
reserved-hint = Of the members’ places; staff sign these people up
needs-approval = The leader or staff agree to each sign-up
uses-code = People check in with a changing code
publish = Open for sign-up as soon as planned
publish-hint = Otherwise planned as drafts
look-ahead = Show the days
previewed = These are the next days
previewed-none = This gives no day at all. Please look at the days above
save = Save
saved = Saved, and the shifts are planned
changed-title = Change a recurring shift
changed = Somebody has just changed this. What you typed is still here; please compare and save again
asks-title = This concerns people who signed up
asks-losing = { $shift }: { $names } would lose their place
asks-gone = { $shift }: cancelled, and those who signed up are told
reason = Why it is cancelled
reason-hint = Those who signed up read it
agree = Change it and tell them
end-link = Stop planning it
end-title = Stop planning it
end-lead = { $name }: from which day on?
end-from = From
end-from-hint = Shifts nobody signed up for are removed
end-people = People signed up for these shifts
end-people-none = Nobody signed up for any later shift yet.
end-keep = Keep them
end-call-off = Cancel them too, and tell those who signed up
end-do = Stop planning it
ended = No more shifts are planned
is-ended = This recurring shift has ended and cannot be changed.

## Kinds

kinds = Kinds
kinds-title = Kinds of voluntary service
kinds-lead = Chosen when a shift is planned. Retired ones no longer appear; earlier shifts keep them.
kinds-add = Add a kind
name-zh = Chinese name
name-en = English name
offered = Can be chosen
retired = Retired
kind-saved = Saved

## Routes

ways = Routes
ways-title = Patrol routes
ways-lead = A route is a list of places to look at, one a line. The leader ticks them on the way.
ways-add = Add a route
way-name = Name of the route
way-stops = Places to look at
way-stops-hint = One a line, for example: back door of building 3
way-count = { $n ->
    [1] { $n } place
   *[other] { $n } places
}
way-saved = Route saved
way-retire = Retire
way-offer = Use again
way-retired = Retired
way-offered = Can be chosen again
ways-away = Retired routes
way-changed = Somebody has just changed this route; please compare and save again

## Rules

rules = Rules
rules-title = Planning rules
rules-lead = Changes count from the next shift on; those planned already stay.
weeks = Weeks planned ahead
weeks-hint = 1 to 26
leave = Hours before the start until which leaving is free
leave-hint = After that a stand-in is needed. 24 is one day
rest = Hours of rest between two shifts
rest-hint = 0 asks for none
rules-saved = Rules saved
rules-changed = Somebody has just changed them; please compare and save again

## Holidays

calendar = Holidays
calendar-title = Holidays and worked weekends
calendar-lead = Recurring shifts follow these days.
calendar-shipped = The holidays of { $year } are those of the State Council’s notice.
calendar-not-shipped = The holidays of { $year } are not here yet: please add them below once the State Council announces them. Until then Monday to Friday are working days.
calendar-none = No holidays of this year have been added.
year-before = { $year }
kind-holiday = Holiday
kind-workday = Worked weekend
kind-ordinary = Ordinary day
own = Added here
take-back = Undo
calendar-add = Add days
calendar-from = From
calendar-until = To
calendar-until-hint = Leave empty for one day
calendar-kind = What they are
calendar-name = Name
calendar-saved = Saved
calendar-left = { $n ->
    [1] Saved. { $n } shift on those days has people already; please decide about it
   *[other] Saved. { $n } shifts on those days have people already; please decide about them
}
