# Patrols as residents see them: the list, one shift, the own plan, the calendar.

title = Volunteer patrols
lead = Walk round the estate with your neighbours. No experience needed, a leader comes along.

## When and where

when = { $day } { $from }–{ $until }
when-overnight = { $day } { $from } to { $until } the next day
when-long = { $from } to { $until }
near-building = { $building }
whole-community = The whole estate
narrow = By kind or building

## Places, in words

places-left = { $left ->
    [one] 1 place left
   *[other] { $left } places left
}
places-trainee = { $left ->
    [one] 1 trainee place left
   *[other] { $left } trainee places left
}
places-leader = Only a leader is missing
places-full = Full – you can wait for a place
places-full-waiting = Full – you can wait behind { $waiting }
places-seeking = { $before }; { $seeking } looking for a stand-in
places-running = Under way
places-ended = Over
places-cancelled = Called off

## The list

count = { $total } shifts, { $open } with places
count-cut = Too many this week: these are the first { $total }; please filter.
range = { $from } to { $until }
week-before = Week before
week-after = Week after
kind = What
all-kinds = Everything
near = Near which building
all-buildings = The whole estate
empty-title = No shifts in these days
empty-next = Look at the week after, or come back in a day or two.
empty-soonest = The next one with a place:
mine-link = My shifts
come = I’ll come
queue-up = Wait for a place
look = Look
by-telephone = You can sign up by telephone too:
days-title = The week’s shifts

## One shift

all = All shifts
fact-when = When
fact-where = Meet at
fact-near = Where
fact-places = Places
fact-leader = Leader
bring = Good to know
way = Route: { $name }
cancelled-note = This shift was called off.
cancelled-because = This shift was called off: { $reason }
approval-hint = After you sign up, the committee or the leader says yes.
mine-title = You
as-trainee = Come along to learn
as-leader = I’ll lead
your-role = Your role: { $role }.
confirmed-line = You have a place. See you then.
pending-line = Signed up; waiting for the committee or the leader to say yes.
waitlisted-line = You are number { $turn } on the waiting list. A free place comes to you by itself, and you will be told.
offered-line = A place is free and kept for you until { $until }. Will you come?
seeking-line = Looking for somebody to stand in for you. Until somebody does, it is still your shift.
checked-in-line = You are checked in.
completed-line = You came. Thank you!
excused-line = You asked off.
no-show-line = It is written down that you did not come. If that is wrong, or something came up, please call the committee and say so.
leave = I can’t come
leave-free = Just say so now: your place goes to somebody else at once. Until { $until } that is fine.
leave-late = It starts soon: we will look for somebody to stand in; until somebody does, it is still your shift.
leave-seek = I can’t come, find a stand-in
leave-queue = Stop waiting
leave-queue-hint = Any time before the start.
stay = I can come after all
accept = Yes, I’ll come
decline = I can’t
seekers-title = A stand-in is wanted
seekers-lead = A neighbour cannot come to this shift. Could you?
stand-in = I’ll stand in
stand-in-as = I’ll stand in ({ $role })
child-title = Bring your child
child-lead = Children under ten come together with you: please sign up yourself first.
child-consent = I am the guardian and agree that { $name } takes part
child-is-ten = Is ten or older
child-goes-too = If you do not come, a child that comes along with you cannot either.
child-come = Sign { $name } up
log-in-first = Sign in and you can take a place.
nearest = This one would work:
refused-title = This does not work
calendar = Add to the phone’s calendar
picture = Keep as a picture
picture-hint = Press and hold to save it, or take a screenshot.
keep-title = So that you remember
to-day-sheet = The day’s list
to-desk = Manage this shift
group = Copy for the WeChat group
group-label = Text to copy
group-hint = Without a “Copy” button, press and hold the text, select all and copy.
group-title = [Volunteers] { $name }
group-when = When: { $when }
group-where = Meet at: { $place }
group-cancelled = This shift was called off, no need to come.
group-link = Look and sign up: { $address }

## After pressing

said-confirmed = You have a place: { $when }. See you then!
said-waitlisted = You are on the waiting list. We will tell you when it is your turn.
said-pending = Received; waiting for the committee or the leader to say yes.
said-freed = Fine, somebody else can have the place.
said-seeking = We are looking for somebody to stand in. Until then it is still your shift.
said-stay = Fine, it stays your shift.
said-accepted = Fine, see you then!
said-declined = Fine, the next one is asked.
said-stood-in = Thank you for standing in! { $when } – see you then.
changed = Something changed just now and this was not done. Below is how it stands.

## The own plan

own-title = My shifts
own-lead = What you signed up for, your turn on waiting lists, and what to do when you cannot come.
own-empty-title = Nothing signed up for yet
own-empty-next = Look what there is and press “I’ll come”.
own-none-coming = Nothing ahead.
own-find = See the shifts
coming = Ahead
past = Before
older = Older
for-child = { $name } (child)
call-office = Call to explain:

## The calendar address

feed-title = In your phone’s calendar
feed-lead = Subscribe to this address in your calendar: your shifts appear and change by themselves.
feed-make = Give me a calendar address
feed-made = Here is your address; copy it into your calendar.
feed-label = Your calendar address
feed-secret = It is for you alone: whoever has it sees your shifts.
feed-renew = Change the address
feed-renew-hint = The old one stops at once.
feed-renewed = Changed; the old address works no more.
feed-remove = Remove the address
feed-removed = The calendar address is gone.

## In the calendar

cal-name = Volunteer patrols · { $community }
cal-alarm = { $name }: starts { $from }
cal-waitlisted = Waiting list: { $name }
cal-pending = Not yet accepted: { $name }
cal-offered = Please confirm: { $name }
cal-seeking = Stand-in wanted: { $name }
cal-child = { $name } (child)
cal-cancelled = Called off: { $name }

## The picture

card-scan = Scan for changes
card-no-place = Where to meet: see the page
