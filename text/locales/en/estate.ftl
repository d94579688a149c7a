# The estate: buildings, doors, the generator, files, the drawn plan.

## The list

title = Buildings and homes
lead = Which buildings, staircases, floors and doors the estate has.
count = { $buildings ->
    [1] One building, { $households } homes
   *[other] { $buildings } buildings, { $households } homes
}
column-building = Building
column-under = Grid
column-units = Staircases
column-floors = Floors
column-households = Homes
floor-range = { $lowest } to { $highest }
empty-title = No buildings yet
empty-next = “Add buildings” makes a dozen equal buildings in one go.
add-buildings = Add buildings

## The generator

new-lead = Equal buildings are made in one go. You see them before anything is made.
buildings = Numbers of the buildings
buildings-hint = Such as 1-12, or 3, 5, Clubhouse
units = Staircases in each
top = Highest floor
basements = Floors below ground
basements-hint = Leave empty when there are none
roof = The roof is a place too (where things can be reported)
doors = Doors on a floor
doors-hint = Where staircases differ, one number for each, such as 2, 2, 3
naming = How doors are numbered
naming-plain = 302
naming-unit = 1-302 (staircase in front)
naming-padded = 0302 (floor in two digits)
grid = In which grid
grid-none = Directly under the community
exceptions = Exceptions
skipped = Floors that do not exist
skipped-hint = Such as 4, 13, 14
missing = Doors that do not exist
missing-hint = Such as 1层 (a whole floor), 302 (in every staircase), 2-501 (in staircase 2 only)
look-first = Look first
preview-title = Is this right?
preview-lead = Nothing has been made yet.
preview-nothing = All of these exist already; there is nothing to make.
would-make = To be made: { $buildings } buildings, { $units } staircases, { $floors } floors, { $households } homes
existing = Exist already and stay as they are: { $names }
and = { $before }, { $next }
sample = Doors of { $building }
column-floor = Floor
column-doors = Doors
make = Make them
change = Back to the form
made = Made: { $buildings } buildings, { $households } homes
made-nothing = All of these exist already; nothing was changed

## One building

doors-title = Doors
door-hint = Choose a door to close it or to make it a hub household.
no-doors = This staircase has no doors yet.
door-of = { $unit } { $door }
hub = Hub household
closed-from-day = Closed from { $day }
closed-mark = closed
close-door = Close this door
closed-from = From which day
close-hint = A door is never removed; its records stay, and it can be opened again.
reopen-door = Open again
hub-mark = Make it a hub household
hub-unmark = No longer a hub household
hub-hint = A hub household keeps in touch with its neighbours and has a place of its own in the organisation.
add-doors = Add doors
which-unit = In which staircase
new-doors = Doors
new-doors-hint = Such as 301, 302; several at once
add-unit = Add a staircase
unit-name = Staircase
unit-name-hint = Such as 3
add-floor = Add a floor
floor = Floor
floor-hint = Such as 7, B1
rename = Rename
building-name = Name of the building
saved = Saved
changed = Somebody else changed this building while you were typing. Please look at it as it is now before you save.

## Files

import = Import a spreadsheet
import-title = Import homes from a spreadsheet
import-lead = Choose an Excel or CSV file. You see what would change; nothing is imported before you say so.
import-file = Spreadsheet
import-file-hint = .xlsx, .xls or .csv, 20 MB at most. Headings: building, unit, door, name, phone, in any order.
import-pasted = Or copy rows of a spreadsheet in here
import-pasted-hint = With their headings
import-promise = ID numbers, dates of birth, ethnicity, party membership and the like are left out while reading. Numbers with stars leave stored numbers as they are.
import-template = Empty spreadsheet
import-look = See what would change
import-preview = Before the import
import-sheet = Read from the sheet “{ $sheet }”
import-rows = { $rows } rows of homes; { $skipped } rows skipped (sums, remarks, the example)
import-changes = What would change
import-new-buildings = New buildings
import-new-units = New staircases
import-new-households = New doors
import-known = Doors known already
import-new-persons = New residents
import-changed = Changed numbers
import-unchanged = Unchanged
import-nothing = Everything in this file is known already; there is nothing to change.
import-dropped = These columns are not kept and have been left out: { $names }
import-faults = { $faults } rows need a look
import-stopped = Some rows do not say which home they are about. Please correct them in the spreadsheet and send it again; nothing has been imported.
import-left-empty = These cells will stay empty; everything else is imported.
import-row = Row { $row }
import-more = { $count } more are not listed
import-yes = Import
import-again = Another spreadsheet
import-running = Importing
import-running-lead = This page refreshes by itself; you can do something else meanwhile.
import-progress = { $done } of { $total } persons are written
import-done = Imported
import-done-lead = Everything in the spreadsheet is here now.
import-failed = The import did not work; nothing was changed. Please try again.
import-try-again = Try again
fault-no-building = The building is missing
fault-no-door = The door is missing
fault-date-for-door = The spreadsheet made a date of the door; please format the column as text and fill it in again
fault-bad-door = This is no door
fault-too-long = Building, staircase or door is too long
fault-bad-telephone = This number cannot be called; it stays empty
fault-telephone-without-name = A number without a name is left out
fault-bad-name = This name cannot be kept (too long, or it looks like an ID number); it stays empty
export-xlsx = Export to Excel
export-csv = Export CSV
export-hint = Numbers are masked. The file can be corrected and imported again; masked numbers stay as they are. Every export is recorded.

## The drawn plan

plan-title = The plan of the estate
plan-lead = Residents tap this plan when they report. Where buildings and places stand is arranged here.
plan-choose = Choose what to move
plan-nothing = Tap something on the plan or below, then move it with the buttons.
plan-keys = Drag it, or use the keyboard: Tab to choose, arrows to move, Shift and arrows for the size. Save everything at once.
plan-said = { $name }: { $x } from the left, { $y } from the top. Not saved yet
plan-save = Save these places
plan-saved = The plan is changed
plan-put-back = Put back. Press again to return to what it was
plan-undo = Undo the last step
plan-changed = Somebody else moved something first. The plan shows your places and their newest ones; look at it and save once more.
plan-up = Up
plan-down = Down
plan-left = Left
plan-right = Right
plan-wider = Wider
plan-narrower = Narrower
plan-taller = Taller
plan-lower = Lower
plan-numbers = Type the numbers
plan-x = From the left
plan-y = From the top
plan-width = Width
plan-height = Height

## Areas

areas-title = Places outdoors
areas-lead = Places outside the buildings, such as the east gate or the garden. Residents choose them in this order.
areas-add = Add a place
area-name-zh = Name in Chinese
area-name-en = Name in English
area-saved = Saved
area-moved = The order is changed
area-closed = Closed: nobody can choose it any more. Reports about it stay as they are
area-opened = It can be chosen again
area-close = Close
area-open = Open again
areas-closed = Closed places
areas-none = No places outdoors yet
areas-none-next = Add the gate, the garden, the car park, and residents can tap them.
area-changed = Somebody else changed this place while you were at it. Above is what it says now, below what you typed; save again to keep yours.
