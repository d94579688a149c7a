# Certificates of service: the form, the paper, the public check, the desk.

title = 志愿服务记录证明
period = { $from } 至 { $until }
name-gone = （本人已注销，姓名已删除）
standing-valid = 有效
standing-superseded = 已换新
standing-revoked = 已作废

## Form

new-title = 开志愿服务记录证明
new-for = 给 { $name } 开
new-lead = 姓名由您自己填，只印在这张证明上。证件号码不用在这里填，打印后手写。
whose-self = 本人
real-name = 真实姓名
real-name-hint = 印在证明上，没有从账号里带过来。
volunteer-number = 志愿者编号
volunteer-number-hint = 在志愿服务平台注册过的才有。
from = 从哪天
until = 到哪天
age = 年龄
age-adult = 满 18 岁
age-youth = 10 到 17 岁
age-child = 不满 10 岁，由监护人带着参加
guardian-name = 监护人姓名
guardian-hint = 不满 18 岁才填。
agrees = 监护人知道并同意
make = 开证明

## Paper

print = 打印
print-how = 用 A4 纸打印，盖章有效
numbered = 编号：{ $number }
coded = 校验码：{ $code }
name = 姓名
id-number = 证件号码
guardian = 监护人
guardian-agreed = { $name }（已同意）
guardian-came = { $name }（陪同参加）
says = 兹证明 { $name } 在 { $period } 期间参加 { $community } 志愿服务 { $times } 次，服务时长共 { $total }。
column-time = 时间
column-what = 服务内容
entered-afterwards = （补录）
handled-by = 经办人
answered-by = 负责人
seal = （公章）
check-how = 扫码，或打开下面的网址输入编号和校验码，可以查真伪

## Public check

check-title = 查证明真伪
check-lead = 照着纸上的编号和校验码填。
number = 编号
number-hint = 像 2026-000123
code = 校验码
code-hint = 16 位字母和数字，大小写、横线都可以不管
check = 查一查
check-another = 查另一张
unknown-title = 没有查到这张证明
unknown = 请照着纸再核对一遍校验码。还是查不到，这张证明不是这里开的。
verdict-valid = 这张证明有效
verdict-superseded = 这张证明已换新
verdict-revoked = 这张证明已作废
valid = 请核对纸上的姓名、时间和时长与下面一致。
superseded = 后来又开了一张新的，请看新的那张。
revoked = 社区已经收回这张证明，不要再用。
covers = 服务时间
total = 服务时长
issued = 开具日期
issuer = 开具单位

## Desk

desk-title = 服务证明
desk-count = 共 { $total } 张
desk-none = 没有找到证明
desk-none-next = 志愿者在“我的时长”里自己开，也可以在他的时长页替他开。
desk-one = 证明 { $number }
standing = 状态
revoke = 作废
revoke-reason = 作废的原因
revoke-hint = 本人看得到，查真伪的人看不到。
was-revoked = 已作废，会告诉本人。
offer = 您有志愿服务时长。删除前可以先开一张证明，纸在您手里，删除以后照样能查。
