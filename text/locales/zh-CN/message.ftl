# Messages to residents, their inbox, and the calls that staff make.

title = 我的消息
empty = 还没有消息
empty-next = 您反映的事有了进展，这里会告诉您。
new = 新
unread = { $count } 条新的
older = 更早的
channels = 用什么方式告诉我
channels-lead = 消息都在“我的消息”里。要是想早点知道，可以再选一样。
mail = 邮箱
mail-hint = 填好后会收到一封信，点里面的链接才算数。清空再保存就不再发。
mail-confirm = 是我的邮箱
mail-save = 保存邮箱
mail-asked = 信已寄出，请到邮箱里点一下链接
mail-removed = 邮箱已经去掉
mail-waiting = 还没有确认，请到邮箱里点一下链接
mail-confirmed = 已确认
mail-wait = 刚寄过一封，请过两分钟再试
wants-mail = 有消息发邮件
wants-sms = 有消息发短信
sms-hint = 晚上九点到早上八点不发。
saved = 记下了
confirmed-title = 邮箱确认好了
confirmed = 以后有消息，会寄到这个邮箱。
gone-title = 这个链接已经用不了了
gone = 链接三天内有效。请到“我的消息”里重新填一次邮箱。

## What they say

report-moved = 您反映的 { $number }：{ $state }
post-given = 您现在是{ $place }的{ $post }
post-given-from = 从{ $day }起，您是{ $place }的{ $post }
post-ended = 您在{ $place }的{ $post }任期结束了，谢谢您
number-seen = 有工作人员看了您的电话
number-seen-next = 谁看的、为什么，都记在“我的隐私”里。
acted-for = 有人替您办了一件事
acted-for-next = 是谁、办了什么，都记在“谁替我办过什么”里。
password-changed = 您的密码换过了
password-changed-next = 要是不是您换的，请马上给居委会打电话。
patrol-place = 您有位置了：{ $shift }
patrol-place-next = 到时候见。要是来不了，请早点说一声。
patrol-offered = 有空位了，等您确认：{ $shift }
patrol-offered-next = 点进去选“我来”或“不去了”。
patrol-offer-lapsed = 位置让给了后面的邻居：{ $shift }
patrol-declined = 这次没有排上您：{ $shift }
patrol-released = 您不在这个班次里了：{ $shift }
patrol-bumped = 名额减少了，您先排在候补里：{ $shift }
patrol-moved = 班次有变：{ $shift }
patrol-moved-next = 要是时间不合适，可以取消，不算失约。
patrol-cancelled = 班次取消了：{ $shift }
patrol-reminder = 快到您的班次了：{ $shift }
patrol-reminder-next = 要是来不了，请马上说一声，好找人替。
patrol-stand-in-wanted = 有人找人替班，您能来吗：{ $shift }
patrol-stand-in-found = 有人替您了：{ $shift }
hours-approved = 补录的 { $hours } 通过了
hours-declined = 补录的 { $hours } 没有通过
certificate-revoked = 您的志愿服务证明 { $number } 作废了
certificate-revoked-next = 可以在“我的时长”里重新开一张。
mail-to-confirm = 请确认您的邮箱
mail-to-confirm-next = 点一下信里的链接，以后就能收到消息。
short = 【{ $community }】{ $title }
mail-body = { $title }

    { $body }

    { $link }

    { $community } · 邻里
    这封信是系统寄的，不用回。

## Staff: whom to call

calls = 待电话通知
calls-lead = 这些邻居没有账号，也没留邮箱，要打个电话告诉一声。打过了就勾掉。
calls-empty = 没有要打的电话
calls-empty-next = 系统通知不到的人，会列在这里。
calls-ticked = 今天打过的
call-number = 看号码
call-no-number = 没有留号码，请上门或托楼长转告
call-done = 打过了
call-undone = 还没打
call-ticked = 勾掉了
call-unticked = 放回去了
call-since = { $when }起
calls-todo = 有 { $count } 位邻居要打电话通知
calls-go = 去打电话
