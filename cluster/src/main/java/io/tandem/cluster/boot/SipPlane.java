package io.tandem.cluster.boot;

import io.tandem.media.keys.KeySecret;
import io.tandem.call.CallKeys;
import io.tandem.call.CallListener;
import io.tandem.call.CallSettings;
import io.tandem.call.Router;
import io.tandem.call.actor.CallLoad;
import io.tandem.call.actor.CallPorts;
import io.tandem.call.actor.Calls;
import io.tandem.cluster.boot.config.ServiceAddress;
import io.tandem.cluster.boot.config.TandemConfig;
import io.tandem.cluster.edge.EdgeLoops;
import io.tandem.cluster.edge.SipEdgeHost;
import io.tandem.cluster.edge.tls.EdgeTls;
import io.tandem.cluster.edge.tls.MicrosoftRoots;
import io.tandem.cluster.journal.CallJournal;
import io.tandem.cluster.trunk.TrunkFigures;
import io.tandem.cluster.trunk.Trunks;
import io.tandem.elin.actor.SharedCallBacks;
import io.tandem.media.session.RelayEngine;
import io.tandem.media.session.RelaySettings;
import io.tandem.ops.metrics.TandemMetrics;
import io.tandem.ops.query.TrunkView;
import io.tandem.port.CallBacks;
import io.tandem.port.CallId;
import io.tandem.port.MessageTap;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.tenant.actor.Tenants;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardCoordinator.ShardAllocationStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What carries calls, as far as a node has it once: the calls, the relay, the certificates, the figures. Each service
 * address that is at work here has a {@link ServicePlane} beside it.
 */
final class SipPlane {
    private static final Logger LOG = LoggerFactory.getLogger(SipPlane.class);
    private static final int WOKEN_AT_ONCE = 200;
    private static final Duration SHARDS_AGAIN = Duration.ofMillis(40);
    private static final Duration ANSWERS_AGAIN = Duration.ofMillis(10);
    private static final Duration LAST_REFUSALS = Duration.ofMillis(500);
    private static final int LOOKS_A_MESSAGE = 2;
    private static final int SHARD_ATTEMPTS = 10; // each waits for seconds
    /** What a peer is told that asks while the node takes no new calls. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration CALL_BACK_TIMEOUT = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final TandemConfig config;
    private final EdgeLoops loops;
    private final Tenants tenants;
    private final TandemMetrics metrics;
    private final CallListener listener;
    private final MessageTap tap;
    private final BooleanSupplier mayAct;
    private final RelayEngine relay;
    private final EdgeTls tls;
    private final TrunkFigures trunkFigures;
    private final CallLoad load;
    private final Router router;
    private final CallBacks callBacks;
    private final CallJournal journal;
    private final Planes planes = new Planes();
    private final KeySecret mediaSecret = secret();
    private final Calls calls;
    private volatile OptionalLong refusing = OptionalLong.empty();

    private SipPlane(ActorSystem<?> system, TandemConfig config, EdgeLoops loops, Tenants tenants,
            CallJournal journal, TandemMetrics metrics, CallListener listener, MessageTap tap,
            Optional<ShardAllocationStrategy> homes, BooleanSupplier mayAct) {
        this.mayAct = mayAct;
        this.system = system;
        this.config = config;
        this.loops = loops;
        this.tenants = tenants;
        this.journal = journal;
        this.metrics = metrics;
        this.listener = listener;
        this.tap = tap;
        relay = RelayEngine.start(relay(config), new RelayTroubles(), mayAct);
        tls = EdgeTls.open(config.tls(), config.peerGroups(), metrics.edge(), Clock.systemUTC());
        trunkFigures = new TrunkFigures(config.peerGroups());
        load = new CallLoad(config.calls().maxCalls());
        router = new Router(config.peerGroups());
        callBacks = callBacks();
        load.refuseUnless(journal::takesAnswers);
        load.actOnlyWhile(mayAct);
        calls = Calls.start(system, planes, homes);
        if (!config.cluster().alone()) {
            FarAnswers answers = FarAnswers.start(system, planes::answersHere);
            planes.far(answers);
            metrics.counter("tandem_call_answers_far", "Answers of calls on other nodes that were given on this one",
                    Map.of(), answers::given);
        }
    }

    private static KeySecret secret() {
        byte[] bytes = new byte[KeySecret.BYTES];
        new SecureRandom().nextBytes(bytes);
        return new KeySecret(bytes);
    }

    /**
     * Starts what a node has once; no service address is at work yet.
     *
     * @param homes says where calls live; empty for a node that has all of them
     * @param mayAct whether this node may speak for the addresses that it has
     */
    static SipPlane start(ActorSystem<?> system, TandemConfig config, EdgeLoops loops, Tenants tenants,
            CallJournal journal, TandemMetrics metrics, CallListener listener, MessageTap tap,
            Optional<ShardAllocationStrategy> homes, BooleanSupplier mayAct) {
        SipPlane plane = new SipPlane(system, config, loops, tenants, journal, metrics, listener, tap, homes,
                mayAct);
        plane.showFigures();
        MicrosoftRoots.warnings(config.peerGroups(), config.tls()).forEach(LOG::warn);
        return plane;
    }

