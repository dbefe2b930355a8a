package io.tandem.cluster.edge;

/** Tells another protocol from SIP by the first bytes that a connection brings (TRAP-33). */
final class ForeignProtocol {
    /** As many bytes as the judgement looks at. */
    static final int BYTES = 10;
    private static final byte TLS_HANDSHAKE = 0x16;
    /** OPTIONS is a method of both: in HTTP a path or an asterisk follows, in SIP a URI. */
    private static final String[] HTTP = {"GET ", "HEAD ", "POST ", "PUT ", "DELETE ", "PATCH ", "CONNECT ", "TRACE ",
            "PRI * ", "OPTIONS /", "OPTIONS *"};

    private ForeignProtocol() {}

    static boolean speaks(byte[] bytes, int length) {
        if (length > 0 && bytes[0] == TLS_HANDSHAKE) {
            return true;
        }
        for (String start : HTTP) {
            if (startsWith(bytes, length, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, int length, String start) {
        if (length < start.length()) {
            return false;
        }
        for (int i = 0; i < start.length(); i++) {
            if (bytes[i] != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
