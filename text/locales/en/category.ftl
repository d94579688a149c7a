# Categories of reports.

lead = Residents choose from these. Retired ones are no longer offered; old reports keep them.
add = Add one
name-zh = Chinese name
name-en = English name
offered = Residents can choose it
retired = retired
saved = Saved
