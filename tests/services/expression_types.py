"""What an expression of a resolver is, read from annotations alone: enough to compare it with a statement's parameter.

Where only a run or a whole type checker would tell, the answer is None, and nothing is said of it.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import types
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import strawberry
from strawberry.types.field import StrawberryField

Types = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """``names``: of the module; ``own``: the class around the function; ``local``: what parameters and locals are."""

    names: dict[str, Any]
    own: type | None = None
    local: Types = field(default_factory=dict)


def scope_of(function: ast.FunctionDef | ast.AsyncFunctionDef, names: dict[str, Any], own: type | None) -> Scope:
    """Parameters by their annotations, locals by what they are set to, in the order of the text."""
    every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    scope = Scope(names, own, {each.arg: evaluated(each.annotation, names) for each in every if each.annotation})
    starred = function.args.vararg
    if starred is not None and starred.annotation is not None:
        scope.local[starred.arg] = types.GenericAlias(tuple, (evaluated(starred.annotation, names), ...))
    if own is not None:
        scope.local.setdefault("self", own)
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
            ):
                found = type_of(value, scope)
                if name in scope.local and scope.local[name] != found:
                    found = None
                scope.local[name] = found
            case ast.For(target=ast.Name(id=name)) | ast.comprehension(target=ast.Name(id=name)):
                scope.local.setdefault(name, None)
    return scope


def evaluated(annotation: ast.expr | None, names: dict[str, Any]) -> Any:
    if annotation is None:
        return None
    try:
        return eval(compile(ast.Expression(annotation), "annotation", "eval"), {**names})
    except (NameError, AttributeError, TypeError):
        return None


def type_of(expression: ast.expr, scope: Scope) -> Any:  # noqa: C901 - one case for each form of an expression
    """The type, as an annotation would say it; None where it is not known."""
    match expression:
        case ast.Constant(value=value):
            return type(value) if value is not None else None
        case ast.Name(id=name):
            if name in scope.local:
                return scope.local[name]
            return value_type(scope.names.get(name))
        case ast.Await(value=value):
            found = type_of(value, scope)
            return get_args(found)[-1] if get_origin(found) is Coroutine else found
        case ast.Attribute(value=value, attr=name):
            module = scope.names.get(value.id) if isinstance(value, ast.Name) else None
            if inspect.ismodule(module):
                return value_type(getattr(module, name, None))
            return member(type_of(value, scope), name)
        case ast.Call(func=function):
            return called(function, scope)
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return bool
        case ast.JoinedStr():
            return str
        case ast.Tuple(elts=parts):
            return tuple_of(parts, scope)
        case ast.BoolOp(values=values):
            return common(values, scope)
        case ast.IfExp(body=body, orelse=other):
            return common([body, other], scope)
    return None


def tuple_of(parts: list[ast.expr], scope: Scope) -> Any:
    """The type of a tuple; None when something in it is of unknown length."""
    found: list[Any] = []
    for part in parts:
        given = parts_of(type_of(part.value, scope)) if isinstance(part, ast.Starred) else [type_of(part, scope)]
        if given is None:
            return None
        found += given
    return types.GenericAlias(tuple, tuple(found))


def common(either: list[ast.expr], scope: Scope) -> Any:
    """What all of them are; None beside it is no other type."""
    found = [plain(type_of(each, scope)) for each in either if not is_none(each)]
    return found[0] if found and all(each == found[0] for each in found) else None


def is_none(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and expression.value is None


def value_type(value: object) -> Any:
    return None if value is None or callable(value) or inspect.ismodule(value) else type(value)


def called(function: ast.expr, scope: Scope) -> Any:
    """What a call gives back; of an async function what is awaited of it."""
    match function:
        case ast.Name(id=name):
            target = None if name in scope.local else scope.names.get(name, getattr(builtins, name, None))
        case ast.Attribute(value=ast.Name(id=module), attr=name) if inspect.ismodule(scope.names.get(module)):
            target = getattr(scope.names[module], name, None)
        case ast.Attribute(value=value, attr=name):
            target = getattr(plain(type_of(value, scope)), name, None)
        case _:
            target = None
    if isinstance(target, NewType):
        return target
    if isinstance(target, type):
        return target
    return returned(target) if callable(target) else None


def returned(function: Callable[..., Any]) -> Any:
    try:
        return get_type_hints(function).get("return")
    except (NameError, TypeError):
        return None


def member(kind: Any, name: str) -> Any:
    """What an attribute of such a thing is."""
    if get_origin(kind) is strawberry.Info or kind is strawberry.Info:
        return get_args(kind)[0] if name == "context" and get_args(kind) else None
    kind = plain(kind)
    if not isinstance(kind, type):
        return None
    found = inspect.getattr_static(kind, name, None)
    if isinstance(found, property) and found.fget is not None:
        return returned(found.fget)
    try:
        hint = get_type_hints(kind).get(name)
    except (NameError, TypeError):
        return None
    return None if isinstance(hint, StrawberryField) else hint


def plain(hint: Any) -> Any:
    """Without ``| None``, and a ``NewType`` as what it is made of: ``strawberry.ID | None`` is ``str``."""
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not types.NoneType]
        hint = parts[0] if len(parts) == 1 else None
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def parts_of(hint: Any) -> list[Any] | None:
    """What a starred expression gives, one by one; None where its length is not known."""
    hint = plain(hint)
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return list(get_type_hints(hint).values())
    arguments = get_args(hint)
    return None if get_origin(hint) is not tuple or Ellipsis in arguments else list(arguments)


def base(hint: Any) -> type | None:
    """The class, for comparing: ``list`` for any list or tuple."""
    hint = plain(hint)
    origin = get_origin(hint) or hint
    if origin in (list, tuple):
        return list
    return origin if isinstance(origin, type) else None
