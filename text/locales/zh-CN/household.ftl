# Households for staff: doors, members, codes, cards.

title = 住户
lead = 一个门牌就是一户。点开看谁住在这里，打印入户码和便民卡。
count = 共 { $total } 户
building = 楼栋
building-all = 全部楼栋
unit = 单元
unit-all = 全部单元
door = 门牌
code = 入户码
members = 住的人
any = 都看
with-code = 有入户码
without-code = 没有入户码
with-members = 有人
without-members = 还没登记人
people = { $n ->
    [0] 还没登记
   *[other] { $n } 人
}
has-code = 有
no-code = 没有
empty-title = 没有这样的住户
empty-next = 换个条件看看；门牌在“楼栋”里添加。

## One household

since = { $day } 起
until = 住到 { $day }
child = 孩子
has-account = 能登录
no-account = 还没有账号
nobody = 这里还没有登记住户。
move-in = 登记住进来的人
move-in-new = 新登记一位
move-in-known = 本社区已有的人
find = 姓名，或完整的电话号码
find-hint = 姓名写开头就行
found-none = 没有找到。可以在下面新登记。
choose = 就是这位
name = 姓名
telephone = 电话
telephone-hint = 没有可以不填，家里人合用也行
add = 登记
moved-in = 已登记住进来
lived-there = 这位已经登记在这里了
move-out = 搬走
move-out-from = 从哪天起不住这里
moved-out = 已登记搬走
code-none = 现在没有能用的入户码。
code-state = { $made } 做的，到 { $until } 有效，已用 { $uses } 次，最多 { $most } 次
code-print = 打印新的入户码
code-print-hint = 打印新的，旧的就作废。
code-end = 让这个码作废
code-ended = 入户码已作废
cards = 便民卡
card-of = { $name } 的便民卡，{ $day } 做的
card-none = 还没有便民卡。
card-block = 停用这张卡
card-blocked = 卡已停用，用它登录的手机也已退出
card-print = 打印便民卡

## Slips

slips-title = 打印入户码
slips-lead = 每户一张小纸条，一张 A4 纸八条，按楼栋、单元、门牌排好。号码只在打印这一页出现一次。
slips-buildings = 打印哪些楼
slips-doors = 只打印这一户
slips-only-without = 只印还没有入户码的
slips-make = 做好，去打印
slips-how = 请按“打印”，选 A4 纸。离开这一页号码就看不到了，要再印只能做新的。
slips-count = 共 { $n } 张
slip-title = 入户码
slip-1 = 用手机扫一扫，或打开网址 { $address }
slip-2 = 填上这十个数字，起个名字，设个密码
slip-3 = 全家都能用这一张，一年内有效，请收好
slip-call = 不会弄？打电话给我们：{ $phone }

## Cards

cards-title = 打印便民卡
cards-lead = 扫一扫、输门牌号就能登录，不用记密码。打印新的，旧的就作废。
cards-who = 给谁打印
cards-nobody = 这一户还没有可以用卡的人。
cards-make = 做好，去打印
cards-how = 请按“打印”，选 A4 纸。每张卡只在这一页出现一次。
card-title = 便民卡
card-1 = 用手机扫一扫，输入门牌号就能登录
card-2 = 丢了请马上告诉我们，立刻停用
