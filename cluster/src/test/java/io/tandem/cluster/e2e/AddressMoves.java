package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.Namespaces;
import io.tandem.cluster.NodeHosts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import io.tandem.cluster.TestCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Three nodes on machines of their own, which live on when their node is killed or frozen; SIPp beside them, on the same
 * bridge. This process is where SIPp is: what the kernel here remembers of its neighbours is what SIPp's packets follow.
 * Nothing here asks or flushes that memory.
 */
final class AddressMoves implements AutoCloseable {
    static final int NODES = 3;
    private static final int KILLED = 1;
    private static final int FROZEN = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Sooner than neighbours notice by themselves: they ask the old machine for 8 s (5 s delay, 3 probes) before all. */
    private static final Duration FOLLOWED = Duration.ofSeconds(8);
    /** A machine has an address for 2 s, the kernel is late by half of one, and this machine may be busy. */
    private static final Duration LEASED = Duration.ofMillis(3_500);
    private static final Duration FREEZE = Duration.ofSeconds(20);
    private static final Duration HOLD = Duration.ofSeconds(15);
    private static final String CALLED = "+441632960000";

    private final NodeHosts hosts;
    private final Path folder;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final NodePlan plan;
    private int sipps;

    private AddressMoves(String namespaces, Path folder) throws IOException {
        this.hosts = NodeHosts.in(namespaces);
        this.folder = folder;
        String database = TestCassandra.hocon(TestCassandra.newKeyspace());
        List<NodePlan> plans = NodePlan.cluster(NODES, 20, hosts);
        plan = plans.getFirst();
        for (NodePlan each : plans) {
            int node = nodes.size();
            nodes.add(NodeProcess.start(each.with(database), Files.createDirectory(folder.resolve("node-" + node)),
                    hosts, node));
        }
    }

    /** NAMESPACES FOLDER: what their names begin with; for what nodes and SIPp leave. */
    public static void main(String[] arguments) throws IOException {
        int exit = 1;
        try (AddressMoves moves = new AddressMoves(arguments[0], Path.of(arguments[1]))) {
            try {
                moves.run();
                exit = 0;
            } catch (AssertionError | RuntimeException failure) {
                failure.printStackTrace(System.out);
                moves.nodes.forEach(node -> System.out.println("----\n" + node.log()));
            }
        }
        System.exit(exit); // what waits for the database would keep this process
    }

    private void run() throws IOException {
        for (int node = 0; node < NODES; node++) {
            awaitLog(node, "service address " + (char) ('a' + node) + " is at work here");
        }
        theAddressOfAKilledNodeMovesAndSippFollows();
        aNodeThatStartsTakesOffWhatWasLeft();
        theAddressOfAFrozenNodeIsOffItsMachineAndMoves();
    }

    private void theAddressOfAKilledNodeMovesAndSippFollows() throws IOException {
        String address = hosts.service(KILLED);
        try (Sipp answering = answering(); Sipp holding = holding(address)) {
            assertThat(neighbour(address)).as("neighbour").isEqualTo(mac(KILLED));
            nodes.get(KILLED).kill();
            long killed = System.nanoTime();
            long off = millisUntil("off the killed node's machine", Duration.ofSeconds(1), killed,
                    () -> !has(KILLED, address));
            long moved = millisUntil("told to neighbours", FOLLOWED, killed,
                    () -> owner(address).isPresent() && neighbour(address).equals(mac(owner(address).getAsInt())));
            System.out.printf("kill -9: address off the machine after %d ms, neighbours follow after %d ms%n", off,
                    moved);
            int owner = owner(address).getAsInt();
            assertThat(owner).as("owner").isNotEqualTo(KILLED);
            await("as long as a machine may have what it has lost").atMost(PATIENCE)
                    .until(() -> System.nanoTime() - killed > LEASED.toNanos());
            misled(address, KILLED);
            long again = System.nanoTime();
            millisUntil("told again", Duration.ofSeconds(3), again, () -> neighbour(address).equals(mac(owner)));
            holding.assertAllCallsSucceeded();
            oneCallGoesThrough(address);
            answering.assertAllCallsSucceeded();
        }
    }

    /** As a process of an older build leaves it, for whose addresses there was no end. */
    private void aNodeThatStartsTakesOffWhatWasLeft() throws IOException {
        String others = hosts.service(0);
        Namespaces.ip("-n", namespace(KILLED), "addr", "add", others + "/32", "dev", "eth0");
        nodes.get(KILLED).start();
        String log = nodes.get(KILLED).log();
        assertThat(has(KILLED, others)).as("what was left").isFalse();
        assertThat(has(0, others)).as("the address where it belongs").isTrue();
        assertThat(log).contains("service address a: " + others + " was left on eth0 by a process before");
        assertThat(log.lastIndexOf("was left on eth0")).as("taken off before it joins")
                .isLessThan(log.lastIndexOf("Welcome from"));
    }