    /** Counts are the node's, whatever addresses come and go; the rest is read from the planes that are here. */
    private void showFigures() {
        int ports = config.media().lastPort() - config.media().firstPort() + 1;
        metrics.bindMedia(relay, () -> planes.all().size() * ports);
        metrics.gauge("tandem_overload_admission_rate", "New calls a second that the node lets in", Map.of(),
                () -> edges().mapToDouble(SipEdgeHost::admissionRate).sum());
        metrics.gauge("tandem_overload_loop_delay_seconds",
                "How long messages waited for their turn, at least, in the last tenth of a second with calls", Map.of(),
                () -> edges().mapToDouble(SipEdgeHost::loopDelaySeconds).max().orElse(0));
        metrics.gauge("tandem_calls_limit", "Calls that this node takes at once", Map.of(),
                () -> config.calls().maxCalls());
        metrics.gauge("tandem_call_actors", "Calls in memory: those that are up and those that have just ended",
                Map.of(), load::actors);
        metrics.counter("tandem_call_messages", "SIP messages to calls of this node, by the node where they came in",
                Map.of("entry", "own"), load::heardHere);
        metrics.counter("tandem_call_messages", "SIP messages to calls of this node, by the node where they came in",
                Map.of("entry", "other"), load::heardFar);
        for (String certificate : tls.identities()) {
            metrics.gauge("tandem_cert_expiry_seconds", "Seconds until a certificate of ours expires",
                    Map.of("cert", certificate), () -> tls.secondsLeft(certificate));
        }
        for (ServiceAddress address : config.cluster().addresses()) {
            metrics.gauge("tandem_service_address_calls", "Calls of a service address on this node",
                    Map.of("address", String.valueOf(address.id())),
                    () -> callsOn(address.id()));
        }
        JournalPlane.bind(journal, metrics);
        trunkFigures.bindTo(metrics);
    }

    private Stream<SipEdgeHost> edges() {
        return planes.all().stream().map(ServicePlane::edge);
    }

    /** Only where a trunk is shown the numbers of places: others have no such table. */
    private CallBacks callBacks() {
        if (!router.showsPlaces()) {
            return CallBacks.NONE;
        }
        SharedCallBacks shared = SharedCallBacks.start(system, config.callBack(), CALL_BACK_TIMEOUT);
        metrics.gauge("tandem_elin_call_backs", "Numbers of places that lead to a caller, as this node knows them",
                Map.of(), shared::size);
        metrics.counter("tandem_elin_call_backs_unshared", "Call-backs that the other nodes could not be told of",
                Map.of(), shared::unshared);
        return shared;
    }

