"""The landing: export files of every kind to typed, provenance-carrying Parquet."""

from kefu.landing.run import LANDING_NAME, land
from kefu.landing.summary import LandingSummary

__all__ = ["LANDING_NAME", "LandingSummary", "land"]
