# The leader's day: who came, the checklist, findings, writing the shift up.

title = 今天的班
back-to-shift = 班次介绍
place = 集合：{ $place }
until-next-day = 次日{ $time }

## Who came

who = 谁来了
came-of = 来了 { $came } 人，应到 { $all } 人
all-came = 都来了
all-came-done = 记下了，都来了。
all-came-before = { $from } 起可以在这里打勾。
nobody = 还没有人报名。
came = 来了
tick-off = 点一下：来了
tick-back = 点一下：去掉勾
more = 更多
call = 打电话给{ $name }
guardian-of = 孩子，监护人：{ $name }
times = 到和离的时间
times-hint = 空着就按班次的时间算。早到晚走不多算，除非居委会同意。
came-at = 到
went-at = 离
approve = 超出班次的时间也算
times-save = 记下时间
times-from-to = { $came }–{ $went }
excuse = 请假了
missed = 没来
take-back = 撤回
marked = 记下了。
no-place = 没有空名额了。不来的人先点“请假了”，或者请居委会加名额。
changed = 这一页刚被别人改过。下面是现在的样子，请再点一次。
no-number = 没有留电话

## Those who wait

waiting = 候补和等答复的
waiting-hint = 缺人时按顺序打电话；人到了就点“来了”。

## Somebody without an account

bring = 加一个人
bring-name = 姓名
bring-telephone = 电话
bring-telephone-hint = 只有您和居委会看得到。
bring-button = 加上
brought = { $name }加上了。
brought-waits = { $name }记在候补里了，名额满了。

## What to look at

checklist = 看一看
stops = 路线上
places = 以前有问题的地方，再看看
fine = 没问题
wrong = 有问题
back-again = 又有了
closed-days-ago = { $days }天前处理好的
report-again = 在这里再报一次
reported-again = 报上去了，编号 { $number }。
seen-fine = 没问题
seen-wrong = 有问题
came-back-words = 巡查复看：又有了。上次的编号是 { $number }。

## What was found

findings = 发现的问题
finding-new = 发现问题，马上报
finding-title = 巡查发现的问题
finding-what = 是什么
finding-where = 在哪里
finding-where-words = 具体位置
finding-words = 说两句
finding-photos = 拍张照片
finding-photos-hint = 照片和话，有一样就行。
finding-send = 报上去
finding-done = 报上去了，编号 { $number }。
finding-over = 这个班现在不能报。要反映问题，请用首页的“反映问题”。
no-findings = 还没有。

## Writing it up

close = 收尾
close-later = { $until } 结束后，在这里收尾。人都到齐了，可以提前15分钟。
close-hint = 打了勾的人记上时长，班次就结束了。以后还能改。
close-missing = 这几位没打勾
close-missing-hint = 勾着的记“未到”。请了假的，把勾去掉。
close-handbooks = 发了几本宣传册
close-words = 有什么要说的
close-photos = 活动照片
close-photos-hint = 拍做了什么，尽量别拍到脸。
close-button = 收尾，记时长
close-again = 改好了，保存
closed = 收尾好了，时长都记上了。
closed-on = { $at } 收尾了。
close-too-early = 班次还没结束，还不能收尾。
see-record = 看活动记录
reopen = 重新打开
reopen-hint = 勾还在，时长先退回，再收尾时重新记。
reopened = 重新打开了。

## The printed sheet and its grid

sheet = 打印签到表
sheet-title = 志愿巡查签到表
sheet-how = 打印出来，带到现场签名。
sheet-number = 序号
sheet-name = 姓名
sheet-came = 到
sheet-went = 离
sheet-signature = 签字
sheet-scan = 队长扫码，打开今天的班
sheet-leader = 队长签字
grid = 把纸上的签到表记进来
grid-title = 把签到表记进来
grid-lead = 照着纸抄：签了名就打勾，写了时间就填上。空着的时间按班次算。
grid-here = 签了名
grid-new = 后来写上去的人
grid-photos = 签到表的照片
grid-photos-hint = 拍清楚整张纸。只有您和居委会看得到。
grid-save = 记进来
grid-saved = 签到表记进来了。
grid-saved-without = 签到表记进来了。有 { $count } 位没有名额，没打上勾。
grid-faults = 有 { $count } 行要改一改
grid-row = 第{ $row }行
grid-early = { $from } 起才能记签到表。

## The changing code

code = 签到码
code-title = 签到码
code-lead = 请大家扫一扫，或者在手机上输入这六个数字。
code-changes = 每5分钟换一次，这一页会自己换。
code-not-now = 开始前半小时到结束，这里会有签到码。
code-address = 不能扫的话，打开这个网址，输入数字：
check-in-title = 签到
check-in-code = 队长手机上的六个数字
check-in-button = 我来了
checked-in = 签到好了，辛苦您了！
check-in-not-on-it = 您没有报这个班，请跟队长说一声。
check-in-over = 现在不能用数字签到，请跟队长说一声。
check-in-no-code = 这个班不用签到码，跟队长说一声就行。

## The record

record = 活动记录
record-title = 志愿巡查活动记录
record-print = 打印时选 A4 纸。
record-what = 做什么
record-when = 时间
record-where = 地点
record-people = 参加的人
record-came = 来了 { $count } 人
record-missed = 未到 { $count } 人，请假 { $excused } 人
record-handbooks = 发宣传册
record-handbooks-count = { $count } 本
record-hours = 时长
record-hours-total = 一共 { $hours }
record-role = 角色
record-checklist = 看过的地方
record-findings = 发现的问题
record-words = 说明
record-photos = 照片
record-photo = 活动照片 { $number }
record-sheet-photo = 签到表照片 { $number }
record-closed-by = { $name } 于 { $at } 收尾
record-open = 还没有收尾，下面是到现在为止的。
record-signed = 记录人
record-back = 回到今天的班
