"""Forgetting people and growing old: what identifies a person leaves the landed files, and every figure stays."""
