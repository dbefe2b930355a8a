package io.tandem.sim;

import io.tandem.media.keys.KeySecret;
import io.tandem.call.CallEnvironment;
import io.tandem.call.CallKeys;
import io.tandem.call.CallSettings;
import io.tandem.call.Router;
import io.tandem.leg.SessionTimer;
import io.tandem.port.CallId;
import io.tandem.port.PeerGroup;
import io.tandem.port.Service;
import io.tandem.port.SipEdge.Advertised;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkSetUp;
import io.tandem.port.TrunkSetUp.Redirects;
import io.tandem.port.TrunkTargets.Target;
import io.tandem.sip.route.Flow;
import io.tandem.sip.route.Transport;
import io.tandem.tenant.number.EmergencyNumbers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Who is where: the listeners of our node, its two trunks, and the peers on them. */
final class Sites {
    private static final String CORE = "core";
    private static final String MPS = "mps";
    private static final InetSocketAddress CORE_LISTENER = new InetSocketAddress(World.MEDIA_ADDRESS, 5060);
    static final InetSocketAddress MPS_LISTENER = new InetSocketAddress(World.MEDIA_ADDRESS, 5061);
    private static final KeySecret SECRET = new KeySecret(new byte[32]);
    private static final CallSettings SETTINGS = new CallSettings(CallSettings.NO_ANSWER_DEFAULT,
            CallSettings.RELEASE_DEFAULT, CallSettings.PROGRESS_DEFAULT, CallSettings.MAX_ATTEMPTS_DEFAULT,
            World.MEDIA_ADDRESS, "Tandem/simulated", new EmergencyNumbers(List.of("999")), false);
    static final int SHORT_SECONDS = 20;
    /** On either trunk. */
    static final int THIRDS = 2;
    private static final int USUAL_SECONDS = 1_800;
    /** By transport, timers and redirections, each of two: see {@link #of}. */
    private static final List<Sites> ALL = IntStream.range(0, 8)
            .mapToObj(kind -> new Sites(kind % 2 == 0 ? Transport.UDP : Transport.TCP,
                    kind % 4 < 2 ? SHORT_SECONDS : USUAL_SECONDS,
                    kind < 4 ? Redirects.PASSED : Redirects.FOLLOWED))
            .toList();

    private final Router router;
    private final Map<String, Advertised> advertised;

    private Sites(Transport transport, int expiresSeconds, Redirects redirects) {
        PeerGroup core = timed(expiresSeconds, redirects,
                new PeerGroup(CORE, PeerGroup.Side.CORE, List.of(CORE), transport,
                        Optional.of(Service.OPERATOR_CONNECT), Set.of(), List.of(), peers(true)));
        PeerGroup mps = timed(expiresSeconds, redirects,
                new PeerGroup(MPS, PeerGroup.Side.MPS, List.of(MPS), transport, Optional.empty(),
                        Set.of(Service.OPERATOR_CONNECT), List.of(), peers(false)));
        router = new Router(List.of(core, mps));
        String word = transport.name().toLowerCase(Locale.ROOT);
        advertised = Map.of(CORE, new Advertised(World.MEDIA_ADDRESS, CORE_LISTENER.getPort(), word), MPS,
                new Advertised(World.MEDIA_ADDRESS, MPS_LISTENER.getPort(), word));
    }

    /** The sites of one plan. */
    static Sites of(Plan plan) {
        boolean least = plan.timers().expiresSeconds() == SHORT_SECONDS;
        return ALL.get((plan.transport().reliable() ? 1 : 0) + (least ? 0 : 2) + (plan.around().follows() ? 4 : 0));
    }

    /** Whom a Refer-To can name. */
    private static List<PeerGroup.Peer> peers(boolean atCore) {
        return IntStream.range(0, THIRDS)
                .mapToObj(i -> new PeerGroup.Peer("third" + i, third(atCore, i).getHostString(),
                        third(atCore, i).getPort()))
                .toList();
    }

