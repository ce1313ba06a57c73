"""The graph of the supergraph and the path search in it; used by planning and by the satisfiability check."""

from gateway.query_graph.build import build_query_graph
from gateway.query_graph.graph import FieldEdge, Hop, Node, QueryGraph
from gateway.query_graph.obstacles import Obstacle, explain
from gateway.query_graph.outcomes import Advance, NoWay
from gateway.query_graph.paths import Cast, Enter, Jump, Path, Take
from gateway.query_graph.read import read_supergraph
from gateway.query_graph.search import PathSearch
from gateway.query_graph.show import graph_text, paths_text

__all__ = [
    "Advance",
    "Cast",
    "Enter",
    "FieldEdge",
    "Hop",
    "Jump",
    "NoWay",
    "Node",
    "Obstacle",
    "Path",
    "PathSearch",
    "QueryGraph",
    "Take",
    "build_query_graph",
    "explain",
    "graph_text",
    "paths_text",
    "read_supergraph",
]
