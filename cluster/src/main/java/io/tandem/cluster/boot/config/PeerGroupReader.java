package io.tandem.cluster.boot.config;

import io.tandem.interworking.rules.TrunkRules;
import io.tandem.port.PeerGroup;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.Service;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkProbing;
import io.tandem.port.TrunkPackets;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkRates;
import io.tandem.port.TrunkSecurity;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkSetUp;
import io.tandem.sip.route.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code tandem.peer-groups}: the trunks, shaped and named as in PRV §2. */
final class PeerGroupReader {
    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]{1,10}");
    static final String NAME_RIGHT = "a name of 1 to 10 characters from a-z, A-Z, 0-9 and -";
    private final PacketsReader packetsReader = new PacketsReader();
    private final List<PeerGroup> whole = new ArrayList<>();
    private final Map<Service, String> offers = new HashMap<>();
    private final List<Item> defaultServices = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<Side> sides = new HashSet<>();
    private final Map<String, Optional<Transport>> listeners;
    private final TlsReader tls;
    private final List<SocketClaim> claims;
    private final Mistakes mistakes;
    private final NumbersReader numbersReader;
    private final MessageRulesReader rulesReader;
    private final MicrosoftTrunk microsoft;

    PeerGroupReader(Map<String, Optional<Transport>> listeners, MicrosoftTrunk microsoft, TlsReader tls,
            List<SocketClaim> claims, Mistakes mistakes) {
        this.microsoft = microsoft;
        this.tls = tls;
        this.listeners = listeners;
        this.claims = claims;
        this.mistakes = mistakes;
        this.numbersReader = new NumbersReader(mistakes);
        this.rulesReader = new MessageRulesReader(mistakes);
    }

    /** Of all groups, as far as they have one. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    /** The groups in which nothing was wrong. */
    List<PeerGroup> groups() {
        return whole;
    }

    void read(Section tandem) {
        int before = mistakes.all().size();
        List<Section> sections = tandem.sections("peer-groups", "a list of peer groups: [ { name = ..., ... } ]");
        sections.forEach(this::readOne);
        if (sections.isEmpty() || sides.size() < Side.values().length && mistakes.all().size() == before) {
            tandem.wrong("peer-groups", "at least one group with side = core and one with side = mps");
        }
        for (Item service : defaultServices) {
            Service.ofConfigName(service.text())
                    .filter(known -> !offers.containsKey(known))
                    .ifPresent(
                            _ -> mistakes.add(service, "a service that an mps group offers: " + offered()));
        }
    }

    private void readOne(Section section) {
        Optional<Item> name = section.item("name", NAME_RIGHT);
        name.ifPresent(this::takeName);
        Optional<Side> side = section.oneOf("side", Choices.SIDE);
        side.ifPresent(sides::add);
        Optional<Transport> protocol = section.oneOf("signaling-protocol", Choices.SIGNALING_PROTOCOL);
        boolean secured = section.oneOf("media-protocol", Choices.MEDIA_PROTOCOL).orElse(false);
        List<String> used = listeners(section, protocol);
        Optional<Service> defaultService = defaultService(section, side);
        Set<Service> services = services(section, side);
        List<Peer> peers = new PeerReader(claims, mistakes).read(section, protocol);
        List<String> sources = SourcesReader.read(section);
        TrunkSecurity security = tls.group(section, name, used, protocol.equals(Optional.of(Transport.TLS)),
                side.equals(Optional.of(Side.MPS)), peers);
        TrunkRates rates = LimitsReader.trunk(section);
        TrunkNumbers numbers = numbersReader.read(section, side);
        TrunkProbing probing = ProbingReader.read(section);
        TrunkRules rules = rulesReader.read(section);
        TrunkProfile profile = ProfileReader.read(section, side, services, tls.nameOf(used)).secured(secured);
        tls.customers(section, name, profile.customers(), probing.host().isEmpty());
        TrunkSetUp setUp = SetUpReader.read(section);
        TrunkSessions sessions = SessionsReader.read(section);
        TrunkPackets packets = packetsReader.read(section, name, side, used, secured);
        tls.probes(section, name, probing.host());
        if (side.equals(Optional.of(Side.MPS))) {
            microsoft.check(section, used);
        }
        section.done();
        if (name.isPresent() && side.isPresent() && protocol.isPresent()) {
            whole.add(new PeerGroup(name.get().text(), side.get(), used, protocol.get(), defaultService, services,
                    sources, peers, security, rates, numbers, probing, rules, profile, setUp, sessions, packets));
        }
    }

    private void takeName(Item name) {
        if (!NAME.matcher(name.text()).matches()) {
            mistakes.add(name, NAME_RIGHT);
        } else if (!names.add(name.text())) {
            mistakes.add(name, "a name that no other peer group has");
        }
    }

    private List<String> listeners(Section section, Optional<Transport> protocol) {
        String right = "names of listeners: " + String.join(", ", listeners.keySet());
        List<Item> items = section.items("listeners", right);
        if (items.isEmpty()) {
            section.wrong("listeners", right);
        }
        boolean sure = true; // that no listener of the group has the group's transport
        for (Item item : items) {
            Optional<Transport> transport = listeners.getOrDefault(item.text(), Optional.empty());
            if (!listeners.containsKey(item.text())) {
                mistakes.add(item, NearestName.of(item.text(), listeners.keySet())
                        .map(
                                near -> near + " (did you mean that?)")
                        .orElse("one of the " + right));
            }
            sure &= transport.isPresent() && !transport.equals(protocol);
        }
        if (sure && !items.isEmpty() && protocol.isPresent()) {
            section.wrong("signaling-protocol", "the transport of one of the group's listeners, or a listener of "
                    + "transport " + protocol.get().name().toLowerCase(java.util.Locale.ROOT) + " among them");
        }
        return items.stream().map(Item::text).toList();
    }

    /** F-31: where calls of unprovisioned numbers go; the core's alone. */
    private Optional<Service> defaultService(Section section, Optional<Side> side) {
        String right = "one of " + String.join(", ", Choices.SERVICE.keySet());
        Optional<Item> item = section.optionalItem("default-service", right);
        if (side.equals(Optional.of(Side.CORE)) && item.isEmpty()) {
            section.missing("default-service", right + ": where calls to unprovisioned numbers go");
        }
        if (side.equals(Optional.of(Side.MPS)) && item.isPresent()) {
            mistakes.add(item.get(), "no such key here: only a group with side = core has a default-service");
        }
        item.ifPresent(defaultServices::add);
        return item.flatMap(found -> section.choose(found, Choices.SERVICE, right));
    }

    private Set<Service> services(Section section, Optional<Side> side) {
        String right = "a list of services, each one of " + String.join(", ", Choices.SERVICE.keySet());
        List<Item> items = section.items("services", right);
        if (side.equals(Optional.of(Side.MPS)) && items.isEmpty()) {
            section.wrong("services", right);
        }
        if (side.equals(Optional.of(Side.CORE)) && !items.isEmpty()) {
            section.wrong("services", "no such key here: only a group with side = mps offers services");
        }
        Set<Service> services = new LinkedHashSet<>();
        for (Item item : items) {
            section.choose(item, Choices.SERVICE, right).ifPresent(service -> {
                services.add(service);
                String other = offers.putIfAbsent(service, section.path());
                if (other != null) {
                    mistakes.add(item, "a service that no other group offers (" + other + " does)");
                }
            });
        }
        return services;
    }

    private String offered() {
        List<String> names = offers.keySet().stream().map(Service::configName).sorted().toList();
        return names.isEmpty() ? "none does yet" : String.join(", ", names);
    }
}
