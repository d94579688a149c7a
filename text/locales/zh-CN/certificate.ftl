title = 志愿服务证明
