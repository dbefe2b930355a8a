package io.tandem.cluster.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.call.CallGateway;
import io.tandem.call.CallInput;
import io.tandem.port.CallId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls as the edge sees them: keeps what it is told, answers nothing. */
final class RecordingCalls implements CallGateway {

    record Told(CallId call, CallInput input, String thread) {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final AtomicInteger ids = new AtomicInteger();

    @Override
    public CallId newCallId() {
        return new CallId("7z" + String.format("%018d", ids.incrementAndGet()));
    }

    @Override
    public void tell(CallId call, CallInput input) {
        told.add(new Told(call, input, Thread.currentThread().getName()));
    }

    Told next() {
        try {
            Told next = told.poll(5, TimeUnit.SECONDS);
            assertThat(next).as("an input of a call").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    <T extends CallInput> T next(Class<T> type) {
        return type.cast(next().input());
    }

    boolean untold() {
        return told.isEmpty();
    }
}
