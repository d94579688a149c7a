# Days and months. Other code reaches these through text::format.

date = { $month }{ $day }日 { $weekday }
date-with-year = { $year }年{ $month }{ $day }日
date-time = { $month }{ $day }日 { $time }
date-time-with-year = { $year }年{ $month }{ $day }日 { $time }

today = 今天
yesterday = 昨天
two-days-ago = 前天
tomorrow = 明天
in-two-days = 后天

monday = 周一
tuesday = 周二
wednesday = 周三
thursday = 周四
friday = 周五
saturday = 周六
sunday = 周日

month = { $number ->
   *[other] { $number }月
}
