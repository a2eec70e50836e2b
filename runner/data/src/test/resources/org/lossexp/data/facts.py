"""Reference values of FactsTest, by NumPy and SciPy: python3 facts.py ../shared/data"""
import csv, gzip, sys
import numpy as np
from scipy import spatial, stats

def table(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as f:
        return list(csv.DictReader(f))

def standardized(columns):
    x = np.array(columns, float).T
    return (x - x.mean(0)) / x.std(0)

def huber(x, y):
    x = np.column_stack([np.ones(len(y)), x])
    w = np.ones(len(y))
    for _ in range(200):
        b = np.linalg.solve((x.T * w) @ x, (x.T * w) @ y)
        r = y - x @ b
        s = 1.4826 * np.median(abs(r - np.median(r)))
        w = np.minimum(1, 1.345 * s / np.maximum(abs(r), 1e-300))
    return r, x @ b, s

def poisson(x, y):
    x = np.column_stack([np.ones(len(y)), x])
    b = np.zeros(x.shape[1]); b[0] = np.log(y.mean())
    for _ in range(100):
        mu = np.exp(x @ b)
        b = b + np.linalg.solve((x.T * mu) @ x, x.T @ (y - mu))
    return np.exp(x @ b), x.shape[1]

root = sys.argv[1]
rows = table(root + "/engel/engel.csv")
y = np.array([float(r["foodexp"]) for r in rows])
r, fitted, s = huber(standardized([[float(q["income"]) for q in rows]]), y)
print("engel skewness", stats.skew(y, bias=False))
print("engel residuals", 1 - r.var(ddof=1) / y.var(ddof=1), np.mean(abs(r - np.median(r)) > 3.5 * s),
      stats.skew(r, bias=False), stats.kurtosis(r, bias=False), stats.spearmanr(abs(r - np.median(r)), fitted)[0])

rows = table(root + "/doctor-visits/DoctorVisits.csv.gz")
rows = [rows[i * len(rows) // 5000] for i in range(5000)]
y = np.array([float(q["visits"]) for q in rows])
numbers = ["age", "income", "illness", "reduced", "health"]
words = {"gender": "female", "private": "no", "freepoor": "no", "freerepat": "no", "nchronic": "no", "lchronic": "no"}
x = standardized([[float(q[n]) for q in rows] for n in numbers] + [[float(q[n] == v) for q in rows] for n, v in words.items()])
mu, p = poisson(x, y)
z = ((y - mu) ** 2 - y) / mu
alpha = (z @ mu) / (mu @ mu)
e = z - alpha * mu
print("doctor-visits", ((y - mu) ** 2 / mu).sum() / (len(y) - p), alpha / np.sqrt(e @ e / (len(y) - 1) / (mu @ mu)), alpha,
      np.exp(-mu).mean(), ((1 + alpha * mu) ** (-1 / alpha)).mean())

rows = [line.strip().split(",") for line in open(root + "/pima-diabetes/pima-indians-diabetes.csv")]
x = standardized([[float(q[j]) for q in rows] for j in range(8)])
label = np.array([int(q[8]) for q in rows])
near = np.zeros((len(label), 10), int)
for odd in (0, 1):
    near[odd::2] = label[1 - odd::2][spatial.cKDTree(x[1 - odd::2]).query(x[odd::2], k=10)[1]]
alike = (near == near[:, :1]).all(1)
print("pima", alike.sum(), (near[alike, 0] != label[alike]).mean())
