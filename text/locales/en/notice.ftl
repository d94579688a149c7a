# Notices: the public list and letter, the staff's form, the door poster, the group text, the feed.

## What everybody reads

title = Notices
lead = Whatever happens in the community is written here.
count = { $total } in all
empty-title = No notices at present
empty-next = New ones will be written here. If it is urgent, please call.
urgent = Urgent
whole-community = Whole community
also = { $before }, { $next }
until = Until { $day }
edited = Changed { $when }
ended = Over
ended-note = This notice is over. It is kept so that you can look it up.
all-notices = All notices
print-for-door = Print for the door
change = Change this notice

## The door poster

poster-from = { $community } Notice
poster-print = Print
poster-how = Print it from the browser, on A4
poster-scan = Scan for the latest news

## The staff's list

desk-title = Notices
write = Write a notice
standing = How it stands
standing-all = All
standing-current = Shown now
standing-ended = Over
standing-withdrawn = Taken down
column-title = Headline
column-audience = For whom
column-published = Published
column-until = Until
no-end = Until taken down
desk-empty-title = No notices here yet
desk-empty-next = Water cuts, events, reminders: write once for the page, the door and the group.

## The staff's form

new-title = Write a notice
edit-title = Change a notice
headline = Headline
headline-hint = Say in one sentence what it is about, 60 characters at most
body = Text
body-hint = An empty line begins a new paragraph. Leave out ID numbers and private telephone numbers.
audience = For whom
audience-hint = Tick none for the whole community.
last-day = Last day
last-day-hint = After this day it is no longer shown. Leave it empty to show it until it is taken down.
is-urgent = Urgent: stands above the others
publish = Publish
published = Published. You can print it for the door and copy it into the group.
saved = Saved. Everybody sees the new text now.
withdraw = Take down
withdraw-hint = Nobody sees it then. It can be put back at any time.
withdrawn = Taken down: nobody sees it any more. You can put it back.
withdrawn-note = This notice has been taken down; nobody sees it.
restore = Put back
restored = Put back. Everybody sees it again.
changed = While you were writing, somebody else changed this notice. What you wrote is still below: please look at the present text first, then decide whether to save.
see-present = See the present text (in a new tab)
see-public = See it as everybody does

## The group text

group = Copy for the WeChat group
group-label = Text to copy
group-hint = Without a copy button, press and hold the text to select all of it.
group-title = 【{ $title }】
group-title-urgent = 【Urgent】{ $title }
group-audience = For neighbours in { $buildings }:
group-link = More: { $address }

## The feed

feed-title = { $community } · Notices
