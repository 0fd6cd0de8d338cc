"""A flow compiled for walking: called flows laid out flat under their prefixes, conditions as functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2s

from bot.core.flow.accepting import Accept, acceptor
from bot.core.flow.conditions import Test, compiled
from bot.core.flow.model import Branch, Flow, Kind, Level, Step

Routes = tuple[tuple[Test, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A step at its place in the whole. Targets are keys of nodes; calls have no node of their own."""

    key: str
    flow: str
    id: str
    step: Step
    kind: Kind
    rev: str
    accept: Accept
    jumps: Mapping[str, str]  # option of a choice → key
    routes: Routes
    only: str | None  # the one unconditional target, when that is all there is
    call: str | None = None  # an end inside a called flow: the key of the call …
    after: Routes = ()  # … and where its caller goes on
    old_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Priority rules of one flow; those of a called flow count once it was entered."""

    prefix: str
    rules: tuple[tuple[Test, Level], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    first: str
    nodes: Mapping[str, Node]
    hashes: Mapping[str, str]  # hash of a key, also of a former one → key
    renamed: Mapping[str, str]  # former key → key
    dependents: Mapping[str, tuple[str, ...]]  # key → keys whose answers fall when it changes
    rules: tuple[Rules, ...]


def key_hash(key: str) -> str:
    """Eight hexadecimal digits for a button."""
    return blake2s(key.encode(), digest_size=4).hexdigest()


def compiled_plan(flows: Mapping[str, Flow], name: str) -> Plan:
    """Flows must have passed the lint: targets exist, nothing runs in a circle."""
    nodes = {node.key: node for node in _nodes(flows, name, _Place())}
    renamed = {old: node.key for node in nodes.values() for old in node.old_keys if old not in nodes}
    return Plan(
        first=_entry(flows, flows[name], flows[name].first, ""),
        nodes=nodes,
        hashes={key_hash(old): key for old, key in renamed.items()} | {key_hash(key): key for key in nodes},
        renamed=renamed,
        dependents=_dependents(flows, name, nodes),
        rules=tuple(_rules(flows, name, "")),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a flow is laid out: its prefix, former prefixes, and how its caller goes on."""

    prefix: str = ""
    old_prefixes: tuple[str, ...] = ()
    call: str | None = None
    after: Routes = ()


def _nodes(flows: Mapping[str, Flow], name: str, place: _Place) -> Iterator[Node]:
    flow = flows[name]
    for id_, step in flow.steps.items():
        if step.call:
            yield from _nodes(flows, step.call, _inside(flows, flow, id_, place))
        else:
            yield _node(flows, flow, id_, place)


def _inside(flows: Mapping[str, Flow], flow: Flow, id_: str, place: _Place) -> _Place:
    step, key = flow.steps[id_], place.prefix + id_
    old = tuple(f"{old}/" for old in _old_keys(id_, step, place))
    return _Place(f"{key}/", old, key, _routes(flows, flow, step.next, place.prefix))


def _old_keys(id_: str, step: Step, place: _Place) -> tuple[str, ...]:
    prefixes, ids = (place.prefix, *place.old_prefixes), (id_, *step.was)
    return tuple(prefix + name for prefix in prefixes for name in ids)[1:]


def _node(flows: Mapping[str, Flow], flow: Flow, id_: str, place: _Place) -> Node:
    step = flow.steps[id_]
    routes = _routes(flows, flow, step.next, place.prefix)
    jumps = {name: option.to for name, option in step.options.items() if option.to}
    return Node(
        key=place.prefix + id_,
        flow=flow.flow,
        id=id_,
        step=step,
        kind=step.kind,
        rev=blake2s(step.model_dump_json().encode(), digest_size=4).hexdigest(),
        accept=acceptor(step),
        jumps={name: _entry(flows, flow, to, place.prefix) for name, to in jumps.items()},
        routes=routes,
        only=routes[0][1] if routes and step.next[0].when is None else None,
        call=place.call if step.end else None,
        after=place.after if step.end else (),
        old_keys=_old_keys(id_, step, place),
    )


def _routes(flows: Mapping[str, Flow], flow: Flow, branches: tuple[Branch, ...], prefix: str) -> Routes:
    return tuple(
        (compiled(branch.when, prefix), _entry(flows, flow, branch.to, prefix)) for branch in branches
    )


def _entry(flows: Mapping[str, Flow], flow: Flow, id_: str, prefix: str) -> str:
    """The key of the first real screen at a step: through a call, into the flow it calls."""
    called = flow.steps[id_].call
    if called is None:
        return prefix + id_
    return _entry(flows, flows[called], flows[called].first, f"{prefix}{id_}/")


def _dependents(
    flows: Mapping[str, Flow], name: str, nodes: Mapping[str, Node]
) -> dict[str, tuple[str, ...]]:
    """Key → all keys that fall with it, those that depend on the fallen included."""
    pairs = [
        (source, fallen)
        for on, key in _dependences(flows, name, "")
        for source in _under(on, nodes)
        for fallen in _under(key, nodes)
    ]
    direct: dict[str, list[str]] = {}
    for source, fallen in pairs:
        direct.setdefault(source, []).append(fallen)
    return {source: _closure(source, direct) for source in direct}


def _under(key: str, nodes: Mapping[str, Node]) -> Iterator[str]:
    """A step itself, or all steps inside a call."""
    return (known for known in nodes if known == key or known.startswith(f"{key}/"))


def _closure(source: str, direct: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    todo = list(direct.get(source, ()))
    while todo:
        key = todo.pop()
        if key != source and key not in found:
            found[key] = None
            todo += direct.get(key, ())
    return tuple(found)


def _dependences(flows: Mapping[str, Flow], name: str, prefix: str) -> Iterator[tuple[str, str]]:
    """(what it depends on, key) for each `depends_on`, calls included."""
    for id_, step in flows[name].steps.items():
        yield from ((prefix + on, prefix + id_) for on in step.depends_on)
        if step.call:
            yield from _dependences(flows, step.call, f"{prefix}{id_}/")


def _rules(flows: Mapping[str, Flow], name: str, prefix: str) -> Iterator[Rules]:
    flow = flows[name]
    if flow.priority:
        yield Rules(prefix, tuple((compiled(rule.when, prefix), rule.level) for rule in flow.priority))
    for id_, step in flow.steps.items():
        if step.call:
            yield from _rules(flows, step.call, f"{prefix}{id_}/")
