package io.tandem.cluster.boot.config;

import io.tandem.cluster.edge.tls.HostNames;
import io.tandem.cluster.edge.tls.OwnCertificate;
import io.tandem.cluster.edge.tls.TlsSettings;
import io.tandem.cluster.edge.tls.TlsSettings.ClientCertificate;
import io.tandem.cluster.edge.tls.TlsSettings.GroupTls;
import io.tandem.cluster.edge.tls.TlsSettings.Identity;
import io.tandem.cluster.edge.tls.TlsSettings.ListenerTls;
import io.tandem.cluster.edge.tls.TlsSettings.Version;
import io.tandem.cluster.edge.tls.UnusableFile;
import io.tandem.port.PeerAddress;
import io.tandem.port.PeerGroup.Peer;
import io.tandem.port.TrunkSecurity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what stands under {@code tls}: at the top our certificates, at a listener and at a trunk who shows which. */
final class TlsReader {
    private static final String NAME_RIGHT = "a name of 1 to 32 characters from a-z, A-Z, 0-9 and -";
    private static final String FILE_RIGHT = "the path of a PEM file, from the folder of this file on";
    private final Path folder;
    private final Instant now;
    private final Mistakes mistakes;
    private final List<Identity> identities = new ArrayList<>();
    /** Empty where something is wrong with it. */
    private final Map<String, Optional<OwnCertificate>> certificates = new LinkedHashMap<>();
    private final Map<String, ListenerTls> listeners = new LinkedHashMap<>();
    private final Map<String, String> advertised = new LinkedHashMap<>();
    private final Map<String, GroupTls> groups = new LinkedHashMap<>();
    private Version minimum = Version.TLS_1_2;
    private boolean warnKeyUsage = true;

    TlsReader(Path folder, Instant now, Mistakes mistakes) {
        this.folder = folder;
        this.now = now;
        this.mistakes = mistakes;
    }

    /** Of use when nothing was wrong. */
    TlsSettings settings() {
        return new TlsSettings(List.copyOf(identities), Map.copyOf(listeners), Map.copyOf(groups), minimum,
                warnKeyUsage, TlsSettings.Engine.best(), TlsSettings.POLL);
    }

    void read(Section tls) {
        tls.sections("identities", "a list of certificates: [ { name = gateway, certificate = \"gateway.pem\", "
                + "key = \"gateway.key\" } ]").forEach(this::identity);
        tls.oneOf("minimum-version", Choices.TLS_VERSION).ifPresent(version -> minimum = version);
        tls.oneOf("warn-key-usage", Choices.YES_NO).ifPresent(yes -> warnKeyUsage = yes);
        tls.done();
    }

    private void identity(Section section) {
        Optional<Item> name = section.item("name", NAME_RIGHT);
        Optional<Item> certificateItem = section.item("certificate", FILE_RIGHT);
        Optional<Path> certificate = certificateItem.flatMap(this::path);
        Optional<Path> key = section.item("key", FILE_RIGHT).flatMap(this::path);
        section.done();
        if (name.isPresent() && (!ListenerReader.NAME.matcher(name.get().text()).matches()
                || certificates.containsKey(name.get().text()))) {
            mistakes.add(name.get(), NAME_RIGHT + "; no other certificate has it");
        }
        if (name.isPresent() && certificate.isPresent() && key.isPresent()) {
            Identity identity = new Identity(name.get().text(), certificate.get(), key.get());
            identities.add(identity);
            certificates.put(identity.name(), read(identity, certificateItem.get()));
        }
    }

    private Optional<OwnCertificate> read(Identity identity, Item item) {
        try {
            return Optional.of(OwnCertificate.read(identity, now));
        } catch (UnusableFile unusable) {
            mistakes.add(item, "a valid certificate with its key (" + unusable.getMessage() + ")");
            return Optional.empty();
        }
    }

