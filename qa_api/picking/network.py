"""The reader as a torch module: only training needs it (``qa_api.picking.reader`` serves it)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

from qa_api.picking.reader import DILATIONS, SHARPNESS
from qa_api.picking.signals import SIGNALS, WIDTH

INNER, CHANNELS = 32, 48
_NEVER = -1e4


class Network(nn.Module):  # type: ignore[misc]  # torch is not read by mypy
    """Batches of tables in, logits of where an answer begins and ends out."""

    def __init__(self, dropped: float) -> None:
        super().__init__()
        self.dropped = dropped
        self.project = nn.Linear(WIDTH, INNER, bias=False)
        self.asked = nn.Conv1d(INNER, INNER, 3, padding=1)
        self.attend = nn.Linear(INNER, 1, bias=False)
        self.inlet = nn.Linear(3 * INNER + SIGNALS, CHANNELS)
        self.turn = nn.Linear(INNER, CHANNELS, bias=False)
        self.filters = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, 3, padding=reach, dilation=reach) for reach in DILATIONS
        )
        self.turns = nn.ModuleList(nn.Linear(INNER, CHANNELS, bias=False) for _ in DILATIONS)
        self.outlet = nn.Linear(CHANNELS, 2)
        self.nothing = nn.Linear(INNER, 1)

    def forward(
        self, vectors: Tensor, live: Tensor, signals: Tensor, asked: Tensor, asked_live: Tensor
    ) -> Tensor:
        """(batch, n + 1, 2): each piece's logits; the last row is that of there being no answer.

        ``vectors`` (batch, n, WIDTH) and ``signals`` (batch, n, SIGNALS) are of the pieces,
        ``asked`` (batch, m, WIDTH) of the question's; ``live`` marks what is no padding.
        """
        projected, question = self.project(vectors), self.project(asked)
        gist = self._gist(question, asked_live)
        near = (SHARPNESS * (vectors @ asked.transpose(1, 2))).masked_fill(
            ~asked_live.unsqueeze(1), _NEVER
        )
        aligned = near.softmax(2) @ question
        row = [projected, projected * gist.unsqueeze(1), projected * aligned, signals]
        x = self.inlet(self._drop(torch.cat(row, 2))) + self.turn(gist).unsqueeze(1)
        mask = live.unsqueeze(2).float()
        x = torch.relu(x) * mask
        for filters, turn in zip(self.filters, self.turns, strict=True):
            shift = turn(gist).unsqueeze(1)
            y = filters(self._drop(x).transpose(1, 2)).transpose(1, 2) + shift
            x = (x + torch.relu(y)) * mask
        out = self.outlet(x).masked_fill(~live.unsqueeze(2), _NEVER)
        return torch.cat([out, self.nothing(gist).unsqueeze(2).expand(-1, 1, 2)], 1)

    def _gist(self, question: Tensor, live: Tensor) -> Tensor:
        x = torch.relu(self.asked(question.transpose(1, 2))).transpose(1, 2)
        weight = self.attend(x).squeeze(2).masked_fill(~live, _NEVER).softmax(1)
        return (weight.unsqueeze(2) * x).sum(1)

    def _drop(self, x: Tensor) -> Tensor:
        """Whole channels are dropped: as good for a table of pieces, and far cheaper."""
        if not self.training:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) >= self.dropped
        return x * (kept / (1 - self.dropped))

    def save(self, path: Path) -> None:
        """As ``qa_api.picking.reader.Reader`` reads it, in half precision."""
        state = {name: value.detach().numpy() for name, value in self.state_dict().items()}
        weights = {
            "project": state["project.weight"].T,
            "asked": state["asked.weight"].transpose(2, 1, 0),
            "asked_bias": state["asked.bias"],
            "attend": state["attend.weight"].T,
            "inlet": state["inlet.weight"].T,
            "inlet_bias": state["inlet.bias"],
            "turn": state["turn.weight"].T,
            "outlet": state["outlet.weight"].T,
            "outlet_bias": state["outlet.bias"],
            "nothing": state["nothing.weight"].T,
            "nothing_bias": state["nothing.bias"],
        }
        for at in range(len(DILATIONS)):
            weights[f"filter_{at}"] = state[f"filters.{at}.weight"].transpose(2, 1, 0)
            weights[f"filter_{at}_bias"] = state[f"filters.{at}.bias"]
            weights[f"turn_{at}"] = state[f"turns.{at}.weight"].T
        halves = {n: np.ascontiguousarray(w, dtype=np.float16) for n, w in weights.items()}
        save_file(halves, path)
