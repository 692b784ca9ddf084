import torch


class XModel(torch.nn.Module):
    pass
