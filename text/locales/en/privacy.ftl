# Privacy: consents, one's own data, looking at numbers, removing oneself.

## What one agrees to; a change needs a new version in `backend/src/consent.rs`

consent-captain-telephone = I agree that the community shows my captain’s number to residents. Where I gave no number for the duty, it is the number I registered. I can withdraw this at any time; the number is then hidden at once.
consent-name-on-plan = I agree that my name stands on the public plan of posts. I can withdraw this at any time; the name is then hidden at once.
consent-activity-photos = I agree that the community shows photos of activities with me in them. I can withdraw this at any time; they are then no longer used.
consent-messages = I agree that the community tells me what concerns me by SMS or mail. I can withdraw this at any time; no more are sent then.
purpose-captain-telephone = My captain’s number in public
purpose-name-on-plan = My name on the plan of posts
purpose-activity-photos = Photos of activities
purpose-messages = SMS and mail

## My data

title = My data and privacy
lead = What the community keeps about you, and who looked at it.
mine = My data
name = Name
display-name = What neighbours read
telephone = Telephone
home = Home
account-since = Account
since = Since { $day }
ways = Ways to sign in
way-password = Password (sign-in name { $name })
way-card = Printed card
way-sms = SMS code
way-other = Another way
posts = Posts
post-line = { $post } · { $place }
post-over = { $post } · { $place } (ended)
reports = What I reported
sign-ins = Devices signed in
sign-in-line = Signed in { $since }, last used { $used }
none-kept = None
looks = Who looked at my number or acted for me
looks-none = Nobody so far.
looks-line = { $who }: { $what }
looks-why = Why: { $why }
reason-report = About a report
reason-activity = About an activity
reason-emergency = An emergency
reason-other = Another reason
consents = What I agree to
consents-lead = Yes or no is both fine; no to one thing changes nothing else.
consent-given = Agreed ({ $day })
consent-open = Not agreed
agree = Agree
withdraw = Withdraw
agreed = Noted, thank you
withdrawn = Withdrawn
file = Download my data
file-hint = One file with everything the community keeps about you.
delete-link = Delete my account

## Removing oneself

delete-title = Delete my account
delete-lead = This cannot be undone.
delete-goes = What goes at once
delete-goes-what = Name, number, ways to sign in, consents, ties to a household, posts.
delete-stays = What stays without your name
delete-stays-what = What you reported and how it was handled, because the work goes on. Staff look through texts that may mention you.
delete-password = Your password
delete-word = Please type “delete”
delete-button = Delete my account and data
delete-keep = Keep it
deleted-title = Deleted
deleted = Your data is gone. You are welcome back at any time; just register again.
last-admin = You are the only administrator. Please make somebody else administrator first; then you can go.

## Looking at a resident's number

look-title = See the number
look-masked = Telephone
look-none = No number is registered.
look-duty = Number for the duty
look-why = Why do you need it?
look-hint = Who looked, when and why is recorded, and the resident can read it.
look-words = In a few words
look-words-hint = Needed for another reason.
look-show = Show the number
look-shown = This look was recorded.

## Texts that may still name somebody

review-title = Texts left behind
review-lead = Somebody deleted their account, and these texts may still name them. Please look, and take the name out of what is public.
review-none = Nothing to look through
review-none-next = When somebody deletes their account, texts that mention them are listed here.
review-where = Where
review-part = Which part
review-since = Listed
review-settle = Looked through
review-settled = Noted
part-words = The reporter’s words
part-place = The place
part-summary = What the public reads
part-history = What was said while handling it
part-notice = A notice

## Consents that staff note

note-title = Consents
note-for = Consents of { $name }
note-lead = Note here what was signed on paper or said in person. They read it under "My privacy" and can withdraw it there at any time.
note-paper = Signed on paper
note-word = Said in person
note-withdrawn = Withdrawn
noted = Noted
channel-online = by themselves, online
channel-paper = on paper
channel-assisted = said in person, noted by a helper
consent-given-by = Agreed ({ $day }, { $channel })
