package io.tandem.cluster.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.cluster.FreePorts;
import io.tandem.cluster.NodePlan;
import io.tandem.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A core that dials as people do and a Microsoft side that knows E.164 only, through the rules of a real node (NUM-20 to
 * NUM-33): scenarios of {@code ops/sipp}, which check each header where it arrives.
 */
class SippNumbersIT {
    private static final int CALLS = 3;
    private static final int RATE = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private static NodeProcess node;
    private Figures before;

    @BeforeAll
    static void startNode() throws IOException {
        node = NodeProcess.start(NodePlan.onFreePorts(20).withTrunks("""
                numbers {
                  inbound-called = [ { name = abroad,   pattern = "^00(\\\\d+)$",      translation = "+$1" }
                                     { name = national, pattern = "^0(\\\\d{9,10})$",  translation = "+44$1" } ]
                  inbound-calling = [ { name = national, pattern = "^0(\\\\d{9,10})$", translation = "+44$1" } ]
                  country-code = "44"
                  write { request-uri = national, to = 00intl, from = e164, identity = tel }
                }
                """, ""), folder);
    }

    @AfterAll
    static void stopNode() {
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void lookAtTheBooks() {
        before = Figures.of(node);
    }

    @Test
    @Tag("F-32")
    @Tag("NUM-20")
    void whatTheCoreDialsAsANationalNumberArrivesAsE164() throws IOException {
        run("national_uac.xml", node.plan().corePort(), "e164_uas.xml", node.plan().mpsPeerPort());

        assertThat(ended("trunk=core")).isEqualTo(CALLS);
    }

    @Test
    @Tag("NUM-21")
    void andOneFromMicrosoftArrivesInTheFormsOfTheCore() throws IOException {
        run("e164_uac.xml", node.plan().mpsPort(), "national_uas.xml", node.plan().corePeerPort());

        assertThat(ended("trunk=teams")).isEqualTo(CALLS);
    }

    private long ended(String trunk) {
        Figures after = Figures.of(node);
        return after.sum("tandem_calls_ended_total", "cause=normal", trunk)
                - before.sum("tandem_calls_ended_total", "cause=normal", trunk);
    }

    private static void run(String caller, int listener, String called, int peer) throws IOException {
        Path traces = Files.createDirectory(folder.resolve(caller));
        try (Sipp answering = Sipp.answering("called", traces,
                Sipp.Task.ofFile(called, peer, FreePorts.range(2 * CALLS), CALLS, LIMIT));
                Sipp calling = Sipp.start("caller", traces, Sipp.Task
                        .ofFile(caller, FreePorts.one(), FreePorts.range(2 * CALLS), CALLS, LIMIT)
                        .calling("01632960000", listener, RATE))) {
            Sipp.assertAllSucceeded(calling, answering);
        }
    }
}
