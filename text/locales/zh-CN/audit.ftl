# The audit trail: who did what, in plain words.

title = 操作记录
lead = 工作人员改过什么、看过什么，这里一条不少，谁也改不了。
when = 时间
who = 谁
what = 做了什么
subject = 对象
change = 改动
whose = 涉及
system = 系统
deed = 做了什么
all-deeds = 全部
day = 哪一天
only-person = 只看 { $name }
only-subject = 只看 { $subject }
narrowed-person = 只看一个人
narrowed-subject = 只看 { $subject }
pages = 翻页
empty = 没有这样的记录
empty-next = 换个条件看看。
became = { $key }：{ $was } → { $became }
only-was = { $key }：原来是 { $was }
only-became = { $key }：{ $became }
nothing = 没有
one-title = 一条操作记录
personal = 私密内容
personal-none = 这一条没有私密内容。
personal-erased = 私密内容已经随当事人的注销删掉了。
personal-hint = 打开会记下是谁、什么时候看的，当事人看得到。
personal-show = 打开看
personal-shown = 已打开，这次查看记下了。
show-again = 详细

## What was done; one sentence for each deed

deed-unknown = 别的操作
deed-report-entered = 替居民登记了反映
deed-report-handled = 办理了反映
deed-report-published = 改了反映公开的内容
deed-notice-published = 发布了通知
deed-notice-edited = 改了通知
deed-notice-withdrawn = 撤下了通知
deed-notice-restored = 把通知放回去了
deed-category-saved = 改了问题种类
deed-post-given = 给了职务
deed-post-changed = 改了职务的期限
deed-post-ended = 结束了职务
deed-person-added = 登记了一位居民
deed-estate-generated = 按规律生成了楼栋和门户
deed-estate-imported = 从表格导入了楼栋和住户
deed-estate-exported = 导出了楼栋和住户的表格
deed-building-changed = 改了楼栋
deed-household-added = 加了一户
deed-household-closed = 停用或恢复了一户
deed-household-hub = 定了或取消了中心户
deed-node-added = 加了一个网格或组织
deed-node-changed = 改了组织的名称
deed-node-moved = 把组织移到了别处
deed-node-closed = 停用或恢复了组织
deed-service-org-saved = 改了服务单位
deed-contact-saved = 改了公开的电话
deed-area-saved = 改了公共场地
deed-plan-placed = 改了平面图
deed-staff-entered = 登记了一位工作人员
deed-audit-shown = 看了记录里的私密内容
deed-telephone-shown = 看了居民的电话
deed-callback-shown = 看了反映人的回电号码
deed-consent-given = 登记了同意
deed-consent-withdrawn = 登记了收回同意
deed-person-erased = 注销了本人的资料
deed-review-settled = 看过了可能提到注销者的文字
deed-retention-ran = 清理了到期的内容

## What changed

key-state = 状态
key-title = 标题
key-name = 名称
key-post = 职务
key-offered = 居民可选
key-visibility = 谁看得到
key-until = 到哪天
key-org = 单位
key-action = 办理
key-source = 来源
key-number = 编号
key-reason = 原因
