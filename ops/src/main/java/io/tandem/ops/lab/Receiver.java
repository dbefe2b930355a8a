package io.tandem.ops.lab;

/** A socket of an agent: what its selector key is attached to. */
@FunctionalInterface
interface Receiver {

    /** Takes what is there, without waiting. */
    void receive();
}
