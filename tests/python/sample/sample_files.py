"""Helpers to read the sample files back."""

import csv
import io

TMALL, JD = "tmall-xiaogou/", "jd-xiaogou/"


def read_csv(content: bytes, encoding: str) -> list[dict[str, str]]:
    """Rows of a csv by stripped header name, ids and money without wrappers."""
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
    names = [name.strip() for name in rows[0]]
    return [
        {name: cell.strip().removeprefix("=").strip('"') for name, cell in zip(names, row, strict=False)}
        for row in rows[1:]
    ]
