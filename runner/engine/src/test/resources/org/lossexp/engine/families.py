#!/usr/bin/python3
"""Writes families.csv: what PyTorch's parameters are after a few steps, for given numbers.

    python3 families.py > families.csv      # Debian's PyTorch 1.13.0

Each line: case, then all learned numbers, matrix by matrix, row by row; dense layers as [inputs x units]
with the bias as the last row. Each case makes four steps of Adam (0.05) on all rows.
"""
import torch
import torch.nn.functional as F


def numbers(count, seed):
    return torch.tensor([((k * 7919 + seed * 104729) % 2003) / 1001.5 - 1 for k in range(count)], dtype=torch.float32)


def matrices(*shapes):
    return [(numbers(r * c, i) / 2).reshape(r, c).requires_grad_() for i, (r, c) in enumerate(shapes)]


def train(name, learned, objective):
    optimizer = torch.optim.Adam(learned, lr=0.05)
    for _ in range(4):
        optimizer.zero_grad()
        objective().backward()
        optimizer.step()
    print(name + "," + ",".join(repr(x) for m in learned for x in m.detach().flatten().tolist()))


def dense(x, m):
    return x @ m[:-1] + m[-1]


ROWS = 12
x = numbers(ROWS * 4, 50).reshape(ROWS, 4)
y = numbers(ROWS, 60)
labels = torch.tensor([row % 3 for row in range(ROWS)])
user = torch.tensor([row * 7 % 5 for row in range(ROWS)])
item = torch.tensor([row * 5 % 6 for row in range(ROWS)])
head, relation, tail = (torch.tensor([row * 3 % 4 for row in range(ROWS)]),
                        torch.tensor([row % 2 for row in range(ROWS)]),
                        torch.tensor([(row * 3 + 1 + row // 4) % 4 for row in range(ROWS)]))

w, own = learned = matrices((5, 3), (3, 3))
train("owned", learned, lambda: F.cross_entropy(dense(x, w) @ own.t(), labels))

users, items, all_, of_user, of_item = learned = matrices((5, 4), (6, 4), (1, 1), (1, 5), (1, 6))
train("factors", learned, lambda: F.mse_loss(
    (users[user] * items[item]).sum(1) + all_[0] + of_user[0][user] + of_item[0][item], y))

entities, relations = learned = matrices((4, 3), (2, 3))
train("translational", learned, lambda: F.mse_loss(
    -(entities[head] + relations[relation] - entities[tail]).norm(dim=1), y))

entities, relations = learned = matrices((4, 3), (2, 3))
train("translational l1", learned, lambda: F.mse_loss(
    -(entities[head] + relations[relation] - entities[tail]).abs().sum(1), y))

bias, wu, wi, wx, vu, vi, vx = learned = matrices((1, 1), (5, 1), (6, 1), (4, 1), (5, 3), (6, 3), (4, 3))


def machine():
    vectors = torch.cat([vu[user][:, None], vi[item][:, None], x[:, :, None] * vx], 1)
    pairs = 0.5 * (vectors.sum(1) ** 2 - (vectors ** 2).sum(1)).sum(1)
    return bias[0] + wu[user][:, 0] + wi[item][:, 0] + (x @ wx)[:, 0] + pairs


train("factorization_machine", learned, lambda: F.mse_loss(machine(), y))

eq, hq, tq, ei, hi, ti = learned = matrices((5, 3), (4, 7), (8, 3), (6, 3), (4, 7), (8, 3))


def tower(e, h, t):
    return dense(torch.relu(dense(e, h)), t)


train("two_tower", learned, lambda: F.mse_loss(
    (tower(eq[user], hq, tq) * tower(ei[item], hi, ti)).sum(1), y))
