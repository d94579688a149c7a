# The staff's first page.

nothing = 今天没有等着办的
nothing-next = 可以去楼里走走，或者喝杯茶。
since = 等得最久的：{ $since }
go-accept = 去受理
go-check = 去确认
go-dispatch = 去派单
go-start = 去处理
go-finish = 去完成
go-look = 去看看
sticker-says = 看见问题？扫一扫，拍张照就行
sticker-calls = 打电话也行：{ $phone }
print-hint = 用浏览器的“打印”，纸选 A4。
