# Patrols: words that residents, leaders and staff share.

shift-line = { $day } { $from }–{ $until } { $name }
minutes = { $minutes } min
hours = { $hours } h
hours-minutes = { $hours } h { $minutes } min

## Roles

role-leader = Leader
role-member = Member
role-trainee = Trainee

## How a shift stands

standing-draft = Draft
standing-open = Open
standing-full = Full
standing-running = Under way
standing-ended = Over
standing-cancelled = Called off

## How a sign-up stands

state-pending = Waits for a yes
state-waitlisted = On the waiting list
state-offered = A place waits for your yes
state-confirmed = Signed up
state-seeking = Looking for a stand-in
state-checked-in = Checked in
state-completed = Done
state-no-show = Did not come
state-excused = Excused
state-cancelled = Cancelled

## Why a place cannot be taken, one sentence each

why-not-open = Nobody can sign up for this shift yet.
why-cancelled = This shift was called off.
why-begun = This shift has begun.
why-closed = This shift is written up already.
why-no-such-place = This shift has no such places.
why-overlaps = You have another shift at that time.
why-too-little-rest = There is too little rest between this and another shift of yours.
why-needs-training = Leading needs a training first; please tell the committee.
why-needs-leader = A first patrol and a night patrol need a leader, and this shift has none.
why-needs-guardian = A child takes part when its guardian signs it up and agrees.
why-needs-company = A child under ten comes with its guardian; please sign yourself up first.
why-asks-first = This shift asks first: please sign up, and stand in once you have a yes.
their-overlaps = They have another shift at that time.
their-too-little-rest = There is too little rest between this and another shift of theirs.
their-needs-training = Leading needs a training first, which they have not had.
their-needs-company = A child under ten needs its guardian on the same shift.
