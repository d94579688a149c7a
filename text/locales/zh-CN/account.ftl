# Signing in.

sign-in = 登录
not-needed = 反映问题、看通知都不用登录。
name = 登录名
password = 密码
forgotten = 忘了密码？
does-not-fit = 登录名或密码不对，请再看看
wait = { $seconds ->
    [0] 现在可以再试了
   *[other] 试的次数有点多，请等 { $seconds } 秒再试。账号没有被锁
}
me = 我的
me-home = 家里和代办
me-account = 账号
post-staff = 社区工作人员
post-property = 物业
post-captain = 楼长
post-volunteer = 志愿者
post-subdistrict = 街道（只看）
post-centre = 活动中心管理员
post-admin = 管理员
post-grid-worker = 网格员
post-checker = 核查员
post-deputy = 副楼长

half-too-old = 隔得太久了，请再登录一次

## The own page

name-title = 名字
name-label = 邻居看到的名字
name-hint = 比如“王阿姨”，不用写真名
name-changed = 名字改好了
password-title = 密码
password-lead = 改好以后，别的手机和电脑上会退出登录。
password-old = 现在的密码
password-new = 新密码
password-hint = 至少8个字，越长越好。一句只有您知道的话最好记
password-show = 显示
password-save = 改密码
password-changed = 密码改好了，别的地方都已退出登录
password-confirm = 再输一次密码
devices-title = 登录过的设备
devices-lead = 有不认识的，请让它退出，再换个密码。
devices-this = 就是这台
devices-since = { $at } 登录
devices-used = 最近使用 { $at }
devices-end = 让它退出
devices-end-label = 让“{ $device }”退出
devices-end-others = 其他设备全部退出
devices-ended = 已经退出
machine-phone = 手机
machine-tablet = 平板
machine-computer = 电脑
machine-unknown = 设备
browser-wechat = 微信
browser-huawei = 华为浏览器
browser-xiaomi = 小米浏览器
browser-quark = 夸克
browser-other = 其他浏览器

## The second factor

second-factor-title = 二次验证
second-factor-lead = 开启以后，在新设备上登录除了密码，还要手机上的六位数字。别人知道了密码也进不来。
second-factor-please = 建议您开启二次验证，账号更安全：在“我的”里点“二次验证”。
second-factor-since = { $day }开启
second-factor-left = { $n ->
    [0] 密码单上的码都用完了
   *[other] 密码单上还有 { $n } 个码可用
}
second-factor-renew = 换一张密码单
second-factor-renew-hint = 旧的那张马上作废。
second-factor-take = 取消二次验证
second-factor-take-hint = 取消以后，登录只要密码。
second-factor-taken = 二次验证取消了
set-up-title = 开启二次验证
set-up-must = 管理员的账号要先开启二次验证，只做这一次。
set-up-app = 手机上装一个“身份验证器”应用（应用商店里搜“身份验证器”）
set-up-scan = 用它扫下面的二维码
set-up-type = 把它显示的六位数字填在下面
set-up-letters = 扫不了？在应用里选“手动输入”，填这些字母：
set-up-code = 六位数字
set-up-save = 开启
set-up-no-phone = 没有智能手机？只用密码单
set-up-list-hint = 打印一张有10个码的纸，每次在新设备上登录用掉一个。快用完时在“二次验证”里换一张。
set-up-list = 打印密码单
list-title = 密码单
list-lead = 手机不在身边时，用这里的一个码代替六位数字。每个码只能用一次，用过请划掉。
list-keep = 请放在安全的地方，不要拍照发给别人。
list-how = 只显示这一次，请打印或抄下来（Ctrl+P）
list-on = 收好了，继续
code-title = 再验证一下
code-lead = 密码对了。请再填一个码。
code-label = 六位数字
code-hint = 身份验证器应用里的六位数字；或者密码单上的一个码
code-trust = 这台设备90天内不再问（公用电脑请去掉勾）
code-lost = 手机丢了、密码单也找不到？请找管理员帮您取消，再重新开启。

## The slip

reset-title = 重设密码
reset-lead = 请看工作人员给您的单子。
reset-have-slip = 有重设密码的单子？点这里
reset-code = 单子上的10位数字
reset-code-hint = 中间的空格不用管
reset-save = 用这个新密码
reset-ends = 设好以后就登录了；别的手机和电脑上会退出登录。
slip-title = 重设密码的单子
slip-for = 给{ $name }重设密码
slip-lead = 打印一张单子，本人扫码或输数字，自己设一个新密码。您不会知道新密码是什么。
slip-no-account = 这位居民没有账号，不用重设密码。
slip-above = 这个账号的岗位，要由管理员来重设。
slip-handing = 怎么交给本人
slip-handed = 当面交给本人（30分钟内有效）
slip-delivered = 送到信箱或带给本人（7天内有效）
slip-make = 打印单子
slip-once = 单子只显示一次；再打一张，前一张就作废。
slip-how = 只显示这一次，请现在打印（Ctrl+P）
slip-for-whom = 给：{ $name }
slip-until = { $at } 前有效，只能用一次
slip-step-scan = 用手机扫左下角的码；扫不了，就打开 { $address } 输入数字。
slip-step-password = 想一个新密码，至少8个字，写一句只有您知道的话。
slip-step-name = 以后登录：登录名是
slip-digits = 数字：
slip-keep = 请不要给别人看；用过就没用了，可以撕掉。

