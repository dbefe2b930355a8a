package io.tandem.sip.message.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages of a torture RFC, from our transcription of them in the notation of RFC 4475 §2. */
public final class TortureMessages {
    private static final String BEGINS = "===== ";
    private static final Pattern REPEAT = Pattern.compile("<repeat count=(\\d+)>(.*?)</repeat>");
    private static final Pattern HEX = Pattern.compile("<hex>([0-9A-F]*)</hex>");

    private TortureMessages() {}

    /** By the name the RFC gives each, in its order: {@code wsinv} and so on. */
    public static Map<String, byte[]> of(String resource) {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        for (String section : text(resource).split("(?m)^" + BEGINS)) {
            if (!section.startsWith("#")) {
                int line = section.indexOf('\n');
                messages.put(section.substring(0, section.indexOf(' ')), bytes(section.substring(line + 1)));
            }
        }
        return messages;
    }

    private static String text(String resource) {
        try (InputStream in = TortureMessages.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] bytes(String text) {
        String joined = Pattern.compile("(?s)<allOneLine>\n(.*?)</allOneLine>")
                .matcher(text)
                .replaceAll(lines -> Matcher.quoteReplacement(lines.group(1).replace("\n", "")));
        String repeated = REPEAT.matcher(joined)
                .replaceAll(r -> Matcher.quoteReplacement(r.group(2).repeat(Integer.parseInt(r.group(1)))));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher hex = HEX.matcher(repeated);
        int from = 0;
        while (hex.find()) {
            out.writeBytes(wire(repeated.substring(from, hex.start())));
            out.writeBytes(HexFormat.of().parseHex(hex.group(1)));
            from = hex.end();
        }
        out.writeBytes(wire(repeated.substring(from)));
        return out.toByteArray();
    }

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
