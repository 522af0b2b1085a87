"""The screens, each in a folder of its own, and the dialogs that they share."""
