# Patrols for staff: the board, shifts, people, whom to ask, figures, rosters.

title = 志愿巡查
next-day = 次日{ $time }
from-until = { $from }–{ $until }
shift-line = { $day } { $hours } { $name }
covered = { $covered }/{ $needed } 人
percent = { $percent }%
mark-urgent = 急
mark-short = 缺
lacks-leader = 夜里没有队长
no-number = 没有留号码
changed = 刚刚有人先改过了。您填的还在下面，看过最新的再保存。
see-present = 看最新的

## The board

others = 巡查的其他页面
to-templates = 固定班次
to-roster = 导入排班表
to-skills = 谁能带队
to-figures = 每月数字
to-settings = 规则设置
all-kinds = 全部类型
all-buildings = 全部楼栋
all-shifts = 全部班次
only-gaps = 只看缺人的
which = 看哪些
count = 共 { $shifts } 个班次，{ $gaps } 个缺人
empty = 这两周没有班次
empty-next = 点“新建班次”安排一个，或者导入现成的排班表。
earlier = 前两周
later = 后两周
ask = 问谁
people = 人员
write-up = 去收尾
week-group = 这一周还缺人，发到群里
week-head = 这周的志愿巡查还缺人，有空的邻居搭把手：
week-line = · { $shift }，还缺{ $missing }人 { $link }

## A shift's form

new-title = 新建班次
new-lead = 填好时间和人数就行，其他的可以不管。
edit-title = 班次
kind = 类型
day = 日期
starts = 几点开始
ends = 几点结束
ends-hint = 结束比开始早，就是到第二天。
place = 集合地点
place-hint = 例如：3号楼门口
leaders = 队长
members = 队员
trainees = 见习
reserved = 其中留给没账号的
reserved-hint = 留的名额只能由您或队长加人，网上报名占不到。
more = 更多：标题、楼栋、路线、注意事项
own-title = 标题
own-title-hint = 不填就用类型的名字
building = 楼栋
whole-community = 全社区
route = 路线
no-route = 不定路线
told = 要带什么、注意什么
told-hint = 报名的人都看得到
needs-approval = 报名要队长或居委会同意
uses-code = 用签到码签到
publish = 发布
keep-draft = 先存草稿
published = 发布了，大家可以报名
kept-as-draft = 存好了，还没有发布
saved = 改好了，该通知的人都会收到
publish-as-is = 不改了，直接发布
publish-hint = 发布以后大家就能报名。
asks = 这样改，下面几位就没有位置了
asks-bumped = 名额不够了，退回候补第一位
asks-told = 同意的话，他们会收到通知。
agree = 就这样改
day-page = 当天的签到和收尾
see-public = 看居民看到的
cancelled-note = 这个班次取消了：{ $reason }
cannot-change = 这个班次已经取消或收尾，不能再改。

## The group

group = 发到微信群
group-hint = 点一下复制，到群里粘贴就行。
group-new = 志愿者招募，需要{ $missing }人：{ $shift }
group-gap = 还缺{ $missing }人：{ $shift }
group-cancelled = 取消通知：{ $shift }，不用来了。
group-place = 集合地点：{ $place }
group-why = 原因：{ $reason }
group-link = 报名点这里：{ $link }

## Calling it off

cancel = 取消这个班次
cancel-title = 要取消这个班次吗
cancel-tells = { $count ->
    [0] 还没有人报名，不会打扰到谁。
   *[other] 取消以后，{ $count } 位会收到通知。
}
cancel-phones = 其中 { $count } 位系统通知不到，要打电话。
cancel-reason = 为什么取消
cancel-reason-hint = 他们都看得到，例如：下雨改期
cancel-not = 不取消
cancelled = 取消了，通知已经发出

## People

people-title = 这个班次的人
group-pending = 等您同意
group-coming = 来的人
group-waiting = 候补
group-away = 请假和没来的
nobody = 还没有人
nobody-next = 在下面加人，或者看看可以问谁。
to-phone = 还有 { $count } 位系统通知不到，要打电话。打过就勾掉。
about = { $role } · { $reach }
and-called = ，打过了
with-guardian = { $name }（监护人{ $guardian }）
waived-for = 破例：{ $reason }
reach-mail = 发邮件
reach-text = 发短信
reach-inbox = 看站内消息
reach-phone = 要打电话
call-done = 打过了
uncall = 还没打
ticked = 勾掉了
unticked = 放回去了
approve = 同意
decline = 不同意
approved = 同意了
declined = 没有同意，已经告诉他
change-one = 请假、移出
excuse = 记请假
excused = 记了请假
release = 移出这个班次
release-reason = 为什么，他看得到
released = 移出了，已经告诉他
add = 加人
add-new = 没登记过的，写个名字
add-hint = 电话只有居委会和这个班次的队长看得到。
as-what = 做什么
enter = 加进来
enter-as = 加进来（{ $role }）
entered = 加进来了
entered-waits = 名额满了，先排在候补
not-found = 没有找到，换个写法试试。
refused = { $name }现在加不进来
nearest = 看看最近合适的班次
waive = 破例
waive-reason = 为什么破例
waive-reason-hint = 会记下来
enter-anyway = 破例加进来
rule-overlap = 时间重叠也可以
rule-rest = 休息不够也可以
rule-training = 没培训、没有队长也可以
rule-begun = 已经开始也可以
rule-child = 孩子没有监护人陪也可以
print-list = 打印电话表
print-hint = 用 A4 纸打印，用完请收好。
as-xlsx = 存成 Excel
as-csv = 存成 CSV
phones-title = 班次电话表
phones-care = 号码只为这次值班用，请不要转发，用完销毁。
column-name = 姓名
column-telephone = 电话
column-role = 角色
column-state = 状态
column-reach = 怎么通知
column-called = 打过了
called = 是

