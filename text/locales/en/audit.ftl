# The audit trail: who did what, in plain words.

title = Records
lead = Everything that staff changed or looked up stands here, and nobody can alter it.
when = When
who = Who
what = What was done
subject = To what
change = Change
whose = Concerns
system = The system
deed = What was done
all-deeds = Everything
day = On which day
only-person = Only { $name }
only-subject = Only { $subject }
narrowed-person = One person only
narrowed-subject = Only { $subject }
pages = Pages
empty = There is no such record
empty-next = Try another filter.
became = { $key }: { $was } → { $became }
only-was = { $key }: was { $was }
only-became = { $key }: { $became }
nothing = nothing
one-title = One record
personal = Personal content
personal-none = This record holds nothing personal.
personal-erased = The personal content was removed together with the person’s account.
personal-hint = Opening it is itself recorded, and the person concerned can see who looked and when.
personal-show = Open it
personal-shown = Opened; this look was recorded.
show-again = Details

## What was done; one sentence for each deed

deed-unknown = Something else
deed-report-entered = Entered a report for a resident
deed-report-handled = Worked on a report
deed-report-published = Changed what the public sees of a report
deed-notice-published = Published a notice
deed-notice-edited = Changed a notice
deed-notice-withdrawn = Took a notice down
deed-notice-restored = Put a notice back
deed-category-saved = Changed the categories
deed-post-given = Gave a post
deed-post-changed = Changed a post’s term
deed-post-ended = Ended a post
deed-person-added = Wrote a resident down
deed-estate-generated = Drew up buildings with the generator
deed-estate-imported = Imported buildings and households from a file
deed-estate-exported = Wrote the estate into a file
deed-building-changed = Changed a building
deed-household-added = Added a household
deed-household-closed = Closed a household or opened it again
deed-household-hub = Made a household a hub, or no longer
deed-node-added = Added a part of the organisation
deed-node-changed = Renamed a part of the organisation
deed-node-moved = Moved a part of the organisation
deed-node-closed = Closed a part of the organisation or opened it again
deed-service-org-saved = Changed who serves the community
deed-contact-saved = Changed the public telephone numbers
deed-area-saved = Changed the public areas
deed-plan-placed = Changed the plan
deed-staff-entered = Entered a member of staff
deed-audit-shown = Looked at the personal content of a record
deed-telephone-shown = Looked at a resident’s number
deed-callback-shown = Looked at a reporter’s call-back number
deed-consent-given = Noted a consent
deed-consent-withdrawn = Noted that a consent was withdrawn
deed-person-erased = Removed their own data
deed-review-settled = Looked through a text that might name somebody who was removed
deed-retention-ran = Removed what had been kept long enough

## What changed

key-state = State
key-title = Title
key-name = Name
key-post = Post
key-offered = Residents can choose it
key-visibility = Who sees it
key-until = Until
key-org = Organisation
key-action = Action
key-source = Source
key-number = Number
key-reason = Reason
