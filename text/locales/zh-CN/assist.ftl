# 代办: acting for a resident, who stays the owner and reads it.

title = 替谁办
lead = 事情算他本人的，您只是帮忙；他看得到是谁帮的。
family = 家人
neighbours = 邻居
find-hint = 姓名，或门牌（如 3-302）
nobody = 还没有人请您代办
nobody-next = 请家人在“我的”里邀请您，就能替他们办事。
bar = 正在替别人办
acting = 正在替{ $name }办理
end = 结束
ended = 结束了，现在办的是您自己的事
for-whom = 这次是替{ $name }办
somebody-else = 换一个人
offer = 替家人或邻居办？

## One's own record

acts-title = 谁替我办过什么
acts-lead = 工作人员、楼长或家人替您办的事，都记在这里。
acts-none = 还没有人替您办过
acts-none-next = 需要帮忙时，可以找楼长或居委会。
who-as = { $helper }（{ $posts }）
