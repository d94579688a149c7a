# Notices: the public list and letter, the staff's form, the door poster, the group text, the feed.

## What everybody reads

title = 通知
lead = 社区有事，都写在这里。
count = 共 { $total } 条
empty-title = 现在没有通知
empty-next = 有了新通知，会写在这里。急事请打电话。
urgent = 紧急
whole-community = 全小区
also = { $before }、{ $next }
until = 有效到 { $day }
edited = { $when } 改过
ended = 已过期
ended-note = 这条通知已经过期了，留着给大家查看。
all-notices = 全部通知
print-for-door = 打印张贴
change = 修改这条通知

## The door poster

poster-from = { $community } 通知
poster-print = 打印
poster-how = 用浏览器的“打印”，选 A4
poster-scan = 扫码看最新变化

## The staff's list

desk-title = 通知
write = 写通知
standing = 现在怎样
standing-all = 全部
standing-current = 正在显示
standing-ended = 已过期
standing-withdrawn = 已撤下
column-title = 标题
column-audience = 发给谁
column-published = 发布
column-until = 到哪天
no-end = 撤下为止
desk-empty-title = 这里还没有通知
desk-empty-next = 停水停电、活动、提醒，写一次就能上网页、贴门口、发到群里。

## The staff's form

new-title = 写通知
edit-title = 修改通知
headline = 标题
headline-hint = 一句话说清楚什么事，最多 60 个字
body = 正文
body-hint = 空一行就是另起一段。不要写身份证号和个人电话。
audience = 发给谁
audience-hint = 都不选，就是发给全小区。
last-day = 到哪天为止
last-day-hint = 过了这一天就不再显示；不填就一直显示，直到撤下。
is-urgent = 紧急：排在最前面
publish = 发布
published = 发布了。可以打印张贴，也可以复制发到群里。
saved = 改好了，大家看到的已经是新的。
withdraw = 撤下
withdraw-hint = 撤下后大家就看不到了，随时可以放回去。
withdrawn = 撤下了，大家已经看不到。点错了可以放回去。
withdrawn-note = 这条通知已经撤下，大家看不到。
restore = 放回去
restored = 放回去了，大家又能看到。
changed = 您写的时候，别人也改了这条通知。您写的都还在下面：请先看看现在的内容，再决定要不要保存。
see-present = 看现在的内容（另开一页）
see-public = 看大家看到的样子

## The group text

group = 复制发到微信群
group-label = 可以复制的文字
group-hint = 没有“复制”按钮时，长按文字全选再复制。
group-title = 【{ $title }】
group-title-urgent = 【紧急】{ $title }
group-audience = 请{ $buildings }的邻居看一看：
group-link = 详情：{ $address }

## The feed

feed-title = { $community } · 通知
