package io.tandem.cluster.cli;

import io.tandem.cluster.cli.NumbersCommand.Direction;
import io.tandem.cluster.cli.NumbersCommand.Party;
import io.tandem.port.PeerGroup;
import io.tandem.port.TrunkNumbers;
import io.tandem.port.TrunkNumbers.CallerPolicy;
import io.tandem.sip.message.Uri;
import io.tandem.tenant.number.CalledNumber;
import io.tandem.tenant.number.EmergencyNumbers;
import io.tandem.tenant.number.NumberForm;
import io.tandem.tenant.number.NumberRule;
import io.tandem.tenant.number.PhoneNumber;
import io.tandem.tenant.number.RuleList;
import io.tandem.tenant.number.RuleList.Rewrite;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** What a trunk's rules make of one number, told step by step (NUM-32). */
record NumberTrial(EmergencyNumbers emergency, PeerGroup group, Direction direction, Party party, PrintWriter out) {

    /** @param asGiven the number as it was typed @return how the command ends */
    int of(Uri uri, String asGiven) {
        if (party == Party.called && emergency.calls(uri)) {
            return emergency(asGiven);
        }
        RuleList rules = rules();
        CalledNumber.Reading read = CalledNumber.read(uri, rules);
        tried(rules, read.rewrite());
        return switch (read.number()) {
            case CalledNumber.Global global -> number(global);
            case CalledNumber.Refused refused -> none(read, refused);
        };
    }

    private int emergency(String asGiven) {
        out.println("emergency: " + asGiven + " is passed as dialled, no rule is tried");
        boolean fromMicrosoft = (group.side() == PeerGroup.Side.MPS) == (direction == Direction.inbound);
        out.println("verdict: emergency call, "
                + (fromMicrosoft ? "goes to the core" : "refused with 403 from the core"));
        return fromMicrosoft ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private void tried(RuleList rules, Optional<Rewrite> rewrite) {
        out.println("group " + group.name() + ", " + rules.name() + ": " + rules.rules().size() + " rules");
        for (NumberRule rule : rules.rules()) {
            boolean matched = rewrite.isPresent() && rule.compiled().rewrite(rewrite.get().before()).isPresent();
            out.println("  " + rule.name() + "  " + rule.pattern() + " -> " + rule.translation() + "  "
                    + (matched ? "matches: " + rewrite.get().before() + " -> " + rewrite.get().after() : "no match"));
            if (matched) {
                return;
            }
        }
    }

    private int number(CalledNumber.Global global) {
        out.println("result: " + global.number().e164()
                + global.extension().map(ext -> ", extension " + ext).orElse("")
                + global.routingNumber().map(rn -> ", routing number " + rn).orElse(""));
        if (direction == Direction.outbound) {
            TrunkNumbers.Writing forms = group.numbers().writing();
            out.println("written: " + switch (party) {
                case called -> "Request-URI " + written(global.number(), forms.requestUri()) + ", To "
                        + written(global.number(), forms.to());
                case calling -> "From " + written(global.number(), forms.from()) + ", P-Asserted-Identity "
                        + written(global.number(), forms.identity());
            });
        }
        out.println("verdict: a number");
        return ExitCode.RIGHT;
    }

    /** NUM-20: Microsoft gets one form only. */
    private String written(PhoneNumber number, NumberForm form) {
        NumberForm used = group.side() == PeerGroup.Side.MPS ? NumberForm.E164PLUS : form;
        return (used == NumberForm.TEL ? "tel:" : "") + used.digits(number, group.numbers().writing().plan());
    }

    private int none(CalledNumber.Reading read, CalledNumber.Refused refused) {
        out.println("result: " + read.rewrite().map(Rewrite::after).orElse("no number"));
        out.println("verdict: not E.164 (" + words(refused) + "); " + consequence(refused));
        return ExitCode.FAILED;
    }

    private String consequence(CalledNumber.Refused refused) {
        return switch (party) {
            case called -> direction == Direction.inbound
                    ? "called, it gets " + group.numbers().reading().notCanonical().status(refused.status())
                    : "it is written as it is";
            case calling -> direction == Direction.inbound || group.side() == PeerGroup.Side.CORE
                    ? "a caller is never refused for it"
                    : "caller-without-number is " + policy().label();
        };
    }

    private CallerPolicy policy() {
        return group.numbers().writing().callerPolicy();
    }

    private static String words(CalledNumber.Refused refused) {
        return switch (refused) {
            case CalledNumber.Local local -> "digits that want a rule"
                    + local.context().map(context -> ", context " + context).orElse("");
            case CalledNumber.ServiceCode _ -> "a service code";
            case CalledNumber.Incomplete _ -> "too few digits";
            case CalledNumber.NotANumber not -> not.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private RuleList rules() {
        TrunkNumbers numbers = group.numbers();
        return switch (direction) {
            case inbound -> party == Party.called ? numbers.inboundCalled() : numbers.inboundCalling();
            case outbound -> party == Party.called ? numbers.outboundCalled() : numbers.outboundCalling();
        };
    }
}
