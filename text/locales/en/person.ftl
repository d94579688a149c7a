# Persons: the staff's list, one person's page, a new person.

title = Residents
lead = Everybody, with or without an account. Numbers are shown in part only.
find = Who?
find-hint = A name, a door such as 3-302, or the last four digits of a number
which = Which
which-all = All
which-post = With a post
which-no-account = Without an account
building = Building
building-all = All buildings
count = { $total } in all
column-name = Name
column-door = Lives at
column-telephone = Telephone
column-posts = Posts
post-at = { $post }, { $place }
empty-title = Nobody found
empty-next = Try another spelling, or write a resident down.
add = Write a resident down
add-lead = Neighbours without a phone or an account can be written down too; then things can be done for them.
name = Name
telephone = Telephone
telephone-hint = A relative's number will do; other residents do not see it
added = Written down

## One person

doors = Lives at
no-door = No household yet
account = Account
account-since = Has an account since { $day }; neighbours read “{ $name }”
account-none = No account
posts = Posts
posts-none = No posts
term-open = From { $from }
term = { $from } to { $until }
to-come = not begun
over = over
todo = What can be done
link-posts = Posts: give, extend, end
link-consents = Note a consent
link-slip = Slip for a new password
link-access = Sign-in
link-telephone = Look at the number
link-household = Household: { $door }
