"""Writes an encoder as an ONNX graph by hand: what runs is exactly what is written here, with no exporter in between."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .model import Encoder
from .sentence_model import SentenceEncoder

OPSET = 20
IR_VERSION = 10
# Weights of 8 bits go from minus this to this. Products are in floats, so no sum of theirs is too long for a runtime.
WEIGHT_STEPS = 127
ROW_STEPS = 127
# What is added to a product of attention that is not to be read.
UNREAD = -10_000.0


class Graph:
    """Nodes and constants of a graph that is being written. Each method adds nodes and returns the name of what they make."""

    def __init__(self):
        self.nodes, self.constants, self.names = [], [], 0

    def name(self, what: str) -> str:
        self.names += 1
        return f"{what}_{self.names}"

    def constant(self, values: np.ndarray, what: str) -> str:
        name = self.name(what)
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64), "shape")

    def add(self, kind: str, *inputs: str, outputs: int = 1, **attributes):
        made = [self.name(kind.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), made, **attributes))
        return made[0] if outputs == 1 else made

    def norm(self, x: str, module) -> str:
        scale, bias = (self.constant(part.detach().numpy(), "norm") for part in (module.weight, module.bias))
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=module.eps)

    def dense(self, x: str, module) -> str:
        """A linear layer in 32-bit floats."""
        weight = self.constant(module.weight.detach().numpy().T, "weight")
        return self.add("Add", self.add("MatMul", x, weight), self.constant(module.bias.detach().numpy(), "bias"))

    def dense8(self, x: str, module) -> str:
        """
        A linear layer with weights of 8 bits, one scale a column, that runtimes unfold once as they load it. The products are
        in 32-bit floats: rounded to 8 bits as they pass, they differ between processors by more than a selection bears.
        """
        weight = module.weight.detach().numpy().T
        steps = np.maximum(np.abs(weight).max(axis=0), 1e-8) / WEIGHT_STEPS
        whole = self.constant(np.rint(weight / steps).astype(np.int8), "weight")
        floats = self.add("Cast", whole, to=TensorProto.FLOAT)
        unfolded = self.add("Mul", floats, self.constant(steps.astype(np.float32), "steps"))
        return self.add("Add", self.add("MatMul", x, unfolded), self.constant(module.bias.detach().numpy(), "bias"))

    def table8(self, table: np.ndarray) -> tuple[str, str]:
        """A table in 8 bits, one scale a row."""
        steps = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / ROW_STEPS
        whole = self.constant(np.rint(table / steps).astype(np.int8), "table")
        return whole, self.constant(steps.astype(np.float32), "steps")

    def rows8(self, table: tuple[str, str], rows: str) -> str:
        """Rows of a table in 8 bits."""
        whole, scale = table
        found = self.add("Cast", self.add("Gather", whole, rows), to=TensorProto.FLOAT)
        return self.add("Mul", found, self.add("Gather", scale, rows))


def build(model: Encoder, kept: list[int], name: str) -> onnx.ModelProto:
    """The graph of an encoder with weights in 8 bits. `kept` are the word pieces that the vocabulary keeps, in its order."""
    shape, graph = model.shape, Graph()
    words = graph.table8(model.words.weight.detach().numpy()[kept])
    place = graph.rows8(graph.table8(model.places.weight.detach().numpy()), places_of(graph))
    x = graph.norm(graph.add("Add", graph.rows8(words, "ids"), place), model.norm)
    known = known_of(graph, model, words)
    x = graph.add("Add", x, graph.dense(known, model.feature_out))
    for layer in model.layers:
        x = layer_of(graph, layer, x, shape)
    head = graph.constant(model.head.weight.detach().numpy().T, "head")
    both = graph.add("Concat", x, known, axis=-1)
    added = graph.add("Add", graph.add("MatMul", both, head), graph.constant(model.head.bias.detach().numpy(), "bias"))
    level = graph.add("Gather", "features", graph.integers(shape.prior), axis=2)
    prior = graph.add("Gather", graph.constant(model.prior.weight.detach().numpy()[:, 0], "prior"), level)
    logits = graph.add("Add", added, prior)
    graph.nodes.append(helper.make_node("Squeeze", [logits, graph.integers(2)], ["logits"]))
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT32, [1, "length"]),
        helper.make_tensor_value_info("features", TensorProto.INT32, [1, "length", len(shape.feature_sizes) + shape.key_pieces]),
    ]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "length"])]
    return made_model(graph, name, inputs, outputs)


def build_sentences(model: SentenceEncoder, kept: list[int], name: str) -> onnx.ModelProto:
    """The graph of a sentence encoder: `ids` [B, S] in, 0 behind the last of a text; unit vectors [B, width] out."""
    shape, graph = model.shape, Graph()
    words = graph.table8(model.words.weight.detach().numpy()[kept])
    place = graph.rows8(graph.table8(model.places.weight.detach().numpy()), places_of(graph))
    x = graph.norm(graph.add("Add", graph.rows8(words, "ids"), place), model.norm)
    none = graph.constant(np.array(0, dtype=np.int32), "none")
    counted = graph.add("Cast", graph.add("Greater", "ids", none), to=TensorProto.FLOAT)
    missing = graph.add("Sub", graph.constant(np.array(1, dtype=np.float32), "one"), counted)
    unread = graph.add("Mul", graph.add("Unsqueeze", missing, graph.integers(1, 2)), graph.constant(np.array(UNREAD, dtype=np.float32), "far"))
    for layer in model.layers:
        x = layer_of(graph, layer, x, shape, unread)
    read = graph.add("Mul", x, graph.add("Unsqueeze", counted, graph.integers(2)))
    # The mean points where the sum does: the length goes in either case.
    total = graph.add("ReduceSum", read, graph.integers(1), keepdims=0)
    length = graph.add("Sqrt", graph.add("ReduceSum", graph.add("Mul", total, total), graph.integers(1), keepdims=1))
    graph.nodes.append(helper.make_node("Div", [total, length], ["vectors"]))
    inputs = [helper.make_tensor_value_info("ids", TensorProto.INT32, ["rows", "length"])]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["rows", shape.width])]
    return made_model(graph, name, inputs, outputs)


def places_of(graph: Graph) -> str:
    """The places of the tokens of a text, from 0."""
    length = graph.add("Shape", "ids", start=1, end=2)
    nought, one = graph.integers(0), graph.integers(1)
    return graph.add("Range", graph.add("Squeeze", nought), graph.add("Squeeze", length), graph.add("Squeeze", one))


def made_model(graph: Graph, name: str, inputs: list, outputs: list) -> onnx.ModelProto:
    made = helper.make_graph(graph.nodes, name, inputs, outputs, graph.constants)
    proto = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="pith", ir_version=IR_VERSION)
    onnx.checker.check_model(proto, full_check=True)
    return proto


def key_of(graph: Graph, pieces: str, words: tuple[str, str]) -> str:
    """The mean of the word pieces of a token's key; 0 for one without."""
    is_piece = graph.add("Cast", graph.add("Greater", pieces, graph.constant(np.array(0, dtype=np.int32), "none")), to=TensorProto.FLOAT)
    found = graph.add("Mul", graph.rows8(words, pieces), graph.add("Unsqueeze", is_piece, graph.integers(3)))
    count = graph.add("Max", graph.add("ReduceSum", is_piece, graph.integers(2), keepdims=1), graph.constant(np.array(1, dtype=np.float32), "one"))
    return graph.add("Div", graph.add("ReduceSum", found, graph.integers(2), keepdims=0), count)


