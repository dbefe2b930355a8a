package io.tandem.cluster.boot.config;

import io.tandem.interworking.MicrosoftHeaders;
import io.tandem.port.PeerGroup.Side;
import io.tandem.port.Service;
import io.tandem.port.TrunkProfile;
import io.tandem.port.TrunkProfile.Forwarding;
import io.tandem.port.TrunkProfile.Identity;
import io.tandem.port.TrunkProfile.Proprietary;
import io.tandem.sip.message.HeaderName;
import io.tandem.tenant.AccountRules;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code profile} of a peer group (TSP-64 to TSP-97).
 *
 * @param side of the group; empty where that is wrong, and then no key is
 * @param routing whether Direct Routing is among its services
 * @param name the host name that its peers know us by, where it has one
 */
record ProfileReader(Section profile, Optional<Side> side, boolean routing, Optional<String> name) {
    /** F-162: the name of a customer, its label and a dot before ours, has 48 characters at most. */
    private static final int LONGEST_DOMAIN = 48 - 1 - AccountRules.SUBDOMAIN_MAX_LENGTH;
    private static final String DOMAIN = "a domain of yours, such as \"1r1.example.com\", to " + LONGEST_DOMAIN
            + " characters: each customer of Direct Routing has a label below it";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,32}"); // F-134: names to 32 bytes
    private static final String OWN = "the name of a header of your own, 1 to 32 characters such as X-Operator-Content";
    private static final String MICROSOFTS = "a list of headers of Microsoft's, as [ \"X-MS-Name\" ]; those that Tandem "
            + "handles itself are not among them";
    private static final String CODECS = "a list of codecs by the names that rtpmap has for them: [PCMA, G722]";
    private static final int MANY = 16;
    /** What our Contact with a tenant leaves of 256 bytes to the two: its tag, a tenant of 64, port, transport are 134. */
    private static final int CONTEXT_AND_HOST = 256 - 134;
    private static final int LONGEST_ADDRESS = 47;
    private static final Map<String, Forwarding> FORWARDING = forwarding();

    static TrunkProfile read(Section group, Optional<Side> side, Set<Service> services, Optional<String> name) {
        return new ProfileReader(group.section("profile"), side, services.contains(Service.DIRECT_ROUTING), name)
                .read();
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
        Optional<String> customers = mps("customers-domain") ? customers() : Optional.empty();
        Set<String> codecs = codecs();
        boolean emergency = core("emergency") && yes("emergency", false);
        boolean elin = core("elin") && yes("elin", false);
        profile.done();
        return new TrunkProfile(proprietary, identity, forwarding, customers, codecs, emergency, elin);
    }

    /** Without one of its own, what our peers know us by (F-163). */
    private Optional<String> customers() {
        Optional<Item> item = profile.optionalItem("customers-domain", DOMAIN);
        Optional<String> domain = item.flatMap(found -> HostNames.read(found, profile.mistakes())).or(() -> name);
        if (!routing) {
            item.ifPresent(_ -> profile.wrong("customers-domain",
                    "no such key here: only a group that offers TeamsDirectRouting has customers"));
            return Optional.empty();
        }
        if (domain.isEmpty() && item.isEmpty() || domain.filter(found -> found.length() > LONGEST_DOMAIN).isPresent()) {
            profile.wrong("customers-domain", DOMAIN);
        }
        return domain;
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
                    + wanted.name().toLowerCase(Locale.ROOT) + " has it");
        }
        return false;
    }

    private boolean yes(String key, boolean absent) {
        return profile.optionalItem(key, "true or false")
                .flatMap(item -> profile.choose(item, Choices.YES_NO, "true or false"))
                .orElse(absent);
    }

    private Set<String> codecs() {
        List<Item> items = profile.items("codecs", CODECS);
        Set<String> names = new LinkedHashSet<>();
        for (Item item : items) {
            if (TOKEN.matcher(item.text()).matches()) {
                names.add(item.text().toUpperCase(Locale.ROOT));
            } else {
                profile.mistakes().add(item, CODECS);
            }
        }
        if (items.size() > MANY) {
            profile.wrong("codecs", "at most " + MANY + " codecs");
        }
        return names;
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
        int longest = CONTEXT_AND_HOST - name.map(String::length).orElse(LONGEST_ADDRESS);
        Optional<String> domain = profile.optionalItem("trunk-context", HostNames.RIGHT)
                .flatMap(item -> HostNames.read(item, profile.mistakes()));
        if (domain.filter(found -> found.length() > longest).isPresent()) {
            profile.wrong("trunk-context", "a domain to " + longest
                    + " characters: our Contact names it, and is called back as a Request-URI of 256 at most (F-134)");
        }
        return domain;
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
