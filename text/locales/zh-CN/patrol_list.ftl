title = 志愿巡查
