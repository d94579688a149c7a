# The numbers of 打电话, as staff keep them.

title = Numbers to call
lead = The numbers of the page “Call”, in the order in which residents see them. Changes count at once.
see-page = See the residents’ page
add = Add a number
name-zh = Name
name-en = Name in English
phone = Number
phone-hint = An organisation’s number, seen by everybody; its mobile may stand here too
hours = When somebody answers
hours-hint = Such as 24 hours, or Monday to Friday 9:00–17:30
hours-en = The same in English
kind = Whose it is
kind-emergency = Emergency (in front, in red)
kind-community = The community
kind-property = The property company
kind-other = Somebody else
saved = Saved; the page “Call” shows it now
moved = The order is changed
removed = Removed. It can be put back at the bottom of the page
restored = Put back
removed-title = Removed numbers
changed = Somebody else changed this number while you were at it. Above is what it says now, below what you typed; save again to keep yours.
