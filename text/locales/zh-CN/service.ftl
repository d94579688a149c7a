# Who serves the estate.

title = 谁管什么
lead = 为小区服务的单位。分派问题、给物业人员岗位时，从这里选。
kind = 是哪一类
kind-property = 物业公司
kind-committee = 居委会
kind-crew = 施工队、保洁队
kind-partner = 共建单位
name = 单位名称
phone = 单位电话
phone-hint = 单位的号码，写了就会公开；单位的手机也可以
people = 在这里办事：{ $names }
and = { $before }、{ $next }
add = 加一个单位
none-of-kind = 还没有
close = 停用
close-from = 从哪天起不再服务
close-hint = 从那天起不能再分派给它；以前的记录都在，随时可以恢复。
reopen = 恢复
closed-from = { $day }起停用
closed-title = 停用的单位
saved = 改好了
moved = 顺序改好了
closed = 停用日期记下了
reopened = 恢复了
changed = 您改的时候，别人先改了这个单位。上面是现在的，下面是您填的；要用您填的，请再保存一次。
public-title = 谁管什么
