# Coming in: code, request, card, household, family.

title = Join
no-account = No account yet? Join with your household code
lead = Every household gets a slip of paper with ten digits.
code = Household code (ten digits)
code-hint = Spaces do not matter
door-too = Door number
door-too-hint = Many people are trying just now. Please give your door number too, such as 302
next = Next
no-code = No slip?
no-code-ask = Ask the community to let me in
have-account = Do you have an account?
sign-in = Sign in
welcome = Welcome home
home-is = Your home: { $place }
who = Are you one of these?
who-new = None of them, I am new
name = What neighbours call you
name-hint = Such as Auntie Wang, or Li from building 3
sign-in-name = Sign-in name
sign-in-name-hint = Your mobile number is best; any name will do
password = Password
password-hint = At least 8 characters that you can remember
finish = Join
joined = You have joined. Welcome
children = Children under 14 need no account: their parents act for them.
as-me = You are signed in as { $name }. Just join this household.
as-me-join = Join this household
wrong-title = This code does not fit
wrong-lead = A digit may be wrong, or there is a newer slip. Please compare, or call us.

## Without a code

ask-title = Ask the community to let me in
ask-lead = Fill this in and we call you back.
ask-name = Your name
ask-unit = Building and unit
ask-unit-choose = Please choose
ask-door = Door number
ask-telephone = Number to call back
ask-words = Anything else
ask-send = Ask
asked-title = Your request
asked-keep = Keep this page among your bookmarks: it says how things stand.
asked-for = { $name }, { $place }
asked-waiting = We have it. Staff will look at it; please come back in a day or two.
asked-approved = Approved! Choose a name and a password.
asked-declined = Not this time: { $reason }
asked-finished = You have joined. Just sign in.
asked-until = This page stays until { $day }.

## The desk

desk-title = Requests to join
desk-lead = Residents without a code. Once approved, they finish with the link they hold.
desk-count = { $n } of them
desk-waiting = Waiting for you
desk-approved = Approved
desk-declined = Declined
desk-finished = Joined
desk-state = State
desk-empty-title = Nobody is waiting
desk-empty-next = A new request is a line on “Today”.
desk-when = asked { $day }
desk-call = Call back
desk-unit = Unit
desk-door = Door
desk-door-hint = Correct it from the register
desk-approve = Approve
desk-decline = Decline
desk-reason = Why
desk-reason-hint = The asker reads it
desk-done-approved = Approved. Tell them to open their link; if they lost it, print a code for their door.
desk-done-declined = The asker has been told
desk-household = Go to the household
task = Requests to join
task-go = Look

## Card

card-title = Sign in with the card
card-lead = Please type the door number of the household on the card.
card-door = Door number
card-door-hint = Such as 302
card-enter = Sign in
card-signed-in = You are signed in, { $name }

## My household

own-title = My household
own-none = You have not joined a household yet.
own-lead = Who lives here
own-me = me
own-since = since { $day }
own-leave = I moved out
own-left = Your moving out is entered
own-child-title = Add a child
own-child-lead = Children under 14 need no account: a name and an age band, no birthday.
own-child-name = What the child is called
own-child-band = How old
band-baby = 0–2 years
band-small = 3–6 years
band-school = 7–13 years
own-child-add = Add
own-child-added = Added
own-child-remove = Take off
own-child-removed = Taken off
own-helpers = Family helpers

## Family

family-title = Family helpers
family-lead = Ask family who live elsewhere to act for you, such as reporting a problem. You can stop it at any time.
family-helpers = Who may act for me
family-helpers-none = Nobody yet.
family-helped = For whom I may act
family-helped-none = Nobody yet. Did they give you eight digits? Type them below.
family-since = since { $day }
family-end = Stop
family-ended = Stopped
family-invite = Invite somebody
family-invite-hint = You get a link and eight digits, good for 7 days and one use.
family-invited = Send this link to your family
family-invited-code = Or, if they have an account, these eight digits
family-invited-until = Good until { $day }, for one use. It is shown only on this page.
family-code = Eight digits
family-accept = I will help
family-accepted = Done: you may act for your family
family-asked = { $name } asks you to act for them
family-what = You may report, sign up and book for them. They see everything you do.
family-have-account = Do you have an account here? Sign in, then open this link again.
family-new = No account? Fill this in
family-own = This is your own invitation. Please send it to your family.
own-address = Open
