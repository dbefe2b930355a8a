package io.tandem.cluster.address;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every node knows of who has what.
 *
 * @param version rises with each change
 * @param owners an address that nobody has is missing
 * @param nodes the members that are alive, as {@code host:port}: what is on another one is not to be waited for
 * @param draining those of them that are to have none
 */
public record AddressView(long version, Map<Character, Owner> owners, Set<String> nodes,
        List<Draining> draining) {
    public static final AddressView NONE = new AddressView(0, Map.of(), Set.of(), List.of());

    public AddressView {
        owners = Map.copyOf(owners);
        nodes = Set.copyOf(nodes);
        draining = draining == null ? List.of() : List.copyOf(draining); // of a node that knew of none
    }

    /** @param settled whether it has it: not on the way to it or from it */
    public record Owner(NodeRun node, long epoch, boolean settled) {}

    public Optional<Owner> owner(char address) {
        return Optional.ofNullable(owners.get(address));
    }

    /** Since when that node, {@code host:port}, is drained, if it is. */
    public Optional<Draining> draining(String at) {
        return draining.stream().filter(each -> each.node().at().equals(at)).findFirst();
    }

    /** The service addresses that are on a node, or on their way to it or from it. */
    public List<Character> addressesOf(String at) {
        return owners.keySet().stream().filter(address -> owners.get(address).node().at().equals(at)).sorted().toList();
    }

    /** Whether another node could have what that one has. */
    public boolean othersThan(String at) {
        return nodes.stream().anyMatch(other -> !other.equals(at) && draining(other).isEmpty());
    }
}
