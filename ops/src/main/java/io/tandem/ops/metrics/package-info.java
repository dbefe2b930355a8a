/**
 * The node's figures (rules MET-10 to MET-18), counted as MET-60 to MET-66 say, and their Prometheus text.
 * <p>
 * Owns the metrics library: no other package knows it. Must not know actors, sockets or HTTP; it is told of events
 * through the small listeners of those who make them. One invariant: a label's values are a closed set, and none of them
 * is a telephone number.
 */
package io.tandem.ops.metrics;
