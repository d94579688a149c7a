title = Patrols
