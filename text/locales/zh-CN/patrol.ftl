# Patrols: words that residents, leaders and staff share.

shift-line = { $day } { $from }–{ $until } { $name }
minutes = { $minutes }分钟
hours = { $hours }小时
hours-minutes = { $hours }小时{ $minutes }分

## Roles

role-leader = 队长
role-member = 队员
role-trainee = 见习

## How a shift stands

standing-draft = 草稿
standing-open = 可以报名
standing-full = 已报满
standing-running = 进行中
standing-ended = 已结束
standing-cancelled = 已取消

## How a sign-up stands

state-pending = 待审核
state-waitlisted = 候补
state-offered = 有空位等你确认
state-confirmed = 已报名
state-seeking = 找人替班
state-checked-in = 已签到
state-completed = 已完成
state-no-show = 未到
state-excused = 已请假
state-cancelled = 已取消

## Why a place cannot be taken, one sentence each

why-not-open = 这个班次还没有开放报名。
why-cancelled = 这个班次取消了。
why-begun = 这个班次已经开始了。
why-closed = 这个班次已经收尾了。
why-no-such-place = 这个班次没有这样的名额。
why-overlaps = 您这个时间已经有别的班次了。
why-too-little-rest = 和您的另一个班次隔得太近，要休息一下。
why-needs-training = 带队要先参加培训，请跟居委会说一声。
why-needs-leader = 第一次巡查和夜里巡查要有队长带，这个班次没有队长。
why-needs-guardian = 孩子参加，要由监护人报名并同意。
why-needs-company = 十岁以下的孩子，要和监护人一起来，请您先给自己报名。
why-asks-first = 这个班次要先点头才算数，请您先报名，等同意了再来替。
their-overlaps = 他这个时间已经有别的班次了。
their-too-little-rest = 和他的另一个班次隔得太近，要休息一下。
their-needs-training = 带队要先参加培训，他还没有。
their-needs-company = 十岁以下的孩子，要监护人也在这个班次上。
