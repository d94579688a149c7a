# How pages look.

title = Display settings
size = Text size
size-normal = Standard
size-large = Elder mode, large
size-larger = Elder mode, larger
size-largest = Elder mode, largest
contrast = Contrast
contrast-normal = Standard
contrast-high = High contrast
