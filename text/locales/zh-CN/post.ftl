# Posts: one person's, and who may do what here.

title = 岗位
title-of = { $name } 的岗位
give = 给这个岗位
post = 岗位
finer = 更多岗位
place = 管哪里
choose = 请选
org = 哪个单位（物业才要选）
from = 从哪天起
until = 到哪天为止
until-hint = 到了这天自动停；不填就一直有效。
telephone = 值班电话
telephone-hint = 为这个岗位留的号码，工作人员可以直接拨打。
reason = 为什么
more = 开始日期、值班电话、原因
change = 延长、缩短或结束
end-now = 现在结束
past = 以前的岗位
given = 给好了，马上有效
changed = 改好了
ended = 已经结束，他的权限马上停了
not-oneself = 自己的岗位要请别的管理员来定。
call-duty = 值班电话 { $number }

## Who may do what

roll-title = 谁能做什么
roll-lead = 谁在哪里有什么岗位、到哪天。快到期的排在前面。
roll-count = 共 { $total } 个岗位
roll-empty = 没有这样的岗位
roll-empty-next = 换个条件看看，或者到居民页面给一个岗位。
all-posts = 全部岗位
ending = 到期
ending-all = 不限
ending-soon = 30 天内到期
soon = 快到期
term = 期限
extend = 延一年
extend-whose = { $name }
extended = 延到 { $day }
meaning = 每个岗位能做什么
mine = 我能做什么

## What each permission allows

may-nothing = 参加志愿活动，没有别的权限。
may-see-work = 看要办的事
may-accept-report = 受理、退回、合并居民的反映，向居民追问
may-dispatch-report = 把反映派给单位去办
may-handle-report = 办理派给自己单位的反映
may-record-handling = 替单位登记办得怎样
may-check-report = 核查别人修好的地方
may-enter-report = 登记来电、来访和巡查看到的问题
may-see-contact = 看反映人留的回电号码
may-edit-categories = 改问题的种类
may-write-notice = 写通知
may-see-figures = 看统计数字
may-manage-estate = 管楼栋、单元、住户和组织
may-admit-residents = 帮居民加入：发加入码、便民卡、重设密码
may-see-people = 看居民名单，号码只显示一部分
may-see-telephone = 写明原因后看居民的电话，本人看得到谁看过
may-act-for = 替居民办事，本人看得到办过什么
may-give-posts = 给别人岗位、延长、结束，不能给自己
may-see-audit = 看操作记录
may-call-residents = 给网上通知不到的居民打电话
may-manage-patrols = 排志愿巡查的班、管时长和证明
may-manage-people = 停用账号、解除二次验证
