"""The settings and the keys, changed in the program."""
