# Signing in.

sign-in = 登录
not-needed = 反映问题、看通知都不用登录。
name = 登录名
password = 密码
forgotten = 忘了密码？请到居委会，工作人员帮您换一个。
does-not-fit = 登录名或密码不对，请再看看
wait = { $seconds ->
    [0] 现在可以再试了
   *[other] 试的次数有点多，请等 { $seconds } 秒再试。账号没有被锁
}
me = 我的
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
