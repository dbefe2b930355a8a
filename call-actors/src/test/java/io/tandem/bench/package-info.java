/**
 * What {@code ops/bench/edge} measures: parsing beside JAIN-SIP, writing, a transaction, a message from bytes to bytes.
 * Not part of any product jar. Figures are of this machine and this run; only those of one run compare.
 */
package io.tandem.bench;
