# What went wrong, and what to do.

## At a field

missing = 这里要填一下
missing-category = 请选一下是什么问题
missing-place = 请选一下在哪里，或写几个字
missing-title = 请写个标题
missing-body = 请写上通知内容
missing-photo = 请拍一张处理好的照片
missing-org = 请选交给谁办
missing-agrees = 孩子的证明，要监护人同意才能开，请打勾。
too-long = 太长了，最多 { $max } 个字
not-allowed = 里面有看不见的特殊符号，请删掉再试
id-number = 里面好像有身份证号。为了您的安全，请删掉，我们不需要它
not-a-telephone = 电话号码好像不对，请看看有没有少一位
not-a-choice = 这个选项现在没有了，请重新选
too-many = 最多 { $max } 个
photo-or-words = 请写两句，或放一张照片
needs-photo-or-reason = 请放一张处理后的照片；实在没有，写一句为什么
needs-reason = 请写一句原因，对方看得到
wrong-password = 密码不对，请再看看
wrong-code = 这个码不对，或者已经用过、过期了
not-a-number = 请填 { $min } 到 { $max } 的数字
not-understood = 没有看懂，请照下面的例子写
taken = 这个名字已经有了
too-short = 至少要 { $min } 个字符
too-easy = 这个太容易被猜到，换一个吧
not-a-mail-address = 邮箱地址不对，请再看看
not-a-number-to-call = 这里要填能拨通的号码，例如 021-55500120
in-use = 下面还有没关的，请先处理它们
not-a-spreadsheet = 这个文件打不开，请选 Excel 表格（.xlsx、.xls）或 CSV
spreadsheet-locked = 这个表格有密码，请在 Excel 里去掉密码再传
nothing-in-it = 表格里没有住户
no-headings = 没有找到表头。请在第一行写上：楼栋、单元、门牌、姓名、电话
file-too-large = 文件太大了，最多 20 MB
not-a-date = 日期看不懂，请按 2026-03-08 这样写
in-the-past = 这一天已经过去了
in-the-future = 还没到这个时候，做完了再补。
no-length = 请写做了多久：几小时几分，或者从几点到几点。一次最多 24 小时。
no-hours = 这段时间里还没有服务时长，换个日期试试。
photo-unreadable = 这张照片打不开，请截屏再传
photo-too-large = 这张照片太大了（最多 20 MB），请截屏再传
photo-too-many-pixels = 这张照片的尺寸太大了，请截屏再传
expired = 隔得太久了，请再做一次
needs-account = 这个岗位要登录办事，请先帮他开通账号
ends-before-it-begins = 最后一天在开始之前，请再看看
last-administrator = 这是最后一位没有期限的管理员，先再请一位管理员，才能结束
taken-sign-in-name = 这个已经有人用了，请换一个
mistyped = 数字好像打错了一位，请对着纸条再看看
last-admin = 您是唯一的管理员，请先让别人也做管理员
night-needs-leader = 夜里的班次要有队长的名额
ticked-already = 已经有人签到了，不能这样改
does-not-fit = 对不上，请再看看

## A whole page

site-name = 邻里
forbidden-title = 这一页不对您开放
forbidden = 您现在的身份看不了这里，也改不了这里的东西。
not-found-title = 没有找到这一页
not-found = 可能是地址抄错了，也可能内容已经撤下。
wrong-method = 这个地址不能这样打开。
changed-title = 刚刚有人先动过了
changed = 别人先一步处理了，或者它现在不能这样办。请回去看看最新的情况。
too-large-title = 内容太大了
too-large = 传来的内容太大，没有收下。照片请截屏再传，一次最多三张。
bad-title = 没有看懂
bad = 传来的内容不完整，可能是网络断了。请回去再试一次。
unknown-host-title = 这里没有这个社区
unknown-host = 请检查一下网址。
wait-title = 请稍等一下
wait = { $seconds ->
    [0] 试得有点快，现在可以再试了。
   *[other] 试得有点快，请等 { $seconds } 秒再试。
}
unavailable-title = 现在有点忙
unavailable = 系统暂时连不上，请过一会儿再试。
broken-title = 出了点问题
broken = 是我们这边的毛病，不是您的操作有误。
nothing-changed = 什么都没有改动。
nothing-lost = 您的账号好好的，没有被锁。
saved-is-saved = 之前告诉您“收到了”的内容都还在。
to-first-page = 回首页
try-again = 再试一次
call-us = 打电话问问
reference = 记录编号
