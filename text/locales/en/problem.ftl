# What went wrong, and what to do.

## At a field

missing = Please fill this in
missing-category = Please choose what the problem is
missing-place = Please choose where, or write a few words
missing-title = Please write a title
missing-body = Please write the notice
missing-photo = Please add a photo of the repaired place
missing-org = Please choose who should handle it
missing-agrees = A child’s certificate needs the guardian’s yes. Please tick the box.
too-long = Too long: at most { $max } characters
not-allowed = There are invisible special characters in it; please remove them
id-number = This looks like an ID number. For your safety please remove it; we do not need it
not-a-telephone = This does not look like a telephone number; is a digit missing?
not-a-choice = This choice is gone; please choose again
too-many = At most { $max }
photo-or-words = Please write a few words or add a photo
needs-photo-or-reason = Please add a photo of the result, or say why there is none
needs-reason = Please give a reason; the other side will read it
wrong-password = That is not the password. Please look again
wrong-code = That code is wrong, or it has been used or is too old
not-a-number = Please give a number from { $min } to { $max }
not-understood = This could not be understood; please write it like the example below
taken = There is one of that name already
too-short = At least { $min } characters
too-easy = Too easy to guess; please take another one
not-a-mail-address = Not a mail address; please check it
not-a-number-to-call = Please give a number that people can dial, such as 021-55500120
in-use = Something below it is still open; please close that first
not-a-spreadsheet = This file cannot be read; please choose a spreadsheet (.xlsx, .xls) or CSV
spreadsheet-locked = This spreadsheet has a password; please take it off and send it again
nothing-in-it = There are no homes in the spreadsheet
no-headings = No headings were found. The first row should say: building, unit, door, name, phone
file-too-large = The file is too large; 20 MB at most
not-a-date = Please write the date like 2026-03-08
in-the-past = This day is already over
in-the-future = That has not happened yet. Enter it once it is done.
no-length = Write how long it took: hours and minutes, or from when to when. 24 hours at most.
no-hours = There are no service hours in that time. Try other dates.
photo-unreadable = This photo cannot be opened; please take a screenshot of it and send that
photo-too-large = This photo is too large (20 MB at most); please send a screenshot of it
photo-too-many-pixels = This photo has too many pixels; please send a screenshot of it
expired = Too much time has passed; please do it once more
needs-account = This post works signed in; the person needs an account first
ends-before-it-begins = The last day is before the first
last-administrator = This is the last administrator without an end; make another one first
taken-sign-in-name = Somebody uses this already. Please choose another
mistyped = A digit seems to be wrong. Please compare it with the slip
last-admin = You are the only administrator; please let somebody else be one first
night-needs-leader = A night shift needs a place for a leader
ticked-already = Somebody is ticked as here already, so this cannot be changed like that
does-not-fit = That does not fit. Please look again

## A whole page

site-name = Linli
forbidden-title = This page is not open to you
forbidden = With your present post you can neither see nor change what is here.
not-found-title = This page was not found
not-found = The address may be mistyped, or the page was taken down.
wrong-method = This address cannot be opened like that.
changed-title = Somebody was faster
changed = Somebody else has just handled it, or it no longer allows this. Please go back and look again.
too-large-title = That was too large
too-large = What was sent is too large and was not kept. Please send screenshots of photos, three at most.
bad-title = We could not read that
bad = What arrived is incomplete; perhaps the network broke. Please go back and try again.
unknown-host-title = There is no such community here
unknown-host = Please check the address.
wait-title = One moment, please
wait = { $seconds ->
    [0] That was a little fast. You can try again now.
    [one] That was a little fast. Please wait a second.
   *[other] That was a little fast. Please wait { $seconds } seconds.
}
unavailable-title = A little busy right now
unavailable = The system cannot be reached for the moment. Please try again soon.
broken-title = Something went wrong
broken = The fault is ours, not yours.
nothing-changed = Nothing was changed.
nothing-lost = Your account is fine and not locked.
saved-is-saved = Whatever you were told is saved is still there.
to-first-page = To the first page
try-again = Try again
call-us = Call us
reference = Reference
