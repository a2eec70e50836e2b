#!/usr/bin/python3
"""What a user would train with instead, behind one line protocol; on the nets and data of Net and BenchData.

    apt-get install python3-torch python3-sklearn      # Debian's; run with /usr/bin/python3
    peers.py serve THREADS        prints 'ready', then answers lines on standard input:
        PEER NET OPTIMIZER SECONDS     ->  EXAMPLES_PER_SECOND CPU_SHARE
    peers.py sweep torch|sklearn RUNS WORKERS   trains RUNS tiny nets in a process pool, prints seconds

PEER is torch, torch_sparse (factors only: sparse gradients of the tables, and SparseAdam for Adam, which leaves moments of rows that
a step did not touch alone, so that it is another optimizer), or sklearn (nets of dense layers). CPU_SHARE is the calling thread's
CPU time over wall time: with one thread, rate / share is the rate per CPU second, which a noisy machine disturbs least.
"""
import os
import sys
import time
import warnings

WIDTHS = {"tiny": [10, 16, 3], "tab": [30, 64, 64, 2], "mnist": [784, 256, 128, 10], "big": [784, 1024, 1024, 10]}
BATCH = {"tiny": 32, "tab": 64, "mnist": 128, "big": 256, "lenet5": 128, "factors": 256}
ROWS = {"tiny": 4096, "tab": 4096, "mnist": 4096, "big": 2560, "lenet5": 4096}
USERS, ITEMS, RATINGS, FACTORS = 610, 9724, 100836, 32
state = {}


def labelled(rows, features, classes):
    import numpy as np
    rng = np.random.RandomState(5)
    x = rng.randn(rows, features).astype("f")
    return x, (x @ rng.randn(features, classes)).argmax(1)


def rated():
    import numpy as np
    rng = np.random.RandomState(5)
    users, items = rng.random_sample(RATINGS), rng.random_sample(RATINGS)
    codes = np.stack([(users * USERS).astype(int), (items * items * ITEMS).astype(int)], 1)
    return codes, (rng.randn(RATINGS) + 3.5).astype("f")


def torch_layers(net):
    from torch.nn import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential
    if net == "lenet5":
        return Sequential(Conv2d(1, 6, 5, padding=2), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2), Flatten(),
                          Linear(400, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 10))
    widths, layers = WIDTHS[net], []
    for i in range(len(widths) - 1):
        layers.append(Linear(widths[i], widths[i + 1]))
        if i < len(widths) - 2:
            layers.append(ReLU())
    return Sequential(*layers)


