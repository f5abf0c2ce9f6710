"""Third training: what answers, whatever the question is like and whichever notice it names.

A text that answers answers nothing where another notice was asked about: that is learned from
questions asked of shelves without their notice, and from questions in which one notice's name
stands for another's. And some questions are told by themselves: most that ask for what notices
leave out have no answer, and a network would rather learn those than read. So each of them is also
shown with a text that does answer it (counterfactual examples, Kaushik et al. 2020), and many
questions as other people would put them. Who asks in everyday words shares few with what answers:
questions on notices are shown with all sentences that the reader before mistook for an answer
(hard negatives, Xiong et al. 2021), and laymen's with the laws'. Reading questions keep it from
forgetting the rest.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch

from index.training.reader.lists import ABSENT, ANSWERED, CANDIDATE, LAY, WHOLE
from index.training.reader.listwise import Tokens, fit
from index.training.reader.network import Network
from index.training.reader.renamed import RENAMED
from index.training.reader.settings import Settings

_MOST_RIGHT = 3


def refine(
    lists: Sequence[Tokens], weights: dict[str, torch.Tensor], vocabulary: int,
    settings: Settings, say: Callable[[str], None],
) -> dict[str, torch.Tensor]:  # fmt: skip
    """The network's weights after it; the lists' rows are in the order of their likeliness."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    # Chance is slow to make: that in the attention would take a third of the time.
    network = Network(vocabulary, settings, attention_dropout=0.0)
    network.load_state_dict({name: value.float() for name, value in weights.items()})
    fit(
        network, list(_shown(lists, settings, rng)), 1, settings.refined_rate,
        settings.refined_batch, np.random.default_rng(settings.seed), say,
    )  # fmt: skip
    return {name: value.clone() for name, value in network.state_dict().items()}


def _shown(lists: Sequence[Tokens], settings: Settings, rng: random.Random) -> Iterator[Tokens]:
    """The lists with fewer and shorter rows; not all of those that nothing answers, and now and
    then without what answers."""
    share = {
        CANDIDATE: settings.refined_candidates, ABSENT: settings.refined_absent,
        RENAMED: settings.refined_renamed, ANSWERED: settings.refined_answered,
        LAY: settings.refined_lay,
    }  # fmt: skip
    for one in lists:
        if rng.random() >= share.get(one.source, 1.0):
            continue
        right = [at for at, is_right in enumerate(one.right) if is_right][:_MOST_RIGHT]
        if one.source != ANSWERED and rng.random() < settings.refined_left_out:
            right = []
        wrong = [at for at, is_right in enumerate(one.right) if not is_right]
        most = settings.refined_texts + (one.source == WHOLE)
        kept = [*right, *wrong[: most - len(right)]]
        if kept:
            rows = tuple(one.rows[at][: settings.refined_tokens] for at in kept)
            yield replace(one, rows=rows, right=one.right[kept])
