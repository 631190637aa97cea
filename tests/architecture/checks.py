"""
What the code must not grow into, as functions from a module's text to complaints.

Each complaint is one line, `where: what`. An empty list is the good answer. `words.py` holds the checks of vocabulary.
"""

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
from attrs import field, frozen

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
TESTS = ROOT / "tests"

LONGEST_FILE = 350
LONGEST_FUNCTION = 40
DOORS = ("rjflow.cli", "rjflow.studio", "rjflow.testing", "rjflow.integrations", "rjflow.__main__")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@frozen
class Module:
    """One Python file: its dotted name and its text."""

    name: str
    text: str
    is_package: bool = False
    tree: ast.Module = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "tree", ast.parse(self.text))

    def within(self, *packages: str) -> bool:
        """Tell whether it is one of these, or inside one of them."""
        return any(self.name == package or self.name.startswith(package + ".") for package in packages)

    def line(self, node: ast.AST) -> str:
        """Give the line on which *node* begins."""
        return self.text.splitlines()[getattr(node, "lineno", 1) - 1]


def modules(folder: Path) -> list[Module]:
    """
    Read every Python file below *folder*, in order of name.
    """
    found = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        found.append(Module(".".join(parts[:-1] if is_package else parts), path.read_text("utf-8"), is_package))
    return found


# --- size -------------------------------------------------------------------------------------------------------------


