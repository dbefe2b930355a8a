package io.tandem.cluster.address.actor;

import io.tandem.cluster.address.AddressView;
import io.tandem.cluster.address.BookSettings;
import io.tandem.cluster.address.Place;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;

/** The service addresses of the cluster, as this node takes part in them. Thread-safe. */
public final class ServiceAddresses implements AutoCloseable {
    /** Neither the book nor an agent may wait for calls. */
    private static final Props DISPATCHER = DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher");

    private final Owners owners;
    private final ActorRef<AddressMessage> book;
    private final ActorRef<AgentActor.Command> agent;
    private final ExecutorService threads;

    private ServiceAddresses(Owners owners, ActorRef<AddressMessage> book, ActorRef<AgentActor.Command> agent,
            ExecutorService threads) {
        this.owners = owners;
        this.book = book;
        this.agent = agent;
        this.threads = threads;
    }

    /**
     * Takes part: from now on this node may be granted addresses.
     *
     * @param places all addresses there are
     * @param leases while this node may not act it has no address, and while another may it keeps what it has
     */
    public static ServiceAddresses start(ActorSystem<?> system, List<Place> places, BookSettings settings,
            AddressWork work, Owners owners, Leases leases) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("tandem-address-", 0).factory());
        CompletableFuture<ActorRef<AgentActor.Command>> agent = new CompletableFuture<>();
        system.systemActorOf(AgentActor.behavior(Nodes.run(Cluster.get(system).selfUniqueAddress()), work, threads,
                owners, leases.own(), agent), Nodes.AGENT, DISPATCHER);
        ActorRef<AddressMessage> book = ClusterSingleton.get(system)
                .init(SingletonActor.of(Behaviors.supervise(BookActor.behavior(places, settings, leases.others()))
                        .onFailure(SupervisorStrategy.restart()), "address-book").withProps(DISPATCHER));
        return new ServiceAddresses(owners, book, agent.join(), threads);
    }

    /** Who has what. */
    public AddressView view() {
        return owners.view();
    }

    /** An operator wants the address at home, with its calls. */
    public void handBack(char address) {
        book.tell(new AddressMessage.HandBack(address));
    }

    /** An operator wants that node, {@code host:port}, without addresses; their calls move. */
    public void drain(String at) {
        book.tell(new AddressMessage.Drain(at));
    }

    /** That node may have addresses again. */
    public void undrain(String at) {
        book.tell(new AddressMessage.Undrain(at));
    }

    /** Gives up all that this node has; done when nothing of it is left. */
    public CompletionStage<Void> giveAllUp() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        agent.tell(new AgentActor.GiveAllUp(done));
        return done;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
