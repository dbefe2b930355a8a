package io.tandem.sim;

import io.tandem.call.CallInput;
import io.tandem.call.CallState;
import io.tandem.port.CallId;
import io.tandem.sip.message.SipMessage;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipResponse;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The run as a ladder, drawn as it happens; nothing is kept unless it is wanted. */
final class Ladder {
    private static final int WIDTH = 22;
    private static final int NODE = 1;
    private static final int TIME = 12;

    private final VirtualTime time;
    private final boolean wanted;
    private final Map<InetSocketAddress, Integer> columns = new HashMap<>();
    private final StringBuilder heads = new StringBuilder(" ".repeat(TIME));
    private final StringBuilder text = new StringBuilder();

    Ladder(VirtualTime time, boolean wanted) {
        this.time = time;
        this.wanted = wanted;
    }

    /** The next one from the left. */
    void column(String name, InetSocketAddress address) {
        if (wanted) {
            columns.put(address, columns.size());
            heads.append(name).append(" ".repeat(WIDTH - name.length()));
        }
    }

    String text(Plan plan) {
        return wanted ? plan + "\n" + heads + "\n" + text : "";
    }

    void arrived(InetSocketAddress from, InetSocketAddress to, SipMessage message) {
        if (wanted) {
            arrow(columnOf(from), columnOf(to), words(message), '>');
        }
    }

    void lost(InetSocketAddress from, InetSocketAddress to, SipMessage message) {
        if (wanted) {
            arrow(columnOf(from), columnOf(to), words(message), 'x');
        }
    }

    void noted(String what) {
        if (wanted) {
            begin().append(" ".repeat(WIDTH)).append("* ").append(what).append('\n');
        }
    }

    /** What is no message, and what the call makes of a message by its state. */
    void told(CallId id, CallState state, CallInput input) {
        if (wanted) {
            noted(id.value().substring(id.value().length() - 2) + " " + state.label() + ": "
                    + input.getClass().getSimpleName());
        }
    }

    private void arrow(int from, int to, String words, char head) {
        int left = Math.min(from, to);
        int right = Math.max(from, to);
        int length = (right - left) * WIDTH - 1;
        int dashes = Math.max(0, length - words.length() - 4);
        String line = from < to
                ? "--" + words + "-".repeat(dashes) + "-" + head
                : (head == '>' ? "<" : "x") + "-" + words + "-".repeat(dashes) + "--";
        begin().append(" ".repeat(left * WIDTH)).append('|').append(line).append("|\n");
    }

    private StringBuilder begin() {
        String millis = Long.toString(time.millis());
        return text.append(" ".repeat(Math.max(0, TIME - 3 - millis.length()))).append(millis).append("   ");
    }

    private int columnOf(InetSocketAddress address) {
        return World.isNode(address) ? NODE : columns.get(address);
    }

    private static String words(SipMessage message) {
        String body = message.hasBody() ? "(s)" : "";
        return switch (message) {
            case SipRequest request -> request.method().name() + " " + request.cseq().number() + body;
            case SipResponse response -> response.status() + " " + response.cseq().text() + body;
        };
    }
}
