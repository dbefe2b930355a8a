package io.tandem.cluster.member;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is behind a node's port, found out by a connection that says nothing. */
final class PortProbe {
    private static final Logger LOG = LoggerFactory.getLogger(PortProbe.class);

    /** What came of it. */
    enum Found {
        /** There is a process. */
        ACCEPTED,
        /** There is a machine, and no process. */
        REFUSED,
        /** No answer, or no way there. */
        NOTHING
    }

    private PortProbe() {}

    /** @param then gets what was found, once, on any thread; after minutes where nothing answers at all */
    static void probe(Address address, Consumer<Found> then) {
        try {
            AsynchronousSocketChannel socket = AsynchronousSocketChannel.open();
            InetSocketAddress port = new InetSocketAddress(address.getHost().orElse(""),
                    address.getPort().orElse(0));
            socket.connect(port, then, new CompletionHandler<>() {
                @Override
                public void completed(Void nothing, Consumer<Found> told) {
                    close(socket);
                    told.accept(Found.ACCEPTED);
                }

                @Override
                public void failed(Throwable failure, Consumer<Found> told) {
                    close(socket);
                    told.accept(isRefusal(failure) ? Found.REFUSED : Found.NOTHING);
                }
            });
        } catch (IOException | RuntimeException noSocket) {
            LOG.debug("no socket for a probe of {}", address, noSocket);
            then.accept(Found.NOTHING);
        }
    }

    /** Also silence for minutes comes as a ConnectException; only the system's words tell them apart. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ConnectException && String.valueOf(failure.getMessage()).contains("refused");
    }

    private static void close(AsynchronousSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.debug("a probe's socket", alreadyGone);
        }
    }
}