def torch_factors(sparse):
    import torch

    class Factors(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.tables = torch.nn.ModuleList(torch.nn.Embedding(n, width, sparse=sparse)
                                              for width in (FACTORS, 1) for n in (USERS, ITEMS))
            for table in self.tables:
                torch.nn.init.normal_(table.weight, std=0.1)
            self.bias = torch.nn.Parameter(torch.full((1,), 3.5))

        def forward(self, codes):
            user, item, user_bias, item_bias = (t(codes[:, i % 2]) for i, t in enumerate(self.tables))
            return self.bias + user_bias[:, 0] + item_bias[:, 0] + (user * item).sum(1)

    return Factors()


def torch_optimizers(net, model, optimizer, sparse):
    import torch
    if sparse and optimizer == "adam":
        return [torch.optim.SparseAdam(list(model.tables.parameters()), lr=1e-3), torch.optim.Adam([model.bias], lr=1e-3)]
    if optimizer == "sgd":
        return [torch.optim.SGD(model.parameters(), lr=1e-2, momentum=0 if net == "factors" else 0.9)]
    kind = {"adam": torch.optim.Adam, "adagrad": torch.optim.Adagrad}[optimizer]
    return [kind(model.parameters(), lr=1e-3)]


def torch_train(net, optimizer, seconds, threads, sparse=False):
    import torch
    torch.set_num_threads(threads)
    key = ("torch", net, optimizer, sparse)
    if key not in state:
        torch.manual_seed(3)
        model = torch_factors(sparse) if net == "factors" else torch_layers(net)
        x, y = rated() if net == "factors" else labelled(ROWS[net], *((784, 10) if net == "lenet5" else WIDTHS[net][::len(WIDTHS[net]) - 1]))
        x, y = torch.from_numpy(x), torch.from_numpy(y)
        loss = torch.nn.MSELoss() if net == "factors" else torch.nn.CrossEntropyLoss()
        state[key] = model, torch_optimizers(net, model, optimizer, sparse), x.view(-1, 1, 28, 28) if net == "lenet5" else x, y, loss
    model, optimizers, x, y, loss = state[key]
    seen, wall, cpu = 0, time.perf_counter(), time.thread_time()
    while True:
        order = torch.randperm(len(x))
        for i in range(0, len(x), BATCH[net]):
            rows = order[i:i + BATCH[net]]
            for o in optimizers:
                o.zero_grad(set_to_none=True)
            loss(model(x[rows]), y[rows]).backward()
            for o in optimizers:
                o.step()
            seen += len(rows)
            spent = time.perf_counter() - wall
            if spent >= seconds:
                return seen / spent, (time.thread_time() - cpu) / spent


def torch_sparse_train(net, optimizer, seconds, threads):
    return torch_train(net, optimizer, seconds, threads, True)


def sklearn_train(net, optimizer, seconds, threads):
    from sklearn.neural_network import MLPClassifier
    key = ("sklearn", net, optimizer)
    if key not in state:
        state[key] = [labelled(ROWS[net], WIDTHS[net][0], WIDTHS[net][-1]), 1]
    (x, y), epochs = state[key]
    model = MLPClassifier(hidden_layer_sizes=WIDTHS[net][1:-1], solver=optimizer, batch_size=BATCH[net], alpha=0.0,
                          max_iter=epochs, n_iter_no_change=10 ** 6, tol=0)
    wall, cpu = time.perf_counter(), time.thread_time()
    model.fit(x, y)
    spent = time.perf_counter() - wall
    state[key][1] = max(1, int(epochs * seconds / spent))
    return len(x) * epochs / spent, (time.thread_time() - cpu) / spent


def serve(threads):
    print("ready", flush=True)
    train = {"torch": torch_train, "torch_sparse": torch_sparse_train, "sklearn": sklearn_train}
    for line in sys.stdin:
        peer, net, optimizer, seconds = line.split()
        print("%.1f %.3f" % train[peer](net, optimizer, float(seconds), threads), flush=True)


def one_torch(seed):
    import torch
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = torch_layers("tiny")
    opt, loss = torch.optim.Adam(model.parameters(), lr=1e-3), torch.nn.CrossEntropyLoss()
    x, y = torch.from_numpy(state["x"]), torch.from_numpy(state["y"])
    for _ in range(20):
        order = torch.randperm(len(x))
        for i in range(0, len(x), 32):
            rows = order[i:i + 32]
            opt.zero_grad(set_to_none=True)
            loss(model(x[rows]), y[rows]).backward()
            opt.step()


def one_sklearn(seed):
    from sklearn.neural_network import MLPClassifier
    MLPClassifier(hidden_layer_sizes=(16,), batch_size=32, alpha=0, max_iter=20, n_iter_no_change=10 ** 6, tol=0,
                  random_state=seed).fit(state["x"], state["y"])


def sweep(peer, runs, workers):
    import multiprocessing
    start = time.time()
    state["x"], state["y"] = labelled(1000, 10, 3)
    if peer == "torch":
        import torch
        torch.set_num_threads(1)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.map(one_torch if peer == "torch" else one_sklearn, range(runs), chunksize=1)
    print("%.2f" % (time.time() - start))


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    if len(sys.argv) == 3 and sys.argv[1] == "serve":
        os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[2]
        serve(int(sys.argv[2]))
    elif len(sys.argv) == 5 and sys.argv[1] == "sweep":
        os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
        sweep(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(__doc__)