    /** Puts a service address to work, but for its listeners: those open last, by {@link #open}. */
    void add(ServiceAddress address) {
        SipEdgeHost edge = SipEdgeHost.create(EdgeSettings.of(config, address), loops, metrics.edge(),
                metrics.transactions(), tap, tls, mayAct);
        Trunks trunks = TrunkPlane.start(system, config, address, edge, trunkFigures);
        CallSettings settings = new CallSettings(config.calls().noAnswerTimeout(), CallSettings.RELEASE_DEFAULT,
                config.calls().progressAfter(), config.calls().maxAttempts(), address.media(),
                EdgeSettings.product(config), config.emergency(), config.calls().logEach(),
                config.sip().timers().t1());
        CallPorts ports = new CallPorts(planes.edge(edge), relay, tenants.directory(), tenants.customers(),
                callBacks, trunks.targets(), listener, settings, router, advertised(address, edge), Clock.systemUTC(),
                load.part(), mediaSecret);
        ServicePlane plane = new ServicePlane(address, config.dns(), edge, trunks, ports);
        planes.add(plane);
        if (refusing.isPresent()) {
            plane.refuseOptions(RETRY_AFTER);
        }
    }

    private static Map<String, Advertised> advertised(ServiceAddress address, SipEdgeHost edge) {
        Map<String, Advertised> advertised = new LinkedHashMap<>();
        for (TandemConfig.Listener listener : address.listeners()) {
            advertised.put(listener.name(), edge.advertised(listener.name()));
        }
        return Map.copyOf(advertised);
    }

    /** @param up calls that were up @param back those of them that are up here now */
    record Woken(int up, int back) {}

    /**
     * The calls of a service address that were up when the process that had it died or gave it up.
     *
     * @throws io.tandem.cluster.journal.cassandra.DatabaseException where they cannot be read
     */
    List<CallId> up(char address) {
        return journal.of(address);
    }

    /**
     * Brings back those calls of a service address, before anything may take their ports; a bounded number at a time. One that does not answer in time is asked once more: its
     * shard may only now have found its way here.
     */
    Woken wake(char address, List<CallId> up) {
        Calls.Woken first = wake(up);
        Calls.Woken second = wake(first.silent());
        if (!second.silent().isEmpty()) {
            LOG.warn("service address {}: {} of {} calls did not come back in time, such as {}", address,
                    second.silent().size(), up.size(), second.silent().getFirst());
        }
        int back = first.up() + second.up();
        return new Woken(back + second.silent().size(), back);
    }

    private Calls.Woken wake(List<CallId> up) {
        int back = 0;
        List<CallId> silent = new ArrayList<>();
        for (int from = 0; from < up.size(); from += WOKEN_AT_ONCE) {
            List<CallId> some = up.subList(from, Math.min(from + WOKEN_AT_ONCE, up.size()));
            Calls.Woken woken = calls.wake(some).toCompletableFuture().join();
            back += woken.up();
            silent.addAll(woken.silent());
        }
        return new Calls.Woken(back, silent);
    }

    /**
     * Waits until the shards of a service address are here, and its calls with them: as long as another node has one, that
     * node's actors answer for its calls, and a new call finds no address there.
     *
     * @return whether they came within that time
     */
    boolean gatherShards(char address, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (int look = 0;; look++) {
            Set<String> here = calls.shardsHere(address).toCompletableFuture().join();
            if (here.size() == CallId.SHARDS) {
                return true;
            }
            if (System.nanoTime() - end > 0) {
                return false;
            }
            if (look % LOOKS_A_MESSAGE == 0) {
                calls.reachShardsBut(address, here);
            }
            LockSupport.parkNanos(SHARDS_AGAIN.toNanos());
        }
    }

    /** Reaches every shard of a service address, so that its first calls need not wait for one. */
    void reachShards(char address) throws StartFailure {
        for (int attempt = 0; attempt < SHARD_ATTEMPTS; attempt++) {
            if (calls.reachShards(address).toCompletableFuture().join() == CallId.SHARDS) {
                return;
            }
        }
        throw new StartFailure("the shards of calls did not all find a home in time");
    }

