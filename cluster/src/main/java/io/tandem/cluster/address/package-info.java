/**
 * Who has which service address (design §4): rules over values.
 * <p>
 * Owns the book of addresses, the grants and their epochs. Must not know actors, sockets, clocks or configuration files.
 * One invariant: an address is granted to one node at a time, each grant has an epoch of its own, above all before it, and
 * no second node is granted an address before the first has given it up or is a member no more.
 */
package io.tandem.cluster.address;
