title = 固定班次
