title = Service hours
