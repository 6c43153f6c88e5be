"""Assignments that know nothing of memo1949, each with submissions that answer it rightly, wrongly and oddly."""

from dataclasses import dataclass, field

from nbformat.notebooknode import NotebookNode

from grading.notebooks import cell, essay, graded, locked, notebook, solution, text

Changes = dict[str, str]


@dataclass(frozen=True)
class Assignment:
    """An assignment: its notebooks by name, other files, and submissions {student: {cell: source}}."""

    notebooks: dict[str, NotebookNode]
    students: dict[str, Changes]
    files: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, dict[str, str]] = field(default_factory=dict)


def one(*cells: NotebookNode, students: dict[str, Changes], **more: object) -> Assignment:
    """Return an assignment of one notebook, named as the assignment will be."""
    return Assignment({"": notebook(*cells)}, students, **more)


ASSIGNMENTS = {
    "functions": one(
        locked("setup", "import math\nfrom fractions import Fraction"),
        solution("square", "def square(x):\n    return x * x"),
        graded("square-test", "assert square(3) == 9", "assert square(-2) == 4\nassert square(0) == 0", 2),
        graded("square-types", "assert isinstance(square(2), int)", "assert square(Fraction(1, 2)) == Fraction(1, 4)", 1),
        solution("sort", "def sort(items):\n    items.sort()"),
        graded("sort-test", "numbers = [3, 1, 2]\nsort(numbers)\nassert numbers == [1, 2, 3]", "more = ['b', 'a']\nassert sort(more) is None\nassert more == ['a', 'b']", 2),
        solution("twice", "def apply(f, items):\n    return [f(item) for item in items]"),
        graded("twice-test", "assert apply(lambda x: x + 1, [1, 2]) == [2, 3]", "assert apply(str, [1]) == ['1']\nassert apply(square, [3]) == [9]", 2),
        solution("checks", "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x ** 0.5"),
        graded("checks-test", "try:\n    root(-1)\nexcept ValueError as error:\n    assert 'neg' in str(error)\nelse:\n    raise AssertionError", "assert abs(root(2) - math.sqrt(2)) < 1e-9", 2),
        solution("counting", "balance = 0\ndef deposit(n):\n    global balance\n    balance += n\n    return balance"),
        graded("counting-test", "start = balance\nassert deposit(5) == start + 5", "deposit(2)\nassert balance == start + 7", 2),
        graded("counting-again", "", "assert deposit(0) == 7", 1),
        solution("evens", "def evens():\n    n = 0\n    while True:\n        yield n\n        n += 2"),
        graded("evens-test", "numbers = evens()\nassert next(numbers) == 0 and next(numbers) == 2", "from itertools import islice\nassert list(islice(evens(), 3)) == [0, 2, 4]", 2),
        students={
            "right": {
                "square": "def square(x):\n    return x ** 2", "sort": "def sort(items):\n    items[:] = sorted(items)",
                "twice": "apply = lambda f, items: list(map(f, items))", "checks": "def root(x):\n    if x < 0: raise ValueError('is negative')\n    return x ** .5",
                "counting": "balance = 0\ndef deposit(n):\n    global balance\n    balance = balance + n\n    return balance",
                "evens": "import itertools\ndef evens():\n    return itertools.count(0, 2)",
            },
            "wrong": {
                "square": "def square(x):\n    return x + x", "sort": "def sort(items):\n    return sorted(items)", "twice": "def apply(f, items):\n    return f(items)",
                "checks": "class Negative(ValueError): pass\ndef root(x):\n    if x < 0: raise Negative('negative')\n    return x / 2",
                "counting": "balance = 7\ndef deposit(n):\n    return n", "evens": "def evens():\n    return [0, 2, 4]",
            },
            "blank": {},
            "raising": {"square": "def square(x)\n    return x", "sort": "1 / 0", "checks": "def root(x):\n    raise TypeError('no')", "evens": "import no_such_module"},
            "printing": {"square": "def square(x):\n    print('called with', x)\n    return x * x", "sort": "def sort(items):\n    for i in range(len(items)):\n        items[i:] = [min(items[i:])] + [x for x in items[i:] if x != min(items[i:])]"},
        },
    ),
    "frames": one(
        locked("setup", "import pandas as pd\nimport numpy as np\ndata = pd.read_csv('data.csv')"),
        solution("clean", "data['share'] = data['n'] / data['n'].sum()"),
        graded("clean-test", "assert 'share' in data.columns", "assert abs(data['share'].sum() - 1) < 1e-9\nassert data.shape == (3, 3)", 2),
        solution("group", "totals = data.groupby('who')['n'].sum()"),
        graded("group-test", "assert isinstance(totals, pd.Series)", "pd.testing.assert_series_equal(totals, data.groupby('who')['n'].sum())", 3),
        solution("array", "matrix = np.arange(6).reshape(2, 3)"),
        graded("array-test", "assert matrix.shape == (2, 3)", "np.testing.assert_allclose(matrix, [[0, 1, 2], [3, 4, 5]])\nassert matrix.dtype.kind == 'i'", 2),
        solution("function", "def largest(frame):\n    return frame.loc[frame['n'].idxmax(), 'who']"),
        graded("function-test", "assert largest(data) == 'b'", "other = pd.DataFrame({'who': ['x', 'y'], 'n': [2, 1]})\nassert largest(other) == 'x'", 2),
        solution("dates", "when = pd.to_datetime('1949-02-03')"),
        graded("dates-test", "assert when.year == 1949", "assert when == pd.Timestamp(1949, 2, 3) and when.day_name() == 'Thursday'", 1),
        files={"data.csv": "who,n\na,1\nb,4\na,2\n"},
        students={
            "right": {"clean": "data = data.assign(share=data.n / data.n.sum())", "group": "totals = data.groupby('who').n.agg('sum')",
                      "array": "matrix = np.array([[0,1,2],[3,4,5]])", "function": "def largest(frame):\n    return frame.sort_values('n').who.iloc[-1]", "dates": "when = pd.Timestamp('1949-02-03')"},
            "wrong": {"clean": "data['share'] = data.n", "group": "totals = data.groupby('who').n.mean()", "array": "matrix = np.arange(6.0).reshape(2, 3)", "function": "def largest(frame):\n    return frame.n.max()", "dates": "when = '1949-02-03'"},
            "blank": {},
            "odd": {"clean": "data['share'] = data.n / data.n.sum()\ndata.to_csv('data.csv', index=False)", "group": "totals = data.groupby('who')['n'].sum().to_frame()", "array": "matrix = [[0, 1, 2], [3, 4, 5]]", "dates": "import datetime\nwhen = datetime.date(1949, 2, 3)"},
        },
    ),
    "partial": one(
        solution("answer", "x = 10"),
        graded("points", "points = 0\nif x > 5: points += 1\nif x % 2 == 0: points += 1", "points", 2),
        graded("half", "", "0.5 if x == 10 else 0", 1),
        graded("text", "", "'not a number'", 1),
        graded("nothing", "x", "None", 1),
        students={"right": {"answer": "x = 10"}, "some": {"answer": "x = 7"}, "none": {"answer": "x = 1"}, "blank": {}, "missing": {"answer": "y = 10"}},
    ),
    "manual": one(
        text("title", "# Essay"),
        essay("why", "Because.", 3),
        cell("code-by-hand", "### BEGIN SOLUTION\nprint('done')\n### END SOLUTION", grade=True, solution=True, points=4),
        cell("poster", "Make a poster.", "markdown", task=True, points=5, locked=True),
        solution("auto", "y = 2"),
        graded("auto-test", "assert y == 2", "", 1),
        students={"right": {"why": "Since it is so.", "code-by-hand": "print('mine')", "auto": "y = 2"}, "blank": {}, "half": {"why": "Hm.", "auto": "y = 3"}},
    ),
    "plots": one(
        locked("setup", "import matplotlib.pyplot as plt\nimport numpy as np"),
        solution("plot", "x = np.linspace(0, 1, 5)\nfig, ax = plt.subplots()\nax.plot(x, x ** 2)\nlabels = [ax.get_xlabel()]\npoints = ax.lines[0].get_xydata()"),
        graded("plot-test", "assert len(points) == 5", "np.testing.assert_allclose(points[:, 1], points[:, 0] ** 2)", 2),
        students={"right": {"plot": "x = np.linspace(0, 1, 5)\nplt.plot(x, x * x)\npoints = plt.gca().lines[0].get_xydata()"}, "wrong": {"plot": "points = plt.plot([1, 2])[0].get_xydata()"}, "blank": {}},
    ),
    "errors": one(
        solution("first", "a = 1"),
        graded("first-test", "assert a == 1", "", 1),
        solution("second", "b = 2"),
        graded("second-test", "assert b == 2", "", 1),
        graded("always", "", "", 1),
        graded("broken", "", "undefined_name", 1),
        solution("third", "words = 'a b'.split()"),
        graded("third-test", "assert words == ['a', 'b']\nassert 'c' not in words", "assert len(set(words)) == 2", 1),
        students={
            "right": {"first": "a = 1", "second": "b = 2", "third": "words = ['a', 'b']"},
            "syntax": {"first": "a = = 1", "second": "b = 2", "third": "words = ('a', 'b')"},
            "runtime": {"first": "a = 1\nraise KeyError('x')", "second": "b = c", "third": "words = {'a', 'b'}"},
            "noisy": {"first": "import sys, warnings\nprint('oops', file=sys.stderr)\nwarnings.warn('hm')\na = 1", "second": "b = 2.0", "third": "words = 'a b'.split(); words"},
            "leaving": {"first": "import sys\na = 1\nsys.exit()", "second": "import sys\nb = 2\nsys.exit(1)", "third": "words = None"},
        },
    ),
    "classes": one(
        solution("vector", "class Vector:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def __add__(self, other):\n        return Vector(self.x + other.x, self.y + other.y)\n    def __eq__(self, other):\n        return (self.x, self.y) == (other.x, other.y)\n    def __repr__(self):\n        return f'Vector({self.x}, {self.y})'\n    def length(self):\n        return (self.x ** 2 + self.y ** 2) ** .5"),
        graded("vector-test", "v = Vector(3, 4)\nassert v.x == 3 and v.length() == 5", "assert Vector(1, 2) + Vector(3, 4) == Vector(4, 6)\nassert not Vector(1, 2) == Vector(2, 1)", 3),
        graded("vector-repr", "assert repr(Vector(1, 2)) == 'Vector(1, 2)'", "v.x = 7\nassert v.x == 7 and isinstance(v, Vector)", 2),
        solution("stack", "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, item):\n        self.items.append(item)\n    def pop(self):\n        return self.items.pop()\n    def __len__(self):\n        return len(self.items)"),
        graded("stack-test", "s = Stack()\ns.push(1)\ns.push('b')\nassert len(s) == 2", "assert s.pop() == 'b' and s.pop() == 1\ntry:\n    s.pop()\nexcept IndexError:\n    pass\nelse:\n    raise AssertionError", 3),
        students={
            "right": {"vector": "from dataclasses import dataclass\n@dataclass\nclass Vector:\n    x: float\n    y: float\n    def __add__(self, o):\n        return Vector(self.x + o.x, self.y + o.y)\n    def __repr__(self):\n        return 'Vector(%s, %s)' % (self.x, self.y)\n    def length(self):\n        import math\n        return math.hypot(self.x, self.y)",
                      "stack": "class Stack(list):\n    def push(self, item):\n        self.append(item)"},
            "wrong": {"vector": "class Vector:\n    def __init__(self, x, y):\n        self.x = self.y = x\n    def length(self):\n        return 5", "stack": "class Stack:\n    def __init__(self): self.items = []\n    def push(self, item): self.items.insert(0, item)\n    def pop(self): return self.items.pop()\n    def __len__(self): return 2"},
            "blank": {},
        },
    ),
    "several": Assignment(
        {
            "one": notebook(solution("answer", "x = 1"), graded("answer-test", "assert x == 1", "", 1)),
            "two": notebook(solution("other", "def f(x):\n    return x"), graded("other-test", "assert f(1) == 1", "assert f('a') == 'a'", 2), essay("words", "Words.", 2)),
        },
        {"both": {"answer": "x = 1", "other": "def f(x):\n    return x", "words": "Mine."}, "none": {}, "first only": {"answer": "x = 1", "-two": ""}},
    ),
    "modules": one(
        locked("setup", "from helpers import double\nimport tools"),
        solution("answer", "x = double(4)"),
        graded("answer-test", "assert x == 8", "assert double(x) == 16", 1),
        graded("tools-test", "assert tools.TEN == 10", "from tools import ten\nassert ten() == 10", 2),
        files={"helpers.py": "def double(x):\n    return 2 * x\n", "tools.py": "TEN = 10\ndef ten():\n    return 10\n"},
        theirs={"own": {"tools.py": "TEN = 11\ndef ten():\n    return 10\n", "helpers.py": "def double(x):\n    return 0\n"}},
        students={"right": {"answer": "x = double(4)"}, "wrong": {"answer": "x = 4"}, "own": {"answer": "x = double(4)"}},
    ),
    "magics": one(
        cell("free-setup", "import math\nfrom collections import Counter"),
        solution("shell", "%pip --version\nlines = !echo one\nfirst = lines[0]"),
        graded("shell-test", "assert first == 'one'", "", 1),
        solution("counter", "counts = Counter('abca')"),
        graded("counter-test", "assert counts['a'] == 2", "assert counts == Counter('aabc')\nassert math.isclose(sum(counts.values()), 4)", 1),
        solution("files", "with open('out.txt', 'w') as file:\n    file.write('hello')"),
        graded("files-test", "assert open('out.txt').read() == 'hello'", "import os\nassert os.path.getsize('out.txt') == 5", 1),
        solution("nested", "table = {'a': [1, (2, 3)], 'b': {4}}"),
        graded("nested-test", "assert table['a'][1] == (2, 3)", "assert table == {'a': [1, (2, 3)], 'b': {4}}", 1),
        students={
            "right": {"shell": "lines = !echo one\nfirst = lines[0]", "counter": "counts = Counter()\nfor c in 'abca':\n    counts[c] += 1", "files": "print('hello', end='', file=open('out.txt', 'w'))", "nested": "from collections import defaultdict\ntable = defaultdict(list, {'a': [1, (2, 3)], 'b': {4}})"},
            "wrong": {"shell": "%%bash\necho one", "counter": "counts = {'a': 2}", "files": "open('out.txt', 'w').write('hell')", "nested": "table = {'a': [1, [2, 3]], 'b': {4}}"},
            "blank": {},
        },
    ),
    "helpers": one(
        locked("setup", "def check(value, expected):\n    assert value == expected, 'no'\nlimit = 10"),
        solution("answer", "def clip(x):\n    return min(x, limit)"),
        graded("answer-test", "check(clip(3), 3)", "check(clip(30), 10)", 2),
        locked("use", "results = [clip(n) for n in range(12)]\nresults[-1]"),
        graded("use-test", "check(len(results), 12)", "assert max(results) == limit", 1),
        graded("define", "def later(x):\n    return x + 1", "assert later(clip(1)) == 2", 1),
        graded("define-use", "", "assert later(1) == 2", 1),
        students={"right": {"answer": "def clip(x):\n    return x if x < limit else limit"}, "wrong": {"answer": "def clip(x):\n    return x"}, "blank": {}, "local": {"answer": "limit = 5\ndef clip(x):\n    return min(x, 10)"}},
    ),
}  # fmt: skip
