title = Today’s shift
