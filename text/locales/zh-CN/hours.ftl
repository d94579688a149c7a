# Service hours: the own ledger, hours entered afterwards, the desk.

title = 我的时长
lead = 参加志愿服务的时间都记在这里。
balance = 累计
of-year = { $year } 年
this-part = 本年
automatic = 自动记录
back-entered = 补录
source-automatic = 自动记录
source-back-entered = 补录
reversal = 更正
reversal-of = { $source }（更正冲回）
was-corrected = 已更正
enter = 补录时长
make-certificate = 开证明
years = 换一年看
months = 每月
month = { $month } 月
entries = 明细
none = 这一年还没有时长
none-next = 报名参加一次巡查，结束后会自动记上。做了没记上的，可以补录。
children = 孩子 { $name } 的时长
waiting = 我补录的
certificates = 我的证明

## Columns

column-name = 姓名
column-shift = 班次
column-start = 开始
column-end = 结束
column-minutes = 分钟
column-source = 来源
column-day = 日期
column-length = 时长
sheet-name = 服务时长
child-of = { $child }（监护人 { $guardian }）

## Entering hours afterwards

new-title = 补录时长
new-lead = 做了但没记上的服务，写在这里。居委会看过、同意以后才算数。
whose = 谁的时长
whose-me = 我自己
whose-child = 孩子 { $name }
kind = 做了什么
kind-choose = 请选择
day = 哪一天
day-hint = 夜里做到第二天的，写开始那一天。
how-long = 做了多久
hours = 小时
minutes = 分钟
from = 从几点
until = 到几点
how-long-hint = 写几小时几分；或者只写从几点到几点，我们来算。
words = 说明
words-hint = 在哪里、和谁一起、做了什么，一两句话就行。
send = 交上去
sent = 交上去了，居委会看过会告诉您。
sent-for = 交上去了，居委会看过会告诉本人。
withdraw = 收回
withdrawn = 收回了。

state-waiting = 等居委会看
state-approved = 已同意
state-declined = 没同意
state-withdrawn = 已收回

## Desk

desk-title = 服务时长
desk-lead = 按班次开始的那一天算在哪个月。
year = 年份
month-filter = 月份
all-months = 全年
name-filter = 姓名
people-count = { $people } 人，共 { $total }
desk-none = 没有找到时长
desk-none-next = 换个月份或姓名试试。
sum = 合计
export-xlsx = 导出 Excel
export-csv = 导出 CSV
person-title = { $name } 的时长
enter-for = 替他补录
certificate-for = 替他开证明
correct = 更正
corrected = 改好了，原来的一笔冲回，新的一笔记上了。
correct-title = 更正时长
correct-lead = { $name }，{ $day }，现在记的是 { $hours }。
correct-right = 应该是
correct-hint = 全部取消就写 0。
reason = 原因
reason-hint = 本人看得到。
own-not = 自己的时长要别人来改。

claims-title = 补录审核
claims-lead = 同意以后才记入时长。自己的、自己替人交的，要别人来看。
claims-count = { $total } 条
claims-none = 没有要看的补录
claims-none-next = 有人补录时会出现在这里。
claims-own = 这是您自己的或您交的，请别人来看。
same-day = 这一天已经记了 { $hours }
same-day-unwritten = 这一天有个班次还没收尾，收尾时会自动记时长，别记重了。
entered-by = { $name } 代交
approve = 同意
approved = 同意了，已经记上。
decline = 不同意
declined = 记下了，会告诉本人。
decline-reason = 不同意的原因
show = 看哪些
