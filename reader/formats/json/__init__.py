"""JSON of services, editors, players and research."""
