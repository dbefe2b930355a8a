/**
 * The configuration of a node: one HOCON file, read whole, told as immutable records or as every mistake in it.
 * <p>
 * Owns the keys, their checks and their words; knows no actor and starts nothing. One invariant: a {@link TandemConfig}
 * that exists has passed every check.
 */
package io.tandem.cluster.boot.config;
