"""Numbers equal messages of one file, so that two messages of one second are not taken for one message twice."""

from __future__ import annotations

from kefu.landing.writer import Values, texts_of

# The names of all message entities; of each the ones that it has.
KEY = ("session_id", "customer_id", "side", "sender", "agent_account", "sent_at", "content")


class Occurrences:
    """Counts equal rows over the batches of a file: some 100 bytes of memory per row without a message id."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._seen: set[int] = set()
        self._repeated: dict[int, int] = {}

    def count(self, values: dict[str, Values], length: int) -> list[str]:
        """Give the occurrence of each row. A message with an id is always the first: equal ids are copies."""
        ids = texts_of(values["message_id"]) if "message_id" in values else None
        if ids is not None and None not in ids:
            return ["1"] * length
        keys = list(map(hash, zip(*(texts_of(values[name]) for name in KEY if name in values), strict=True)))
        distinct = set(keys)
        if ids is None and len(distinct) == length and self._seen.isdisjoint(distinct):
            self._seen |= distinct
            return ["1"] * length
        counts = []
        for index, key in enumerate(keys):
            if ids is not None and ids[index] is not None:
                counts.append("1")
            elif key in self._seen:
                number = self._repeated[key] = self._repeated.get(key, 1) + 1
                counts.append(str(number))
            else:
                self._seen.add(key)
                counts.append("1")
        return counts
