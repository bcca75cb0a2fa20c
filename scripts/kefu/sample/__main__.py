"""Command line of the sample generator."""

from pathlib import Path

import click

from kefu.sample.generate import DEFAULT_SEED, write_exports


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("exports"), show_default=True, help="Target folder."
)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Equal seeds give equal bytes.")
def main(out: Path, seed: int) -> None:
    """Write the sample exports of the invented shops."""
    paths = write_exports(out, seed)
    total = sum(path.stat().st_size for path in paths)
    click.echo(f"{len(paths)} files, {total / 1024:.0f} KiB -> {out}")


if __name__ == "__main__":
    main()
