import type { Node, VectorSelector } from './ast.js';

/** What an expression returns and which labels it may carry, known to the compiler only; at run time it is a plain node. */
declare const returns: unique symbol;

/** An expression that returns an instant vector with at most the labels L. */
export type Vector<L extends string = string> = Node & { readonly [returns]?: { readonly vector: L } };

/** A vector selector: what range functions take, together with a window. */
export type Selector<L extends string = string> = VectorSelector & { readonly [returns]?: { readonly vector: L } };

/** A range vector with at most the labels L. */
export type Matrix<L extends string = string> = Node & { readonly [returns]?: { readonly matrix: L } };

/** An expression that returns a scalar. */
export type Scalar = Node & { readonly [returns]?: { readonly scalar: true } };
