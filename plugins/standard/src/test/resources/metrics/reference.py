"""Makes reference.txt, the values that the standard metrics must have.

    python3 reference.py > reference.txt

Made with scikit-learn 1.2.1, SciPy 1.10.1, NumPy 1.24.2. What scikit-learn has not is written out here
from its definition, examples one by one; where scores are equal, as the mean over all orders of what is
equal, every order tried.
"""

import itertools
import warnings

import numpy as np
import scipy.stats
import sklearn.metrics as sk
from sklearn.cluster import KMeans
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")
rng = np.random.default_rng(6)


def line(name, values):
    print(name, *(repr(float(v)) for v in np.ravel(values)))


def data(name, prediction, target, classes=0, starts=None, event=None):
    prediction = np.asarray(prediction, float)
    rows = len(prediction)
    print("\ndata", name, rows, prediction.size // rows, classes)
    line("prediction", prediction)
    line("target", target)
    if starts is not None:
        line("starts", starts)
    if event is not None:
        line("event", event)


def metric(task, call, value):
    print("metric", task, call, "=", repr(float(value)))


# Points

y = np.round(rng.gamma(2, 2, (30, 2)), 3)
p = np.round(np.abs(y + rng.normal(0, 1, y.shape)) + 0.05, 3)
data("points", p, y)
metric("REGRESSION", "mae", sk.mean_absolute_error(y, p))
metric("REGRESSION", "mse", sk.mean_squared_error(y, p))
metric("REGRESSION", "rmse", sk.mean_squared_error(y, p, squared=False))
metric("REGRESSION", "median_error", sk.median_absolute_error(y, p))
metric("REGRESSION", "max_error", np.mean([sk.max_error(y[:, c], p[:, c]) for c in (0, 1)]))
metric("REGRESSION", "mape", sk.mean_absolute_percentage_error(y, p))
metric("REGRESSION", "r2", sk.r2_score(y, p))
metric("REGRESSION", "pinball(tau = 0.5)", sk.mean_pinball_loss(y, p, alpha=0.5))
metric("REGRESSION", "pinball(tau = 0.9)", sk.mean_pinball_loss(y, p, alpha=0.9))
metric(
    "REGRESSION",
    "poisson_deviance",
    np.mean([sk.mean_poisson_deviance(y[:, c], p[:, c]) for c in (0, 1)]),
)
counts = rng.poisson(1.2, 40)
means = np.round(rng.gamma(2, 0.6, 40) + 0.01, 3)
data("counts", means, counts)
metric("REGRESSION", "poisson_deviance", sk.mean_poisson_deviance(counts, means))
metric("RECOMMENDATION", "rmse", sk.mean_squared_error(counts, means, squared=False))

# Classes: class 3 is never meant, class 4 neither meant nor given

labels = rng.choice([0, 1, 2], 60, p=[0.6, 0.3, 0.1])
given = np.where(rng.random(60) < 0.6, labels, rng.integers(0, 4, 60))
data("classes", given, labels, 5)
metric("MULTICLASS", "accuracy", sk.accuracy_score(labels, given))
metric("MULTICLASS", "balanced_accuracy", sk.balanced_accuracy_score(labels, given))
metric("MULTICLASS", "macro_f1", sk.f1_score(labels, given, average="macro"))
metric("MULTICLASS", "micro_f1", sk.f1_score(labels, given, average="micro"))
metric("MULTICLASS", "weighted_f1", sk.f1_score(labels, given, average="weighted"))
metric("MULTICLASS", "mcc", sk.matthews_corrcoef(labels, given))
metric("MULTICLASS", "quadratic_kappa", sk.cohen_kappa_score(labels, given, weights="quadratic"))
metric("MULTICLASS", "mae", sk.mean_absolute_error(labels, given))
data("one_class_given", np.zeros(60), labels, 3)
metric("MULTICLASS", "mcc", sk.matthews_corrcoef(labels, np.zeros(60)))
metric("MULTICLASS", "quadratic_kappa", sk.cohen_kappa_score(labels, np.zeros(60), weights="quadratic"))
two = rng.integers(0, 2, 50)
said = np.where(rng.random(50) < 0.7, two, 1 - two)
data("two_classes", said, two, 2)
metric("BINARY", "accuracy", sk.accuracy_score(two, said))
metric("BINARY", "balanced_accuracy", sk.balanced_accuracy_score(two, said))
metric("BINARY", "macro_f1", sk.f1_score(two, said, average="macro"))
metric("BINARY", "weighted_f1", sk.f1_score(two, said, average="weighted"))
metric("BINARY", "mcc", sk.matthews_corrcoef(two, said))


def calibration_error(labels, probabilities, bins):
    """Guo et al. 2017, equations 2 to 5."""
    confidence, given = probabilities.max(axis=1), probabilities.argmax(axis=1)
    edges = np.linspace(0, 1, bins + 1)
    error = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            accuracy = np.mean(given[inside] == labels[inside])
            error += np.mean(inside) * abs(accuracy - np.mean(confidence[inside]))
    return error


# Probabilities; those of two classes in steps of 1/16, so that many are equal

logits = rng.normal(0, 1, (50, 4))
right = rng.integers(0, 4, 50)
logits[np.arange(50), right] += 1
probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
data("probabilities", probabilities, right, 4)
metric("MULTICLASS", "log_loss", sk.log_loss(right, probabilities))
metric("MULTICLASS", "brier", np.mean(np.sum((probabilities - np.eye(4)[right]) ** 2, axis=1)))
metric("MULTICLASS", "roc_auc", sk.roc_auc_score(right, probabilities, multi_class="ovr"))
metric("MULTICLASS", "pr_auc", sk.average_precision_score(np.eye(4)[right], probabilities))
metric("MULTICLASS", "top_k(k = 1)", sk.top_k_accuracy_score(right, probabilities, k=1))
metric("MULTICLASS", "top_k(k = 2)", sk.top_k_accuracy_score(right, probabilities, k=2))
metric("MULTICLASS", "calibration_error(bins = 15)", calibration_error(right, probabilities, 15))
metric("MULTICLASS", "calibration_error(bins = 10)", calibration_error(right, probabilities, 10))
one = np.clip(np.round(16 * (0.5 * two + rng.random(50) * 0.6)) / 16, 0, 1)
pair = np.stack([1 - one, one], axis=1)
data("pairs_of_probabilities", pair, two, 2)
metric("BINARY", "log_loss", sk.log_loss(two, np.clip(pair, 2.0**-52, 1)))
metric("BINARY", "brier", sk.brier_score_loss(two, one))
metric("BINARY", "roc_auc", sk.roc_auc_score(two, one))
metric("BINARY", "pr_auc", sk.average_precision_score(two, one))
metric("BINARY", "calibration_error(bins = 8)", calibration_error(two, pair, 8))

# Labels: examples without any, a label that never occurs

meant = (rng.random((30, 6)) < [0.5, 0.4, 0.3, 0.2, 0.1, 0]).astype(int)
marked = np.where(rng.random((30, 6)) < 0.8, meant, 1 - meant)
meant[:, 5] = marked[:, 5] = 0
meant[0] = marked[0] = 0
meant[1] = 0
marked[1] = [0, 1, 0, 0, 0, 0]
meant[2] = [1, 0, 0, 0, 0, 0]
marked[2] = 0
data("labels", marked, meant, 6)
metric("MULTILABEL", "hamming", sk.hamming_loss(meant, marked))
metric("MULTILABEL", "subset_accuracy", sk.accuracy_score(meant, marked))
metric("MULTILABEL", "micro_f1", sk.f1_score(meant, marked, average="micro"))
metric("MULTILABEL", "macro_f1", sk.f1_score(meant[:, :5], marked[:, :5], average="macro"))
metric("MULTILABEL", "jaccard", sk.jaccard_score(meant, marked, average="samples", zero_division=1))
metric("MULTILABEL", "dice_score", sk.f1_score(meant, marked, average="samples", zero_division=1))
chances = np.round(rng.random((30, 6)) * 0.5 + 0.4 * meant, 1)
data("chances_of_labels", chances, meant, 6)
metric("MULTILABEL", "lrap", sk.label_ranking_average_precision_score(meant, chances))


# Lists

LENGTHS = [5, 12, 7, 20, 3]
starts = np.cumsum([0] + LENGTHS)


def over_lists(relevance, score, of_list):
    values = [
        of_list(relevance[a:b], score[a:b])
        for a, b in zip(starts[:-1], starts[1:])
        if (relevance[a:b] > 0).any()
    ]
    return np.mean([v for v in values if not np.isnan(v)])


def ndcg(relevance, score, k, gain):
    # scikit-learn takes the mean over equal scores, too
    return sk.ndcg_score([gain(relevance)], [score], k=k)


def area(relevance, score):
    return np.nan if (relevance > 0).all() else sk.roc_auc_score(relevance > 0, score)


def average_precision(relevant):
    return np.mean([relevant[: i + 1].mean() for i in np.flatnonzero(relevant)])


def reciprocal_rank(relevant):
    return 1 / (1 + np.flatnonzero(relevant)[0])


def lists(name, relevance, score, in_order):
    """in_order: of a metric of items in order, its value of a list with scores."""
    data(name, score, relevance, 0, starts)
    for k in (1, 4, 10):
        exponential = over_lists(relevance, score, lambda r, s: ndcg(r, s, k, lambda x: 2.0**x - 1))
        linear = over_lists(relevance, score, lambda r, s: ndcg(r, s, k, lambda x: x))
        metric("RANKING", f"ndcg(k = {k})", exponential)
        metric("RECOMMENDATION", f"ndcg(k = {k}, gain = linear)", linear)
        wanted = {
            "precision": lambda r: r[:k].sum() / k,
            "recall": lambda r: r[:k].sum() / r.sum(),
            "hit_rate": lambda r: float(r[:k].any()),
        }
        for called, of_order in wanted.items():
            metric("RANKING", f"{called}(k = {k})", over_lists(relevance, score, in_order(of_order)))
    metric("RANKING", "map", over_lists(relevance, score, in_order(average_precision)))
    metric("RANKING", "mrr", over_lists(relevance, score, in_order(reciprocal_rank)))
    metric("RANKING", "auc_per_user", over_lists(relevance, score, area))


def sorted_once(of_order):
    return lambda r, s: of_order((r > 0)[np.argsort(-s)])


relevance = rng.choice([0, 0, 0, 1, 2, 4], starts[-1]).astype(float)
relevance[starts[2] : starts[3]] = 0
relevance[starts[4] :] = [1, 2, 1]
score = np.round(relevance * 0.3 + rng.normal(0, 1, starts[-1]), 4)
assert len(set(score)) == len(score)
lists("lists", relevance, score, sorted_once)


def orders(score):
    """Every order of the items in which scores fall, those that are equal in every order."""
    groups = [list(np.flatnonzero(score == s)) for s in sorted(set(score), reverse=True)]
    for each in itertools.product(*(itertools.permutations(g) for g in groups)):
        yield list(itertools.chain(*each))


def every_order(of_order):
    return lambda r, s: np.mean([of_order((r > 0)[order]) for order in orders(s)])


LENGTHS = [6, 7, 4, 3, 5]
starts = np.cumsum([0] + LENGTHS)
relevance = rng.choice([0, 0, 1, 2], starts[-1]).astype(float)
relevance[starts[2] : starts[3]] = 0
score = rng.choice([-1.0, 0.0, 2.0], starts[-1])
score[: starts[1]] = 0.5
relevance[: starts[1]] = [0, 1, 0, 0, 3, 0]
lists("lists_with_equal_scores", relevance, score, every_order)


# Embeddings


def neighbourhood(points, labels, of_query):
    """The mean over queries, and over all orders of equally near neighbours, where few are."""
    values = []
    for i in range(len(points)):
        others = np.delete(np.arange(len(points)), i)
        apart = np.round(np.sum((points[others] - points[i]) ** 2, axis=1), 12)
        same = (labels[others] == labels[i]).astype(int)
        several = len(set(apart)) < len(apart)
        every = orders(-apart) if several else [list(np.argsort(apart))]
        values.append(np.mean([of_query(same[order], labels[others][order], labels[i]) for order in every]))
    return np.nanmean(values)


def recall_at(k):
    return lambda same, _, __: float(same[:k].any()) if same.any() else np.nan


def map_at_r(same, _, __):
    r = same.sum()
    return np.nan if r == 0 else sum(same[i] * same[: i + 1].mean() for i in range(r)) / r


def r_precision(same, _, __):
    r = same.sum()
    return np.nan if r == 0 else same[:r].mean()


def elected(k):
    def of_query(_, labels, own):
        votes = np.bincount(labels[:k], minlength=own + 1)
        return (votes[own] == votes.max()) / np.sum(votes == votes.max())

    return of_query


def embeddings(points, labels, distance, ks):
    if distance == "cosine":
        points = points / np.linalg.norm(points, axis=1, keepdims=True)
    for k in ks:
        metric("MULTICLASS", f"recall(k = {k}, distance = {distance})", neighbourhood(points, labels, recall_at(k)))
    metric("EMBEDDING", f"map_at_r(distance = {distance})", neighbourhood(points, labels, map_at_r))
    metric("EMBEDDING", f"r_precision(distance = {distance})", neighbourhood(points, labels, r_precision))
    return points


labels = np.append(rng.integers(0, 5, 59), 5)  # class 5 has one example
centers = rng.normal(0, 1, (6, 4))
points = np.round(centers[labels] + rng.normal(0, 0.8, (60, 4)), 3)
data("embeddings", points, labels, 6)
embeddings(points, labels, "euclidean", [1, 2, 8])
angles = embeddings(points, labels, "cosine", [1, 2, 8])
for k in (1, 4, 5):
    found = NearestNeighbors(n_neighbors=k + 1).fit(angles).kneighbors(angles)[1][:, 1:]
    votes = [elected(k)(None, labels[near], labels[i]) for i, near in enumerate(found)]
    metric("MULTICLASS", f"knn_accuracy(k = {k})", np.mean(votes))
labels = np.array([0, 1, 0, 1, 2, 2, 0])
points = np.array([[0.0, 1], [0, 1], [0, 1], [2, 0], [2, 0], [2, 0], [5, 5]])
data("embeddings_in_three_places", points, labels, 3)
embeddings(points, labels, "euclidean", [1, 2])
classes = rng.integers(0, 4, 80)
corners = 10 * np.eye(4, 3)[classes]
points = np.round(corners + rng.normal(0, 0.3, (80, 3)), 3)
labels = np.where(rng.random(80) < 0.8, classes, rng.integers(0, 4, 80))
data("clusters", points, labels, 4)
clusters = KMeans(4, n_init=10, random_state=0).fit_predict(points)
metric("MULTICLASS", "nmi(distance = euclidean)", sk.normalized_mutual_info_score(labels, clusters))


# Distributions: normal ones, by their quantiles

levels = np.arange(1, 100) / 100
means, sds = rng.normal(0, 2, 25), rng.gamma(4, 0.25, 25)
quantiles = scipy.stats.norm.ppf(levels[None, :], means[:, None], sds[:, None])
y = np.round(rng.normal(means, 1.2 * sds), 3)
data("distributions", quantiles, y)
pinballs = [sk.mean_pinball_loss(y, quantiles[:, i], alpha=u) for i, u in enumerate(levels)]
metric("REGRESSION", "crps", 2 * np.mean(pinballs))
for level in (0.9, 0.5, 0.98):
    low, high = scipy.stats.norm.interval(level, means, sds)
    metric("REGRESSION", f"coverage(level = {level})", np.mean((low <= y) & (y <= high)))
    metric("REGRESSION", f"sharpness(level = {level})", np.mean(high - low))


# Survival times, many of them equal


def concordance(time, score, event):
    concordant = comparable = 0
    for i, j in itertools.permutations(range(len(time)), 2):
        later = time[j] > time[i] or (time[j] == time[i] and not event[j])
        if event[i] and later:
            comparable += 1
            concordant += 1 if score[j] > score[i] else 0.5 if score[j] == score[i] else 0
    return concordant / comparable


time = rng.integers(1, 15, 40).astype(float)
event = (rng.random(40) < 0.6).astype(float)
score = np.round(time / 5 + rng.normal(0, 1.5, 40), 0)
data("survival", score, time, event=event)
metric("REGRESSION", "c_index", concordance(time, score, event))
data("survival_all_seen", score, time)
metric("REGRESSION", "c_index", concordance(time, score, np.ones(40)))
