# Posts: one person's, and who may do what here.

title = Posts
title-of = Posts of { $name }
give = Give this post
post = Post
finer = More posts
place = Where
choose = Please choose
org = Which organisation (property company only)
from = From
until = Last day
until-hint = It ends by itself after this day; leave it empty for no end.
telephone = Duty telephone
telephone-hint = A number given for this post; staff may dial it.
reason = Why
more = First day, duty telephone, reason
change = Extend, shorten or end
end-now = End now
past = Earlier posts
given = Given; it counts at once
changed = Changed
ended = Ended; the rights are gone at once
not-oneself = Another administrator decides about your own posts.
call-duty = On duty: { $number }

## Who may do what

roll-title = Who may do what
roll-lead = Who holds which post where, and until when. What ends soon comes first.
roll-count = { $total } posts in all
roll-empty = No such posts
roll-empty-next = Try another filter, or give a post on a resident's page.
all-posts = All posts
ending = Ending
ending-all = Any time
ending-soon = Within 30 days
soon = ends soon
term = Term
extend = A year more
extend-whose = for { $name }
extended = Extended to { $day }
meaning = What each post allows
mine = What I may do here

## What each permission allows

may-nothing = Takes part in volunteering; has no other rights.
may-see-work = See what is to be done
may-accept-report = Accept, reject and merge residents' reports, and ask back
may-dispatch-report = Hand reports to an organisation
may-handle-report = Handle the reports given to one's own organisation
may-record-handling = Record what an organisation did
may-check-report = Check what others repaired
may-enter-report = Enter calls, visits and what was seen on the round
may-see-contact = See the number a reporter left for calling back
may-edit-categories = Change the categories of problems
may-write-notice = Write notices
may-see-figures = See the figures
may-manage-estate = Keep buildings, units, households and the organisation
may-admit-residents = Help residents in: codes, cards, new passwords
may-see-people = See the list of residents, numbers in part only
may-see-telephone = See a resident's number after giving a reason; the owner can read who looked
may-act-for = Do things for a resident, who can read what was done
may-give-posts = Give, extend and end posts of others, never one's own
may-see-audit = Read the record of what was done
may-call-residents = Call those whom messages do not reach
may-manage-patrols = Arrange patrols, hours and certificates
may-manage-people = Block accounts, take a second factor away
