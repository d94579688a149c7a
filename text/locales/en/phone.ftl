# Whom to call.

title = Phone numbers
emergency = In an emergency
community = Community and property company
