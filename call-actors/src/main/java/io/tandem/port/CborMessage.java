package io.tandem.port;

/**
 * Marks a record that crosses nodes or is stored: Pekko serializes it with Jackson as CBOR ({@code reference.conf} binds
 * it). Changes to such a record are additive for ever.
 */
public interface CborMessage {}
