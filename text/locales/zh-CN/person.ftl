# Persons: the staff's list, one person's page, a new person.

title = 居民
lead = 有没有账号都在这里。号码只显示一部分。
find = 找谁
find-hint = 姓名、门牌（如 3-302），或号码后四位
which = 看哪些
which-all = 全部
which-post = 有岗位的
which-no-account = 没有账号的
building = 楼栋
building-all = 全部楼栋
count = 共 { $total } 人
column-name = 姓名
column-door = 住在
column-telephone = 电话
column-posts = 岗位
post-at = { $place } { $post }
empty-title = 没有找到
empty-next = 换个写法试试，或者登记一位居民。
add = 登记居民
add-lead = 没有手机、不用账号的邻居也能登记，以后可以代他办事。
name = 姓名
telephone = 电话
telephone-hint = 家里人的号码也可以；别的居民看不到
added = 登记好了

## One person

doors = 住在
no-door = 还没登记住哪一户
account = 账号
account-since = 有账号，{ $day } 开通，邻居看到的名字是“{ $name }”
account-none = 没有账号
posts = 岗位
posts-none = 没有岗位
term-open = { $from } 起
term = { $from } 至 { $until }
to-come = 还没开始
over = 已结束
todo = 可以办的事
link-posts = 岗位：给、延长、结束
link-consents = 登记同意
link-slip = 重设密码单
link-access = 登录情况
link-telephone = 看电话号码
link-household = 住户：{ $door }
