package io.tandem.cluster.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.interworking.rules.MessageRule;
import io.tandem.interworking.rules.RuleCondition;
import io.tandem.interworking.rules.TrunkRules;
import io.tandem.sip.message.SipMethod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** F-22: rules on messages as they are configured, and each way to get one wrong. */
class MessageRulesConfigTest {

    @Test
    void readsRulesOfBothDirections() {
        TrunkRules rules = rules(
                """
                        rules {
                          inbound = [ { name = strip, when { message = response, methods = [INVITE, BYE], statuses = ["200", "4xx", "180-183"] }
                                        do = [ { remove = X-A, matches = "^1" }, { rename = X-B, to = X-C } ] } ]
                          outbound = [ { name = all, do = [
                              { add = X-A, value = v }, { set = X-A, value = v }, { set = X-A, matches = "(.)", value = "$1" }
                              { set = Reason, parameter = text, value = v }, { remove = Reason, parameter = text }, { remove = X-A }
                              { copy = Request-URI, to = X-B, matches = "sip:(.+)@", value = "$1" }, { copy = X-A, to = X-B }
                              { sdp-add = "a=ptime:20", section = session }, { sdp-remove = "^a=ptime" } ] }
                            { name = from, when { message = request, header = From, parameter = x, matches = "^(y)", lacks = X-A }
                              do = [ { set = From, value = "<sip:$1@example.com>" } ] } ]
                        }""");
        RuleCondition strip = rules.inbound().rules().getFirst().when();
        assertThat(strip.methods()).containsExactlyInAnyOrder(SipMethod.INVITE, SipMethod.BYE);
        assertThat(strip.statuses()).containsExactly(new RuleCondition.StatusRange(200, 200),
                new RuleCondition.StatusRange(400, 499), new RuleCondition.StatusRange(180, 183));
        assertThat(rules.outbound().rules()).extracting(MessageRule::name).containsExactly("all", "from");
        assertThat(rules.outbound().rules().getFirst().actions()).extracting(
                action -> action.getClass().getSimpleName())
                .containsExactly("Add", "Set", "Set", "SetParameter",
                        "RemoveParameter", "Remove", "Copy", "Copy", "AddLine", "RemoveLines");
        assertThat(rules.outbound().rules().get(1).when().groups()).isOne();
    }

    @Test
    void aGroupWithoutThemHasNone() {
        assertThat(rules("").isEmpty()).isTrue();
    }

