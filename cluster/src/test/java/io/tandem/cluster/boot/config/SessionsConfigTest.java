package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.media.sdp.Codec;
import io.tandem.port.TrunkSessions;
import io.tandem.port.TrunkSessions.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TSP-112, TSP-115: how the sessions of a trunk are made and kept, as configured, and each way to get it wrong. */
class SessionsConfigTest {

    @Test
    void readsTimerAndCodecs() {
        assertThat(sessions("timer = accept, expires = 10 m, min-expires = 2 m, offered-codecs = [G722, PCMA]"))
                .isEqualTo(
                        new TrunkSessions(List.of(Codec.G722, Codec.PCMA), Timer.ACCEPT, Duration.ofMinutes(10),
                                Duration.ofMinutes(2)));
    }

    @Test
    void aTrunkThatSaysNothingOffersATimerOfHalfAnHour() {
        TrunkSessions sessions = sessions("");

        assertThat(sessions.timer()).isEqualTo(Timer.OFFER);
        assertThat(sessions.expires()).isEqualTo(Duration.ofSeconds(1800));
        assertThat(sessions.least()).isEqualTo(Duration.ofSeconds(90));
        assertThat(sessions.offered()).containsExactly(Codec.PCMA, Codec.PCMU, Codec.TELEPHONE_EVENT);
    }

    /** Each row: the section, and what the one mistake says of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            timer = on                           | session.timer | found on; right would be offer, accept or off
            expires = 60 s                       | session.expires | found 60 s; right would be a duration from 90 s to
            min-expires = 10 s                   | session.min-expires | a duration from 90 s to
            expires = 100 s, min-expires = 110 s | session.min-expires | a duration that is not above expires, 100 s
            offered-codecs = [GSM]               | session.offered-codecs[0] | found GSM; right would be a list of PCMA, PCMU, G722
            offered-codecs = [PCMA, PCMA]        | session.offered-codecs | a list that names each once
            offered-codecs = [telephone-event]   | session.offered-codecs | a list with one of PCMA, PCMU and G722 in it
            timr = off                           | session.timr | timer
            """)
    void saysWhatIsWrong(String section, String path, String right) {
        assertThat(mistakes(section)).singleElement().asString().contains(path, right);
    }

    private static TrunkSessions sessions(String text) {
        return switch (ConfigFile.read("test.conf", with(text), Optional.empty())) {
            case ConfigResult.Right right -> right.config().peerGroups().getFirst().sessions();
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
    }

    private static List<String> mistakes(String text) {
        return switch (ConfigFile.read("test.conf", with(text), Optional.empty())) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }

    private static String with(String session) {
        return ConfigText.with("name = core,", "name = core, session { " + session + " }\n");
    }
}
