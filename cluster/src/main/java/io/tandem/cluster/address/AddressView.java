package io.tandem.cluster.address;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every node knows of who has what.
 *
 * @param version rises with each change
 * @param owners an address that nobody has is missing
 * @param nodes the members that are alive, as {@code host:port}: what is on another one is not to be waited for
 */
public record AddressView(long version, Map<Character, Owner> owners, Set<String> nodes) {
    public static final AddressView NONE = new AddressView(0, Map.of(), Set.of());

    public AddressView {
        owners = Map.copyOf(owners);
        nodes = Set.copyOf(nodes);
    }

    /** @param settled whether it has it: not on the way to it or from it */
    public record Owner(NodeRun node, long epoch, boolean settled) {}

    public Optional<Owner> owner(char address) {
        return Optional.ofNullable(owners.get(address));
    }
}
