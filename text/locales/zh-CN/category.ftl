# Categories of reports.

lead = 居民反映问题时从这里选。停用的不再出现，以前的反映不受影响。
add = 加一种
name-zh = 中文名
name-en = 英文名
offered = 居民可以选
retired = 已停用
saved = 改好了
