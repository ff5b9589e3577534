"""Small faults put into C sources on purpose: where they can be, and which are chosen.

Four kinds, as a person makes them:

    comparison   == and !=, < and >=, > and <=, each for the other
    boundary     < and <=, > and >=, each for the other; + 1 and - 1 left out; + n and - n one further
    call         a statement that is only a call is left out
    constant     0 and 1, true and false, each for the other; n + 1 for n

Nothing is changed in comments, texts, messages (_(), N_(), ngettext()), preprocessor lines, assertions,
sizes of arrays that are declared, and what NOT_MUTATED lists with its reason.
"""
import random
import re

KINDS = ("comparison", "boundary", "call", "constant")

# Names whose constants or calls stay as they are: nothing that a program does depends on them.
NOT_MUTATED = {
    "FOLDED_SIZE": "a buffer's size: only speed",
    "BUFFER_SIZE": "a buffer's size: only speed",
    "WINDOW_SIZE": "a buffer's size: only speed",
    "FLUSH_SIZE": "a buffer's size: only speed",
    "BLOCK": "a buffer's size: only speed",
    "BLOCK_SIZE": "a buffer's size: only speed",
    "POLL_NANOSECONDS": "how often a lock is asked for: only speed",
    "abort": "only reached by a fault of the program itself",
    "mem_fail": "only reached when there is no memory",
}

TOKEN = re.compile(r"""
    (?P<blank>\s+ | //[^\n]* | /\*.*?\*/)
  | (?P<preprocessor>^[ \t]*\#(?:[^\n\\]|\\.)*(?:\\\n(?:[^\n\\]|\\.)*)*)
  | (?P<text>(?:u8|[uUL])?"(?:[^"\\\n]|\\.)*")
  | (?P<character>[uUL]?'(?:[^'\\\n]|\\.)*')
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[0-9A-Za-z_.])*)
  | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<sign><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
""", re.VERBOSE | re.DOTALL | re.MULTILINE)

COMPARISON = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
BOUNDARY = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
CONSTANT = {"0": "1", "1": "0", "true": "false", "false": "true"}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|[1-9][0-9]*|0)([uUlL]*)$")
MESSAGES = {"_", "N_", "ngettext", "assert", "static_assert", "_Static_assert"}
WITH_PARENTHESES = {"if", "for", "while", "switch"}
STATEMENT_WORDS = WITH_PARENTHESES | {"return", "sizeof", "do", "else", "goto", "case", "default",
                                      "break", "continue"}


class Token:
    def __init__(self, kind, text, at):
        self.kind, self.text, self.at = kind, text, at


class Mutant:
    """One fault: source[at : at + len(old)] is old and becomes new.

    `text` is its line (of a call the whole statement) and `change` what is done to it; with path and function they
    say which fault it is, and still do when other lines come before it.
    """

    def __init__(self, path, source, kind, at, old, new, change, function):
        self.path, self.kind, self.at, self.old, self.new = path, kind, at, old, new
        self.change, self.function = change, function
        self.line = source.count("\n", 0, at) + 1
        begin = source.rfind("\n", 0, at) + 1
        end = max(source.find("\n", at), at + len(old))
        self.text = " ".join(source[begin:end].split())

    def apply(self, source):
        return source[:self.at] + self.new + source[self.at + len(self.old):]

    def key(self):
        return self.path, self.function, self.text, self.change


def tokens_of(source):
    """The tokens that count, without blanks, comments and preprocessor lines."""
    tokens, at = [], 0
    while at < len(source):
        match = TOKEN.match(source, at)
        kind = match.lastgroup
        if kind not in ("blank", "preprocessor"):
            tokens.append(Token(kind, match.group(), at))
        at = match.end()
    return tokens


def pairs_of(tokens):
    """{index of a bracket: index of its partner}"""
    partner, opened = {}, []
    for i, token in enumerate(tokens):
        if token.kind == "sign" and token.text in "([{":
            opened.append(i)
        elif token.kind == "sign" and token.text in ")]}":
            partner[i] = opened.pop()
            partner[partner[i]] = i
    return partner


def statement_begins(tokens, partner):
    """{index of the first token of each statement}, and of each declaration"""
    begins = set()
    for i, token in enumerate(tokens[:-1]):
        if token.text in (";", "{", "}", "else", "do"):
            begins.add(i + 1)
        elif token.text == ")" and tokens[partner[i] - 1].text in WITH_PARENTHESES:
            begins.add(i + 1)
    return begins


def enumerated_name(tokens, i):
    """NAME of `NAME = …` in which tokens[i] stands, as in an enum."""
    while i > 0 and tokens[i].text not in ("=", ",", ";", "{", "}"):
        i -= 1
    return tokens[i - 1].text if i > 0 and tokens[i].text == "=" else None


def protected(tokens, partner):
    """The indices of tokens in messages, assertions, declared sizes and what is not to be mutated."""
    kept = set()
    for i, token in enumerate(tokens):
        following = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if token.text in MESSAGES and following == "(":
            kept.update(range(i, partner[i + 1] + 1))
        elif token.text == "[" and tokens[i - 1].kind == "name" and is_declarator(tokens, i - 1):
            while tokens[i].text == "[":
                kept.update(range(i, partner[i] + 1))
                i = partner[i] + 1
    return kept


