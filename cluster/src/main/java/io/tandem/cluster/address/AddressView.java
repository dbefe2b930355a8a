package io.tandem.cluster.address;

import java.util.Map;
import java.util.Optional;

/**
 * What every node knows of who has what.
 *
 * @param version rises with each change
 * @param owners an address that nobody has is missing
 */
public record AddressView(long version, Map<Character, Owner> owners) {
    public static final AddressView NONE = new AddressView(0, Map.of());

    public AddressView {
        owners = Map.copyOf(owners);
    }

    /** @param settled whether it has it: not on the way to it or from it */
    public record Owner(NodeRun node, long epoch, boolean settled) {}

    public Optional<Owner> owner(char address) {
        return Optional.ofNullable(owners.get(address));
    }
}
