# Signing in.

sign-in = Sign in
not-needed = You need no account to report a problem or read notices.
name = Sign-in name
password = Password
forgotten = Forgotten your password?
does-not-fit = The name or the password is not right; please check both
wait = { $seconds ->
    [0] You can try again now
    [one] Too many tries. Please wait a second; your account is not locked
   *[other] Too many tries. Please wait { $seconds } seconds; your account is not locked
}
me = My page
me-home = Home and helping
me-account = Account
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

half-too-old = That took too long. Please sign in once more

## The own page

name-title = Name
name-label = The name your neighbours see
name-hint = Such as "Auntie Wang". It need not be your real name
name-changed = Your name is changed
password-title = Password
password-lead = Afterwards you are signed out on all other phones and computers.
password-old = Present password
password-new = New password
password-hint = At least 8 characters; longer is better. A sentence that only you know is easy to remember
password-show = Show
password-save = Change password
password-changed = Your password is changed, and you are signed out everywhere else
password-confirm = Your password once more
devices-title = Where you are signed in
devices-lead = If you do not know one of them, end it and change your password.
devices-this = This one
devices-since = Signed in { $at }
devices-used = Last used { $at }
devices-end = Sign out there
devices-end-label = Sign out on { $device }
devices-end-others = Sign out everywhere else
devices-ended = Signed out
machine-phone = Phone
machine-tablet = Tablet
machine-computer = Computer
machine-unknown = Device
browser-wechat = WeChat
browser-huawei = Huawei browser
browser-xiaomi = Xiaomi browser
browser-quark = Quark
browser-other = another browser

## The second factor

second-factor-title = Second step
second-factor-lead = Signing in on a new device then asks for six digits from your phone as well as the password. Whoever learns the password still cannot get in.
second-factor-please = Please consider the second step, which keeps your account safer: on "My page", choose "Second step".
second-factor-since = Set up { $day }
second-factor-left = { $n ->
    [0] No codes are left on the printed list
    [one] One code is left on the printed list
   *[other] { $n } codes are left on the printed list
}
second-factor-renew = Make a new printed list
second-factor-renew-hint = The old list stops working at once.
second-factor-take = Take the second step away
second-factor-take-hint = Afterwards the password alone is enough.
second-factor-taken = The second step is taken away
set-up-title = Set up the second step
set-up-must = An administrator's account needs a second step. You set it up only once.
set-up-app = Install an authenticator app on your phone (search the app shop for "authenticator")
set-up-scan = Scan the code below with it
set-up-type = Type the six digits that it shows
set-up-letters = Cannot scan? Choose "enter by hand" in the app and type these letters:
set-up-code = Six digits
set-up-save = Set up
set-up-no-phone = No smartphone? Use a printed list only
set-up-list-hint = You print a sheet with 10 codes and use one up each time you sign in on a new device. Before they run out, make a new list under "Second step".
set-up-list = Print the list
list-title = One-time codes
list-lead = When your phone is not at hand, type one of these codes instead of the six digits. Each works once; cross it out afterwards.
list-keep = Keep this sheet in a safe place, and send no picture of it to anybody.
list-how = Shown only this once: print it or copy it by hand (Ctrl+P)
list-on = I have it, go on
code-title = One more step
code-lead = The password is right. Now a code, please.
code-label = Six digits
code-hint = The six digits in your authenticator app, or a code of your printed list
code-trust = Do not ask again on this device for 90 days (leave empty on a shared computer)
code-lost = Lost the phone and the list? An administrator can take the second step away, and you set it up anew.

## The slip

reset-title = Set a new password
reset-lead = Please look at the slip that the community office gave you.
reset-have-slip = You have a slip to set a new password? Use it here
reset-code = The 10 digits on the slip
reset-code-hint = Spaces do not matter
reset-save = Use this password
reset-ends = You are signed in then, and signed out on all other phones and computers.
slip-title = Slip for a new password
slip-for = A new password for { $name }
slip-lead = Print a slip. Its owner scans it or types the digits, and chooses a new password that you do not get to know.
slip-no-account = This resident has no account, so there is no password to reset.
slip-above = An administrator has to reset this account, because of its post.
slip-handing = How it gets to its owner
slip-handed = Handed over in person (good for 30 minutes)
slip-delivered = Delivered (good for 7 days)
slip-make = Print the slip
slip-once = It is shown only once. Another slip makes this one worthless.
slip-how = Shown only this once: print it now (Ctrl+P)
slip-for-whom = For { $name }
slip-until = Good until { $at }, and only once
slip-step-scan = Scan the code at the bottom with your phone; if you cannot, open { $address } and type the digits.
slip-step-password = Think of a new password of at least 8 characters: a sentence that only you know.
slip-step-name = To sign in later, your sign-in name is
slip-digits = Digits:
slip-keep = Please show it to nobody. Once used it is worthless, and you can tear it up.

