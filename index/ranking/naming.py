"""Which notices a question names: 《…》, a full title, a short name, a document number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.normal import squeezed

_QUOTED = re.compile(r"[《〈]([^《》]{2,80})[》〉]")
_NUMBER = re.compile(r"[〔\[(【]((?:19|20)\d{2})[〕\])】]第?(\d+)号")
_KEY_TAIL = re.compile(r"((?:19|20)\d{2}\d+号)$")
_LEADING = re.compile(r"^(?:中华人民共和国|全国人民代表大会常务委员会关于|国务院关于|关于)+")
_TRIAL = re.compile(r"\([^()]{1,6}\)$")
_SHORTEST, _LONGEST = 4, 40  # of a name that is meant though it stands in no 《》
QUOTED, PART, BARE = 1.0, 0.8, 0.9


@dataclass(frozen=True, slots=True)
class Names:
    """Names of notices (normalised, no white space) and tails of document numbers → integer ids."""

    by_name: Mapping[str, frozenset[int]] = field(default_factory=dict)
    by_number: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def named(self, text: str) -> dict[int, float]:
        """How clearly the normalised ``text`` names notices, 0 to 1; those it does not are absent.

        A name inside a longer one (湿地保护法 in 湿地保护法实施条例) is not meant.
        """
        found: dict[int, float] = {}
        for year, serial in _NUMBER.findall(text):
            _note(found, self.by_number.get(f"{year}{serial}号", ()), QUOTED)
        for quoted in _QUOTED.findall(text):
            exact = self.by_name.get(quoted) or self.by_name.get(core(quoted))
            _note(found, exact or self._holding(quoted), QUOTED if exact else PART)
        return found or self._bare(text)

    def _holding(self, part: str) -> set[int]:
        if len(part) < _SHORTEST:
            return set()
        return {i for name, ids in self.by_name.items() if part in name for i in ids}

    def _bare(self, text: str) -> dict[int, float]:
        found: dict[int, float] = {}
        taken: list[tuple[int, int]] = []
        for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
            for start in range(len(text) - length + 1):
                end = start + length
                ids = self.by_name.get(text[start:end])
                if ids and not any(a <= start and end <= b for a, b in taken):
                    taken.append((start, end))
                    _note(found, ids, BARE)
        return found


def make_names(heads: Iterable[tuple[int, str, Iterable[str], str | None]]) -> Names:
    """From (integer id, title, aliases, key of the document number) of every notice."""
    names: defaultdict[str, set[int]] = defaultdict(set)
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for rowid, title, aliases, key in heads:
        for name in names_of(title, aliases):
            names[name].add(rowid)
        if key and (tail := _KEY_TAIL.search(key)):
            numbers[tail[1]].add(rowid)
    return Names(
        {name: frozenset(ids) for name, ids in names.items()},
        {number: frozenset(ids) for number, ids in numbers.items()},
    )


def names_of(title: str, aliases: Iterable[str] = ()) -> set[str]:
    """What a notice is called: its title, also without 中华人民共和国 and （试行）, its aliases."""
    whole = squeezed(title).lower()
    names = {whole, core(whole)}
    names |= {_TRIAL.sub("", name) for name in names}
    names |= {squeezed(alias).lower() for alias in aliases}
    return {name for name in names if len(name) >= 3}


def core(title: str) -> str:
    """A title without the words that many titles begin with."""
    return _LEADING.sub("", title)


def _note(found: dict[int, float], ids: Iterable[int], strength: float) -> None:
    for rowid in ids:
        found[rowid] = max(found.get(rowid, 0.0), strength)