    private static PeerGroup timed(int expiresSeconds, Redirects redirects, PeerGroup group) {
        TrunkSessions sessions = new TrunkSessions(TrunkSessions.DEFAULT.offered(), TrunkSessions.Timer.OFFER,
                Duration.ofSeconds(expiresSeconds),
                Duration.ofSeconds(Math.min(expiresSeconds, SessionTimer.LEAST_SECONDS)));
        TrunkSetUp setUp = new TrunkSetUp(TrunkSetUp.DEFAULT.reliable(), TrunkSetUp.DEFAULT.forwarded(), redirects);
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(),
                group.numbers(), group.probing(), group.rules(), group.profile(), setUp, sessions);
    }

    CallEnvironment environment(CallId id) {
        return new CallEnvironment(id, SETTINGS, router, advertised, false, new CallKeys(id, SECRET));
    }

    String listenerAt(InetSocketAddress address) {
        return address.getPort() == CORE_LISTENER.getPort() ? CORE : MPS;
    }

    InetSocketAddress addressOf(String listener) {
        return listener.equals(CORE) ? CORE_LISTENER : MPS_LISTENER;
    }

    String groupOf(String listener) {
        return listener;
    }

    static InetSocketAddress callersListener(Plan plan) {
        return listener(plan.fromCore());
    }

    static InetSocketAddress calledListener(Plan plan) {
        return listener(!plan.fromCore());
    }

    static InetSocketAddress listener(boolean atCore) {
        return atCore ? CORE_LISTENER : MPS_LISTENER;
    }

    static InetSocketAddress caller() {
        return Places.CALLER;
    }

    static InetSocketAddress newcomer() {
        return Places.NEWCOMER;
    }

    static InetSocketAddress consulting() {
        return Places.CONSULTING;
    }

    static InetSocketAddress partner() {
        return Places.PARTNER;
    }

    static InetSocketAddress called(int index) {
        return Places.CALLED.get(index);
    }

    /** One of those whom a call can be handed on to. */
    static InetSocketAddress third(boolean atCore, int index) {
        return (atCore ? Places.CORE_THIRDS : Places.MPS_THIRDS).get(index);
    }

    static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** The peers of the called trunk, in their order. */
    static List<Target> targets(Plan plan) {
        return targets(plan, plan.fromCore() ? MPS : CORE, "called", Places.CALLED, plan.takings().size());
    }

    /** The third peers of that trunk. */
    static List<Target> thirds(Plan plan, String group) {
        return targets(plan, group, "third", group.equals(CORE) ? Places.CORE_THIRDS : Places.MPS_THIRDS,
                plan.transfers().takings().size());
    }

    /** The second call's. */
    static List<Target> partners(Plan plan) {
        return targets(plan, CORE, "partner", List.of(Places.PARTNER), 1);
    }

    private static List<Target> targets(Plan plan, String group, String name, List<InetSocketAddress> places,
            int count) {
        List<Target> targets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            InetSocketAddress at = places.get(i);
            targets.add(new Target(group, name + i, at.getHostString(), at.getPort(),
                    Flow.to(group, plan.transport(), at)));
        }
        return targets;
    }

    private static final class Places {
        static final InetSocketAddress CALLER = new InetSocketAddress("10.0.0.9", 5070);
        static final InetSocketAddress NEWCOMER = new InetSocketAddress("10.0.0.21", 5071);
        static final InetSocketAddress CONSULTING = new InetSocketAddress("10.0.0.22", 5072);
        static final InetSocketAddress PARTNER = new InetSocketAddress("10.0.2.29", 5099);
        static final List<InetSocketAddress> CALLED = List.of(new InetSocketAddress("10.0.1.1", 5081),
                new InetSocketAddress("10.0.1.2", 5082), new InetSocketAddress("10.0.1.3", 5083),
                new InetSocketAddress("10.0.1.4", 5084));
        static final List<InetSocketAddress> CORE_THIRDS = List.of(new InetSocketAddress("10.0.2.1", 5091),
                new InetSocketAddress("10.0.2.2", 5092));
        static final List<InetSocketAddress> MPS_THIRDS = List.of(new InetSocketAddress("10.0.3.1", 5095),
                new InetSocketAddress("10.0.3.2", 5096));
    }
}
