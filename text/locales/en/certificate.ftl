# Certificates of service: the form, the paper, the public check, the desk.

title = Record of volunteer service
period = { $from } to { $until }
name-gone = (the person left; their name was removed)
standing-valid = Valid
standing-superseded = Replaced
standing-revoked = Revoked

## Form

new-title = Get a certificate of service
new-for = For { $name }
new-lead = You give the name yourself, for this paper only. ID numbers are not asked for: write them by hand once it is printed.
whose-self = The person’s own
real-name = Real name
real-name-hint = It stands on the paper; it is not taken from the account.
volunteer-number = Volunteer number
volunteer-number-hint = If you are registered on a volunteer platform.
from = From
until = Until
age = Age
age-adult = 18 or older
age-youth = 10 to 17
age-child = Under 10, came with a guardian
guardian-name = Guardian’s name
guardian-hint = Only under 18.
agrees = The guardian knows and agrees
make = Get the certificate

## Paper

print = Print
print-how = Print on A4; it counts once sealed
numbered = No. { $number }
coded = Check code: { $code }
name = Name
id-number = ID number
guardian = Guardian
guardian-agreed = { $name } (agrees)
guardian-came = { $name } (came along)
says = This certifies that { $name } served as a volunteer of { $community } from { $period }: { $times } times, { $total } in all.
column-time = Time
column-what = Service
entered-afterwards = (entered afterwards)
handled-by = Handled by
answered-by = Responsible
seal = (seal)
check-how = To check it, scan the code, or open this address and enter number and check code

## Public check

check-title = Check a certificate
check-lead = Type the number and the check code as they stand on the paper.
number = Number
number-hint = Such as 2026-000123
code = Check code
code-hint = 16 letters and digits; capitals and dashes do not matter
check = Check
check-another = Check another
unknown-title = No such certificate
unknown = Please compare the check code with the paper once more. If it is still not found, the paper was not made here.
verdict-valid = This certificate is valid
verdict-superseded = This certificate was replaced
verdict-revoked = This certificate was revoked
valid = Please see that name, dates and hours on the paper are the ones below.
superseded = A newer one was made. Please look at that one.
revoked = The community took this certificate back. It does not count any more.
covers = Dates
total = Hours
issued = Issued on
issuer = Issued by

## Desk

desk-title = Certificates
desk-count = { $total } in all
desk-none = No certificates found
desk-none-next = Volunteers make their own under “My hours”; you can make one on their hours page.
desk-one = Certificate { $number }
standing = Standing
revoke = Revoke
revoke-reason = Why it is revoked
revoke-hint = The person can read it; whoever checks the paper cannot.
was-revoked = Revoked. The person will be told.
offer = You have service hours. You can get a certificate before you go; the paper is yours and can still be checked afterwards.
