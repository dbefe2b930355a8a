/**
 * What {@code ops/bench/media} runs: calls whose speech goes through our relay and through rtpengine, each a process of its own, under
 * one load. Invariant: what both are measured by is the same code, on the same schedule, with the same packets.
 */
package io.tandem.media.bench;
