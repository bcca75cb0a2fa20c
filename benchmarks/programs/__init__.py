"""Programs that the benchmark runs as processes of their own; each does one thing and ends."""
