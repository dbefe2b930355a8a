package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a node says to messages that were made to harm it, and what must hold of it afterwards. */
final class TorturedNode {
    /** What stands for no answer. */
    static final int SILENCE = 0;

    private TorturedNode() {}

    /** The status that each of the messages gets, in their order. */
    static Map<String, Integer> answers(TorturePeer peer, Map<String, byte[]> messages) {
        Map<String, Integer> answers = new LinkedHashMap<>();
        messages.forEach((name, bytes) -> {
            TorturePeer.Answer answer = peer.outcome(bytes);
            answers.put(name, answer == null ? SILENCE : answer.status());
        });
        return answers;
    }

    /** It carries a call, and its log since then has neither exception nor error. */
    static void assertSound(NodeProcess node, int logLengthBefore) throws IOException {
        try (Phone core = new Phone(node.plan().corePeerPort());
                Phone mps = new Phone(node.plan().mpsPeerPort());
                PhoneCall call = new PhoneCall(core, mps, "+441632960301", node.plan().corePort())) {
            call.assertAudioBothWays();
            call.caller().hangUp(2);
            call.called().expectBye();
        }
        assertThat(node.log().substring(logLengthBefore)).doesNotContain("Exception", "ERROR", "\tat ");
    }
}
