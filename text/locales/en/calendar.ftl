# Days and months. Other code reaches these through text::format.

date = { $weekday } { $day } { $month }
date-with-year = { $day } { $month } { $year }
date-time = { $day } { $month }, { $time }
date-time-with-year = { $day } { $month } { $year }, { $time }

today = Today
yesterday = Yesterday
two-days-ago = Two days ago
tomorrow = Tomorrow
in-two-days = In two days

monday = Mon
tuesday = Tue
wednesday = Wed
thursday = Thu
friday = Fri
saturday = Sat
sunday = Sun

month = { $number ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
    [12] Dec
   *[other] { $number }
}