    /** Each row: an action of rule "r", and what the one mistake says of it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { add = Via, value = x }                | do[0].add | found Via; right would be a header that rules may touch: Via belongs
            { remove = v }                          | do[0].remove | a header that rules may touch: Via belongs
            { set = CSeq, value = x }               | do[0].set | CSeq belongs to the transaction, the dialog or the body (rule "r")
            { set = Call-ID, parameter = x, value = y } | do[0].set | Call-ID belongs
            { rename = X-A, to = Content-Length }   | do[0].to | Content-Length belongs
            { copy = X-A, to = Record-Route }       | do[0].to | Record-Route belongs
            { add = Max-Forwards, value = 1 }       | do[0].add | Max-Forwards belongs
            { remove = Route, parameter = lr }      | do[0].remove | Route belongs
            { remove = From }                       | do[0].remove | a header other than From, which is there once: it can be set only
            { set = From, value = "<sip:a@b>" }     | do[0].set | an outbound rule with message = request for From: responses repeat it as it came
            { set = From, parameter = tag, value = a } | do[0].set | a parameter other than tag, which names the dialog
            { set = Contact, value = "<sip:a@b>" }  | do[0].set | a header other than Contact, which leads to this call
            { add = "X A", value = x }              | do[0].add | a header's name of 1 to 32 characters, such as X-Name (rule "r")
            { add = X-A, value = "$1" }             | do[0].value | no $1: there is no pattern with groups ($$ for a $)
            { add = X-A, value = "a$" }             | do[0].value | a group's number after each $
            { add = X-A, value = "a\\nb" }          | do[0].value | without line breaks
            { add = X-A }                           | do[0].value | found nothing
            { set = X-A, matches = "(.)", value = "$2" } | do[0].value | no group beyond $1: the pattern has 1
            { set = X-A, matches = "(.)\\\\1", value = x } | do[0].matches | without back-references and look-around
            { set = X-A, parameter = p, matches = x, value = x } | do[0].matches | parameter or matches, not both
            { rename = X-A }                        | do[0].to | the header that it becomes
            { sdp-add = "m=audio 1 RTP/AVP 0" }     | do[0].sdp-add | one line of ASCII that begins with a= or b=
            { sdp-remove = "a=(" }                  | do[0].sdp-remove | a regular expression as RE2 reads it
            { sdp-remove = "a=", section = video }  | do[0].section | one of audio, session
            { add = X-A, remove = X-A, value = x }  | do[0].remove | an action with one of add, set, remove
            { ad = X-A, value = x }                 | do[0].add | one of add, set, remove, rename, copy, sdp-add, sdp-remove (rule "r")
            { add = X-A, valu = x, value = x }      | do[0].valu | did you mean that?
            """)
    @Tag("F-22")
    @Tag("TRAP-41")
    void namesRuleKeyAndWhatWouldBeRight(String action, String key, String right) {
        assertThat(mistakes("rules.outbound = [ { name = r, do = [ " + action + " ] } ],")).singleElement()
                .asString()
                .contains("tandem.peer-groups[0].rules.outbound[0]." + key, right);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message = reply               | when.message | one of any, request, response
            methods = [INVIT]             | when.methods[0] | a list of methods, such as [INVITE, BYE]
            methods = [CANCEL]            | when.methods[0] | a list of methods, such as [INVITE, BYE]
            statuses = ["2x"]             | when.statuses[0] | a list of statuses, such as
            statuses = ["183-180"]        | when.statuses[0] | a range that begins with the lower status
            message = request, statuses = ["200"] | when.statuses[0] | no statuses: requests have none
            matches = x                   | when.header | the header that is looked at
            header = X-A, matches = "("   | when.matches | a regular expression as RE2 reads it
            header = X-A, method = INVITE | when.method | did you mean that?
            """)
    void namesWhatIsWrongWithACondition(String when, String key, String right) {
        assertThat(mistakes("rules.inbound = [ { name = r, when { " + when + " }, do = [ { remove = X-A } ] } ],"))
                .singleElement()
                .asString()
                .contains("tandem.peer-groups[0].rules.inbound[0]." + key, right);
    }

    @Test
    void anInboundRuleNeverSetsAParty() {
        assertThat(mistakes(
                "rules.inbound = [ { name = r, when.message = request, do = [ { set = To, value = \"<sip:a@b>\" } ] } ],"))
                .singleElement()
                .asString()
                .contains("inbound[0].do[0].set", "an outbound rule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ { name = r, do = [] } ]", "[ { name = r } ]"})
    void aRuleDoesSomething(String rules) {
        assertThat(mistakes("rules.inbound = " + rules + ",")).singleElement()
                .asString()
                .contains("inbound[0].do",
                        "a list of 1 to 16 actions");
    }

    @Test
    void boundsRulesActionsNamesAndTexts() {
        String rule = "{ name = r%d, do = [ { remove = X-A } ] }\n";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 201; i++) {
            many.append(rule.formatted(i));
        }
        assertThat(mistakes("rules.inbound = [ " + many + " ],")).singleElement()
                .asString()
                .contains(
                        "at most 200 rules");
        assertThat(mistakes("rules.inbound = [ { name = r, do = [ " + "{ remove = X-A }\n".repeat(17) + " ] } ],"))
                .singleElement()
                .asString()
                .contains("a list of 1 to 16 actions");
        assertThat(mistakes("rules.inbound = [ " + rule.formatted(1).repeat(2) + " ],")).singleElement()
                .asString()
                .contains("inbound[1].name", "a name that no other rule of the list has");
        assertThat(mistakes("rules.inbound = [ { name = " + "n".repeat(65)
                + ", when { header = X-A, matches = " + "x".repeat(513) + " }, do = [ { add = X-A, value = "
                + "v".repeat(257) + " } ] } ],")).hasSize(3);
    }

    private static TrunkRules rules(String text) {
        return switch (ConfigFile.read("test.conf", with(text), Optional.empty())) {
            case ConfigResult.Right right -> right.config().peerGroups().getFirst().rules();
            case ConfigResult.Wrong wrong -> throw new AssertionError(wrong.report());
        };
    }

    private static List<String> mistakes(String text) {
        return switch (ConfigFile.read("test.conf", with(text), Optional.empty())) {
            case ConfigResult.Right _ -> List.of();
            case ConfigResult.Wrong wrong -> wrong.mistakes().stream().map(Mistake::text).toList();
        };
    }

    private static String with(String rules) {
        return ConfigText.with("name = core,", "name = core, " + rules + "\n");
    }
}
