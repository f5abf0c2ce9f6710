"""The network: a BERT encoder (Devlin et al. 2019) and one score read off its first token."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertForMaskedLM, BertModel

from index.cross_encoder import LONGEST, PADDING
from index.training.reader.settings import Settings

_OF_EIGHT = 64  # a vocabulary of whole blocks is faster


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def masked_model(vocabulary: int, settings: Settings) -> BertForMaskedLM:
    """Without dropout: each text is seen a few dozen times, and masked anew each time."""
    return BertForMaskedLM(_config(vocabulary, settings, 0.0, "sdpa")).to(device())


class Network(torch.nn.Module):  # type: ignore[misc]
    """Tokens, kinds and mask, (n, length) each → (n,) scores."""

    def __init__(
        self, vocabulary: int, settings: Settings, attention: str = "sdpa",
        attention_dropout: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        config = _config(vocabulary, settings, settings.dropout, attention)
        if attention_dropout is not None:
            config.attention_probs_dropout_prob = attention_dropout
        self.bert = BertModel(config, add_pooling_layer=False)
        self.dense = torch.nn.Linear(settings.width, settings.width)
        self.out = torch.nn.Linear(settings.width, 1)

    def start_from(self, pretrained: dict[str, torch.Tensor]) -> None:
        """The encoder's weights out of those of a ``BertForMaskedLM``."""
        own = self.bert.state_dict()
        given = {name.removeprefix("bert."): value.float() for name, value in pretrained.items()}
        self.bert.load_state_dict({name: given[name] for name in own})

    def forward(
        self, tokens: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        read = self.bert(input_ids=tokens, token_type_ids=kinds, attention_mask=mask)
        scores: torch.Tensor = self.out(torch.tanh(self.dense(read.last_hidden_state[:, 0])))[:, 0]
        return scores


def _config(vocabulary: int, settings: Settings, dropout: float, attention: str) -> BertConfig:
    return BertConfig(
        vocab_size=-(-vocabulary // _OF_EIGHT) * _OF_EIGHT,
        hidden_size=settings.width,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        intermediate_size=4 * settings.width,
        max_position_embeddings=LONGEST,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        pad_token_id=PADDING,
        attn_implementation=attention,
    )
