package io.tandem.cluster.boot.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What makes the machine take an address before it is bound, and give it up after it was closed.
 *
 * @param timeout after it a hook is ended and has failed
 */
public record AddressHooks(Hook acquire, Hook release, Duration timeout) {

    /** How it is done. */
    public sealed interface Hook {
        /** Not at all: the machine has all addresses already, as loopback does. */
        record None() implements Hook {}

        /** By {@code ip addr}, and a gratuitous ARP to tell the neighbours. @param device the network device */
        record Linux(String device) implements Hook {}

        /** By a program of the operator's. */
        record Program(Path path) implements Hook {}
    }
}
