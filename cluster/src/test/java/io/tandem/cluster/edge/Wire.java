package io.tandem.cluster.edge;

/** SIP messages as a peer writes them. */
final class Wire {
    private Wire() {}

    /** A request outside any dialog, {@code Via} at the given port. */
    static String request(String method, String transport, int port, String... extra) {
        return request(method, "sip:+4930111@127.0.0.1", transport, port, "z9hG4bK" + method + "1", "", extra);
    }

    static String request(String method, String uri, String transport, int port, String branch, String toTag,
            String... extra) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(uri).append(" SIP/2.0\r\n");
        text.append("Via: SIP/2.0/")
                .append(transport)
                .append(" 127.0.0.1:")
                .append(port)
                .append(";branch=")
                .append(
                        branch)
                .append("\r\n");
        if (!String.join("\n", extra).contains("Max-Forwards")) {
            text.append("Max-Forwards: 70\r\n");
        }
        text.append("From: <sip:+4930222@127.0.0.1>;tag=peer\r\n");
        text.append("To: <sip:+4930111@127.0.0.1>").append(toTag.isEmpty() ? "" : ";tag=" + toTag).append("\r\n");
        text.append("Call-ID: call-1@peer\r\n");
        text.append("CSeq: 1 ").append(method).append("\r\n");
        text.append("Contact: <sip:peer@127.0.0.1:").append(port).append(">\r\n");
        for (String header : extra) {
            text.append(header).append("\r\n");
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    static String invite(int port, String... extra) {
        return request("INVITE", "UDP", port, extra);
    }
}
