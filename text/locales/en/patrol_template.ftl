title = Recurring shifts
