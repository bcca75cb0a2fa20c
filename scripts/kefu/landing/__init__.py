"""The landing: export files of every kind to typed, provenance-carrying Parquet."""

from kefu.landing.run import land
from kefu.landing.summary import LandingSummary

__all__ = ["LandingSummary", "land"]
