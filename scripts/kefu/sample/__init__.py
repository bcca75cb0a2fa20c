"""Sample exports: one invented shop world, written in the native formats of the platforms.

``python -m kefu.sample --out exports --seed 20240301`` writes the same bytes on every run.
"""
