# Words of the frame that every page shares.

## At the top of every page

skip-to-content = Skip to the content
home = Home
navigation = Sections
language = Language
language-chinese = 中文
language-english = English
elder-mode = Display
elder-mode-on = Large text
elder-mode-off = Standard
sign-in = Sign in
sign-out = Sign out

## What one can press

back = Back
save = Save
send = Send
edit = Edit
cancel = Cancel
close = Close
search = Search
filter = Filter
filter-clear = Show all
print = Print
copy = Copy
copied = Copied
more = Show more
up = Up
down = Down
remove = Remove
put-back = Put back
page-next = Next page
pages = Pages
page-previous = Previous page

## In forms and lists

yes = Yes
no = No
required = required
optional = optional
error-summary-title = Please look at these
unknown = Not known yet
none = None
