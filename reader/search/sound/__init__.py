"""Words found by their sound: names that a transcript spells as they were misheard."""
