# Coming in: code, request, card, household, family.

title = 加入
no-account = 还没有账号？用入户码加入
lead = 社区给每户发了一张纸条，上面有十个数字。
code = 入户码（十个数字）
code-hint = 有空格没关系
door-too = 门牌号
door-too-hint = 现在试的人多，请再填一下您家的门牌号，例如 302
next = 下一步
no-code = 没有纸条？
no-code-ask = 请社区帮我加入
have-account = 已经有账号？
sign-in = 去登录
welcome = 欢迎回家
home-is = 您家：{ $place }
who = 您是不是登记过的这位？
who-new = 都不是，我是新来的
name = 大家怎么称呼您
name-hint = 例如：王阿姨、3号楼小李
sign-in-name = 登录名
sign-in-name-hint = 建议用手机号，也可以自己起一个
password = 密码
password-hint = 至少 8 个字，记得住就好
finish = 加入
joined = 加入好了，欢迎您
children = 14 岁以下的孩子不用账号，由家长代办。
as-me = 您已登录为 { $name }，加入这一户就行。
as-me-join = 加入这一户
wrong-title = 这个码对不上
wrong-lead = 可能数字看错了，也可能已经换了新的。请再看看纸条，或打电话问我们。

## Without a code

ask-title = 请社区帮我加入
ask-lead = 填一下，工作人员会给您回电话。
ask-name = 您的姓名
ask-unit = 哪栋楼哪个单元
ask-unit-choose = 请选择
ask-door = 门牌号
ask-telephone = 回电号码
ask-words = 想说的话
ask-send = 请帮我加入
asked-title = 您的申请
asked-keep = 请把这一页存到收藏里，以后打开就能看到进展。
asked-for = { $name }，{ $place }
asked-waiting = 收到了。工作人员核实后会通过，请过一两天再来看看。
asked-approved = 已经通过！填上名字和密码就好了。
asked-declined = 这次没有通过：{ $reason }
asked-finished = 您已经加入，直接登录就行。
asked-until = 这一页保留到 { $day }。

## The desk

desk-title = 申请加入
desk-lead = 没有入户码的居民。核实后通过，对方用手里的链接就能自己填好。
desk-count = { $n } 个
desk-waiting = 等您看
desk-approved = 已通过
desk-declined = 没通过
desk-finished = 已加入
desk-state = 进展
desk-empty-title = 没有人在等
desk-empty-next = 有新的申请，“今天要办”里会有一行。
desk-when = { $day } 提出
desk-call = 回电
desk-unit = 单元
desk-door = 门牌
desk-door-hint = 对照名册改成正确的门牌
desk-approve = 通过
desk-decline = 不通过
desk-reason = 为什么
desk-reason-hint = 对方看得到
desk-done-approved = 已通过。请告诉对方打开手里的链接；找不到的，可以去他家那一户打印入户码。
desk-done-declined = 已回复对方
desk-household = 去看这一户
task = 申请加入
task-go = 看看

## Card

card-title = 便民卡登录
card-lead = 请输入卡上这一户的门牌号。
card-door = 门牌号
card-door-hint = 例如 302
card-enter = 登录
card-signed-in = 登录好了，{ $name }

## My household

own-title = 我的家
own-none = 您还没有加入哪一户。
own-lead = 住在这里的人
own-me = 我
own-since = { $day } 起
own-leave = 我搬走了
own-left = 已登记您搬走
own-child-title = 添一个孩子
own-child-lead = 14 岁以下的孩子不用账号，只记称呼和年龄段，不记生日。
own-child-name = 孩子的小名
own-child-band = 多大了
band-baby = 0–2 岁
band-small = 3–6 岁
band-school = 7–13 岁
own-child-add = 添上
own-child-added = 添好了
own-child-remove = 不在这里记了
own-child-removed = 已去掉
own-helpers = 家人代办

## Family

family-title = 家人代办
family-lead = 请不住一起的家人帮您办事，例如替您反映问题。您随时可以停。
family-helpers = 可以替我办事的家人
family-helpers-none = 还没有。
family-helped = 我可以替谁办事
family-helped-none = 还没有。家人给了您八位数字，填在下面。
family-since = { $day } 起
family-end = 不再代办
family-ended = 已停止代办
family-invite = 请一位家人
family-invite-hint = 会给您一个链接和八位数字，7 天内有效，只能用一次。
family-invited = 请把这个链接发给家人
family-invited-code = 家人已有账号的，也可以填这八位数字
family-invited-until = 到 { $day } 有效，只能用一次。这一页关掉就看不到了。
family-code = 八位数字
family-accept = 我来帮忙办
family-accepted = 好了，您可以替家人办事了
family-asked = { $name } 请您帮忙代办
family-what = 您可以替对方反映问题、报名、预约。办过的事，对方都看得到。
family-have-account = 您有这个社区的账号？登录后再点一次这个链接。
family-new = 没有账号，现在填一下就好
family-own = 这是您自己发的邀请，请发给家人。
own-address = 打开网址
