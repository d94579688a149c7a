# The numbers of 打电话, as staff keep them.

title = 常用电话
lead = “打电话”页上的号码，居民看到的就是这个顺序。改好马上生效。
see-page = 看居民那一页
add = 加一个号码
name-zh = 叫什么
name-en = 英文名称
phone = 电话
phone-hint = 单位的号码，谁都看得到；单位的手机也可以
hours = 什么时候有人接
hours-hint = 例如 24小时，或 周一至周五 9:00–17:30
hours-en = 英文时间
kind = 是谁的
kind-emergency = 紧急电话（排在最前，红色）
kind-community = 社区
kind-property = 物业
kind-other = 其他
saved = 改好了，“打电话”页已经更新
moved = 顺序改好了
removed = 拿掉了。要找回，在最下面
restored = 放回去了
removed-title = 拿掉的号码
changed = 您改的时候，别人先改了这个号码。上面是现在的，下面是您填的；要用您填的，请再保存一次。