    /** The {@code tls} of a listener that speaks it. @param host what it tells peers */
    void listener(Section section, Optional<Item> name, List<String> hosts) {
        Section tls = section.section("tls");
        List<Item> shown = identities(tls);
        Optional<Path> trust = roots(tls.item("trust", FILE_RIGHT));
        ClientCertificate wanted = tls.optionalItem("client-certificate", "")
                .map(item -> tls.choose(
                        item, Choices.CLIENT_CERTIFICATE, "require, request or none").orElse(ClientCertificate.REQUIRE))
                .orElse(ClientCertificate.REQUIRE);
        tls.done();
        if (!shown.isEmpty()) {
            hosts.forEach(host -> covers(section, shown.getFirst(), host));
        }
        if (name.isPresent() && trust.isPresent() && !shown.isEmpty()) {
            listeners.put(name.get().text(),
                    new ListenerTls(shown.stream().map(Item::text).toList(), trust.get(), wanted));
            hosts.stream().findFirst().ifPresent(told -> advertised.put(name.get().text(), told));
        }
    }

    private List<Item> identities(Section tls) {
        String right = "names of tandem.tls.identities: "
                + (certificates.isEmpty() ? "there are none yet" : String.join(", ", certificates.keySet()));
        List<Item> items = tls.items("identities", right);
        if (items.isEmpty()) {
            tls.wrong("identities", right);
        }
        items.forEach(item -> known(item, right));
        return items;
    }

    private void known(Item item, String right) {
        if (!certificates.containsKey(item.text())) {
            mistakes.add(item, NearestName.of(item.text(), certificates.keySet())
                    .map(near -> near + " (did you mean that?)")
                    .orElse("one of the " + right));
        }
    }

    /** TSP-29: a peer that looks at our Contact must find its host in our certificate. */
    private void covers(Section section, Item identity, String host) {
        covers(section, "advertised-address", identity.text(), host);
    }

    private void covers(Section section, String key, String identity, String host) {
        certificates.getOrDefault(identity, Optional.empty())
                .filter(
                        own -> !HostNames.cover(own.certificate(), host))
                .ifPresent(own -> section.wrong(key, "a host that certificate " + own.name()
                        + " speaks for (exactly, or by a wildcard for one label), which " + host + " is not"));
    }

    /** The host name that the first of those listeners that has one tells peers. */
    Optional<String> nameOf(List<String> used) {
        return used.stream()
                .map(listener -> advertised.getOrDefault(listener, ""))
                .filter(Addresses::isHostName)
                .findFirst();
    }

    /**
     * TSP-32: one certificate speaks for every label below the domain of Direct Routing's customers, and for the domain,
     * which OPTIONS name where no other host is told (TSP-47).
     */
    void customers(Section group, Optional<Item> name, Optional<String> domain, boolean probedByDomain) {
        GroupTls shown = groups.get(name.map(Item::text).orElse(""));
        if (shown == null || domain.isEmpty()) {
            return;
        }
        certificates.getOrDefault(shown.identity(), Optional.empty())
                .filter(own -> !HostNames.cover(own.certificate(), "customer." + domain.get())
                        || probedByDomain && !HostNames.cover(own.certificate(), domain.get()))
                .ifPresent(own -> group.section("profile")
                        .wrong("customers-domain", "a domain for which certificate " + own.name()
                                + " speaks, and for the names below it by a wildcard, *." + domain.get()));
    }

    /** The same of the host that a secured trunk's OPTIONS name. */
    void probes(Section group, Optional<Item> name, Optional<String> host) {
        GroupTls shown = groups.get(name.map(Item::text).orElse(""));
        if (shown != null && host.isPresent()) {
            covers(group.section("probing"), "host", shown.identity(), host.get());
        }
    }