def is_declarator(tokens, i):
    """Whether the name tokens[i] is being declared: a type or another declarator stands before it."""
    while i > 0 and tokens[i - 1].text == "*":
        i -= 1
    before = tokens[i - 1]
    if before.kind == "name":
        return before.text not in STATEMENT_WORDS
    while i > 0 and tokens[i - 1].text not in (";", "{", "}", "(", "="):
        i -= 1
    return before.text == "," and i + 1 < len(tokens) and tokens[i].kind == "name" and \
        (tokens[i + 1].kind == "name" or tokens[i + 1].text == "*")


def tell_apart(mutants):
    """Numbers the faults of a function that change the same on lines of the same text."""
    seen = {}
    for mutant in mutants:
        key = mutant.key()
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            mutant.change += f", the {seen[key]}. time"
    return mutants


def bodies_of(tokens, partner):
    """{index of a token in the body of a function: the function's name}"""
    inside, i = {}, 0
    while i < len(tokens):
        if tokens[i].text == "{":
            if tokens[i - 1].text == ")":
                inside.update(dict.fromkeys(range(i, partner[i]), tokens[partner[i - 1] - 1].text))
            i = partner[i]
        i += 1
    return inside


def mutants_of(path, source):
    """Every fault that can be put into the source, in its order."""
    tokens = tokens_of(source)
    partner = pairs_of(tokens)
    begins = statement_begins(tokens, partner)
    kept = protected(tokens, partner)
    bodies = bodies_of(tokens, partner)
    found = []

    def add(kind, token, new, change=None, old=None):
        old = token.text if old is None else old
        found.append(Mutant(path, source, kind, token.at, old, new, change or f"{old} -> {new}", bodies.get(i, "")))

    for i, token in enumerate(tokens):
        if i in kept:
            continue
        if token.text in COMPARISON and token.kind == "sign":
            add("comparison", token, COMPARISON[token.text])
            if token.text in BOUNDARY:
                add("boundary", token, BOUNDARY[token.text])
        elif token.kind == "number" and INTEGER.match(token.text):
            if enumerated_name(tokens, i) not in NOT_MUTATED:
                add_number(add, tokens, i)
        elif token.text in ("true", "false"):
            add("constant", token, CONSTANT[token.text])
        elif i in begins and token.kind == "name" and token.text not in STATEMENT_WORDS:
            end = end_of_call(tokens, partner, i)
            if end and callee(tokens, i, end) not in NOT_MUTATED:
                old = source[token.at:tokens[end].at]
                add("call", token, "", f"without {callee(tokens, i, end)}", old)
    return tell_apart(found)


def add_number(add, tokens, i):
    token, before = tokens[i], tokens[i - 1]
    digits, suffix = INTEGER.match(token.text).groups()
    value = int(digits, 0)
    operand = tokens[i - 2]
    added = before.text in ("+", "-") and operand.text not in STATEMENT_WORDS and (
        operand.kind in ("name", "number", "character") or operand.text in (")", "]"))
    if before.text == "=" and tokens[i - 2].text == "[":
        return
    if added and value == 1:
        add("boundary", token, "0" + suffix, f"{before.text} 1 left out")
    elif added:
        add("boundary", token, str(value + 1) + suffix)
    else:
        add("constant", token, CONSTANT.get(digits, str(value + 1)) + suffix)


def end_of_call(tokens, partner, i):
    """The index of the semicolon when the statement that begins at i is only a call."""
    while tokens[i].kind == "name" and tokens[i + 1].text in ("->", "."):
        i += 2
    if tokens[i].kind == "name" and tokens[i + 1].text == "(":
        end = partner[i + 1] + 1
        if end < len(tokens) and tokens[end].text == ";":
            return end
    return None


def callee(tokens, i, end):
    while tokens[i + 1].text != "(" and i < end:
        i += 1
    return tokens[i].text


def shuffled(path, source, seed):
    """All mutants of a source in the order in which they are tried: the kinds take turns."""
    chance = random.Random(f"{seed} {path}")
    by_kind = {kind: [] for kind in KINDS}
    for mutant in mutants_of(path, source):
        by_kind[mutant.kind].append(mutant)
    for kind in KINDS:
        chance.shuffle(by_kind[kind])
    turns = list(KINDS)
    chance.shuffle(turns)
    order = []
    while any(by_kind.values()):
        for kind in turns:
            if by_kind[kind]:
                order.append(by_kind[kind].pop())
    return order


def shares(lines, count):
    """{path: its part of count} in proportion to {path: lines}, by the largest remainders."""
    total = sum(lines.values())
    parts = {path: count * n // total for path, n in lines.items()}
    rest = sorted(lines, key=lambda path: (-(count * lines[path] % total), path))
    for path in rest[:count - sum(parts.values())]:
        parts[path] += 1
    return parts
