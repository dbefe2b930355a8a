package io.tandem.port;

/**
 * Marks a message that crosses nodes: Pekko serializes it with Jackson as CBOR ({@code reference.conf} binds it). What is
 * stored has serializers of its own, with names that outlive classes. Changes are additive while nodes of two versions
 * run together.
 */
public interface CborMessage {}
