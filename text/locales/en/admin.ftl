# The staff's first page.

nothing = Nothing is waiting today
nothing-next = Take a walk through the estate, or have a cup of tea.
since = Waiting longest since: { $since }
go-accept = Accept
go-check = Check
go-dispatch = Hand over
go-start = Begin
go-finish = Finish
go-look = Look
sticker-says = Something wrong? Scan, take a photo, done
sticker-calls = Or call { $phone }
print-hint = Use your browser's print command, paper A4.