def known_of(graph: Graph, model: Encoder, words: tuple[str, str]) -> str:
    """What the features say of each token."""
    count = len(model.offsets)
    small, pieces = graph.add("Split", "features", graph.integers(count, model.shape.key_pieces), axis=2, outputs=2)
    offsets = graph.constant(model.offsets.numpy().astype(np.int32), "offsets")
    table = graph.constant(model.features.weight.detach().numpy(), "features")
    rows = graph.add("Gather", table, graph.add("Add", small, offsets))
    keys = graph.add("MatMul", key_of(graph, pieces, words), graph.constant(model.keys.weight.detach().numpy().T, "keys"))
    summed = graph.add("Add", graph.add("ReduceSum", rows, graph.integers(2), keepdims=0), keys)
    return graph.add("Gelu", graph.dense(graph.add("Gelu", summed), model.feature_inner))


def layer_of(graph: Graph, layer, x: str, shape, unread: str | None = None) -> str:
    """One layer; `unread` [B, 1, 1, S] is added to what tokens read of each other: far below 0 where there is none to read."""
    depth = shape.width // shape.heads
    # One text, or (0) as many as there are.
    rows = 1 if unread is None else 0
    qkv = graph.add("Reshape", graph.dense8(x, layer.qkv), graph.integers(rows, -1, 3, shape.heads, depth))
    parts = graph.add("Split", graph.add("Transpose", qkv, perm=[2, 0, 3, 1, 4]), axis=0, num_outputs=3, outputs=3)
    q, k, v = (graph.add("Squeeze", part, graph.integers(0)) for part in parts)
    q = graph.add("Mul", q, graph.constant(np.array(depth**-0.5, dtype=np.float32), "scale"))
    alike = graph.add("MatMul", q, graph.add("Transpose", k, perm=[0, 1, 3, 2]))
    share = graph.add("Softmax", alike if unread is None else graph.add("Add", alike, unread), axis=-1)
    read = graph.add("Transpose", graph.add("MatMul", share, v), perm=[0, 2, 1, 3])
    read = graph.dense8(graph.add("Reshape", read, graph.integers(rows, -1, shape.width)), layer.out)
    x = graph.norm(graph.add("Add", x, read), layer.attention_norm)
    made = graph.add("Gelu", graph.dense8(x, layer.rise))
    return graph.norm(graph.add("Add", x, graph.dense8(made, layer.fall)), layer.inner_norm)
