package io.tandem.cluster.boot.config;

import io.tandem.cluster.boot.config.TandemConfig.Naming;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how we name ourselves to peers: what goes into header fields as it stands, so nothing that could end one. */
final class NamingReader {
    private static final int LONGEST = 128;
    /** RFC 3261 §20.41, §25.1: products, each with a version or without, and comments. */
    private static final String TOKEN = "[A-Za-z0-9.!%*_+`'~-]+";
    private static final Pattern PRODUCTS = Pattern.compile(
            TOKEN + "(/" + TOKEN + ")?( (" + TOKEN + "(/" + TOKEN + ")?|\\([A-Za-z0-9.,;:/_+ -]*\\)))*");
    private static final String PRODUCTS_RIGHT = "products as \"Tandem/1.2\" or \"Tandem/1.2 (region 1)\", to "
            + LONGEST
            + " characters of ASCII";
    private static final String PART = "[A-Za-z0-9](?:[A-Za-z0-9._+() -]*[A-Za-z0-9.)])?";
    private static final Pattern VENDOR_PRODUCT_VERSION = Pattern.compile(PART + "/" + PART + "/" + PART);
    private static final String SBC_RIGHT = "vendor/product/version as \"Tandem/Tandem/1.2\", of letters, digits, spaces "
            + "and . _ + - ( ), to " + LONGEST + " characters";

    private NamingReader() {}

    static Naming read(Section sip) {
        return new Naming(text(sip, "user-agent", PRODUCTS, PRODUCTS_RIGHT),
                text(sip, "x-ms-sbc", VENDOR_PRODUCT_VERSION, SBC_RIGHT));
    }

    /** What one trunk to Microsoft is told of us. */
    static Optional<String> sbc(Section profile) {
        Optional<Item> item = profile.optionalItem("x-ms-sbc", SBC_RIGHT);
        item.ifPresent(found -> check(profile, found, VENDOR_PRODUCT_VERSION, SBC_RIGHT));
        return item.map(Item::text);
    }

    private static Optional<String> text(Section sip, String key, Pattern allowed, String right) {
        Optional<Item> item = sip.item(key, right).filter(found -> !found.text().isEmpty());
        item.ifPresent(found -> check(sip, found, allowed, right));
        return item.map(Item::text);
    }

    private static void check(Section section, Item item, Pattern allowed, String right) {
        if (item.text().length() > LONGEST || !allowed.matcher(item.text()).matches()) {
            section.mistakes().add(item, right);
        }
    }
}
