# Shifts that come again, and the small lists around them.

## The list

title = 固定班次
lead = 每周、每月都有的班次，写一次，系统会提前排好。
new = 加一个固定班次
new-title = 加一个固定班次
none-title = 还没有固定班次
none-next = 写一个“每周二、周六晚上巡查”，以后就不用一次次排了。
over = 已经结束的
ended-on = { $day }结束
last-day = 到{ $day }为止
next = 接下来：{ $days }
next-none = 接下来没有日子了
also = { $before }、{ $next }
column-what = 做什么
column-when = 哪天
column-time = 几点
column-people = 人数
people = 队长{ $leaders }人，队员{ $members }人
weeks-ahead = 现在提前 { $weeks } 周排好。

## On which days

monday = 周一
tuesday = 周二
wednesday = 周三
thursday = 周四
friday = 周五
saturday = 周六
sunday = 周日
each-week = 每{ $days }
each-weeks = 每{ $step }周的{ $days }
each-day = 每天
each-workday = 每周一到周五
each-month-day = 每月{ $day }号
each-months-day = 每{ $step }个月的{ $day }号
each-month-nth = 每月{ $nth }{ $weekday }
each-months-nth = 每{ $step }个月的{ $nth }{ $weekday }
nth-first = 第一个
nth-second = 第二个
nth-third = 第三个
nth-fourth = 第四个
nth-last = 最后一个

## The form

when = 什么时候
every-week = 每周
every-week-hint = 选星期几
every-month-day = 每月几号
every-month-day-hint = 这个月没有这一天，就排在最后一天
every-month-weekday = 每月第几个星期几
every-month-weekday-hint = 例如：每月最后一个周日
weekdays = 星期几
month-day = 几号
nth = 第几个
weekday = 星期几
step = 每几周（月）一次
step-hint = 写 2，就是隔一周（月）一次
first-on = 从哪天开始
first-on-change = 从哪天起改
first-on-change-hint = 这天以前的不变；单独改过的、取消了的也不变
last-on = 到哪天为止
starts = 几点开始
ends = 几点结束
ends-hint = 比开始早，就是第二天
days = 节假日怎么办
days-all = 照常
days-all-hint = 放假也去
days-skip-holidays = 放假不去
days-skip-holidays-hint = 法定节假日不排
days-as-workdays = 跟着上班日走
days-as-workdays-hint = 放假不排；调休上班的周末，当周一到周五
what = 做什么，多少人
kind = 做什么
place = 在哪里集合
route = 走哪条路线
no-route = 不指定
leaders = 队长
members = 队员
more = 还可以写
own-title = 起个名字
own-title-hint = 不写就叫“做什么”里选的
building = 哪栋楼
whole-community = 整个社区
words = 要带什么、注意什么
trainees = 见习
reserved = 留给没有账号的人
reserved-hint = 算在队员里，由工作人员替他们报名
needs-approval = 报名要队长或工作人员同意
uses-code = 用变化的签到码签到
publish = 排好就开放报名
publish-hint = 不勾，先排成草稿
look-ahead = 看看是哪几天
previewed = 接下来是这几天
previewed-none = 这样排，一天也没有。请看看上面的日子
save = 存好
saved = 存好了，班次排好了
changed-title = 改固定班次
changed = 刚刚有人改过这个固定班次。您写的都在，请对一下再存
asks-title = 这样改，会影响已经报名的人
asks-losing = { $shift }：{ $names } 会没有名额
asks-gone = { $shift }：不排了，会取消，并告诉报了名的人
reason = 为什么取消
reason-hint = 报了名的人看得到
agree = 就这样改，并告诉他们
end-link = 不再排了
end-title = 不再排了
end-lead = { $name }：从哪天起不再排？
end-from = 从哪天起
end-from-hint = 没人报名的班次直接去掉
end-people = 这些班次已经有人报名
end-people-none = 后面的班次都还没有人报名。
end-keep = 留着，照常去
end-call-off = 一起取消，并告诉报了名的人
end-do = 不再排了
ended = 不再排了
is-ended = 这个固定班次已经结束，不能再改。

## Kinds

kinds = 种类
kinds-title = 志愿服务的种类
kinds-lead = 排班时从这里选。停用的不再出现，以前的班次不受影响。
kinds-add = 加一种
name-zh = 中文名
name-en = 英文名
offered = 排班时可以选
retired = 已停用
kind-saved = 改好了

## Routes

ways = 路线
ways-title = 巡查路线
ways-lead = 一条路线，一行一个要看的地方。巡查时队长照着打勾。
ways-add = 加一条路线
way-name = 路线叫什么
way-stops = 要看的地方
way-stops-hint = 一行写一个，例如：3号楼后门
way-count = { $n }个地方
way-saved = 路线存好了
way-retire = 停用
way-offer = 重新用
way-retired = 停用了
way-offered = 又可以选了
ways-away = 停用的路线
way-changed = 刚刚有人改过这条路线，请对一下再存

## Rules

rules = 规则
rules-title = 排班规则
rules-lead = 改了以后，从下一个班次起算；已经排好的不变。
weeks = 提前几周排好
weeks-hint = 1 到 26 周
leave = 开始前几小时可以自由取消
leave-hint = 过了这个时间，要找到替班的人才算离开。24 就是一天
rest = 两个班次之间至少休息几小时
rest-hint = 0 就是不要求
rules-saved = 规则存好了
rules-changed = 刚刚有人改过，请对一下再存

## Holidays

calendar = 节假日
calendar-title = 节假日和调休
calendar-lead = 固定班次按这里放假、调休。
calendar-shipped = { $year }年的放假安排按国务院通知，已经备好。
calendar-not-shipped = { $year }年的放假安排没有备好：国务院通知出来以后，请在下面添上。没添以前，周一到周五算上班，周末算休息。
calendar-none = 这一年还没有添放假的日子。
year-before = { $year }年
kind-holiday = 放假
kind-workday = 调休上班
kind-ordinary = 照常
own = 本社区添的
take-back = 恢复原样
calendar-add = 添一段日子
calendar-from = 从哪天
calendar-until = 到哪天
calendar-until-hint = 只有一天就不用填
calendar-kind = 是什么日子
calendar-name = 叫什么
calendar-saved = 存好了
calendar-left = { $n ->
   *[other] 存好了。那几天还有 { $n } 个班次已经有人报名，请看看要不要取消
}
