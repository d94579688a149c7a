# Whom to call.

title = 打电话
emergency = 紧急的事，先打这里
community = 社区和物业
