# 代办: acting for a resident, who stays the owner and reads it.

title = For whom
lead = It stays their own matter, and they can read who helped.
family = Family
neighbours = Neighbours
find-hint = A name, or a door such as 3-302
nobody = Nobody has asked you to act for them
nobody-next = Your family can invite you on their own page.
bar = Acting for somebody
acting = You are acting for { $name }
end = End
ended = Ended; what you do now is your own
for-whom = This is for { $name }
somebody-else = Somebody else
offer = For family or a neighbour?

## One's own record

acts-title = Who did what for me
acts-lead = Whatever staff, captains or family did for you stands here.
acts-none = Nobody has done anything for you yet
acts-none-next = If you need help, ask your captain or the community office.
who-as = { $helper } ({ $posts })
