# The leader's day: who came, the checklist, findings, writing the shift up.

title = Today’s shift
back-to-shift = About the shift
place = Meet at { $place }
until-next-day = { $time } the next day

## Who came

who = Who came
came-of = { $came } came, { $all } expected
all-came = Everybody came
all-came-done = Noted: everybody came.
all-came-before = From { $from } you can tick people here.
nobody = Nobody has signed up yet.
came = Came
tick-off = press: came
tick-back = press: take the tick away
more = More
call = Call { $name }
guardian-of = Child, guardian: { $name }
times = When they came and left
times-hint = Blank means the planned time. Coming early or staying late adds nothing unless the committee agrees.
came-at = Came
went-at = Left
approve = Count time beyond the shift too
times-save = Save times
times-from-to = { $came }–{ $went }
excuse = Excused
missed = Did not come
take-back = Take back
marked = Noted.
no-place = No place is free. Excuse somebody who is not coming, or ask the committee for more places.
changed = Somebody just changed this page. Below is how it stands now; please press once more.
no-number = No number given

## Those who wait

waiting = Waiting for a place or an answer
waiting-hint = When you are short of people, call in this order; press “Came” when they are here.

## Somebody without an account

bring = Add a person
bring-name = Name
bring-telephone = Telephone
bring-telephone-hint = Only you and the committee see it.
bring-button = Add
brought = { $name } is added.
brought-waits = { $name } is on the waiting list; all places are taken.

## What to look at

checklist = Have a look
stops = Along the route
places = Places that had a problem before
fine = Fine
wrong = A problem
back-again = Back again
closed-days-ago = dealt with { $days } days ago
report-again = Report it here again
reported-again = Reported as { $number }.
seen-fine = fine
seen-wrong = a problem
came-back-words = Seen again on a patrol. The earlier report is { $number }.

## What was found

findings = What was found
finding-new = Report something found
finding-title = Found on patrol
finding-what = What is it
finding-where = Where
finding-where-words = Where exactly
finding-words = A few words
finding-photos = Take a photo
finding-photos-hint = A photo or words; one is enough.
finding-send = Report it
finding-done = Reported as { $number }.
finding-over = Nothing can be reported for this shift now. Please use “Report a problem” on the first page.
no-findings = Nothing yet.

## Writing it up

close = Finish
close-later = After { $until } you can finish the shift here; 15 minutes earlier when everybody is ticked.
close-hint = Those ticked get their hours, and the shift is done. It can be corrected later.
close-missing = Not ticked
close-missing-hint = Ticked here means “did not come”. Take the tick away for whoever was excused.
close-handbooks = Leaflets handed out
close-words = Anything to say
close-photos = Photos of the activity
close-photos-hint = Show what was done; please avoid faces.
close-button = Finish and credit hours
close-again = Save corrections
closed = Finished; everybody’s hours are credited.
closed-on = Finished on { $at }.
close-too-early = The shift is not over, so it cannot be finished yet.
see-record = See the record
reopen = Open again
reopen-hint = Ticks stay; hours are taken back until it is finished again.
reopened = Open again.

## The printed sheet and its grid

sheet = Print the sign-in sheet
sheet-title = Patrol sign-in sheet
sheet-how = Print it and take it along to be signed.
sheet-number = No.
sheet-name = Name
sheet-came = Came
sheet-went = Left
sheet-signature = Signature
sheet-scan = For the leader: scan to open the shift
sheet-leader = Leader’s signature
grid = Enter the paper sheet
grid-title = Enter the sign-in sheet
grid-lead = Copy the paper: tick who signed, fill in times that were written. Blank times are the planned ones.
grid-here = Signed
grid-new = Written in by hand
grid-photos = Photo of the sheet
grid-photos-hint = The whole sheet, readable. Only you and the committee see it.
grid-save = Enter the sheet
grid-saved = The sheet is entered.
grid-saved-without = The sheet is entered. { $count } had no place and could not be ticked.
grid-faults = { $count } rows need correcting
grid-row = Row { $row }
grid-early = The sheet can be entered from { $from } on.

## The changing code

code = Check-in code
code-title = Check-in code
code-lead = Please scan this, or type the six digits on your phone.
code-changes = It changes every 5 minutes; this page renews itself.
code-not-now = The code is here from half an hour before the start to the end.
code-address = If you cannot scan, open this address and type the digits:
check-in-title = Check in
check-in-code = The six digits on the leader’s phone
check-in-button = I am here
checked-in = You are checked in. Thank you!
check-in-not-on-it = You are not signed up for this shift; please tell the leader.
check-in-over = Checking in by code is not possible now; please tell the leader.
check-in-no-code = This shift has no code; just tell the leader.

## The record

record = Record
record-title = Record of a patrol
record-print = Print on A4.
record-what = What
record-when = When
record-where = Where
record-people = Who took part
record-came = { $count } came
record-missed = { $count } did not come, { $excused } excused
record-handbooks = Leaflets handed out
record-handbooks-count = { $count }
record-hours = Hours
record-hours-total = { $hours } in all
record-role = Role
record-checklist = What was looked at
record-findings = What was found
record-words = Notes
record-photos = Photos
record-photo = Photo { $number }
record-sheet-photo = Photo { $number } of the sheet
record-closed-by = Finished by { $name } on { $at }
record-open = Not finished yet; this is how it stands.
record-signed = Recorded by
record-back = Back to the shift
