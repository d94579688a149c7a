title = Volunteer patrols
