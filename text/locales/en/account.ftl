# Signing in.

sign-in = Sign in
not-needed = You need no account to report a problem or read notices.
name = Sign-in name
password = Password
forgotten = Forgotten your password? The community office will help you to a new one.
does-not-fit = The name or the password is not right; please check both
wait = { $seconds ->
    [0] You can try again now
    [one] Too many tries. Please wait a second; your account is not locked
   *[other] Too many tries. Please wait { $seconds } seconds; your account is not locked
}
me = My page
post-staff = Community staff
post-property = Property company
post-captain = Building captain
post-volunteer = Volunteer
post-subdistrict = Subdistrict (read only)
post-centre = Centre manager
post-admin = Administrator
post-grid-worker = Grid worker
post-checker = Checker
post-deputy = Deputy captain
