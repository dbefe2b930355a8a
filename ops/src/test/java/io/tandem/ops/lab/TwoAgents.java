package io.tandem.ops.lab;

import io.tandem.media.sdp.Codec;
import io.tandem.media.sdp.Direction;
import io.tandem.media.sdp.EndPoint;
import io.tandem.media.sdp.OwnMedia;
import io.tandem.media.sdp.SessionDescription;
import io.tandem.sip.message.Address;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Via;
import io.tandem.sip.transaction.ClientTransactionId;
import io.tandem.sip.transaction.ServerTransactionId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** A call between two agents on paper: no sockets, no clock; what one sends waits until it is delivered to the other. */
final class TwoAgents {
    static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9);

    final End caller;
    final End callee;
    private long transactions;

    TwoAgents(Script ofCaller, Script ofCallee) {
        this(order(ofCaller), new Answering(0, 0, Answering.WAITS, ofCallee));
    }

    TwoAgents(CallOrder order, Answering answering) {
        this(order, Manner.CORE, answering, Manner.CORE);
    }

    TwoAgents(CallOrder order, Manner ofCaller, Answering answering, Manner ofCallee) {
        caller = new End(self("caller", 40_000, order.script(), order.hangUpAfterMillis(), ofCaller), answering);
        callee = new End(self("callee", 40_002, answering.script(), answering.hangUpAfterMillis(), ofCallee),
                answering);
        caller.take(UaCalling.call(order, caller.self, "call-1", Optional.empty()));
    }

    static CallOrder order(Script script) {
        return new CallOrder("+447700900001", "+441632960001", NOWHERE, 10_000, Answering.WAITS, script);
    }

    /** One that is answered. */
    static TwoAgents talking(Script ofCaller, Script ofCallee) {
        TwoAgents two = new TwoAgents(ofCaller, ofCallee);
        two.deliverAll();
        two.callee.due(UaTimer.ANSWER);
        two.deliverAll();
        return two;
    }

    /** Delivers until nothing is on its way. */
    void deliverAll() {
        while (!caller.sent.isEmpty() || !callee.sent.isEmpty()) {
            deliver(caller);
            deliver(callee);
        }
    }

    /** Delivers what that end has sent, and not what comes of it. */
    void deliver(End from) {
        End to = from == caller ? callee : caller;
        for (Sent one : drain(from.sent)) {
            to.arrived(one);
        }
    }

    private static List<Sent> drain(Queue<Sent> queue) {
        List<Sent> all = List.copyOf(queue);
        queue.clear();
        return all;
    }

    private static UaSelf self(String name, int mediaPort, Script script, int hangUpAfterMillis, Manner manner) {
        EndPoint media = new EndPoint(new OwnMedia(1, 1, "127.0.0.1", mediaPort), List.of(Codec.PCMA, Codec.PCMU),
                Direction.SENDRECV, 20);
        return new UaSelf(name, Address.of(SipUri.of(name, "127.0.0.1", 5070)), "", media, name + "-tag",
                hangUpAfterMillis, script, manner);
    }

    private record Sent(SipMessage message, ClientTransactionId request) {}

    /** One of the two. */
    final class End {
        final UaSelf self;
        final List<UaOrder> orders = new ArrayList<>();
        final List<SipMessage> messages = new ArrayList<>();
        UaState state;
        private final Answering answering;
        private final Queue<Sent> sent = new ArrayDeque<>();
        private final Map<ServerTransactionId, ClientTransactionId> open = new HashMap<>();

        End(UaSelf self, Answering answering) {
            this.self = self;
            this.answering = answering;
        }

        void due(UaTimer timer) {
            happens(new UaInput.Due(timer));
        }

        void due(UaTimer timer, int number) {
            happens(new UaInput.Due(timer, number));
        }

        /** The last time that was set for it is there. */
        void lastDue(UaTimer timer) {
            due(timer, ordered(UaOrder.Wake.class).stream()
                    .filter(wake -> wake.timer() == timer)
                    .reduce((_, last) -> last)
                    .orElseThrow()
                    .number());
        }

        void happens(UaInput input) {
            take(UaRules.decide(state, input, self));
        }

        private void arrived(Sent one) {
            switch (one.message()) {
                case SipResponse response -> take(UaRules.decide(state, new UaInput.Responded(one.request(), response),
                        self));
                case SipRequest request when one.request() == null -> take(UaRules.decide(state,
                        new UaInput.Acknowledged(request), self));
                case SipRequest request -> {
                    ServerTransactionId id = new ServerTransactionId(1, ++transactions);
                    open.put(id, one.request());
                    take(state == null
                            ? UaRinging.called(id, request, answering, self)
                            : UaRules.decide(state, new UaInput.Requested(id, request), self));
                }
            }
        }

        private void take(UaStep step) {
            state = step.state();
            orders.addAll(step.orders());
            for (UaOrder order : step.orders()) {
                switch (order) {
                    case UaOrder.Send(var id, var request) -> send(new Sent(arriving(request), id));
                    case UaOrder.Answer(var id, var response) -> send(new Sent(response, open.get(id)));
                    case UaOrder.Acknowledge(var _, var ack) -> send(new Sent(arriving(ack), null));
                    case UaOrder.Cancel _,
                    UaOrder.Wake _,
                    UaOrder.WakeBetween _,
                    UaOrder.Talk _,
                    UaOrder.Hush _,
                    UaOrder.Tell _ -> {
                        // Read from the orders where a test wants to know.
                    }
                }
            }
        }

        private void send(Sent one) {
            sent.add(one);
            messages.add(one.message());
        }

        /** What was given to the other end's ear last. */
        UaOrder.Talk talk() {
            return ordered(UaOrder.Talk.class).getLast();
        }

        List<CallEvent> events() {
            return ordered(UaOrder.Tell.class).stream().map(UaOrder.Tell::event).toList();
        }

        /** Every description that it sent, in order. */
        List<SessionDescription> descriptions() {
            return messages.stream().flatMap(message -> UaMessages.description(message).stream()).toList();
        }

        <T> List<T> ordered(Class<T> kind) {
            return orders.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        private SipRequest arriving(SipRequest request) {
            return request.withVia(Via.of("UDP", "127.0.0.1", 5070, "z9hG4bKx"));
        }
    }
}
