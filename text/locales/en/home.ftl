# The first page.

actions = Four common tasks
report = Report a problem
report-hint = A photo is enough, no account needed
progress = Follow up
progress-hint = See how your reports are going
read = Read notices
read-hint = Water, power, events, offices
call = Call someone
call-hint = Community and property, day and night
notices = Latest notices
all-notices = All notices
fixed = Lately solved
all-reports = All reports
before = Before
after = After
