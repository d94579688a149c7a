# Words of the frame that every page shares.

## At the top of every page

skip-to-content = 跳到正文
home = 首页
navigation = 栏目
language = 语言
language-chinese = 中文
language-english = English
elder-mode = 显示方式
elder-mode-on = 长辈版
elder-mode-off = 标准版
sign-in = 登录
sign-out = 退出登录

## What one can press

back = 返回
save = 保存
send = 提交
edit = 修改
cancel = 不改了
close = 关上
search = 搜索
filter = 筛选
filter-clear = 看全部
print = 打印
copy = 复制
copied = 复制好了
more = 看更多
up = 上移
down = 下移
remove = 拿掉
put-back = 放回去
page-next = 下一页
pages = 翻页
page-previous = 上一页

## In forms and lists

yes = 是
no = 否
required = 要填
optional = 可不填
error-summary-title = 请看看这几处
unknown = 还不清楚
none = 没有
