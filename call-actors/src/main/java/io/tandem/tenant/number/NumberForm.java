package io.tandem.tenant.number;

/** How a network wants a number written (NUM-21). */
public enum NumberForm {
    /** {@code sip:+441632960000@…;user=phone} */
    E164PLUS("e164plus"),
    /** {@code sip:441632960000@…;user=phone} */
    E164("e164"),
    /** {@code sip:01632960000@…;user=phone}; of another country with the international prefix. */
    NATIONAL("national"),
    /** {@code sip:00441632960000@…;user=phone} */
    INTERNATIONAL("00intl"),
    /** {@code tel:+441632960000} */
    TEL("tel");

    private final String configName;

    NumberForm(String configName) {
        this.configName = configName;
    }

    public String configName() {
        return configName;
    }

    /** The number as that network dials it. */
    public String digits(PhoneNumber number, NumberPlan plan) {
        return switch (this) {
            case E164PLUS, TEL -> number.e164();
            case E164 -> number.e164().substring(1);
            case NATIONAL -> plan.national(number);
            case INTERNATIONAL -> plan.international(number);
        };
    }
}
