# The estate: buildings, doors, the generator, files, the drawn plan.

## The list

title = 楼栋和住户
lead = 小区有哪些楼、单元、楼层和门牌，都记在这里。
count = 共 { $buildings } 栋，{ $households } 户
column-building = 楼栋
column-under = 在哪个网格
column-units = 单元
column-floors = 楼层
column-households = 住户
floor-range = { $lowest } 到 { $highest }
empty-title = 还没有楼栋
empty-next = 用“添加楼栋”，十几栋一样的楼一次就能建好。
add-buildings = 添加楼栋

## The generator

new-lead = 一样的楼可以一次建好。先看看再建，不会建错。
buildings = 楼号
buildings-hint = 例如 1-12，或 3、5、综合楼
units = 每栋几个单元
top = 最高几层
basements = 地下几层
basements-hint = 没有就不填
roof = 楼顶也算一处（可以报修）
doors = 每层几户
doors-hint = 各单元不一样时，按单元写，例如 2、2、3
naming = 门牌怎么写
naming-plain = 302
naming-unit = 1-302（前面带单元）
naming-padded = 0302（楼层两位）
grid = 放在哪个网格
grid-none = 直接放在社区下面
exceptions = 特别的地方
skipped = 没有的楼层
skipped-hint = 例如 4、13、14
missing = 没有的门牌
missing-hint = 例如 1层（整层没有）、302（每个单元都没有）、2-501（只有2单元没有）
look-first = 先看看
preview-title = 请看看对不对
preview-lead = 现在还没有建。
preview-nothing = 这些楼都已经有了，没有要建的。
would-make = 要建 { $buildings } 栋、{ $units } 个单元、{ $floors } 层、{ $households } 户
existing = 已经有的，不会动：{ $names }
and = { $before }、{ $next }
sample = { $building } 的门牌
column-floor = 楼层
column-doors = 门牌
make = 就这样建
change = 回去改
made = 建好了：{ $buildings } 栋，{ $households } 户
made-nothing = 这些楼都已经有了，什么都没有改动

## One building

doors-title = 门牌
door-hint = 点一个门牌，可以关掉它或标成中心户。
no-doors = 这个单元还没有门牌。
door-of = { $unit } { $door }
hub = 中心户
closed-from-day = { $day }起关闭
closed-mark = 已关
close-door = 关掉这个门牌
closed-from = 从哪天起
close-hint = 门牌不会删掉，记录都还在，随时可以重新打开。
reopen-door = 重新打开
hub-mark = 标成中心户
hub-unmark = 不再是中心户
hub-hint = 中心户是楼里联系大家的一户，在组织树上有自己的位置。
add-doors = 添加门牌
which-unit = 哪个单元
new-doors = 门牌号
new-doors-hint = 例如 301、302，可以一次写几个
add-unit = 添加单元
unit-name = 单元
unit-name-hint = 例如 3，或 东单元
add-floor = 添加楼层
floor = 楼层
floor-hint = 例如 7、B1、地下二层
rename = 改名字
building-name = 楼栋的名字
saved = 改好了
changed = 您改的时候，别人先改了这栋楼。请看看现在的内容，再决定要不要保存。

## Files

import = 从表格导入
import-title = 从表格导入住户
import-lead = 选一个 Excel 或 CSV 表格。先给您看要改什么，您点头才导入。
import-file = 表格文件
import-file-hint = .xlsx、.xls 或 .csv，最多 20 MB。表头写楼栋、单元、门牌、姓名、电话就行，顺序随意。
import-pasted = 或者把表格里的行复制到这里
import-pasted-hint = 连表头一起复制
import-promise = 身份证号、出生日期、民族、政治面貌这些我们不收，读表时就丢掉。打星号的电话不会改动已经存着的号码。
import-template = 下载空表格
import-look = 看看要改什么
import-preview = 导入前请看看
import-sheet = 读的是“{ $sheet }”这一页
import-rows = 读到 { $rows } 行住户，跳过 { $skipped } 行（合计、备注、示例）
import-changes = 要改的
import-new-buildings = 新楼栋
import-new-units = 新单元
import-new-households = 新门牌
import-known = 已有的门牌
import-new-persons = 新住户
import-changed = 电话有改的
import-unchanged = 不用改的
import-nothing = 表格里的内容都已经有了，没有要改的。
import-dropped = 这些列我们不收，已经丢掉：{ $names }
import-faults = { $faults } 行有问题
import-stopped = 有的行不知道是哪一户。请在表格里改好这些行，再传一次；现在什么都没有导入。
import-left-empty = 这些格子会空着，其他照样导入。
import-row = 第 { $row } 行
import-more = 还有 { $count } 处没有列出
import-yes = 就这样导入
import-again = 换一个表格
import-running = 正在导入
import-running-lead = 这一页会自己刷新，您也可以先去做别的。
import-progress = 已经写好 { $done } 人，一共 { $total } 人
import-done = 导入好了
import-done-lead = 表格里的都在了。
import-failed = 没有导入成功，什么都没有改动。请再试一次。
import-try-again = 再试一次
fault-no-building = 没有写哪栋楼
fault-no-door = 没有写门牌号
fault-date-for-door = 门牌被表格变成了日期，请把这一列设成“文本”再填
fault-bad-door = 门牌号看不懂
fault-too-long = 楼栋、单元或门牌太长
fault-bad-telephone = 电话号码不对，会空着
fault-telephone-without-name = 有电话没有姓名，电话不收
fault-bad-name = 姓名不对（太长，或像身份证号），会空着
export-xlsx = 导出 Excel
export-csv = 导出 CSV
export-hint = 电话打了星号；改好以后可以再导入，打星号的号码不会变。每次导出都有记录。

## The drawn plan

plan-title = 小区平面图
plan-lead = 居民反映问题时就点这张图。楼和地方放在哪儿，在这里摆。
plan-choose = 选一处来挪
plan-nothing = 在图上或下面点一处，再用按钮挪。
plan-keys = 也可以直接拖；或用键盘：Tab 选中，方向键挪，按住 Shift 改大小。摆好一起保存。
plan-said = { $name }：离左边 { $x }，离上边 { $y }。还没保存
plan-save = 保存摆好的位置
plan-saved = 平面图改好了
plan-put-back = 撤回了。再按一次，又回到刚才
plan-undo = 撤回上一步
plan-changed = 您摆的时候，别人先动过了。图上是您摆的位置和别人最新的位置；看看对不对，再保存一次。
plan-up = 往上
plan-down = 往下
plan-left = 往左
plan-right = 往右
plan-wider = 宽一点
plan-narrower = 窄一点
plan-taller = 高一点
plan-lower = 矮一点
plan-numbers = 直接填数字
plan-x = 离左边
plan-y = 离上边
plan-width = 宽
plan-height = 高

## Areas

areas-title = 公共区域
areas-lead = 楼以外的地方，例如东门、中心花园。居民反映问题时按这个顺序选。
areas-add = 加一个地方
area-name-zh = 名称
area-name-en = 英文名称
area-saved = 改好了
area-moved = 顺序改好了
area-closed = 停用了，居民选不到它；以前的反映不受影响
area-opened = 又可以选了
area-close = 停用
area-open = 恢复使用
areas-closed = 停用的地方
areas-none = 还没有公共区域
areas-none-next = 加上东门、花园、停车场，居民就能点着反映。
area-changed = 您改的时候，别人先改了这个地方。上面是现在的，下面是您填的；要用您填的，请再保存一次。
