package io.tandem.cluster.trunk.dns;

import io.tandem.cluster.trunk.dns.Finding.Server;
import io.tandem.port.PeerAddress;
import io.tandem.sip.route.FarName;
import io.tandem.sip.route.ServiceName;
import io.tandem.sip.route.ServiceName.Naptr;
import io.tandem.sip.route.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** From a peer's configured name to its servers' addresses (RFC 3263 §4). Thread-safe; nothing waits. */
public final class PeerResolver {
    /** More than are ever tried. */
    private static final int MOST_SERVERS = 16;
    private static final int MOST_ADDRESSES = 16;

    private final DnsClient dns;

    public PeerResolver(DnsSettings settings, DnsCounts counts) {
        this.dns = new DnsClient(settings, counts);
    }

    /**
     * Never fails but by a value. May be completed on the DNS library's thread: what follows must not block.
     *
     * @param ipv6 which family of addresses the trunk's own listener can reach
     */
    public CompletionStage<Finding> find(PeerAddress peer, Transport transport, boolean ipv6) {
        return switch (peer) {
            case PeerAddress.Literal(var address, int port) -> CompletableFuture.completedFuture(new Finding.Found(
                    List.of(new Server(address.getHostAddress(), port, 0, 0, List.of(address))),
                    Duration.ofDays(365)));
            case PeerAddress.ARecord(String host, int port) -> host(host, port, ipv6);
            case PeerAddress.SrvRecord(String record) -> service(record, ipv6);
            case PeerAddress.Domain(String domain) -> domain(domain, transport, ipv6);
        };
    }

    /**
     * The same for the host of a URI whose transport is settled: no NAPTR, and SRV only where it has no port (RFC 3263
     * §4.1, §4.2).
     */
    public CompletionStage<Finding> find(FarName name, Transport transport, boolean ipv6) {
        return name.port() > 0
                ? host(name.host(), name.port(), ipv6)
                : serviceOrHost(Optional.empty(), name.host(), transport, ipv6);
    }

    private CompletionStage<Finding> domain(String domain, Transport transport, boolean ipv6) {
        return dns.ask(domain, Type.NAPTR).thenCompose(answer -> switch (answer) {
            case DnsAnswer.Records(var records, var ttl) ->
                    serviceOrHost(ServiceName.fromNaptr(naptr(records), transport), domain, transport, ipv6)
                            .thenApply(finding -> within(finding, ttl));
            case DnsAnswer.None(_, var ttl) -> serviceOrHost(Optional.empty(), domain, transport, ipv6).thenApply(
                    finding -> within(finding, ttl));
            case DnsAnswer.Failed(var reason) -> failed(reason);
        });
    }

    private CompletionStage<Finding> serviceOrHost(Optional<String> named, String domain, Transport transport,
            boolean ipv6) {
        String record = named.orElse(ServiceName.byDefault(domain, transport));
        return service(record, ipv6).thenCompose(finding -> switch (finding) {
            case Finding.Nothing(_, var ttl) when named.isEmpty() ->
                    host(domain, ServiceName.defaultPort(transport), ipv6).thenApply(found -> within(found, ttl));
            case Finding.Found _,
                    Finding.Nothing _,
                    Finding.Failed _ -> CompletableFuture.completedFuture(finding);
        });
    }

    private CompletionStage<Finding> service(String record, boolean ipv6) {
        return dns.ask(record, Type.SRV).thenCompose(answer -> switch (answer) {
            case DnsAnswer.Records(var records, var ttl) -> servers(record, services(records), ipv6).thenApply(
                    finding -> within(finding, ttl));
            case DnsAnswer.None(var reason, var ttl) ->
                    CompletableFuture.<Finding>completedFuture(new Finding.Nothing(reason, ttl));
            case DnsAnswer.Failed(var reason) -> failed(reason);
        });
    }

