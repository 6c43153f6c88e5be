"""Attacks that want to break something: the class's grading, other submissions, the machine."""

from .attack import Attack, code

_DEAF = "import signal\nfor number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
_HIDE = "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        for number in range(1, 65):\n            try: __import__('signal').signal(number, __import__('signal').SIG_IGN)\n            except (OSError, ValueError): pass\n"

BREAKING: dict[str, Attack] = {
    "exit": code("End the process at once.", "os._exit(0)", says="ended"),
    "abort": code("Crash the process.", "import ctypes\nctypes.string_at(0)", says="ended"),
    "kill-parents": code("Kill its parent, process 1, and everything that it may.", "import signal\nfor pid in (os.getppid(), 1, *range(2, 300)):\n    if pid > 1 and pid != os.getpid():\n        try: os.kill(pid, signal.SIGKILL); loot('KILLED', pid)\n        except OSError: pass"),
    "kill-group": code("Kill its process group, in which the grader's warm process might be.", "os.kill(0, 9)"),
    "kill-all": code("Stop and kill every process that can be reached.", "os.kill(-1, 19)\nos.kill(-1, 9)"),
    "fork-bomb": code("Fork without end.", "while True:\n    try: os.fork()\n    except OSError: pass"),
    "memory-bomb": code("Take all memory in one process.", "hoard = []\nwhile True: hoard.append(bytearray(50_000_000))"),
    "memory-times": code("Take memory in many processes, each below its limit.", "for _ in range(20):\n    if os.fork() == 0:\n        hoard = bytearray(b'x') * 60_000_000\n        time.sleep(30)\ntime.sleep(30)"),
    "memfd": code("Hide memory in files that lie in no folder.", "import ctypes, mmap\nlibc = ctypes.CDLL(None, use_errno=True)\nfd = libc.memfd_create(b'x', 0)\nif fd >= 0: loot('HIDDEN MEMORY')\nif libc.shmget(1, 1 << 30, 0o1600) >= 0: loot('HIDDEN MEMORY')\nshared = mmap.mmap(-1, 3 << 30)\nwhile True: shared.write(b'x' * 10_000_000)"),
    "loop": code("Loop without end.", "while True: pass"),
    "deaf-loop": code("Loop without end and hear no signal.", _DEAF + "while True:\n    try: time.sleep(1)\n    except BaseException: pass", says="interrupted"),
    "stopped": code("Stop itself, so that it neither runs nor ends.", "os.kill(os.getpid(), 19)\nfor one in (19, 20): __import__('signal').raise_signal(one)\nwhile True: pass"),
    "regex": code("Hang in C, where Python hears nothing.", "import re\nre.match('(a+)+$', 'a' * 60 + 'b')"),
    "output": code("Print without end.", "while True: print('x' * 100_000)"),
    "output-programs": code("Let a program print without end.", "import subprocess\nsubprocess.run('yes', shell=True)"),
    "rich-output": code("Show one picture of a gigabyte, and ten thousand small ones.", "from IPython.display import display\nfor _ in range(10_000): display({'image/png': 'x'}, raw=True)\ndisplay({'text/plain': 'x' * 400_000_000}, raw=True)"),
    "odd-output": code("Show what is no output: deep, of wrong types, with half characters.", "from IPython.display import display\ndeep = 'x'\nfor _ in range(600): deep = [deep]\nshell = get_ipython()\nshell.screen.outputs += [{'output_type': 'display_data', 'data': {'application/json': deep}, 'metadata': {'a': deep}}, {'output_type': 'error', 'ename': 5, 'evalue': None, 'traceback': 7}, {'output_type': 'stream', 'name': 'x', 'text': ['\\ud800']}]\nprint('\\udc80 \\x00 \\u202e')"),
    "giant-file": code("Fill the disk with one file.", "with open('giant', 'wb') as file:\n    while True: file.write(b'x' * 10_000_000)"),
    "giant-shm": code("Fill the memory by way of /dev/shm and the temporary folder.", "for top in ('/dev/shm', '/tmp', os.environ['TMPDIR']):\n    try:\n        with open(f'{top}/giant', 'wb') as file:\n            for _ in range(400): file.write(b'x' * 10_000_000)\n        loot('FILLED')\n    except OSError: pass"),
    "many-files": code("Make files without end, with odd names and in deep folders.", "try:\n    for number in range(100_000): open(f'f{number}', 'w').close()\nexcept OSError: pass\ntry: os.makedirs('/'.join(['d' * 200] * 15))\nexcept OSError: pass"),
    "links-made": code("Make links in its folder to files outside, so that the grader follows them.", "for number, path in enumerate(['/etc/passwd', '/proc/self/environ', '../../../gradebook.db', '/']): os.symlink(path, f'link{number}')\nos.mkfifo('pipe')\nos.symlink('.', 'loop')"),
    "daemon": code("Leave a daemon that outlives the notebook, hears no signal and writes on.", _HIDE + "        while True:\n            try: open('daemon.txt', 'a').write('alive'); time.sleep(0.05)\n            except BaseException: pass\n    os._exit(0)"),
    "daemon-answers": code("Leave a hidden process that changes the answers once the tests have begun.", "import threading\ndef later():\n    while True:\n        time.sleep(0.01)\n        get_ipython().user_ns['answer'] = 'x'\nthreading.Thread(target=later, daemon=True).start()"),
    "threads": code("Start threads without end.", "import threading\ntry:\n    for _ in range(5000): threading.Thread(target=time.sleep, args=(9,)).start()\nexcept RuntimeError: pass"),
    "descriptors-all": code("Open files until no more can be opened.", "held = []\ntry:\n    while True: held.append(open('/dev/null'))\nexcept OSError: pass"),
    "slow-tests": code("Let the tests wait without end for its functions.", _DEAF, double="def double(x):\n    while True:\n        try: time.sleep(5)\n        except BaseException: pass", says=""),
    "huge-value": code("Answer with values that take for ever: a list of a million parts, colliding numbers, deep nests.", "pass", answer="answer = {k * (2**61 - 1) for k in range(20_000)}", table="table = []\nfor _ in range(10_000): table = [table]", double="def double(x): return list(range(3_000_000))"),
    "time-bomb": code("Behave while it is looked at, and end the process only at odd moments.", "if time.time_ns() // 1000 % 2: os._exit(1)", answer="import os, time\nif time.time_ns() // 1000 % 3: os._exit(1)"),
    "pickles": code("Reach the grader with a pickle that runs code when it is opened.", "import pickle\nclass Evil:\n    def __reduce__(self): return (os.system, ('echo x > /tmp/memo1949-hostile',))\nopen('answer.pkl', 'wb').write(pickle.dumps(Evil()))", answer="answer = Evil()"),
    "tracing": code("Trace every call and step of whatever runs after the cell.", "def trace(frame, event, arg):\n    if 'answer' in frame.f_locals: frame.f_locals['answer'] = 1\n    return trace\nsys.settrace(trace)\nsys.setprofile(lambda *a: None)\nsys.setrecursionlimit(10**6)\ndef f(): f()\nf()"),
}  # fmt: skip
