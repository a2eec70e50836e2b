#!/usr/bin/python3
"""Writes optimizers.csv: where PyTorch's optimizers move five weights under given gradients.

    python3 optimizers.py > optimizers.csv      # Debian's PyTorch 1.13.0
"""
import torch


class NAdam:
    """PyTorch's since 2.0: that of 1.13 multiplies the product of momenta by the last one twice."""

    def __init__(self, weights, lr, beta1, beta2, eps, momentum_decay):
        self.weights, self.lr, self.beta1, self.beta2, self.eps = weights[0], lr, beta1, beta2, eps
        self.momentum_decay, self.product, self.t = momentum_decay, 1.0, 0
        self.mean, self.square = torch.zeros_like(self.weights), torch.zeros_like(self.weights)

    def momentum(self, t):
        return self.beta1 * (1.0 - 0.5 * 0.96 ** (t * self.momentum_decay))

    def step(self):
        with torch.no_grad():
            self.t += 1
            g, mu, mu_next = self.weights.grad, self.momentum(self.t), self.momentum(self.t + 1)
            self.product *= mu
            self.mean.mul_(self.beta1).add_(g, alpha=1 - self.beta1)
            self.square.mul_(self.beta2).addcmul_(g, g, value=1 - self.beta2)
            denominator = self.square.div(1 - self.beta2 ** self.t).sqrt().add_(self.eps)
            self.weights.addcdiv_(g, denominator, value=-self.lr * (1 - mu) / (1 - self.product))
            self.weights.addcdiv_(self.mean, denominator, value=-self.lr * mu_next / (1 - self.product * mu_next))


class Lion:
    """Algorithm 2 of Chen et al. 2023; PyTorch has none."""

    def __init__(self, weights, lr, beta1, beta2, weight_decay):
        self.weights, self.lr, self.beta1, self.beta2, self.decay = weights[0], lr, beta1, beta2, weight_decay
        self.mean = torch.zeros_like(self.weights)

    def step(self):
        with torch.no_grad():
            w, g = self.weights, self.weights.grad
            c = self.beta1 * self.mean + (1 - self.beta1) * g
            w -= self.lr * (torch.sign(c) + self.decay * w)
            self.mean = self.beta2 * self.mean + (1 - self.beta2) * g


CASES = {
    "sgd": lambda w: torch.optim.SGD(w, lr=0.1),
    "momentum": lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9),
    "nesterov": lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9, nesterov=True),
    "momentum with decay": lambda w: torch.optim.SGD(w, lr=0.1, momentum=0.9, weight_decay=0.1),
    "adam": lambda w: torch.optim.Adam(w, lr=0.01),
    "adam with decay": lambda w: torch.optim.Adam(w, lr=0.01, weight_decay=0.1),
    "adamw": lambda w: torch.optim.AdamW(w, lr=0.01, weight_decay=0.1),
    "rmsprop": lambda w: torch.optim.RMSprop(w, lr=0.01),
    "rmsprop centered": lambda w: torch.optim.RMSprop(w, lr=0.01, momentum=0.5, centered=True, eps=1e-3),
    "adagrad": lambda w: torch.optim.Adagrad(w, lr=0.1),
    "adadelta": lambda w: torch.optim.Adadelta(w, lr=1.0),
    "nadam": lambda w: NAdam(w, lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3),
    "radam": lambda w: torch.optim.RAdam(w, lr=0.01),
    "lion": lambda w: Lion(w, lr=0.01, beta1=0.9, beta2=0.99, weight_decay=0.1),
}

print("case,step,unit,gradient,weight")
for name, make in CASES.items():
    weights = torch.nn.Parameter(torch.tensor([0.5, -1.0, 2.0, 0.0, 1e-3]))
    optimizer = make([weights])
    for unit, weight in enumerate(weights.tolist()):
        print("%s,0,%d,0,%.9g" % (name, unit, weight))
    for step in range(1, 21):
        gradient = torch.tensor([((7 * step + 3 * unit) % 11 - 5) * 10.0 ** (unit - 4) for unit in range(5)])
        weights.grad = gradient.clone()
        optimizer.step()
        for unit in range(5):
            print("%s,%d,%d,%.9g,%.9g" % (name, step, unit, gradient[unit], weights[unit]))
