"""What every test shares: no example of a property fails for being slow."""

from hypothesis import settings

settings.register_profile("reader", deadline=None)
settings.load_profile("reader")
