# How pages look.

title = 显示设置
size = 字多大
size-normal = 标准
size-large = 长辈版 · 大
size-larger = 长辈版 · 更大
size-largest = 长辈版 · 最大
contrast = 颜色深浅
contrast-normal = 标准
contrast-high = 更清楚（黑白分明）