## Forgotten, by mail

forgotten-title = Forgotten password
forgotten-staff = Ask the community office
forgotten-staff-how = Call, or come by. They give you a slip, and you set a new password yourself.
forgotten-slip = I have a slip
forgotten-mail-title-of-page = By mail
forgotten-mail-how = If you have confirmed a mail address here, we send you a link.
forgotten-name = Sign-in name or mail address
forgotten-send = Send it to me
forgotten-sent-title = Please look into your mail
forgotten-sent = If the name or the address is known here, a mail arrives shortly. Its link is good for 30 minutes.
forgotten-sent-not = Nothing there? Look into the spam folder, or call the community office.
forgotten-wait = { $seconds ->
    [0] You can ask for one again now
    [one] One was sent a moment ago. Please wait a second
   *[other] One was sent a moment ago. Please wait { $seconds } seconds
}
ask-tomorrow = That was often enough for today. Please try again tomorrow, or call the community office.
forgotten-mail-title = Set a new password
forgotten-mail-line = Sign-in name: { $name }
    { $link }
forgotten-mail = Follow the link to set a new password. It is good for 30 minutes, and only once.

    { $lines }

    It was not you? Then do nothing: your password is as it was.

    { $community } · Linli

## Codes by text message

sms-title = Sign in with a text message
sms-lead = This has to be turned on first, by the community office or by yourself on "My page".
sms-telephone = Mobile number
sms-send = Send me a code
sms-wait = { $seconds ->
    [0] You can ask for one again now
    [one] A code was sent a moment ago; go back and type it. For another one, please wait a second
   *[other] A code was sent a moment ago; go back and type it. For another one, please wait { $seconds } seconds
}
sms-code-title = The code in the text message
sms-code-lead = If signing in by text message is turned on for this number, a message arrives shortly:
sms-code-label = Six digits
sms-code-hint = Good for 5 minutes
sms-code-none = Nothing there? Ask again after a minute, use your password, or call the community office.
sms-code-again = Ask again
sms-code-password = Use the password
sms-gone-title = This code does not work any more
sms-gone = It is too long ago, or it was mistyped several times. Please ask for another one.
sms-who-title = Who are you?
sms-who-lead = Several people share this number.
sms-code-text = [{ $community }] Your sign-in code is { $code }, good for 5 minutes. Tell it to nobody; the office never asks for it.
sms-own-title = Sign in by text message
sms-own-lead = Then you need no password to sign in: type your mobile number, and the six digits of a text message.
sms-own-number = Messages go to
sms-own-no-number = The community office does not have your mobile number yet. Please call them to have it written down.
sms-on = Turn on
sms-off = Turn off
sms-is-on = Turned on
sms-is-off = Turned off
sms-shared = Those who share a number say who they are once the code is right.
sms-turned-on = You can sign in by text message now
sms-turned-off = Signing in by text message is turned off
sms-for-hint = Only at the resident's wish, and when the number is right. They get a message.
sms-for-no-number = No mobile number is written down yet; that comes first.

## Other people's sign-in

access-title = Sign-in
access-for = { $name }: sign-in
access-state = Account
access-open = Can sign in
access-until = Blocked until { $at }
access-until-lifted = Blocked until somebody lifts it
access-lift = Lift the block
access-lifted = The block is lifted
access-blocked = The account is blocked and signed out everywhere
access-no-password = No password
access-waits = Wrong passwords
access-wait = { $seconds ->
    [0] No need to wait
    [one] The next try has to wait one second
   *[other] The next try has to wait { $seconds } seconds
}
access-lift-wait = Lift the wait
access-wait-lifted = The next try can come now
access-no-factor = Not set up
access-take-factor = Take away (phone lost)
access-factor-taken = The second step is taken away; its owner has to sign in again
access-sign-ins = { $n ->
    [0] Not signed in anywhere
    [one] Signed in on one device
   *[other] Signed in on { $n } devices
}
block-title = Block the account
block-reason = Reason
block-reason-hint = It is kept in the record, where administrators can read it
block-until = For how long
block-day = 1 day
block-week = 7 days
block-month = 30 days
block-lifted = Until I lift it
block-ends = Its owner is signed out everywhere at once.
block-save = Block
