package io.tandem.tenant.number;

/**
 * How a network dials.
 *
 * @param countryCode its own, "44"; "" when it has none to tell, then no number is national
 * @param nationalPrefix before a number of its own country, "0"
 * @param internationalPrefix before any other, "00"
 */
public record NumberPlan(String countryCode, String nationalPrefix, String internationalPrefix) {
    public static final NumberPlan DEFAULT = new NumberPlan("", "0", "00");

    String international(PhoneNumber number) {
        return internationalPrefix + number.e164().substring(1);
    }

    String national(PhoneNumber number) {
        String own = "+" + countryCode;
        return countryCode.isEmpty() || !number.e164().startsWith(own) || number.e164().length() == own.length()
                ? international(number)
                : nationalPrefix + number.e164().substring(own.length());
    }
}