## Forgotten, by mail

forgotten-title = 忘了密码
forgotten-staff = 请居委会帮您
forgotten-staff-how = 打个电话或来一趟。工作人员给您一张单子，您自己设一个新密码。
forgotten-slip = 手里有单子了
forgotten-mail-title-of-page = 寄到我的邮箱
forgotten-mail-how = 您在这里确认过邮箱的话，我们寄一个链接给您。
forgotten-name = 登录名或邮箱
forgotten-send = 寄给我
forgotten-sent-title = 请看看邮箱
forgotten-sent = 登录名或邮箱对得上的话，信一会儿就到。里面的链接30分钟内有效。
forgotten-sent-not = 没收到？看看垃圾邮件，或给居委会打电话。
forgotten-wait = { $seconds ->
    [0] 现在可以再寄了
   *[other] 刚寄过，请等 { $seconds } 秒再试
}
ask-tomorrow = 今天要的次数有点多，请明天再试，或给居委会打电话。
forgotten-mail-title = 重设密码
forgotten-mail-line = 登录名：{ $name }
    { $link }
forgotten-mail = 点下面的链接，设一个新密码。30分钟内有效，只能用一次。

    { $lines }

    不是您要的？不用管这封信，密码没有变。

    { $community } · 邻里

## Codes by text message

sms-title = 用短信验证码登录
sms-lead = 先请居委会或自己在“我的”里开启短信登录，才收得到。
sms-telephone = 手机号码
sms-send = 发验证码
sms-wait = { $seconds ->
    [0] 现在可以再发了
   *[other] 刚发过一条，请按返回，填那条里的码。要再发，请等 { $seconds } 秒
}
sms-code-title = 填短信里的码
sms-code-lead = 这个号码开启过短信登录的话，短信一会儿就到：
sms-code-label = 六位数字
sms-code-hint = 5分钟内有效
sms-code-none = 没收到？等一分钟再要一次；或者用密码登录，或给居委会打电话。
sms-code-again = 再要一次
sms-code-password = 用密码登录
sms-gone-title = 这个码用不了了
sms-gone = 隔得太久，或者填错了几次。请再要一个。
sms-who-title = 您是哪一位？
sms-who-lead = 这个号码是几个人一起用的。
sms-code-text = 【{ $community }】登录验证码 { $code }，5分钟内有效。不要告诉别人，工作人员也不会问您要。
sms-own-title = 短信登录
sms-own-lead = 开启以后，登录不用记密码：填手机号，再填短信里的六位数字。
sms-own-number = 短信发到
sms-own-no-number = 居委会还没有记您的手机号。请给居委会打个电话，让他们记上。
sms-on = 开启
sms-off = 关闭
sms-is-on = 已开启
sms-is-off = 没有开启
sms-shared = 家里人用同一个号码的，收到码以后选是谁。
sms-turned-on = 短信登录开启了
sms-turned-off = 短信登录关闭了
sms-for-hint = 本人同意、号码也对，再开启。本人会收到消息。
sms-for-no-number = 还没有记手机号，先记上才能开启。

## Other people's sign-in

access-title = 登录情况
access-for = { $name }的登录
access-state = 账号
access-open = 可以登录
access-until = 停用到 { $at }
access-until-lifted = 停用，直到有人恢复
access-lift = 恢复
access-lifted = 账号恢复了
access-blocked = 账号停用了，各处都已退出登录
access-no-password = 没有设密码
access-waits = 密码试错
access-wait = { $seconds ->
    [0] 现在可以登录，不用等
   *[other] 还要等 { $seconds } 秒才能再试
}
access-lift-wait = 不用等了
access-wait-lifted = 现在就可以再试
access-no-factor = 没有开启
access-take-factor = 取消（手机丢了）
access-factor-taken = 二次验证取消了，本人要重新登录
access-sign-ins = { $n ->
    [0] 现在没有登录
   *[other] 现在登录在 { $n } 台设备上
}
block-title = 停用账号
block-reason = 原因
block-reason-hint = 会留在办事记录里，管理员看得到
block-until = 停用多久
block-day = 1天
block-week = 7天
block-month = 30天
block-lifted = 一直停用，直到我恢复
block-ends = 停用以后，本人在各处都会马上退出登录。
block-save = 停用
