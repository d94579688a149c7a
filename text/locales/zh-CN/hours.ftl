title = 服务时长
