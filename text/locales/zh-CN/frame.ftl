# The frame around every page.

desk = 工作台
report = 反映问题
reports = 大家的反映
notices = 通知
phone = 打电话
today = 今天要办
work-list = 反映
enter = 登记来电来访
write-notices = 写通知
estate = 楼栋和住户
org = 组织和网格
contacts = 常用电话
categories = 问题种类
stickers = 楼道二维码
settings = 显示设置
more-pages = 其他页面
feed-of-notices = 社区通知
foot = { $community } · 邻里一家亲
side-work = 要办的事
side-people = 居民
side-place = 小区和设置
side-open = 全部功能
side-close = 收起
