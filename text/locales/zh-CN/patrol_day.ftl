title = 今天的班
