"""Randomness that gives equal results on every Python version.

Only ``random.random()`` is used: Python promises its sequence for a given seed, while ``choice``, ``shuffle`` and
``randrange`` may change between versions.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """A named stream of random draws; two streams of one seed never influence each other."""

    def __init__(self, seed: int, *path: str) -> None:
        self._random = random.Random("/".join([str(seed), *path]))

    def chance(self, probability: float) -> bool:
        """Return true with the given probability."""
        return self._random.random() < probability

    def between(self, low: int, high: int) -> int:
        """Return an integer of the closed range."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.between(0, len(options) - 1)]

    def weighted(self, options: Sequence[tuple[T, float]]) -> T:
        """Return one of the (option, weight) pairs' options."""
        point = self._random.random() * sum(weight for _, weight in options)
        for option, weight in options:
            point -= weight
            if point < 0:
                return option
        return options[-1][0]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different options, in random order."""
        pool = list(options)
        return [pool.pop(self.between(0, len(pool) - 1)) for _ in range(min(count, len(pool)))]

    def digits(self, count: int) -> str:
        """Return a digit string whose first digit is not 0."""
        return str(self.between(1, 9)) + "".join(str(self.between(0, 9)) for _ in range(count - 1))

    def letters(self, count: int, alphabet: str = "abcdef0123456789") -> str:
        """Return characters of the alphabet."""
        return "".join(self.pick(alphabet) for _ in range(count))

    def later(self, start: datetime, low_s: int, high_s: int) -> datetime:
        """Return a moment between ``low_s`` and ``high_s`` seconds after ``start``."""
        return start + timedelta(seconds=self.between(low_s, high_s))


class Deck(Generic[T]):
    """Cards drawn without replacement and reshuffled when used up: rare cases occur for certain."""

    def __init__(self, dice: Dice, cards: Sequence[tuple[T, int]]) -> None:
        self._dice = dice
        self._cards = [card for card, count in cards for _ in range(count)]
        self._rest: list[T] = []

    def draw(self) -> T:
        """Return the next card."""
        if not self._rest:
            self._rest = self._dice.sample(self._cards, len(self._cards))
        return self._rest.pop()
