# The frame around every page.

desk = Workbench
report = Report a problem
reports = Reports
notices = Notices
phone = Phone numbers
today = Today
work-list = Reports
enter = Enter a call or visit
write-notices = Write notices
estate = Buildings and homes
org = Organisation
contacts = Numbers to call
categories = Categories
stickers = Stairwell QR codes
settings = Display settings
more-pages = More pages
feed-of-notices = Community notices
foot = { $community } · neighbours together
side-work = To do
side-people = People
side-place = Estate and settings
side-open = All pages
side-close = Close
