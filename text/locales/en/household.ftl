# Households for staff: doors, members, codes, cards.

title = Households
lead = A door is a household. Open one to see who lives there and to print its code and cards.
count = { $total } households
building = Building
building-all = All buildings
unit = Unit
unit-all = All units
door = Door
code = Code
members = Members
any = All
with-code = With a code
without-code = Without a code
with-members = Somebody lives there
without-members = Nobody entered yet
people = { $n ->
    [0] nobody entered
    [1] 1 person
   *[other] { $n } people
}
has-code = yes
no-code = no
empty-title = No such household
empty-next = Try another filter. Doors are added under “Buildings”.

## One household

since = since { $day }
until = until { $day }
child = child
has-account = can sign in
no-account = no account yet
nobody = Nobody has been entered here yet.
move-in = Somebody moved in
move-in-new = Somebody new
move-in-known = Somebody who is known here
find = Name, or the whole telephone number
find-hint = The beginning of the name will do
found-none = Nobody found. You can enter them below.
choose = It is this person
name = Name
telephone = Telephone
telephone-hint = May stay empty; families may share one
add = Enter
moved-in = Entered
lived-there = This person is entered here already
move-out = Moved out
move-out-from = Not living here from
moved-out = Moving out is entered
code-none = There is no code in force.
code-state = Made { $made }, good until { $until }, used { $uses } of { $most } times
code-print = Print a new code
code-print-hint = A new code ends the old one.
code-end = End this code
code-ended = The code has ended
cards = Cards
card-of = Card of { $name }, made { $day }
card-none = No cards yet.
card-block = Block this card
card-blocked = The card is blocked, and phones signed in with it are signed out
card-print = Print cards

## Slips

slips-title = Print codes
slips-lead = One slip for each door, eight on a sheet of A4, by building, unit and door. The digits are shown only once, on the sheet.
slips-buildings = Which buildings
slips-doors = Only this door
slips-only-without = Only doors without a code
slips-make = Make them and print
slips-how = Press “Print” and choose A4. When you leave this page the digits are gone; printing again makes new ones.
slips-count = { $n } slips
slip-title = Household code
slip-1 = Scan it with your phone, or open { $address }
slip-2 = Type these ten digits, choose a name and a password
slip-3 = For the whole family, good for a year. Keep it safe
slip-call = Need help? Call us: { $phone }

## Cards

cards-title = Print cards
cards-lead = Scan it and type the door number to sign in: no password to remember. A new card ends the old one.
cards-who = For whom
cards-nobody = Nobody in this household can have a card yet.
cards-make = Make them and print
cards-how = Press “Print” and choose A4. Each card is shown only once, on this page.
card-title = Resident’s card
card-1 = Scan it with a phone and type your door number to sign in
card-2 = Lost it? Tell us at once and we block it