    private CompletionStage<Finding> servers(String record, List<SRVRecord> services, boolean ipv6) {
        if (services.isEmpty()) { // RFC 2782: a target of "." says that the service is decidedly not there
            return CompletableFuture.completedFuture(
                    new Finding.Nothing(record + " says that there is no such service", Duration.ofDays(1)));
        }
        CompletionStage<List<Finding>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (SRVRecord service : services) {
            all = all.thenCombine(host(service.getTarget().toString(true), service.getPort(), ipv6), (found, one) -> {
                found.add(one);
                return found;
            });
        }
        return all.thenApply(found -> together(services, found));
    }

    /** What can be reached counts; a server whose address nobody can tell is left out until it can be told. */
    private static Finding together(List<SRVRecord> services, List<Finding> found) {
        List<Server> servers = new ArrayList<>();
        Finding least = null;
        Duration ttl = Duration.ofDays(365);
        for (int i = 0; i < found.size(); i++) {
            switch (found.get(i)) {
                case Finding.Found(var hosts, var theirs) -> {
                    SRVRecord service = services.get(i);
                    hosts.forEach(host -> servers.add(new Server(host.host(), host.port(), service.getPriority(),
                            service.getWeight(), host.addresses())));
                    ttl = min(ttl, theirs);
                }
                case Finding.Nothing nothing -> least = least == null ? nothing : least;
                case Finding.Failed failed -> least = failed;
            }
        }
        // one that could not be told is asked for again soon: within() clips to the least that a TTL may be
        Duration time = least instanceof Finding.Failed ? Duration.ZERO : ttl;
        return servers.isEmpty() && least != null ? least : new Finding.Found(List.copyOf(servers), time);
    }

    private CompletionStage<Finding> host(String host, int port, boolean ipv6) {
        return dns.ask(host, ipv6 ? Type.AAAA : Type.A).thenApply(answer -> switch (answer) {
            case DnsAnswer.Records(var records, var ttl) ->
                    new Finding.Found(List.of(new Server(host, port, 0, 0, addresses(records))), ttl);
            case DnsAnswer.None(var reason, var ttl) -> new Finding.Nothing(reason, ttl);
            case DnsAnswer.Failed(var reason) -> new Finding.Failed(reason);
        });
    }

    private static List<InetAddress> addresses(List<Record> records) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record record : records.subList(0, Math.min(records.size(), MOST_ADDRESSES))) {
            if (record instanceof ARecord a) {
                addresses.add(bare(a.getAddress()));
            } else if (record instanceof AAAARecord aaaa) {
                addresses.add(bare(aaaa.getAddress()));
            }
        }
        return List.copyOf(addresses);
    }

    /** Without the name that the library put into it. */
    private static InetAddress bare(InetAddress address) {
        return InetAddress.ofLiteral(address.getHostAddress());
    }

    private static List<SRVRecord> services(List<Record> records) {
        return records.stream()
                .map(SRVRecord.class::cast)
                .filter(service -> service.getTarget().labels() > 1)
                .sorted(Comparator.comparingInt(SRVRecord::getPriority))
                .limit(MOST_SERVERS)
                .toList();
    }

    private static List<Naptr> naptr(List<Record> records) {
        return records.stream()
                .map(NAPTRRecord.class::cast)
                .map(record -> new Naptr(record.getOrder(), record.getPreference(), record.getFlags(),
                        record.getService(), record.getReplacement().toString(true)))
                .toList();
    }

    /** Nothing is good for longer than the record that led there. */
    private static Finding within(Finding finding, Duration ttl) {
        return switch (finding) {
            case Finding.Found(var servers, var theirs) -> new Finding.Found(servers, min(ttl, theirs));
            case Finding.Nothing(var reason, var theirs) -> new Finding.Nothing(reason, min(ttl, theirs));
            case Finding.Failed failed -> failed;
        };
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static CompletionStage<Finding> failed(String reason) {
        return CompletableFuture.completedFuture(new Finding.Failed(reason));
    }
}
