package io.tandem.cluster.boot.config;

import io.tandem.interworking.MicrosoftHeaders;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code profile} of a peer group (TSP-64 to TSP-97).
 *
 * @param side of the group; empty where that is wrong, and then no key is
 */
record ProfileReader(Section profile, Optional<Side> side) {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,32}"); // F-134: names to 32 bytes
    private static final String OWN = "the name of a header of your own, 1 to 32 characters such as X-Operator-Content";
    private static final String MICROSOFTS = "a list of headers of Microsoft's, as [ \"X-MS-Name\" ]; those that Tandem "
            + "handles itself are not among them";
    private static final int MANY = 16;
    private static final Map<String, Forwarding> FORWARDING = forwarding();

    static TrunkProfile read(Section group, Optional<Side> side) {
        return new ProfileReader(group.section("profile"), side).read();
    }

    private TrunkProfile read() {
        Proprietary proprietary = new Proprietary(mps("x-ms-sbc") ? NamingReader.sbc(profile) : Optional.empty(),
                !core("tenant-id") || yes("tenant-id", true),
                core("tenant-header") ? own("tenant-header") : Optional.empty(),
                core("trunk-context") ? context() : Optional.empty(), mps("pass-headers") ? passed() : Set.of(),
                core("custom-header") ? own("custom-header") : Optional.empty());
        Identity identity = new Identity(yes("trusted", Identity.DEFAULT.trusted()),
                yes("p-preferred-identity", Identity.DEFAULT.preferred()),
                !mps("withheld-identity") || yes("withheld-identity", Identity.DEFAULT.withheld()));
        Forwarding forwarding = profile.optionalItem("forwarding", right())
                .flatMap(item -> profile.choose(item, FORWARDING, right()))
                .orElse(side.equals(Optional.of(Side.MPS)) ? Forwarding.NONE : Forwarding.PASSED);
        profile.done();
        return new TrunkProfile(proprietary, identity, forwarding, Optional.empty());
    }

    /** Whether the key may stand here; where it does and may not, that is said. */
    private boolean core(String key) {
        return of(Side.CORE, key);
    }

    private boolean mps(String key) {
        return of(Side.MPS, key);
    }

    private boolean of(Side wanted, String key) {
        if (side.isEmpty() || side.get() == wanted) {
            return true;
        }
        if (profile.has(key)) {
            profile.wrong(key, "no such key here: only a group with side = "
                    + wanted.name().toLowerCase(java.util.Locale.ROOT) + " has it");
        }
        return false;
    }

    private boolean yes(String key, boolean absent) {
        return profile.optionalItem(key, "true or false")
                .flatMap(item -> profile.choose(item, Choices.YES_NO, "true or false"))
                .orElse(absent);
    }

    private Optional<HeaderName> own(String key) {
        Optional<Item> item = profile.optionalItem(key, OWN);
        Optional<HeaderName> name = item.filter(found -> TOKEN.matcher(found.text()).matches())
                .map(found -> HeaderName.of(found.text()))
                .filter(found -> !found.isKnown());
        if (item.isPresent() && name.isEmpty()) {
            profile.mistakes().add(item.get(), OWN);
        }
        return name;
    }

    private Optional<String> context() {
        return profile.optionalItem("trunk-context", HostNames.RIGHT)
                .flatMap(item -> HostNames.read(item, profile.mistakes()));
    }

    private Set<HeaderName> passed() {
        List<Item> items = profile.items("pass-headers", MICROSOFTS);
        Set<HeaderName> names = new LinkedHashSet<>();
        for (Item item : items) {
            HeaderName name = HeaderName.of(item.text());
            if (TOKEN.matcher(item.text()).matches() && MicrosoftHeaders.mayPass(name)) {
                names.add(name);
            } else {
                profile.mistakes().add(item, MICROSOFTS);
            }
        }
        if (items.size() > MANY) {
            profile.wrong("pass-headers", "at most " + MANY + " headers");
        }
        return names;
    }

    private static Map<String, Forwarding> forwarding() {
        Map<String, Forwarding> forms = new LinkedHashMap<>();
        for (Forwarding form : Forwarding.values()) {
            forms.put(form.configName(), form);
        }
        return forms;
    }

    private static String right() {
        return "one of " + String.join(", ", FORWARDING.keySet());
    }
}
