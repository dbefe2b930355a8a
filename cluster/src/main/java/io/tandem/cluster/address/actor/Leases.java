package io.tandem.cluster.address.actor;

import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * Who may act for the addresses that it has. Both are asked often, on any thread.
 *
 * @param own whether this node may: the majority of the cluster hears it
 * @param others other nodes that may still do so, members or not
 */
public record Leases(BooleanSupplier own, Supplier<Set<UniqueAddress>> others) {}
