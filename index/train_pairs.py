"""Counts the pairs of characters that ``index.common_pairs`` reads, and writes their card.

    python -m index.train_pairs --data DIR [--out index/pairs]

The same texts that the reader is trained on, half a minute; ``pip install -e '.[train]'``.
"""

# ruff: noqa: E501  (the card)
from __future__ import annotations

from pathlib import Path

import click

from index.common_pairs import LEAST, SHIPPED, save

_CARD = """# How common pairs of characters are

`pairs.npz`: {kept} pairs of neighbouring Chinese characters that stand in at least {least} of {texts} texts, as steps
between their codes and a level each (how often the number of texts can be halved, at most 8). `index.common_pairs` reads
it: a pair that running text hardly ever says is likely part of a name.

Counted by `python -m index.train_pairs --data DIR` in what the reader was trained on ([its card](../reader/README.md)
names sources and licences); numbers only, no text is kept.

| file | sha256 |
|---|---|
{hashes}
"""


@click.command(help="统计相邻两个汉字有多常见。")
@click.option("--data", required=True, type=click.Path(path_type=Path), help="训练数据文件夹")
@click.option("--out", type=click.Path(path_type=Path), default=SHIPPED, help="结果文件夹")
def main(data: Path, out: Path) -> None:
    from index.training.data import TrainingDataMissing
    from index.training.pairs import times_said
    from index.training.reader.texts import read_sources

    try:
        sources = read_sources(data)
    except TrainingDataMissing as error:
        raise click.ClickException(str(error)) from error
    texts = list(sources.running())
    kept = save(times_said(texts), out)
    hashes = "\n".join(f"| `{name}` | `{value}` |" for name, value in sources.sha256.items())
    card = _CARD.format(kept=kept, least=LEAST, texts=len(texts), hashes=hashes)
    (out / "README.md").write_text(card, encoding="utf-8")
    click.echo(f"{kept} 对汉字，已写入 {out}")


if __name__ == "__main__":
    main()
