# Messages to residents, their inbox, and the calls that staff make.

title = My messages
empty = No messages yet
empty-next = When something you reported moves on, you read it here.
new = New
unread = { $count } new
older = Older
channels = How to tell me
channels-lead = Every message is in “My messages”. Choose one of these to hear sooner.
mail = Mail address
mail-hint = You get a mail; the address counts once you follow the link in it. Save it empty to stop.
mail-confirm = Yes, this is my address
mail-save = Save the address
mail-asked = The mail is on its way; please follow the link in it
mail-removed = The address is removed
mail-waiting = Not confirmed yet; please follow the link in the mail
mail-confirmed = Confirmed
mail-wait = A mail was sent just now; please try again in two minutes
wants-mail = Send messages by mail
wants-sms = Send messages by text message
sms-hint = Nothing is sent between nine at night and eight in the morning.
saved = Kept
confirmed-title = Your mail address is confirmed
confirmed = From now on messages go there.
gone-title = This link does not work any more
gone = Links are good for three days. Please enter your address again in “My messages”.

## What they say

report-moved = Your report { $number }: { $state }
post-given = You are now { $post } of { $place }
post-given-from = From { $day } you are { $post } of { $place }
post-ended = Your time as { $post } of { $place } is over. Thank you.
number-seen = A member of staff looked at your number
number-seen-next = Who, and why, stands in “My privacy”.
acted-for = Somebody did something on your behalf
acted-for-next = Who it was and what they did stands in “Who did what for me”.
password-changed = Your password was changed
password-changed-next = If it was not you, please call the committee at once.
patrol-place = You have a place: { $shift }
patrol-place-next = See you there. If you cannot come, please say so early.
patrol-offered = A place is free and waits for your yes: { $shift }
patrol-offered-next = Open it and choose “I will come” or “No, thank you”.
patrol-offer-lapsed = The place went on to a neighbour: { $shift }
patrol-declined = You were not taken this time: { $shift }
patrol-released = You are not on this shift any more: { $shift }
patrol-bumped = There are fewer places; you are on the waiting list: { $shift }
patrol-moved = A shift of yours changed: { $shift }
patrol-moved-next = If it does not suit you now, you may cancel; that is fine.
patrol-cancelled = A shift was called off: { $shift }
patrol-reminder = Your shift is near: { $shift }
patrol-reminder-next = If you cannot come, please say so now, so that somebody can stand in.
patrol-stand-in-wanted = Somebody looks for a stand-in. Can you come? { $shift }
patrol-stand-in-found = Somebody stands in for you: { $shift }
hours-approved = { $hours } entered afterwards were approved
hours-declined = { $hours } entered afterwards were not approved
certificate-revoked = Your certificate { $number } does not count any more
certificate-revoked-next = You can make a new one in “My hours”.
mail-to-confirm = Please confirm your mail address
mail-to-confirm-next = Follow the link in the mail, and messages will reach you.
short = [{ $community }] { $title }
mail-body = { $title }

    { $body }

    { $link }

    { $community } · Linli
    This mail was sent by the system; please do not reply.

## Staff: whom to call

calls = To be called
calls-lead = These neighbours have no account and no mail address: please call them, and tick each one off.
calls-empty = Nobody to call
calls-empty-next = Whoever the system cannot reach stands here.
calls-ticked = Called today
call-number = See the number
call-no-number = No number is known; please visit, or ask the captain
call-done = Called
call-undone = Not yet
call-ticked = Ticked off
call-unticked = Put back
call-since = since { $when }
calls-todo = { $count } neighbours are to be called
calls-go = Call them
