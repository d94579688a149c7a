//! Stories of places: taking, waiting, leaving, standing in.