    private void theAddressOfAFrozenNodeIsOffItsMachineAndMoves() throws IOException {
        String address = hosts.service(FROZEN);
        NodeProcess node = nodes.get(FROZEN);
        try (Sipp answering = answering(); Sipp holding = holding(address)) {
            assertThat(neighbour(address)).as("neighbour").isEqualTo(mac(FROZEN));
            node.freeze();
            long frozen = System.nanoTime();
            long off = millisUntil("off the frozen node's machine", LEASED, frozen, () -> !has(FROZEN, address));
            long moved = millisUntil("told to neighbours", FOLLOWED.plus(FOLLOWED), frozen,
                    () -> owner(address).isPresent() && neighbour(address).equals(mac(owner(address).getAsInt())));
            System.out.printf("SIGSTOP: address off the machine after %d ms, neighbours follow after %d ms%n", off,
                    moved);
            holding.assertAllCallsSucceeded();
            oneCallGoesThrough(address);
            answering.assertAllCallsSucceeded();
            await("frozen for long").atMost(FREEZE.multipliedBy(2))
                    .until(() -> System.nanoTime() - frozen > FREEZE.toNanos());
        } finally {
            node.thaw();
        }
        await("the thawed node ends").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(has(FROZEN, address)).as("the thawed node's machine has the address again").isFalse();
            return !node.isAlive();
        });
        assertThat(neighbour(address)).as("neighbour").isEqualTo(mac(owner(address).getAsInt()));
        assertThat(node.log()).doesNotContain("may still answer for it");
        assertThat(Figures.of(nodes.getFirst()).sum("tandem_service_address_renewals_total", "outcome=done"))
                .as("renewed")
                .isPositive();
        assertThat(Figures.of(nodes.getFirst()).sum("tandem_service_address_renewals_total", "outcome=failed"))
                .as("not renewed")
                .isZero();
    }

    private Sipp answering() throws IOException {
        return Sipp.answering("uas-" + ++sipps, folder,
                Sipp.Task.builtIn("uas", plan.mpsPeerPort(), FreePorts.range(8), 2, PATIENCE.multipliedBy(2))
                        .with("-aa")
                        .from(hosts.peer()));
    }

    /** A call that is up, and is hung up by its caller after a while. */
    private Sipp holding(String address) throws IOException {
        Sipp sipp = calling(address, HOLD);
        awaitTalking();
        return sipp;
    }

    private void awaitTalking() {
        await("the call is up").atMost(PATIENCE)
                .until(() -> nodes.getFirst().get("/ops/calls?state=Talking").body().contains("\"id\":"));
    }

    private Sipp calling(String address, Duration hold) throws IOException {
        return Sipp.start("uac-" + ++sipps, folder,
                Sipp.Task.builtIn("uac", FreePorts.one(), FreePorts.range(8), 1, PATIENCE)
                        .with("-aa", "-d", String.valueOf(hold.toMillis()))
                        .from(hosts.peer())
                        .calling(CALLED, address, plan.corePort(), 1));
    }

    private void oneCallGoesThrough(String address) throws IOException {
        try (Sipp calling = calling(address, Duration.ofSeconds(1))) {
            calling.assertAllCallsSucceeded();
        }
    }

    private void awaitLog(int node, String line) {
        await(line).atMost(PATIENCE).until(() -> nodes.get(node).log().contains(line));
    }

    private static long millisUntil(String what, Duration limit, long since, BooleanSupplier happened) {
        await(what).atMost(limit.minusNanos(System.nanoTime() - since))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(happened::getAsBoolean);
        return Duration.ofNanos(System.nanoTime() - since).toMillis();
    }

    private String namespace(int node) {
        return hosts.command(node).getLast();
    }

    private boolean has(int node, String address) {
        return Namespaces.ip("-n", namespace(node), "-o", "addr", "show", "dev", "eth0")
                .contains(" " + address + "/32 ");
    }

    /** The machine that has it: two at once are a failure. */
    private OptionalInt owner(String address) {
        List<Integer> owners = IntStream.range(0, NODES).filter(node -> has(node, address)).boxed().toList();
        assertThat(owners).as("machines that have %s", address).hasSizeLessThanOrEqualTo(1);
        return owners.stream().mapToInt(Integer::intValue).findFirst();
    }

    private String mac(int node) {
        return after("link/ether ", Namespaces.ip("-n", namespace(node), "-o", "link", "show", "eth0"));
    }

    /** Whom this machine takes for the owner; "" for nobody. */
    private static String neighbour(String address) {
        return after("lladdr ", Namespaces.ip("neigh", "show", address));
    }

    /** As an answer of that machine's does, given in its last moment with the address. */
    private void misled(String address, int node) {
        Namespaces.ip("neigh", "replace", address, "lladdr", mac(node), "dev", "br0", "nud", "stale");
    }

    private static String after(String word, String text) {
        int at = text.indexOf(word);
        return at < 0 ? "" : text.substring(at + word.length()).split(" ", 2)[0];
    }

    @Override
    public void close() {
        nodes.reversed().forEach(NodeProcess::close);
    }
}
