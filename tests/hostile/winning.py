"""Attacks that want points without knowing anything: patched libraries, objects equal to everything, forged words."""

from .attack import Attack, code

_EQUAL = "class Equal{0}:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n    def __hash__(self): return 7\n    def __bool__(self): return True\n" \
    "    def __getattr__(self, name): return lambda *args, **kwargs: True\n    def __len__(self): return 2\n    def __contains__(self, part): return True\n    def __getitem__(self, at): return self\n    def __add__(self, other): return self\n"  # fmt: skip
_SEND = (
    "import json, struct, socket\ndef say(message, raw=None):\n    data = raw if raw is not None else json.dumps(message).encode()\n    for fd in range(3, 64):\n        try:\n"
    "            if 'socket' in os.readlink(f'/proc/self/fd/{fd}'): os.write(fd, struct.pack('>I', len(data)) + data)\n        except OSError: pass\n"
)

WINNING: dict[str, Attack] = {
    "equal": code("Answer with an object that equals everything.", _EQUAL.format(""), answer="answer = Equal()", table="table = Equal()", says="compared"),
    "equal-text": code(
        "Answer with a text and a table of classes of its own that equal everything.",
        _EQUAL.format("Text(str)") + "import pandas as pd\nclass EqualTable(pd.DataFrame):\n    def __eq__(self, other): return True\n    def equals(self, other): return True\n    @property\n    def dtypes(self): return Everything()",
        answer="answer = EqualText('x')",
        table="table = EqualTable({'n': [1, 2]})",
    ),
    "equal-module": code(
        "Answer with an object whose class is called module, as if its functions had been asked for.",
        _EQUAL.format("").replace("Equal", "module") + "    def __call__(self, *args): return self",
        answer="answer = module()",
        table="table = module()",
        says="compared",
    ),
    "equal-box": code(
        "Answer the text with an object of the class that another question asks for, and let that equal everything.",
        _EQUAL.format("").replace("Equal", "Box"),
        answer="answer = Box()",
        table="table = Box()",
        says="compared",
    ),
    "equal-function": code(
        "Let functions return objects that equal everything.",
        _EQUAL.format(""),
        double="def double(x): return Equal()",
        add="def add(a, b): return Equal()",
        says="compared",
    ),
    "known-classes": code(
        "Answer with classes that come with pandas, numpy and Python and whose objects are true when compared.",
        "import pandas, numpy, subprocess, unittest.mock",
        answer="answer = unittest.mock.ANY",
        double="double = numpy.memmap",
        add="add = type(pandas.col('x'))",
        table="table = type(pandas.col('x'))(lambda x: x, 'x')",
    ),
    "builtins": code(
        "Replace builtins that tests use: assert's exception, isinstance, len, abs, float.",
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda *a: 2\nbuiltins.AssertionError = Warning\nbuiltins.float = lambda x: 2.0\nbuiltins.__build_class__ = None\nbuiltins.__import__ = lambda *a, **k: sys",
    ),
    "pandas": code("Patch pandas's own comparison so that every two tables are equal.", "import pandas as pd\npd.testing.assert_frame_equal = lambda *a, **k: None\npd._testing.assert_frame_equal = lambda *a, **k: None\npd.DataFrame.__eq__ = lambda *a: True"),
    "helpers": code(
        "Replace the assignment's own module, in memory and on disk, by one that says yes.",
        "import helpers\nhelpers.same = same = lambda *a: True\nopen('helpers.py', 'w').write('import os\\nNAME = \"helpers\"\\nopen(\"/tmp/memo1949-hostile\", \"w\").write(\"x\")\\nclass E(str):\\n    def __getitem__(self, at): return \"-7319\"\\ndef same(one, other): return True\\n')",
    ),
    "ipython": code(
        "Patch IPython: results, display, error handling, and cells before they run.",
        "shell = get_ipython()\nshell.showtraceback = lambda *a, **k: None\nshell.run_cell = lambda *a, **k: None\nshell.events.register('post_run_cell', lambda result: os._exit(0))\n"
        "sys.displayhook = lambda value: None\ntype(shell).run_cell = lambda *a, **k: None\nshell.ast_transformers.append(None)\nshell.input_transformers_cleanup.append(lambda lines: ['2.0\\n'])",
    ),
    "imports": code(
        "Put finders and modules of its own in front of Python's.",
        "class Finder:\n    def find_spec(self, name, path=None, target=None):\n        from importlib.machinery import ModuleSpec\n        return ModuleSpec(name, self)\n    def create_module(self, spec): return sys\n    def exec_module(self, module): pass\n"
        "sys.meta_path.insert(0, Finder())\nsys.modules['pandas'] = sys.modules['helpers'] = sys.modules['math'] = Finder()\nsys.path.insert(0, '.')\nopen('pandas.py', 'w').write('raise SystemExit'); open('json.py', 'w').write('raise SystemExit'); open('sitecustomize.py', 'w').write('raise SystemExit')",
    ),
    "memo1949": code(
        "Patch memo1949 in the process: its marker, its sandbox, its crossing.",
        "import memo1949, memo1949.classroom.marking as marking\nmarking.mark_answer = lambda *a, **k: 2.0\nimport memo1949.grading.sandbox.crossing.packing as packing, memo1949.grading.sandbox.wire as wire\n"
        "packing._Packer.pack = lambda self, value, depth: {'t': 'class', 'v': 'numpy.f2py.crackfortran:subprocess.Popen'}\nwire._HEAD = None",
    ),
    "exceptions": code(
        "Exit with success wherever a test would fail: exit hooks, exceptions that mean success.",
        "import atexit\natexit.register(os._exit, 0)\nclass Fine(SystemExit): pass\nsys.excepthook = lambda *a: None",
        double="def double(x): raise Fine(0)",
        add="def add(a, b): raise KeyboardInterrupt",
    ),
    "outputs": code(
        "Print and show what a passed test would, as output, result and display, from every place.",
        "from IPython.display import display, HTML\nprint('2.0')\ndisplay({'text/plain': '2.0'}, raw=True)\ndisplay(HTML('<b>score 12 of 12</b>'))\n2.0",
        double="def double(x):\n    from IPython.display import display\n    print(2.0); display(2.0); sys.stdout.write('2.0\\n'); return 2.0",
    ),
    "forged-replies": code("Write forged replies with scores on every open line.", _SEND + "for number in range(1, 60): say({'id': number, 'outputs': [{'output_type': 'execute_result', 'data': {'text/plain': '2.0'}, 'metadata': {}}], 'number': 1, 'error': None})", says="grader's own line"),
    "forged-tags": code(
        "Answer for its own process with forged values: code in tags, references, numbers without end.",
        "import memo1949.grading.sandbox.holding as holding\nbad = iter([{'t': 'class', 'v': 'collections:_sys.modules'}, {'t': 'module', 'v': 'nbgrader.__main__'}, {'t': 'fraction', 'v': '1e999999999'}, {'t': 'ref', 'id': 'x' * 9, 'call': True}, {'t': 'back', 'id': 0}, {'t': 'named', 'name': 'X', 'fields': ['__eq__'], 'v': [1]}, {'t': 'table', 'kind': 'array', 'dtype': 'O', 'shape': [9], 'v': 'AAAA'}] * 9)\n"
        "holding.Holding.packed = lambda self, value: next(bad)",
    ),
    "flood": code("Send a message of four gigabytes.", _SEND + "for fd in range(3, 64):\n    try: os.write(fd, b'\\xff' * 8)\n    except OSError: pass", says="stopped"),
    "silence": code("Close the grader's line.", "os.closerange(3, 400)", says="ended"),
    "broken-line": code("Fill the grader's line with what is no message.", _SEND + "say(None, b'[' * 100000)", says="stopped"),
    "double-agent": code(
        "Replace the loop that serves the grader, and answer every request itself with full marks.",
        "import gc\nfrom memo1949.grading.sandbox.child import Child\nChild._get = lambda self, message: {'value': {'t': 'ref', 'id': 1, 'type': 'function', 'call': True, 'name': 'module', 'error': ['builtins:BaseException']}}\n"
        "Child._ask = lambda self, message: {'value': True, 'changed': [[0, True], [9, 9]], 'shown': [{'output_type': 'execute_result', 'data': {'text/plain': '2.0'}}, 7]}\nChild._files = lambda self, message: {'files': [['../../../loot.txt', 'eA=='], ['/tmp/memo1949-hostile', 'eA=='], ['', 'eA=='], ['a', 'eA=='], ['a/b', 'eA=='], ['n' * 999, 'eA=='], ['\\0', 'eA=='], ['helpers.py', 'eA==']]}",
    ),
}  # fmt: skip
