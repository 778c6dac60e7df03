import type { Item, Scalar } from './document.js';

/** A piece of text in somebody's file. */
export interface Text {
  readonly value: string;
  readonly scalar: Scalar;
}

/** A rule as somebody's file has it: nothing is checked yet but its shape. */
export interface ForeignRule {
  readonly kind: 'alert' | 'record';
  readonly name: Text;
  readonly expr: Text;
  readonly for?: Text;
  readonly keepFiringFor?: Text;
  readonly labels: ReadonlyMap<string, Text>;
  readonly annotations: ReadonlyMap<string, Text>;
  /** Where the rule begins. */
  readonly start: number;
  /** Where the next thing begins: comments up to there are the rule's own. */
  readonly end: number;
}

export interface ForeignGroup {
  readonly name: Text;
  readonly interval?: Text;
  /** Everything that is written of the group, by name: newer fields, and those of Mimir and Thanos. */
  readonly fields: ReadonlyMap<string, Item>;
  /** Labels for all its rules. */
  readonly labels: ReadonlyMap<string, Text>;
  readonly rules: readonly ForeignRule[];
  readonly start: number;
}

/** What is wrong with the shape of a file, at an offset of its text. */
export interface ShapeFault {
  readonly message: string;
  readonly fix?: string;
  readonly at: number;
}

/** What reads the parts of a document and collects what is wrong with them. */
export interface Reading {
  readonly source: string;
  readonly fault: (item: Pick<Item, 'start'>, message: string, fix?: string) => void;
  /** Counts what is read of a mapping. @throws Bloated when aliases make much more of the text than it says. */
  readonly spend: (item: Pick<Item, 'start'>, amount: number) => void;
}

/** What aliases make larger than anybody would write it: it is not read on. */
export class Bloated extends Error {
  constructor(readonly at: number) {
    super('aliases make this many times larger than its text');
  }
}
