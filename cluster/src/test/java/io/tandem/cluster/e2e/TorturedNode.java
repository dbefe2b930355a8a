package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.NodeProcess;
import java.io.IOException;

/** What must hold of a node after anything was sent to it. */
final class TorturedNode {
    private TorturedNode() {}

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
