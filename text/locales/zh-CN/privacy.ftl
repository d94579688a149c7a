# Privacy: consents, one's own data, looking at numbers, removing oneself.

## What one agrees to; a change needs a new version in `backend/src/consent.rs`

consent-captain-telephone = 我同意社区把我的楼长电话公开给居民看。没有另给值班电话的，公开的是我登记的号码。随时可以收回，收回后马上不再显示。
consent-name-on-plan = 我同意社区在公开的岗位表上写我的名字。随时可以收回，收回后马上不再显示。
consent-activity-photos = 我同意社区公开有我在里面的活动照片。随时可以收回，收回后不再使用。
consent-messages = 我同意社区用短信或邮件告诉我与我有关的事。随时可以收回，收回后不再发。
purpose-captain-telephone = 公开楼长电话
purpose-name-on-plan = 公开岗位上的名字
purpose-activity-photos = 活动照片
purpose-messages = 短信和邮件

## My data

title = 我的资料和隐私
lead = 社区存了您的什么、谁看过，都在这里。
mine = 我的资料
name = 姓名
display-name = 邻居看到的名字
telephone = 电话
home = 住在
account-since = 账号
since = { $day } 开通
ways = 登录方式
way-password = 密码（登录名 { $name }）
way-card = 便民卡
way-sms = 短信验证码
way-other = 其他方式
posts = 职务
post-line = { $post } · { $place }
post-over = { $post } · { $place }（已结束）
reports = 我反映的事
sign-ins = 正在登录的设备
sign-in-line = { $since } 登录，{ $used } 用过
none-kept = 没有
looks = 谁看过我的电话、替我办过事
looks-none = 还没有人看过。
looks-line = { $who }：{ $what }
looks-why = 原因：{ $why }
reason-report = 联系反映的事
reason-activity = 联系活动
reason-emergency = 紧急情况
reason-other = 其他原因
consents = 我的同意
consents-lead = 同意不同意都行，哪一样不同意都不影响别的。
consent-given = 已同意（{ $day }）
consent-open = 还没有同意
agree = 同意
withdraw = 收回同意
agreed = 记下了，谢谢您
withdrawn = 收回了
file = 下载我的资料
file-hint = 一个文件，社区存的关于您的全部内容都在里面。
delete-link = 注销账号

## Removing oneself

delete-title = 注销账号
delete-lead = 注销以后不能恢复。
delete-goes = 马上删掉的
delete-goes-what = 姓名、电话、登录方式、同意、和住户的关系、职务。
delete-stays = 留下但不再有您名字的
delete-stays-what = 您反映过的事和办理经过，社区还要接着办。文字里如果提到您，工作人员会再看一遍。
delete-password = 您的密码
delete-word = 请写“删除”两个字
delete-button = 注销，删掉我的资料
delete-keep = 不注销了
deleted-title = 已注销
deleted = 您的资料已经删掉了。想回来随时欢迎，重新登记就行。
last-admin = 您是唯一的管理员，走了就没人能管了。请先让别人也做管理员，再来注销。

## Looking at a resident's number

look-title = 看电话
look-masked = 电话
look-none = 没有登记电话。
look-duty = 值班电话
look-why = 为什么要看？
look-hint = 会记下是谁、什么时候、为什么看的，本人看得到。
look-words = 说一句
look-words-hint = 选“其他原因”时要写。
look-show = 显示号码
look-shown = 已记下这次查看。

## Texts that may still name somebody

review-title = 待看的文字
review-lead = 有人注销了，下面的文字里可能还提到他。请看一看，公开的部分改掉名字。
review-none = 没有要看的
review-none-next = 有人注销后，提到他的文字会列在这里。
review-where = 在哪里
review-part = 哪一段
review-since = 列出时间
review-settle = 看过了
review-settled = 好，记下了
part-words = 反映人写的话
part-place = 地点
part-summary = 公开的内容
part-history = 办理时说的话
part-notice = 通知

## Consents that staff note

note-title = 登记同意
note-for = { $name }的同意
note-lead = 本人在纸上签了、或当面说了，在这里记一下。本人在“我的隐私”里看得到，随时可以收回。
note-paper = 纸上签了
note-word = 当面同意了
note-withdrawn = 本人收回了
noted = 记下了
channel-online = 本人在网上
channel-paper = 纸上签的
channel-assisted = 当面说的，别人代记
consent-given-by = 已同意（{ $day }，{ $channel }）
