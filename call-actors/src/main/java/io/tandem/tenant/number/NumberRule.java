package io.tandem.tenant.number;

/** One rule of a trunk: what it is called, what it looks for, what it makes of it (NUM-30). */
public record NumberRule(String name, String pattern, String translation, NumberPattern compiled) {
    public static final int MAX_NAME = 100;
    public static final int MAX_PATTERN = 1024;
    public static final int MAX_TRANSLATION = 256;
    /** Over all lists of all trunks. */
    public static final int MAX_RULES = 400;
}
