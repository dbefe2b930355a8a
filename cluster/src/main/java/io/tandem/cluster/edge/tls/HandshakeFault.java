package io.tandem.cluster.edge.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.tandem.port.EdgeListener.TlsFailure;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Map;

/**
 * Why a handshake failed, read from what the engines throw: they tell some things only in words.
 *
 * @param detail in words, on one line, of bounded length: part of it was the peer's to choose
 */
public record HandshakeFault(TlsFailure failure, String detail) {
    private static final int LONGEST = 400;
    /** In lower case; BoringSSL's words and the JDK's. The first that is found decides. */
    private static final Map<TlsFailure, String[]> WORDS = Map.of(TlsFailure.NO_CERTIFICATE,
            new String[]{"peer_did_not_return_a_certificate", "empty client certificate chain"}, TlsFailure.VERSION,
            new String[]{"unsupported_protocol", "wrong_version_number", "is not accepted by server preferences",
                    "requested protocol", "unsupported or unrecognized ssl message", "inappropriate_fallback"},
            TlsFailure.CIPHER, new String[]{"no_shared_cipher", "no cipher suites in common"},
            TlsFailure.REFUSED_BY_PEER, new String[]{"fatal alert", "_alert_"}, TlsFailure.NOT_TLS,
            new String[]{"http_request", "not an ssl/tls record"});
    private static final TlsFailure[] ORDER = {TlsFailure.NOT_TLS, TlsFailure.NO_CERTIFICATE, TlsFailure.CIPHER,
            TlsFailure.VERSION, TlsFailure.REFUSED_BY_PEER};

    public static HandshakeFault of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PeerRefused refused -> {
                    return new HandshakeFault(refused.failure(), line(refused.getMessage()));
                }
                case SslHandshakeTimeoutException _ -> {
                    return new HandshakeFault(TlsFailure.TIMEOUT, "not finished in time");
                }
                case NotSslRecordException _ -> {
                    return new HandshakeFault(TlsFailure.NOT_TLS, "what came is not TLS");
                }
                case ClosedChannelException _ -> {
                    return new HandshakeFault(TlsFailure.CLOSED, "the peer hung up");
                }
                default -> {
                }
            }
        }
        return byWords(thrown);
    }

    private static HandshakeFault byWords(Throwable thrown) {
        StringBuilder said = new StringBuilder();
        boolean wrapped = thrown instanceof DecoderException && thrown.getCause() != null; // it says the same once more
        for (Throwable cause = wrapped ? thrown.getCause() : thrown; cause != null; cause = cause.getCause()) {
            said.append(said.isEmpty() ? "" : ": ").append(cause.getMessage());
        }
        String words = said.toString().toLowerCase(Locale.ROOT);
        for (TlsFailure failure : ORDER) {
            for (String word : WORDS.get(failure)) {
                if (words.contains(word)) {
                    return new HandshakeFault(failure, line(said.toString()));
                }
            }
        }
        return new HandshakeFault(TlsFailure.OTHER, line(said.toString()));
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            line.append(c < ' ' || c >= 0x7f && c < 0xa0 ? ' ' : c);
        }
        return line.toString();
    }
}
