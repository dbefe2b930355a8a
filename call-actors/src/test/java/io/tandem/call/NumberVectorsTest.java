package io.tandem.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.NotCanonical;
import io.tandem.port.TrunkNumbers.Reading;
import io.tandem.port.TrunkNumbers.Writing;
import io.tandem.sip.message.HeaderName;
import io.tandem.sip.message.SipRequest;
import io.tandem.sip.message.SipUri;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.ListedNumber;
import io.tandem.tenant.number.RuleList;
import io.tandem.tenant.number.Rules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of NUM §8, every row, each through a whole call where it is about one. */
class NumberVectorsTest {
    private static final Pattern RULE_ROW = Pattern.compile("\\| (\\d+) \\| (.*?) \\| .* \\|");
    private static final Reading READING = new Reading(
            Stream.concat(Reading.ANONYMOUS.stream(), Stream.of("0")).collect(Collectors.toUnmodifiableSet()), false,
            false, NotCanonical.BY_LENGTH);

    private record Vector(int row, String where, String input, String rule, String result) {

        static Vector of(String line) {
            String[] parts = line.split(" ?\\| ?", -1);
            return new Vector(Integer.parseInt(parts[0]), parts[1], parts[2], parts[3], parts[4]);
        }

        RuleList rules() {
            String[] sides = rule.split(" -> ");
            return rule.isEmpty() ? Rules.list() : Rules.list(Rules.rule("the row's", sides[0], sides[1]));
        }

        @Override
        public String toString() {
            return row + ": " + input + (rule.isEmpty() ? "" : " by " + rule) + " is " + result;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    @Tag("NUM-3")
    @Tag("NUM-10")
    @Tag("NUM-11")
    void comesOutAsItsRowSays(Vector vector) {
        String result = switch (vector.where()) {
            case "called" -> called(vector);
            case "from" -> sentToMicrosoft("<" + vector.input() + ">").from().uri().text();
            case "asserted" -> asserted(vector.input());
            case "shown" -> toMicrosoft(vector.input(), "<sip:+441632960111@h>").sentInvite()
                    .request()
                    .requestUri()
                    .text();
            case "listed" -> listed(vector.input(), false);
            case "leniently" -> listed(vector.input(), true);
            default -> throw new AssertionError("no such place: " + vector.where());
        };
        if (vector.result().startsWith("wrong: ")) {
            assertThat(result).startsWith(vector.result());
        } else {
            assertThat(result).isEqualTo(vector.result());
        }
    }

    @Test
    void everyRowOfTheRulesIsHereWithItsInput() {
        Map<Integer, String> rows = rowsOfTheRules();
        assertThat(rows.keySet()).containsExactlyElementsOf(IntStream.rangeClosed(1, 34).boxed().toList());
        assertThat(vectors().map(Vector::row).collect(Collectors.toSet())).isEqualTo(rows.keySet());
        Matcher quoted = Pattern.compile("`([^`\u2026]+)`").matcher("");
        rows.forEach((row, input) -> {
            if (quoted.reset(input).find()) { // 5 refers to 4, 32 leaves digits out
                Set<String> inputs = vectors().filter(vector -> vector.row() == row)
                        .map(Vector::input)
                        .collect(Collectors.toSet());
                assertThat(inputs).as("row %d", row).contains(quoted.group(1));
            }
        });
    }

    /** What a call from Microsoft calls: the number with its parameters as the core gets it. */
    private static String called(Vector vector) {
        if (Uri.parse(vector.input()).isEmpty()) {
            return "no URI"; // the INVITE is refused with 400, whatever it calls
        }
        CallOnPaper call = new CallOnPaper(CallOnPaper.CORE, with(CallOnPaper.TEAMS, vector.rules()));
        call.on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite(vector.input(), "<sip:+441632960111@h>"),
                CallOnPaper.MPS_FLOW, "teams", "mps-1"));
        if (!call.hasInvited()) {
            return "refused " + call.responses(CallOnPaper.INVITE_TX).getLast().status();
        }
        CallFacts facts = ((CallState.Inviting) call.state).facts();
        if (facts.emergency()) {
            return "emergency " + facts.called();
        }
        String user = ((SipUri) call.sentInvite().request().requestUri()).user().orElseThrow();
        assertThat(user).startsWith(facts.called());
        return user;
    }

    private static String asserted(String identities) {
        CallOnPaper call = toMicrosoft("sip:+441632960000@h",
                "<sip:0@h>;tag=x\r\nP-Asserted-Identity: " + identities);
        return ((CallState.Inviting) call.state).facts().calling() + ": " + String.join(", ",
                call.sentInvite().request().headers().values(HeaderName.P_ASSERTED_IDENTITY));
    }

    private static String listed(String text, boolean lenient) {
        return switch (ListedNumber.read(text, lenient)) {
            case ListedNumber.Right right ->
                    right.number().e164() + right.notice().map(notice -> ", " + notice).orElse("");
            case ListedNumber.Wrong(String why) -> "wrong: " + why;
        };
    }

    private static SipRequest sentToMicrosoft(String from) {
        CallOnPaper call = toMicrosoft("sip:+441632960000@h", from);
        assertThat(call.all(CallEffect.CallerWithoutNumber.class)).as("it hides").isEmpty();
        return call.sentInvite().request();
    }

    private static CallOnPaper toMicrosoft(String called, String from) {
        return new CallOnPaper(with(CallOnPaper.CORE, Rules.list()), CallOnPaper.TEAMS)
                .on(new CallInput.InviteReceived(CallOnPaper.INVITE_TX, invite(called, from), CallOnPaper.CORE_FLOW,
                        "core", "core-1"));
    }

    private static SipRequest invite(String called, String from) {
        return CallOnPaper.request("INVITE", called, from.contains(";tag=") ? from : from + ";tag=x",
                "<sip:+441632960000@h>", 1, CallOnPaper.OFFER);
    }

    private static PeerGroup with(PeerGroup group, RuleList inboundCalled) {
        TrunkNumbers numbers = new TrunkNumbers(inboundCalled, Rules.list(), Rules.list(), Rules.list(), READING,
                Writing.DEFAULT);
        return new PeerGroup(group.name(), group.side(), group.listeners(), group.transport(), group.defaultService(),
                group.services(), group.allowedSources(), group.peers(), group.security(), group.rates(), numbers,
                group.probing());
    }

    static Stream<Vector> vectors() {
        try (InputStream in = NumberVectorsTest.class.getResourceAsStream("/numbers/vectors.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return lines.stream().filter(line -> !line.startsWith("#")).map(Vector::of);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Number and input cell of each row of the table in {@code ops/rules}. */
    private static Map<Integer, String> rowsOfTheRules() {
        try {
            String rules = Files.readString(ofProject("ops/rules/sip-numbers.md"));
            int from = rules.indexOf("## 8.");
            Matcher row = RULE_ROW.matcher(rules.substring(from, rules.indexOf("## 9.", from)));
            Map<Integer, String> rows = new LinkedHashMap<>();
            while (row.find()) {
                rows.put(Integer.parseInt(row.group(1)), row.group(2));
            }
            return rows;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path ofProject(String path) {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve(path))) {
            at = at.getParent();
        }
        return at.resolve(path);
    }
}