def oversized(module: Module) -> list[str]:
    """
    Complain about a file or a function that is longer than its budget; decorators do not count.
    """
    lines = len(module.text.splitlines())
    complaints = [f"{module.name}: {lines} lines, budget {LONGEST_FILE}"] if lines > LONGEST_FILE else []
    functions = (node for node in ast.walk(module.tree) if isinstance(node, Function))
    lengths = ((node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions)
    return complaints + [
        f"{module.name}.{name}: {length} lines, budget {LONGEST_FUNCTION}"
        for name, length in lengths
        if length > LONGEST_FUNCTION
    ]


# --- imports ----------------------------------------------------------------------------------------------------------


def imported(module: Module, known: frozenset[str]) -> set[str]:
    """
    List the *known* modules that *module* imports anywhere: at its top, in functions, or for types alone.
    """
    found: set[str] = set()
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                found.update(alias.name for alias in names)
            case ast.ImportFrom(module=origin, names=names, level=level):
                home = _absolute(module, origin, level)
                found.update(f"{home}.{alias.name}" if f"{home}.{alias.name}" in known else home for alias in names)
    return (found & known) - {module.name}


def circles(every: list[Module]) -> list[str]:
    """
    Complain about modules that import each other, directly or through others.
    """
    known = frozenset(module.name for module in every)
    graph = nx.DiGraph((module.name, name) for module in every for name in imported(module, known))
    groups = [group for group in nx.strongly_connected_components(graph) if graph.subgraph(group).edges]
    return sorted(f"{' <-> '.join(sorted(group))}: a circle" for group in groups)


def _absolute(module: Module, origin: str | None, level: int) -> str:
    if not level:
        return origin or ""
    parts = module.name.split(".")
    home = parts[: len(parts) - level + module.is_package]
    return ".".join([*home, *([origin] if origin else [])])


# --- what only the doors may do ---------------------------------------------------------------------------------------

_PRINTS = {"print", "sys.stdout", "sys.stderr", "sys.stdin", "input"}
_ENVIRONMENT = {"os.environ", "os.getenv", "os.environb", "os.putenv"}
_CLOCKS = {
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
    *(f"time.{name}" for name in ("time", "monotonic", "perf_counter", "process_time", "localtime", "gmtime", "sleep")),
    *(f"time.{name}_ns" for name in ("time", "monotonic", "perf_counter", "process_time")),
}
_CHANCE = {"random", "secrets", "uuid.uuid1", "uuid.uuid4", "os.urandom"}
_SOCKETS = {"socket", "ssl", "asyncio", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}
_PYTHON_BY_NAME = {"eval", "exec", "compile", "__import__", "importlib", "pickle", "marshal", "shelve"}
_DEEDS = {
    "prints or reads the terminal": _PRINTS,
    "reads an environment variable": _ENVIRONMENT,
    "reads a clock it was not given": _CLOCKS,
    "draws on chance": _CHANCE,
    "opens a socket": _SOCKETS,
    "lets text name Python": _PYTHON_BY_NAME,
}


def impure(module: Module) -> list[str]:
    """
    Complain about a module below the doors that reaches out of what it was given.

    `clock.py` alone may read the machine's clock, `verifier.sharing` alone reads back what its own processes wrote, keys and nonces alone are
    of chance, the front alone may import by name, from its own table, and `verifier.bdd` the one extension of OxiDD; and
    `importlib.resources`, which reads the package's own files, is fine.

    Not seen: what is reached through a value that somebody else handed in.
    """
    if module.within(*DOORS):
        return []
    complaints = []
    for name, line in _reaches(module.tree):
        for deed, forbidden in _DEEDS.items():
            excused = (
                (deed == "reads a clock it was not given" and module.name == "rjflow.clock")
                or (module.name == "rjflow.verifier.sharing" and name.startswith("pickle"))
                or (module.name == "rjflow" and name == "importlib.import_module")
                or (module.name == "rjflow.verifier.bdd" and name.startswith(("importlib.machinery", "importlib.util")))
                or (module.name == "rjflow.sealing.values" and name == "os.urandom")
                or name == "importlib.resources"
                or name.startswith("importlib.resources.")
            )
            if not excused and any(name == word or name.startswith(word + ".") for word in forbidden):
                complaints.append(f"{module.name}:{line}: {deed}: {name}")
    return list(dict.fromkeys(complaints))


def _reaches(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """
    Yield the full name of everything used from outside the module, and of builtins, with its line.
    """
    home: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    home[alias.asname or alias.name.split(".")[0]] = (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
                    if not alias.asname or "." not in alias.name:
                        yield alias.name, node.lineno
            case ast.ImportFrom(module=str(origin), names=names, level=0):
                for alias in names:
                    home[alias.asname or alias.name] = f"{origin}.{alias.name}"
                    yield f"{origin}.{alias.name}", node.lineno
    own = {node.name for node in ast.walk(tree) if isinstance(node, Definition)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and (dotted := _dotted(node)):
            first, _, rest = dotted.partition(".")
            if first in home:
                yield ".".join([home[first], *([rest] if rest else [])]), node.lineno
            elif not rest and first not in own and hasattr(builtins, first):
                yield first, node.lineno


def _dotted(node: ast.expr) -> str | None:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{before}.{name}" if (before := _dotted(value)) else None
        case _:
            return None


# --- docstrings -------------------------------------------------------------------------------------------------------


def undocumented(module: Module) -> list[str]:
    """
    Complain about every public module, class, function and method without a docstring.
    """
    if any(part.startswith("_") and part != "__main__" for part in module.name.split(".")):
        return []
    complaints = [] if ast.get_docstring(module.tree) else [f"{module.name}: no docstring"]
    return complaints + [
        f"{module.name}.{name}: no docstring"
        for name, node in _public(module.tree.body)
        if not ast.get_docstring(node) and not _says_more_elsewhere(node)
    ]


def untold(module: Module) -> list[str]:
    """
    Complain about every test that has no sentence of its own.
    """
    return [
        f"{module.name}.{node.name}: a test without a sentence"
        for node in ast.walk(module.tree)
        if isinstance(node, Function) and node.name.startswith("test") and not ast.get_docstring(node)
    ]


def _public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, Definition]]:
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield owner + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{owner}{node.name}.")


def _says_more_elsewhere(node: Definition) -> bool:
    """
    Tell whether it is one spelling of something that is documented beside it.
    """
    names = [_dotted(decorator) or "" for decorator in node.decorator_list]
    return any(name.endswith(("overload", "override", ".setter", ".register")) for name in names)


# --- use --------------------------------------------------------------------------------------------------------------


def unused(every: list[Module], elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """
    Complain about every function, class and constant that nothing in the code names, and nothing *elsewhere* either.

    Tests that are shipped are named by nobody: pytest runs them.
    """
    used = set(elsewhere).union(*(_named(module.tree) for module in every))
    return [
        f"{module.name}:{line}: nothing uses `{name}`"
        for module in every
        for name, line in _defined(module.tree)
        if name not in used
        and not name.startswith("__")
        and not (module.within("rjflow.testing") and name.startswith("test_"))
    ]


def _defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            yield node.name, node.lineno
        elif isinstance(node, ast.Assign):
            constants = [one.id for one in node.targets if isinstance(one, ast.Name) and one.id.isupper()]
            yield from ((name, node.lineno) for name in constants)


def _named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name
            case ast.Constant(value=str(text)) if text.isidentifier():
                yield text  # a name in quotation marks: an entry of `__all__`, a forward reference


# --- the tests themselves ---------------------------------------------------------------------------------------------


def unreasoned(module: Module) -> list[str]:
    """
    Complain about every skipped or expected-to-fail test that does not say why.
    """
    complaints = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and (name := _dotted(node)) in _PUT_ASIDE:
            call = next((c for c in ast.walk(module.tree) if isinstance(c, ast.Call) and c.func is node), None)
            if not (call and _gives_reason(call, name)):
                complaints.append(f"{module.name}:{node.lineno}: {name} without a reason")
    return complaints


def restless(module: Module) -> list[str]:
    """
    Complain about every test that sleeps.
    """
    return [
        f"{module.name}:{line}: sleeps"
        for name, line in _reaches(module.tree)
        if name in {"time.sleep", "asyncio.sleep"}
    ]


_PUT_ASIDE = {
    "pytest.mark.skip",
    "pytest.mark.skipif",
    "pytest.mark.xfail",
    "pytest.skip",
    "pytest.xfail",
    "pytest.importorskip",
}


def _gives_reason(call: ast.Call, name: str) -> bool:
    reasons = [keyword.value for keyword in call.keywords if keyword.arg in {"reason", "msg"}]
    if name in {"pytest.skip", "pytest.xfail", "pytest.mark.skip"}:
        reasons += call.args[:1]
    return any(not (isinstance(reason, ast.Constant) and not reason.value) for reason in reasons)
