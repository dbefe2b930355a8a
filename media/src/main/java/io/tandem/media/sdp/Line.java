package io.tandem.media.sdp;

/**
 * One line of a description: {@code <type>=<value>} (RFC 8866 §5).
 *
 * @param type an ASCII letter
 * @param value all that stands behind the equals sign; never CR, LF or NUL
 */
public record Line(char type, String value) {

    public Line {
        if (!isType(type) || !isText(value)) {
            throw new IllegalArgumentException("not a line of SDP: " + type);
        }
    }

    /** A property attribute, {@code a=<name>}. */
    public static Line attribute(String name) {
        return new Line('a', name);
    }

    /** A value attribute, {@code a=<name>:<value>}. */
    public static Line attribute(String name, String value) {
        return new Line('a', name + ":" + value);
    }

    /** Whether this is the attribute of that name, with or without a value. Names are case-sensitive (RFC 8866 §5.13). */
    public boolean isAttribute(String name) {
        return type == 'a' && value.startsWith(name)
                && (value.length() == name.length() || value.charAt(name.length()) == ':');
    }

    /** The attribute's name; "" for a line that is no attribute. */
    public String attributeName() {
        if (type != 'a') {
            return "";
        }
        int colon = value.indexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    /** What stands behind the attribute's colon; "" when there is none. */
    public String attributeValue() {
        int colon = type == 'a' ? value.indexOf(':') : -1;
        return colon < 0 ? "" : value.substring(colon + 1);
    }

    static boolean isType(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return false;
            }
        }
        return true;
    }

    /** For people: without the keys that it may hold. */
    @Override
    public String toString() {
        return isAttribute(Crypto.ATTRIBUTE) ? "a=" + Crypto.ATTRIBUTE + ":(hidden)" : type + "=" + value;
    }
}
