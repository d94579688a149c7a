# Patrols as residents see them: the list, one shift, the own plan, the calendar.

title = 志愿巡查
lead = 和邻居一起在小区里走走看看。没做过也不要紧，有队长带。

## When and where

when = { $day } { $from }–{ $until }
when-overnight = { $day } { $from } 到次日 { $until }
when-long = { $from } 到 { $until }
near-building = { $building }
whole-community = 全小区
narrow = 按类型、楼栋找

## Places, in words

places-left = 还有{ $left }个名额
places-trainee = 还有{ $left }个见习名额
places-leader = 还缺队长
places-full = 报满了，可以候补
places-full-waiting = 报满了，可以候补，前面有{ $waiting }人
places-seeking = { $before }；有{ $seeking }人找人替班
places-running = 正在进行
places-ended = 已经结束了
places-cancelled = 取消了

## The list

count = { $total }个班次，{ $open }个有空位
count-cut = 这一周太多了，只列出前{ $total }个；请用筛选缩小范围。
range = { $from } 到 { $until }
week-before = 上一周
week-after = 下一周
kind = 做什么
all-kinds = 都看
near = 哪栋楼附近
all-buildings = 全小区
empty-title = 这几天没有班次
empty-next = 可以看看下一周，或者过两天再来。
empty-soonest = 最近有空位的是：
mine-link = 我报的班
come = 我来
queue-up = 排候补
look = 看一看
by-telephone = 也可以打电话报名：
days-title = 一周的班次

## One shift

all = 全部班次
fact-when = 时间
fact-where = 集合
fact-near = 范围
fact-places = 名额
fact-leader = 队长
bring = 要知道的事
way = 路线：{ $name }
cancelled-note = 这个班次取消了。
cancelled-because = 这个班次取消了：{ $reason }
approval-hint = 报名以后，要等居委会或队长点头。
mine-title = 我
as-trainee = 先跟着看看（见习）
as-leader = 我来带队
your-role = 您是{ $role }。
confirmed-line = 您报上名了，到时候见。
pending-line = 已经报名，等居委会或队长点头。
waitlisted-line = 您排在候补第{ $turn }位。有空位会自动轮到您，也会告诉您。
offered-line = 有空位了，给您留到{ $until }。您来吗？
seeking-line = 正在找人替您。有人接之前，这一班还是您的。
checked-in-line = 您已经签到了。
completed-line = 您来过了，谢谢！
excused-line = 您请过假了。
no-show-line = 记录上写的是没来。要是写错了，或者有事来不了，请打电话给居委会补个说明。
leave = 我来不了
leave-free = 现在说一声就行，名额马上让给别人。{ $until }以前都可以。
leave-late = 离开始不远了：点了以后会帮您找人替班；有人接之前，这一班还是您的。
leave-seek = 来不了，找人替
leave-queue = 不等了
leave-queue-hint = 开始以前随时可以。
stay = 我还是能来
accept = 好，我来
decline = 来不了
seekers-title = 有人找人替班
seekers-lead = 有邻居这一班来不了。您能替一替吗？
stand-in = 我来替
stand-in-as = 我来替（{ $role }）
child-title = 带孩子一起来
child-lead = 十岁以下的孩子，要和您一起来：请先给自己报名。
child-consent = 我是监护人，同意{ $name }参加
child-is-ten = 满10岁了
child-goes-too = 您要是不来，跟着您的孩子也就来不了。
child-come = 给{ $name }报名
log-in-first = 登录以后就能报名。
nearest = 这个时间可以：
refused-title = 这次报不了
calendar = 记到手机日历
picture = 存成图片
picture-hint = 长按保存或截屏，到时候看图就行。
keep-title = 免得忘记
to-day-sheet = 当天的签到和清单
to-desk = 到工作台管这个班次
group = 复制发到微信群
group-label = 可以复制的文字
group-hint = 没有“复制”按钮时，长按文字全选再复制。
group-title = 【志愿巡查】{ $name }
group-when = 时间：{ $when }
group-where = 集合：{ $place }
group-cancelled = 这个班次取消了，不用来了。
group-link = 看看、报名：{ $address }

## After pressing

said-confirmed = 报上名了：{ $when }。到时候见！
said-waitlisted = 已经排上候补。轮到您会告诉您。
said-pending = 收到了，等居委会或队长点头。
said-freed = 好的，名额让给别人了。
said-seeking = 正在帮您找人替班。有人接之前，这一班还是您的。
said-stay = 好的，这一班还是您来。
said-accepted = 好的，到时候见！
said-declined = 好的，让给下一位。
said-stood-in = 谢谢您来替！{ $when }，到时候见。
changed = 刚刚有了变化，这一步没有做成。下面是现在的情况。

## The own plan

own-title = 我报的班
own-lead = 报了哪些班、候补排到哪、来不了怎么办，都在这里。
own-empty-title = 还没有报过班
own-empty-next = 看看这几天有什么班，点一下“我来”就行。
own-none-coming = 接下来没有班。
own-find = 看看有哪些班
coming = 接下来
past = 以前的
older = 更早的
for-child = { $name }（孩子）
call-office = 打电话补说明：

## The calendar address

feed-title = 放进手机日历
feed-lead = 把下面的地址加到手机日历的“订阅”里，报的班会自己出现、自己更新。
feed-make = 给我一个日历地址
feed-made = 日历地址好了，复制到手机日历里就行。
feed-label = 您的日历地址
feed-secret = 这个地址只给您自己用：谁有它，谁就看得到您的班。
feed-renew = 换一个新地址
feed-renew-hint = 旧的地址马上就不能用了。
feed-renewed = 换好了，旧的地址不能用了。
feed-remove = 不要这个地址了
feed-removed = 日历地址已经取消。

## In the calendar

cal-name = 志愿巡查 · { $community }
cal-alarm = { $name }：{ $from }开始
cal-waitlisted = 候补：{ $name }
cal-pending = 待审核：{ $name }
cal-offered = 等您确认：{ $name }
cal-seeking = 找人替班：{ $name }
cal-child = { $name }（孩子）
cal-cancelled = 已取消：{ $name }

## The picture

card-scan = 扫码看最新变化
card-no-place = 集合地点见网页
