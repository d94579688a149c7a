# The first page.

actions = 四件常用的事
report = 反映问题
report-hint = 拍张照片就行，不用注册
progress = 查进度
progress-hint = 看看我反映的事办到哪了
read = 看通知
read-hint = 停水停电、活动、办事
call = 打电话
call-hint = 居委会、物业，白天夜里都有人
notices = 最近的通知
all-notices = 全部通知
fixed = 最近解决的
all-reports = 大家的反映
before = 处理前
after = 处理后
