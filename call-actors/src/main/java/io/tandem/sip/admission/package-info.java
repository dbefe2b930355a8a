/**
 * What of the new is let in when there is too much of it: rates of sources and trunks, and the overload controller.
 * <p>
 * Owns the arithmetic, in bounded memory. Must not know sockets, calls or clocks: time is an argument. One invariant:
 * what belongs to something that was let in is never asked about here.
 */
package io.tandem.sip.admission;
