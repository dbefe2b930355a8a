package io.tandem.cluster.boot;

import io.tandem.call.actor.CallPlanes;
import io.tandem.call.actor.CallPorts;
import io.tandem.port.CallId;
import io.tandem.port.SipEdge;
import io.tandem.sip.message.Headers;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.route.Flow;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import io.tandem.cluster.edge.SipEdgeHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The service addresses that are at work on this node. Thread-safe. */
final class Planes implements CallPlanes {
    private final Map<Character, ServicePlane> planes = new ConcurrentSkipListMap<>();
    private volatile Optional<FarAnswers> far = Optional.empty();

    void add(ServicePlane plane) {
        planes.put(plane.id(), plane);
    }

    void remove(char id) {
        planes.remove(id);
    }

    Optional<ServicePlane> plane(char id) {
        return Optional.ofNullable(planes.get(id));
    }

    /** In the order of their ids. */
    List<ServicePlane> all() {
        return List.copyOf(planes.values());
    }

    @Override
    public Optional<CallPorts> at(char address) {
        ServicePlane plane = planes.get(address);
        return plane == null ? Optional.empty() : plane.ports();
    }

    /** Of a node that is one of several: the way of answers to questions that another node has. */
    void far(FarAnswers answers) {
        far = Optional.of(answers);
    }

    /** Answers where one of the addresses here has the question. */
    boolean answersHere(ServerTransactionId transaction, SipResponse response) {
        for (ServicePlane plane : planes.values()) {
            if (plane.edge().owns(transaction)) {
                plane.edge().respond(transaction, response);
                return true;
            }
        }
        return false;
    }

    private boolean answersFar(ServerTransactionId transaction, SipResponse response) {
        return far.isPresent() && far.get().send(transaction, response);
    }

    /** The way of a service address's calls to the network: its edge, and for answers the one that has the question. */
    SipEdge edge(SipEdgeHost own) {
        return new OwnEdge(own);
    }

    private final class OwnEdge implements SipEdge {
        private final SipEdgeHost own;

        OwnEdge(SipEdgeHost own) {
            this.own = own;
        }

        /** A peer may speak to a call on an address that is not the call's: where it asked, there it looks for an answer. */
        @Override
        public void respond(ServerTransactionId transaction, SipResponse response) {
            if (own.owns(transaction) || !answersHere(transaction, response) && !answersFar(transaction, response)) {
                own.respond(transaction, response);
            }
        }

        @Override
        public void request(CallId call, ClientTransactionId transaction, SipRequest request, Flow flow) {
            own.request(call, transaction, request, flow);
        }

        @Override
        public void ack(ClientTransactionId invite, SipRequest ack, Flow flow) {
            own.ack(invite, ack, flow);
        }

        @Override
        public void cancel(ClientTransactionId invite, Headers extra) {
            own.cancel(invite, extra);
        }

        @Override
        public Advertised advertised(String listener) {
            return own.advertised(listener);
        }
    }
}
