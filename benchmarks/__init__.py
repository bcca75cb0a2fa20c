"""What the project costs: a generated world, floors, peers and the project itself, measured side by side."""
