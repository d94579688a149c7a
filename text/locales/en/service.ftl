# Who serves the estate.

title = Who serves us
lead = The organisations that serve the estate. Reports are handed to them, and posts of the property company name them.
kind = What sort it is
kind-property = Property company
kind-committee = Residents’ committee
kind-crew = Repair and cleaning crews
kind-partner = Partners
name = Name
phone = Number
phone-hint = The organisation’s number; it is public once it stands here. Its mobile is fine too
people = Work for it here: { $names }
and = { $before }, { $next }
add = Add an organisation
none-of-kind = None yet
close = Close
close-from = From which day it serves no more
close-hint = From that day on nothing is handed to it. What was stays on record, and it can be opened again.
reopen = Open again
closed-from = Closed from { $day }
closed-title = Closed organisations
saved = Saved
moved = The order is changed
closed = The day is kept
reopened = Opened again
changed = Somebody else changed this organisation while you were at it. Above is what it says now, below what you typed; save again to keep yours.
public-title = Who serves us
