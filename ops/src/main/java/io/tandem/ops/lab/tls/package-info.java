/**
 * Certificates of the lab and TLS of its agents.
 * <p>
 * Owns a certificate authority that anybody may trust for trying the gateway and nobody may trust for anything else, and
 * what an agent needs to speak mutual TLS. Must not know SIP. One invariant: a private key leaves it only as the text
 * that was asked for, and its files are for their owner alone.
 */
package io.tandem.ops.lab.tls;
