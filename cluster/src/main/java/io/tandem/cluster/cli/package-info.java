/**
 * The command line: what an operator types, and what it says and returns.
 * <p>
 * Owns words and exit codes: 0 right, 1 failed while running, 2 wrong configuration or usage. Holds no logic of its
 * own: it starts nodes through {@code cluster.boot} and asks running ones over HTTP. One invariant: a mistake of the
 * operator's gives words and an exit code, never a stack trace.
 */
package io.tandem.cluster.cli;