    /** Binds the listeners of a service address: what comes in waits there until {@link #open}. */
    void bind(char address) throws StartFailure {
        plane(address).bind(JournalPlane.noted(calls.at(address), journal));
    }

    /**
     * Opens the listeners of a service address: from now on calls come in.
     *
     * @param patient whether to wait for the names of peers, which the first calls want; calls that are up want none
     */
    void open(char address, boolean patient) throws StartFailure {
        plane(address).open(JournalPlane.noted(calls.at(address), journal), patient);
    }

    private ServicePlane plane(char address) {
        return planes.plane(address)
                .orElseThrow(() -> new IllegalStateException("service address " + address + " is not at work here"));
    }

    /** For staff: the trunks as each service address of the node sees them; a peer may answer one and not the other. */
    List<TrunkView> trunks() {
        boolean alone = config.cluster().alone();
        return planes.all()
                .stream()
                .flatMap(plane -> plane.trunks().view().stream().map(view -> alone ? view : view.from(plane.id())))
                .toList();
    }

    Calls calls() {
        return calls;
    }

    /** New calls get 503, on all addresses, also on those to come; those that are up, and what they still say, go on. */
    void refuseCalls() {
        if (refusing.isEmpty()) {
            refusing = OptionalLong.of(System.nanoTime());
        }
        load.close();
        planes.all().forEach(plane -> plane.refuseOptions(RETRY_AFTER));
    }

    /** That is over: calls are taken again, but on addresses that are on their way to another node. */
    void takeCalls() {
        refusing = OptionalLong.empty();
        load.open();
        planes.all().forEach(ServicePlane::takeOptions);
    }

    /** Since when the node refuses new calls, by {@link System#nanoTime()}. */
    OptionalLong refusing() {
        return refusing;
    }

    /** One service address is to go: new calls on it get 503, and nothing changes that. */
    void refuseCalls(char address) {
        planes.plane(address).ifPresent(plane -> plane.leave(RETRY_AFTER));
    }

    /**
     * An address is about to go: no INVITE is heard there from now on, and those that were get their final response.
     * One that has had a 100 alone is not sent again, and who sent it would wait for nobody.
     *
     * @param atMost so long it waits for that
     * @param leaving is told of each call in which a side still waits then for what the other one says to its re-INVITE
     */
    void fallSilent(char address, Duration atMost, Consumer<CallId> leaving) {
        planes.plane(address).ifPresent(plane -> {
            plane.edge().ignoreCalls();
            if (!allAnswered(plane.edge(), atMost)) {
                plane.edge().inReInvite().forEach(leaving);
                allAnswered(plane.edge(), LAST_REFUSALS);
            }
        });
    }

    private static boolean allAnswered(SipEdgeHost edge, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (edge.openInvites() > 0) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(ANSWERS_AGAIN.toNanos());
        }
        return true;
    }

    /** Nothing comes in or goes out on that address any more; its answered calls stay in the journal. */
    void remove(char address) {
        planes.plane(address).ifPresent(plane -> {
            plane.close();
            relay.closeWhere(call -> call.charAt(0) == address);
            planes.remove(address);
            journal.released(address);
        });
    }

    /** Calls that are up on that address here. */
    int callsOn(char address) {
        return planes.plane(address).map(plane -> plane.load().calls()).orElse(0);
    }

    /** The service addresses that are at work here. */
    List<Character> atWork() {
        return planes.all().stream().map(ServicePlane::id).toList();
    }

    /** Nothing comes in or goes out any more; answered calls stay in the journal. */
    void close() {
        planes.all().forEach(ServicePlane::close);
        tls.close();
        relay.close();
    }

    /** One relay for all addresses: each has all the ports, and room for as many sessions. */
    private static RelaySettings relay(TandemConfig config) {
        TandemConfig.Media media = config.media();
        return new RelaySettings(media.firstPort(), media.lastPort(), media.loops(),
                media.maxSessions() * config.cluster().addresses().size(), RelaySettings.RECEIVE_BUFFER_BYTES,
                media.nice(), media.limits());
    }
}