## Whom to ask

ask-title = 可以问谁
ask-lead = 都做过这类班次，时间也合适。最近来得少的排在前面。
ask-nobody = 没有合适的人
ask-nobody-next = 做过这类班次的人都有安排了，发到群里问问。
ask-seeking = 有 { $count } 位在找人替班。请来的人要占他的位置，先到“人员”里把他移出。
reason = 近半年来过{ $times }次，{ $last }，{ $next }
reason-last = 上一班是{ $day }
reason-long-ago = 最近一个月没排班
reason-free = 之后没有班
reason-next = { $day }还有班

## Today

todo-gap = 还缺 { $missing } 人
todo-pending = 有 { $count } 位报名等您同意
todo-decide = 去看看
todo-unwritten = 有 { $count } 个班次结束了，还没收尾

## Who can lead

skills-title = 谁能带队
skills-lead = 参加过培训的人才能当队长。第一次巡查和夜里巡查，都要有队长。
skills-empty = 还没有人能带队
skills-empty-next = 在下面找到参加过培训的人，点“可以带队”。
skills-add = 加一位
skill-give = 可以带队
skill-take = 不再带队
skill-given = 记好了，可以带队
skill-taken = 记好了，不再带队
trained-since = { $since }起，带过 { $led } 次

## Figures

figures-title = 巡查数字
figures-of = { $year }年的志愿巡查
figures-lead = 按班次开始的那一天算在哪个月，不含任何姓名。
figures-empty = 这一年还没有班次
figures-empty-next = 班次结束以后，数字会出现在这里。
figures-few = 不到3个人的，不单独列出，免得认出是谁。
too-few = 不足3人
sum = 合计
chart = 每月到岗人次
chart-label = 每月到岗人次的柱形图，数字见下表
year-before = 上一年
year-after = 下一年
column-month = 月份
column-building = 楼栋
column-held = 开展
column-cancelled = 取消
column-places = 名额
column-came = 到岗人次
column-missed = 未到人次
column-minutes = 时长（分钟）
column-hours = 时长
column-handbooks = 宣传册
column-findings = 发现问题

## Rosters from a file

roster-title = 导入排班表
roster-lead = 手上的 Excel 排班表可以直接传上来，先看一遍，没问题再导入。
roster-template = 下载空表
roster-file = 选排班表
roster-hint = Excel 或 CSV，最多 2,000 行。一行一个人，或者左边日期、上边班次、格子里写名字，都可以。
roster-pasted = 或者从表格里复制过来
roster-kind = 表里没写类型的，算哪一类
roster-promise = 只留日期、时间、类型、地点、姓名、电话、角色，别的一概不留。有一行不对就都不导入。
roster-look = 先看看
roster-preview = 看一遍再导入
roster-changes = 新建 { $shifts } 个班次，加 { $signups } 人次，其中新登记 { $persons } 人；{ $known } 行已经有了。
roster-nothing = 表里的都已经有了，什么也不用改。
roster-skipped = 跳过 { $count } 行：过去的日子和示例。
roster-dropped = 这几列不留：{ $names }
roster-comma = 、
roster-stopped = 有几行要先改好，改好再传一次。现在什么都没有导入。
roster-row = 第{ $row }行
roster-rows = 每一行
roster-again = 换一个文件
roster-yes = 导入
roster-done = 导入好了：{ $shifts } 个班次，{ $signups } 人次
roster-known = 已经有了
roster-left = 本人退了，不再加
roster-new-person = 新登记
roster-added = 加上
roster-reason = 按居委会排班表
fault-bad-day = 日期看不懂，请写成 2026-03-12 这样
fault-bad-time = 时间看不懂，请写成 18:00 这样，开始和结束不能一样
fault-bad-name = 姓名太长，或者里面有身份证号
fault-bad-telephone = 电话号码不对
fault-bad-role = 角色只有队长、队员、见习
fault-bad-place = 地点太长
fault-unknown-kind = 没有这个类型，请先到“规则设置”里加上
fault-ambiguous = 有几位同名，请写上电话
fault-overlap = 这个人同一时间还有别的班
fault-too-little-rest = 这个人两个班隔得太近
fault-child = 这是个孩子，要由监护人报名
fault-cancelled = 这个班次取消了
fault-closed = 这个班次已经收尾