    /**
     * The {@code tls} of a trunk, and who its peers must be.
     *
     * @param used names of its listeners
     * @param speaks whether TLS is what we send by
     * @param toMicrosoft whether it is a trunk to Microsoft
     */
    TrunkSecurity group(Section section, Optional<Item> name, List<String> used, boolean speaks, boolean toMicrosoft,
            List<Peer> peers) {
        Optional<String> secure = used.stream().filter(listeners::containsKey).findFirst();
        if (!speaks && secure.isEmpty()) {
            return TrunkSecurity.DEFAULT; // then a tls of its own is an unknown key
        }
        Section tls = section.section("tls");
        Optional<Item> identity = tls.optionalItem("identity", "the name of one of tandem.tls.identities");
        identity.ifPresent(item -> known(item, "names of tandem.tls.identities"));
        Optional<Path> trust = roots(tls.optionalItem("trust", FILE_RIGHT));
        List<String> names = names(tls, peers);
        tls.done();
        ListenerTls standard = listeners.get(secure.orElse(""));
        if (standard == null || name.isEmpty()) { // which is told where it is wrong
            return TrunkSecurity.DEFAULT;
        }
        if (names.isEmpty() && (speaks || standard.clientCertificate() != ClientCertificate.NONE)) {
            section.wrong("tls", "names = [ \"sip.example.com\" ] in it: the host names of which one must stand in a "
                    + "peer's certificate, since the peers are literal addresses");
        }
        if (toMicrosoft) {
            contactIsAName(section, used);
            identity.ifPresent(item -> speaksForContact(item, secure.orElseThrow()));
        }
        groups.put(name.get().text(), new GroupTls(identity.map(Item::text).orElse(standard.identities().getFirst()),
                trust.orElse(standard.trust())));
        return new TrunkSecurity(names);
    }

    private List<String> names(Section tls, List<Peer> peers) {
        String right = "a list of host names: [ \"sip.pstnhub.microsoft.com\" ]";
        List<Item> items = tls.items("names", right);
        items.stream().filter(item -> !Addresses.isHostName(item.text())).forEach(item -> mistakes.add(item, right));
        items.forEach(item -> MicrosoftTrunk.withdrawn(item, mistakes));
        return items.isEmpty()
                ? peers.stream()
                        .map(Peer::at)
                        .filter(at -> !(at instanceof PeerAddress.Literal))
                        .map(PeerAddress::host)
                        .distinct()
                        .toList()
                : items.stream().map(Item::text).toList();
    }

    /** TSP-43: Microsoft answers 403 to an address in a Contact. */
    private void contactIsAName(Section section, List<String> used) {
        used.stream()
                .filter(listener -> IpLiteral.address(advertised.getOrDefault(listener, "")).isPresent())
                .findFirst()
                .ifPresent(listener -> section.wrong("listeners", "listeners of TLS whose advertised-address is a host "
                        + "name, which that of " + listener + " is not: Microsoft refuses addresses in Contact"));
    }

    /** TSP-29, where the trunk shows another certificate than its listener. */
    private void speaksForContact(Item identity, String listener) {
        String host = advertised.getOrDefault(listener, "");
        certificates.getOrDefault(identity.text(), Optional.empty())
                .filter(own -> !host.isEmpty() && !HostNames.cover(own.certificate(), host))
                .ifPresent(_ -> mistakes.add(identity,
                        "a certificate that speaks for " + host + ", the host in our Contact"));
    }

    private Optional<Path> roots(Optional<Item> item) {
        Optional<Path> file = item.flatMap(this::path);
        if (file.isPresent()) {
            try {
                OwnCertificate.roots(file.get());
            } catch (UnusableFile unusable) {
                mistakes.add(item.get(), "a PEM file of root certificates (" + unusable.getMessage() + ")");
            }
        }
        return file;
    }

    private Optional<Path> path(Item item) {
        try {
            if (!item.text().isBlank()) {
                return Optional.of(folder.resolve(item.text()));
            }
        } catch (InvalidPathException notAPath) {
            // told below, as an empty one is
        }
        mistakes.add(item, FILE_RIGHT);
        return Optional.empty();
    }
}
