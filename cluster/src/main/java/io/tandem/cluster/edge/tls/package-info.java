/**
 * TLS of the SIP edge: certificate files, the contexts made of them, who a peer's certificate says it is.
 * <p>
 * Owns what is read from certificate files and when it is read anew. Must not know SIP, connections or event loops. One
 * invariant: what cannot be read replaces nothing, and a context that was handed out stays as it is.
 */
package io.tandem.cluster.edge.tls;
